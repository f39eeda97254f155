using System.Text.Json;
using Bishui.Contracts.Indicators;
using Bishui.Contracts.Plans;
using Bishui.Contracts.Registers;
using Bishui.Ecological;
using Bishui.Features;
using Bishui.Features.Indicators;
using Bishui.Industrial;
using Bishui.Tests.Functional.Assessment;
using Bishui.Tests.Functional.Obligations;
using Bishui.Tests.Support;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace Bishui.Tests.Functional.Stories;

/// <summary>Rights, figures and scores follow the topics that a plan gives to its tasks, whatever their numbers and however many.</summary>
public sealed class ReorderedPlanTests
{
    private static readonly DateTimeOffset Spring = new(2022, 3, 1, 12, 0, 0, TimeSpan.FromHours(8));

    [Fact]
    public async Task The_import_says_which_task_has_no_topic_and_scores_go_by_topics()
    {
        await using var app = await AssessmentApp.StartAsync();
        var plan = await AdoptAsync(app);
        Assert.Equal(["outfalls"], plan.Tasks.Single(task => task.Number == ReorderedPlan.SecondHalf).Topics);

        var district = await app.GetAsync("/api/assessment/district");
        Assert.Equal(47, district["tasks"]!.AsArray().Count);
        Assert.Equal(200, (decimal)district["score"]!["maximum"]!);

        // An indicator told by topic stands at each task that carries it.
        await app.TellAsync(new IndicatorsMeasured
        {
            Service = "ecological",
            Indicators = [AssessmentApp.Measured("outfall-monitoring", 1, "met", 100).Indicators[0] with { PlanId = plan.PlanId, Topic = "outfalls", Task = ReorderedPlan.Now(28), Tasks = [ReorderedPlan.Now(28), ReorderedPlan.SecondHalf] }],
        });
        foreach (var number in new[] { ReorderedPlan.Now(28), ReorderedPlan.SecondHalf })
            await Eventually.HoldsAsync(async () => (await app.GetAsync($"/api/assessment/indicators?task={number}"))["items"]!.AsArray().Count == 1);
        Assert.Empty((await app.GetAsync("/api/assessment/indicators?task=28"))["items"]!.AsArray());
    }

    [Fact]
    public async Task Registers_and_indicators_follow_their_topic()
    {
        var (service, plan) = await StartAsync<IndustrialCategory>();
        await using var _ = service;
        var rows = await service.ListenAsync<RegisterRowsChanged>();
        var measured = await service.ListenAsync<IndicatorsMeasured>();
        var number = ReorderedPlan.Now(15);
        Assert.Equal("industrial", plan.Tasks.Single(task => task.Number == number).Service);

        // The bureau that leads the science projects writes their registers, the one that leads the enterprises does not.
        var guide = new { name = "条目", year = 2022, field = "water-saving", kind = "research", document = "2022年申报指南" };
        using (var stranger = service.As("health-bureau"))
            Assert.Equal(403, (await stranger.SendAsync(HttpMethod.Put, "/api/industrial/registers/guide-topics/g1", new { from = "2022-02-01", values = guide })).Status);
        using var lead = service.As("science-technology-bureau");
        var (status, problem) = await lead.SendAsync(HttpMethod.Put, "/api/industrial/registers/guide-topics/g1", new { from = "2022-02-01", values = guide });
        Assert.True(status == 201, problem.ToString());

        using var committee = service.As("ecology-committee", "reporter", "approver", "supervisor");
        var registers = await ListAsync(committee, "/api/industrial/registers");
        Assert.Equal([number], registers.Single(each => each.Text("key") == "guide-topics").GetProperty("tasks").EnumerateArray().Select(each => each.GetInt32()));
        Assert.Equal(["water-science"], registers.Single(each => each.Text("key") == "guide-topics").GetProperty("topics").EnumerateArray().Select(each => each.GetString()!));

        await service.Services.GetRequiredService<IndicatorRounds>().RunAsync(default);
        await Eventually.HoldsAsync(() => Task.FromResult(measured.SelectMany(told => told.Indicators).Any(told => told.PlanId == plan.PlanId)));
        foreach (var told in measured.SelectMany(message => message.Indicators).Where(told => told.PlanId == plan.PlanId))
            Assert.Contains(told.Topic!, plan.Tasks.Single(task => task.Number == told.Task).Topics!);
        Assert.NotEmpty((await ListAsync(committee, $"/api/industrial/indicators?task={number}")));
        Assert.All(await ListAsync(committee, $"/api/industrial/indicators?task={number}"), each => Assert.Equal("water-science", each.Text("topic")));
        Assert.Empty(await ListAsync(committee, "/api/industrial/indicators?task=15"));
        Assert.DoesNotContain(rows, told => told.Tasks.Contains(15));
    }

    [Fact]
    public async Task Two_tasks_share_a_topic_and_one_without_a_topic_has_its_ledger()
    {
        var (service, _) = await StartAsync<EcologicalCategory>();
        await using var __ = service;
        using var committee = service.As("ecology-committee", "reporter", "approver", "supervisor");
        var outfalls = (await ListAsync(committee, "/api/ecological/topics")).Single(each => each.Text("key") == "outfalls");
        Assert.Equal([ReorderedPlan.Now(28), ReorderedPlan.SecondHalf], outfalls.GetProperty("tasks").EnumerateArray().Select(each => each.GetInt32()));

        // Whoever leads either half describes an outfall; it is listed under both numbers.
        foreach (var (id, unit) in new[] { ("o-1", "ecology-bureau"), ("o-2", "housing-construction-bureau") })
        {
            using var client = service.As(unit);
            var (status, site) = await client.SendAsync(HttpMethod.Put, $"/api/ecological/sites/{id}", new { name = id, kind = "outfall", unit, topics = new[] { "outfalls" } });
            Assert.True(status == 201, site.ToString());
            Assert.Equal([ReorderedPlan.Now(28), ReorderedPlan.SecondHalf], site.GetProperty("tasks").EnumerateArray().Select(each => each.GetInt32()));
        }
        using (var stranger = service.As("health-bureau"))
            Assert.Equal(403, (await stranger.SendAsync(HttpMethod.Put, "/api/ecological/sites/o-3", new { name = "o-3", kind = "outfall", unit = "health-bureau", topics = new[] { "outfalls" } })).Status);
        Assert.Equal(["o-1", "o-2"], (await ListAsync(committee, $"/api/ecological/sites?task={ReorderedPlan.SecondHalf}")).Select(each => each.Text("id")).Order(StringComparer.Ordinal));
        Assert.Equal([ReorderedPlan.Now(29)], (await ListAsync(committee, "/api/ecological/sites?topic=function-zones")).Single(each => each.Text("id") == "lutang")
            .GetProperty("tasks").EnumerateArray().Select(each => each.GetInt32()));

        using var lead = service.As("development-reform-bureau");
        var (entered, entry) = await lead.PostAsync($"/api/ecological/tasks/{ReorderedPlan.WithoutTopic}/entries", new { kind = "progress", occurredOn = "2022-02-20", text = "完成调研" });
        Assert.True(entered == 201, entry.ToString());
        // A site belongs to a topic: a task without one has none, and the answer says so.
        var (refused, problem) = await lead.SendAsync(HttpMethod.Put, "/api/ecological/sites/o-4", new { name = "o-4", kind = "outfall", unit = "development-reform-bureau", tasks = new[] { ReorderedPlan.WithoutTopic } });
        Assert.Equal(403, refused);
        using var admin = service.As("ecology-committee", "admin");
        (refused, problem) = await admin.SendAsync(HttpMethod.Put, "/api/ecological/sites/o-4", new { name = "o-4", kind = "outfall", unit = "development-reform-bureau", tasks = new[] { ReorderedPlan.WithoutTopic } });
        Assert.Equal(422, refused);
        Assert.Equal("no-topic", Assert.Single(problem.GetProperty("errors").EnumerateArray()).Text("code"));
    }

    private static async Task<(TestService Service, PlanAdopted Plan)> StartAsync<T>() where T : ICategory
    {
        PlanAdopted plan;
        await using (var app = await AssessmentApp.StartAsync()) plan = await AdoptAsync(app);
        var service = await TestService.StartAsync(CategoryService.Build<T>, now: Spring);
        await service.TellAsync(AdoptedPlan.Plan);
        await service.TellAsync(plan);
        using var client = service.As("ecology-committee");
        var number = plan.Tasks.First(task => task.Service == T.Name).Number;
        await Eventually.HoldsAsync(async () => await client.ReadAsync($"/api/{T.Name}/tasks/{number}") is { Status: 200, Body: var body } && body.Text("planId") == plan.PlanId);
        return (service, plan);
    }

    private static async Task<PlanAdopted> AdoptAsync(AssessmentApp app)
    {
        var heard = await app.Service.ListenAsync<PlanAdopted>();
        var (status, import) = await app.PostAsync("/api/plan/imports", ReorderedPlan.Import());
        Assert.True(status == 201, import.ToJsonString());
        Assert.Equal([ReorderedPlan.WithoutTopic], import["findings"]!.AsArray().Where(finding => (string)finding!["code"]! == "no-topic").Select(finding => (int)finding!["task"]!));
        Assert.DoesNotContain(import["findings"]!.AsArray(), finding => (string)finding!["code"]! is "lost-topic" or "lost-item");
        app.Service.Clock.Advance(TimeSpan.FromDays(80));
        Assert.Equal(200, (await app.PostAsync($"/api/plan/imports/{import["id"]}/adoption", new { })).Status);
        await Eventually.HoldsAsync(() => Task.FromResult(heard.Any(each => each.PlanId == "liunan-2022")));
        return heard.First(each => each.PlanId == "liunan-2022");
    }

    private static async Task<IReadOnlyList<JsonElement>> ListAsync(HttpClient client, string path)
    {
        var (status, body) = await client.ReadAsync(path);
        Assert.True(status == 200, body.ToString());
        return [.. body.GetProperty("items").EnumerateArray()];
    }
}
