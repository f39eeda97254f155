using System.Text.Json;
using Bishui.Contracts.Exceedances;
using Bishui.Risk;
using Bishui.Tests.Functional.Assessment;
using Bishui.Tests.Functional.Stories;
using Bishui.Tests.Support;
using Xunit;

namespace Bishui.Tests.Functional.Risk;

/// <summary>The response to an incident, step by step.</summary>
public sealed class ResponseTests
{
    private const string Lead = "ecology-bureau";

    [Fact]
    public async Task A_reported_incident_is_answered_step_by_step_and_reviewed_before_it_is_closed()
    {
        await using var story = await Story.StartAsync<RiskCategory>();
        Assert.Equal(403, (await story.PostAsync("/incidents", Report(), "education-bureau")).Status);
        var (wrong, problem) = await story.PostAsync("/incidents", new { what = "油花", occurredAt = TestService.Start.AddHours(1) }, Lead);
        Assert.Equal((422, "place missing,occurredAt future-time"), (wrong, string.Join(',', problem.GetProperty("errors").EnumerateArray().Select(e => $"{e.Text("field")} {e.Text("code")}"))));

        // The same report twice under one key is one incident.
        using var client = story.Service.As("agriculture-rural-bureau");
        var first = await client.PostAsync(story.Base + "/incidents", Report(), "k1");
        var again = await client.PostAsync(story.Base + "/incidents", Report(), "k1");
        Assert.Equal((201, first.Body.Text("id")), (first.Status, again.Body.Text("id")));
        var id = first.Body.Text("id");

        // A move the state does not allow names those it does; a cooperating unit does not verify.
        var (illegal, refusal) = await StepAsync(story, id, Lead, new { move = "contain", text = "围油栏" });
        Assert.Equal((409, "illegal-move", "verify, dismiss"), (illegal, refusal.Text("code"), refusal.Text("detail")));
        Assert.Equal(403, (await StepAsync(story, id, "agriculture-rural-bureau", new { move = "verify", text = "属实" })).Status);

        // Two hours are over: the incident is overdue, and the step is late.
        story.Service.StandAt(first.Body.GetProperty("openedAt").GetDateTimeOffset().AddHours(2));
        Assert.False((await story.GetAsync($"/incidents/{id}")).Body.GetProperty("overdue").GetBoolean());
        story.Service.Resume();
        story.Service.Clock.Advance(TimeSpan.FromMinutes(1));
        Assert.True((await story.GetAsync($"/incidents/{id}")).Body.GetProperty("overdue").GetBoolean());
        await OkAsync(story, id, Lead, new { move = "verify", text = "属实" });
        Assert.Equal(422, (await StepAsync(story, id, Lead, new { move = "start", text = "启动" })).Status);
        var started = await OkAsync(story, id, Lead, new { move = "start", text = "启动四级响应", level = "iv" });
        Assert.Equal(["ecology-committee", "health-bureau", "city-ecology-bureau", "waterworks"], started.GetProperty("notifications").EnumerateArray().Select(each => each.Text("party")));
        var raised = await OkAsync(story, id, Lead, new { move = "start", text = "升为三级", level = "iii" });
        Assert.Equal(6, raised.Count("notifications"));
        Assert.Equal(422, (await StepAsync(story, id, Lead, new { move = "notify", text = "电话", party = "nobody", toldAt = story.Service.Clock.GetUtcNow() })).Status);
        var told = await OkAsync(story, id, "agriculture-rural-bureau", new { move = "notify", text = "电话", party = "waterworks", toldAt = story.Service.Clock.GetUtcNow() });
        Assert.NotEqual(JsonValueKind.Null, told.GetProperty("notifications").EnumerateArray().Single(each => each.Text("party") == "waterworks").GetProperty("toldAt").ValueKind);
        await OkAsync(story, id, Lead, new { move = "contain", text = "已拦截" });
        await OkAsync(story, id, Lead, new { move = "monitor", text = "石油类 0.03 mg/L" });
        await OkAsync(story, id, Lead, new { move = "end", text = "连续三次达标" });

        // No closing without a review, and nobody reviews their own work.
        Assert.Equal("review", (await StepAsync(story, id, Lead, new { move = "close", text = "结案" })).Body.Text("detail"));
        Assert.Equal(403, (await StepAsync(story, id, "agriculture-rural-bureau", new { move = "review", text = "评估" })).Status);
        await OkAsync(story, id, "ecology-committee", new { move = "review", text = "原因：船舶漏油；改进：巡查" });
        var closed = await OkAsync(story, id, Lead, new { move = "close", text = "归档" });
        Assert.Equal(("closed", 0, 10), (closed.Text("state"), closed.Count("allowed"), closed.Count("steps")));
        Assert.Contains((await story.GetAsync("/tasks/11/entries")).Body.GetProperty("items").EnumerateArray(), entry => entry.Text("text").Contains(id, StringComparison.Ordinal));

        Task11Tests.Figures(await story.IndicatorAsync("incident-steps-on-time"), 8, 9);
    }

    [Fact]
    public async Task A_drill_is_shown_as_one_and_never_counted()
    {
        await using var story = await Story.StartAsync<RiskCategory>();
        var (_, drill) = await story.PostAsync("/incidents", Report(drill: true), Lead);
        await OkAsync(story, drill.Text("id"), Lead, new { move = "verify", text = "演练开始" });

        Assert.Equal("演练", drill.Text("mark"));
        Assert.Empty((await story.GetAsync("/incidents")).Body.GetProperty("items").EnumerateArray());
        Assert.Single((await story.GetAsync("/incidents?drill=true")).Body.GetProperty("items").EnumerateArray());
        Assert.Equal("no-data", (await story.IndicatorAsync("incident-steps-on-time")).Text("state"));
        Assert.Empty(await story.FindingsAsync("incident-step-overdue", "2021-11-05"));
        await story.PostAsync("/incidents", Report(), Lead);
        Assert.Single(await story.FindingsAsync("incident-step-overdue", "2021-11-05"));
        Assert.Empty(await story.FindingsAsync("incident-step-overdue", "2021-11-02"));
    }

    [Fact]
    public async Task Of_many_who_take_the_same_step_at_once_one_succeeds()
    {
        await using var story = await Story.StartAsync<RiskCategory>();
        var id = (await story.PostAsync("/incidents", Report(), Lead)).Body.Text("id");

        var answers = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => StepAsync(story, id, Lead, new { move = "verify", text = "属实" })));

        Assert.Equal(1, answers.Count(answer => answer.Status == 200));
        Assert.Equal(7, answers.Count(answer => answer.Status == 409));
    }

    [Fact]
    public async Task Cases_of_one_parameter_at_several_sites_open_one_incident_of_spreading_pollution()
    {
        await using var story = await Story.StartAsync<RiskCategory>();
        var told = Told("x1", "s1");
        await story.Service.TellAsync(told);
        await story.Service.TellAsync(told);
        await story.Service.TellAsync(Told("x2", "s2"));
        await story.Service.TellAsync(Told("x3", "s3", hours: -80));                  // too long before
        await story.Service.TellAsync(Told("x4", "s4", verdict: "not-genuine"));      // no pollution
        await story.Service.TellAsync(Told("x9", "s9", escalated: true, parameter: "ammonia-nitrogen"));
        await Eventually.HoldsAsync(async () => (await ItemsAsync(story)).Length == 1);

        await story.Service.TellAsync(Told("x5", "s5"));
        await Eventually.HoldsAsync(async () => (await ItemsAsync(story)).Length == 2);
        var spreading = (await ItemsAsync(story)).Single(each => each.Text("origin") == "spreading");
        Assert.Equal(["x1", "x2", "x5"], Cases(spreading));

        // Another joins it, and telling again changes nothing.
        await story.Service.TellAsync(Told("x6", "s6"));
        await story.Service.TellAsync(Told("x6", "s6"));
        await Eventually.HoldsAsync(async () => Cases((await ItemsAsync(story)).Single(each => each.Text("origin") == "spreading")).Count() == 4);
        Assert.Equal(2, (await ItemsAsync(story)).Length);
    }

    [Fact]
    public async Task Two_sites_that_are_linked_suffice_and_the_incident_knows_what_lies_upstream()
    {
        await using var story = await Story.StartAsync<RiskCategory>();
        Assert.Equal(201, (await story.SendAsync(HttpMethod.Put, "/sites/ep-1", new
        {
            id = "ep-1",
            name = "应急点",
            kind = "emergency-point",
            unit = Lead,
            tasks = new[] { 12 },
            links = new[] { new { direction = "upstream", service = "ecological", site = "s1" }, new { direction = "downstream", service = "ecological", site = "s2" } },
        }, Lead)).Status);
        await story.Service.TellAsync(Told("x2", "s2"));
        await story.Service.TellAsync(Told("x1", "s1"));
        await Eventually.HoldsAsync(async () => (await ItemsAsync(story)).Length == 1);

        var (_, report) = await story.PostAsync("/incidents", Report(site: "ep-1"), Lead);
        var incident = (await story.GetAsync($"/incidents/{report.Text("id")}")).Body;
        Assert.Equal([("ep-1", 0), ("s1", 1)], incident.GetProperty("upstream").EnumerateArray().Select(each => (each.Text("site"), each.GetProperty("distance").GetInt32())));
        Assert.Equal("/api/ecological/sites/s1/tracing?direction=upstream", incident.GetProperty("upstream")[1].Text("href"));
        Assert.Equal("x1", Assert.Single(incident.GetProperty("upstreamCases").EnumerateArray()).Text("caseId"));
    }

    private static object Report(bool drill = false, string? site = null) => new { what = "柳江江面发现油花", place = "柳江露塘段", occurredAt = TestService.Start.AddMinutes(-30), drill, site };

    private static CasesChanged Told(string id, string site, double hours = -1, string? verdict = null, bool escalated = false, string parameter = "total-phosphorus")
    {
        var told = AssessmentApp.Changed(id, "assigned", 2, verdict);
        return told with
        {
            Cases = [told.Cases[0] with { Site = site, Parameter = parameter, Since = TestService.Start.AddHours(hours), EscalatedAt = escalated ? TestService.Start : null }],
        };
    }

    private static async Task<JsonElement[]> ItemsAsync(Story story) => [.. (await story.GetAsync("/incidents")).Body.GetProperty("items").EnumerateArray()];

    private static IEnumerable<string> Cases(JsonElement incident) =>
        incident.GetProperty("spread").EnumerateArray().Select(each => each.GetProperty("case").Text("caseId")).Order(StringComparer.Ordinal);

    private static Task<(int Status, JsonElement Body)> StepAsync(Story story, string id, string unit, object step) => story.PostAsync($"/incidents/{id}/steps", step, unit);

    private static async Task<JsonElement> OkAsync(Story story, string id, string unit, object step)
    {
        var (status, body) = await StepAsync(story, id, unit, step);
        Assert.True(status == 200, body.ToString());
        return body;
    }
}
