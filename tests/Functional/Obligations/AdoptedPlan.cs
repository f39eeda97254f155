using System.Text.Json;
using Bishui.Assessment;
using Bishui.Assessment.Plan;
using Bishui.Contracts.Plans;
using Bishui.Features;
using Bishui.Features.Obligations;
using Bishui.Tests.Support;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace Bishui.Tests.Functional.Obligations;

/// <summary>A service that holds the published plan, as adopted on the day it was issued.</summary>
internal sealed class AdoptedPlan : IAsyncDisposable
{
    public static readonly PlanAdopted Plan = PlanFiles.Load(PlanFiles.Shipped, TestService.Start).Plan;

    private readonly string _name;

    private AdoptedPlan(TestService service, string name) => (Service, _name) = (service, name);

    public TestService Service { get; }

    public string Base => $"/api/{_name}";

    public static Task<AdoptedPlan> OfAssessmentAsync(DateTimeOffset? now = null) => StartAsync(AssessmentService.Build, "assessment", now);

    public static Task<AdoptedPlan> OfAsync<T>(DateTimeOffset? now = null) where T : ICategory => StartAsync(CategoryService.Build<T>, T.Name, now);

    private static async Task<AdoptedPlan> StartAsync(BuildService build, string name, DateTimeOffset? now)
    {
        var plan = new AdoptedPlan(await TestService.StartAsync(build, now: now), name);
        // The assessment has adopted it by itself; its own ledgers open when it hears so.
        await plan.Service.TellAsync(Plan);
        var number = Plan.Tasks.First(task => task.Service == name).Number;
        using var client = plan.Service.As("ecology-committee");
        await Eventually.HoldsAsync(async () => (await client.ReadAsync($"{plan.Base}/tasks/{number}")).Status == 200);
        return plan;
    }

    public async Task RecordAsync(int task, string unit, string on, object record, string? corrects = null)
    {
        using var client = Service.As(unit);
        var (status, body) = await client.PostAsync($"{Base}/tasks/{task}/entries",
            new { kind = corrects is null ? "evidence" : "correction", occurredOn = on, text = "登记成果", record, corrects });
        Assert.True(status == 201, body.ToString());
    }

    public async Task PutObjectAsync(string unit, string kind, string id, string from, object attributes)
    {
        using var client = Service.As(unit);
        var (status, body) = await client.SendAsync(HttpMethod.Put, $"{Base}/obligations/objects/{kind}/{id}", new { name = id, from, attributes });
        Assert.True(status == 200, body.ToString());
    }

    /// <summary>The duties that a rule made, as they stand now, by due day.</summary>
    public async Task<IReadOnlyList<JsonElement>> DutiesAsync(string rule)
    {
        await Service.Services.GetRequiredService<ObligationSweep>().RunAsync(default);
        using var client = Service.As("ecology-committee", "reporter", "approver", "supervisor");
        var (status, body) = await client.ReadAsync($"{Base}/obligations?limit=1000&rule={rule}");
        Assert.True(status == 200, body.ToString());
        return [.. body.GetProperty("items").EnumerateArray()];
    }

    public ValueTask DisposeAsync() => Service.DisposeAsync();
}
