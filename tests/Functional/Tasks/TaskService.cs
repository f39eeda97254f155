using System.Text.Json;
using Bishui.Contracts.Plans;
using Bishui.Features;
using Bishui.Industrial;
using Bishui.Tests.Support;
using Microsoft.AspNetCore.Builder;
using Xunit;

namespace Bishui.Tests.Functional.Tasks;

/// <summary>One category service that holds a plan, for what all of them do alike.</summary>
internal sealed class TaskService : IAsyncDisposable
{
    public const string Name = "industrial";
    public const string Base = $"/api/{Name}";

    private TaskService(TestService service) => Service = service;

    public TestService Service { get; }

    public HttpClient Lead => Service.As(TestPlans.Lead);

    public HttpClient OtherLead => Service.As(TestPlans.OtherLead);

    public HttpClient Cooperating => Service.As(TestPlans.Cooperating);

    public HttpClient Stranger => Service.As(TestPlans.Stranger);

    public HttpClient Committee => Service.As(TestPlans.Committee, "reporter", "approver", "supervisor");

    public static async Task<TaskService> StartAsync(
        PlanAdopted? plan = null, string? folder = null, DateTimeOffset? now = null, Action<WebApplicationBuilder>? configure = null)
    {
        var service = new TaskService(await TestService.StartAsync(CategoryService.Build<IndustrialCategory>, folder, now, configure));
        await service.AdoptAsync(plan ?? TestPlans.For(Name));
        return service;
    }

    /// <summary>Tells a plan and waits until its tasks are held.</summary>
    public async Task AdoptAsync(PlanAdopted plan)
    {
        await Service.TellAsync(plan);
        var last = plan.Tasks.Last(task => task.Service == Name);
        await Eventually.HoldsAsync(async () =>
            await Lead.ReadAsync($"{Base}/tasks/{last.Number}") is { Status: 200 } held && held.Body.Text("content") == last.Content);
    }

    public async Task<JsonElement> RecordAsync(int task, object entry, HttpClient? by = null)
    {
        var (status, body) = await (by ?? Lead).PostAsync($"{Base}/tasks/{task}/entries", entry);
        Assert.True(status == 201, body.ToString());
        return body;
    }

    public static object Entry(string text, string kind = "progress", string on = "2021-11-01") => new { kind, occurredOn = on, text };

    public ValueTask DisposeAsync() => Service.DisposeAsync();
}
