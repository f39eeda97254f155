using System.Text.Json.Nodes;
using Bishui.Tests.Support;
using Xunit;

namespace Bishui.Tests.Functional.Assessment;

public sealed class ScoreTests(SharedAssessment fixture) : IClassFixture<SharedAssessment>
{
    [Fact]
    public async Task The_plan_is_there_for_everybody()
    {
        await using var app = await AssessmentApp.StartAsync();
        var plan = await app.GetAnonymouslyAsync("/api/plan");
        Assert.Equal(("liunan-2021", "柳南政办〔2021〕16号", 45, 18, 16),
            ((string)plan["planId"]!, (string)plan["documentNumber"]!, (int)plan["taskCount"]!, plan["units"]!.AsArray().Count, plan["addressees"]!.AsArray().Count));
        var tasks = (await app.GetAnonymouslyAsync("/api/plan/tasks"))["items"]!.AsArray();
        Assert.Equal(45, tasks.Count);
        Assert.All(tasks, task => Assert.Equal("open", (string)task!["state"]!));

        var task = await app.GetAnonymouslyAsync("/api/plan/tasks/38");
        Assert.Equal(("强化地方政府水环境保护责任", "assessment", "自治区公布工作计划后45个工作日内"),
            ((string)task["title"]!, (string)task["service"]!, (string)task["deadlineText"]!));
        Assert.Null(task["deadline"]);
        Assert.Equal(["ecology-committee", "ecology-bureau"], task["reviewUnits"]!.AsArray().Select(unit => (string)unit!));

        var (status, problem) = await app.RefusedAsync("/api/plan/tasks/46", null);
        Assert.Equal((404, "unknown-task"), (status, (string)problem["code"]!));
    }

    [Fact]
    public async Task A_task_goes_through_its_states_as_the_facts_arrive()
    {
        await using var app = await AssessmentApp.StartAsync();
        await app.TellAsync(AssessmentApp.Submitted(3));
        await StateAsync(app, 3, "submitted");
        await app.TellAsync(AssessmentApp.Submitted(4, "housing-construction-bureau"));
        await app.TellAsync(AssessmentApp.Reviewed(4, "returned", "housing-construction-bureau"));
        await StateAsync(app, 4, "returned");
        await app.TellAsync(AssessmentApp.Reviewed(3, "accepted"));
        await StateAsync(app, 3, "done");

        static Task StateAsync(AssessmentApp app, int task, string state) =>
            Eventually.HoldsAsync(async () => (string)(await app.GetAnonymouslyAsync($"/api/plan/tasks/{task}"))["state"]! == state);
    }

    [Fact]
    public async Task A_score_is_explained_down_to_the_facts_and_adds_up()
    {
        await using var app = await AssessmentApp.StartAsync();
        await app.TellAsync(AssessmentApp.Classified("II"));
        await app.TellAsync(AssessmentApp.Exceeded("x1"));
        await app.TellAsync(AssessmentApp.Reviewed(3, "accepted"));
        await app.FactsAsync("section-classified", 1);
        await app.FactsAsync("limit-exceeded", 1);
        await app.FactsAsync("completion-reviewed", 1);

        var before = app.Service.Clock.GetUtcNow();
        var score = await app.GetAsync("/api/assessment/units/ecology-bureau/score");
        var after = app.Service.Clock.GetUtcNow();
        var tree = await app.GetAsync("/api/assessment/units/ecology-bureau/explanation");
        Assert.Equal((decimal)tree["points"]!, (decimal)score["points"]!);
        Assert.Equal((decimal)score["points"]!, (decimal)score["quality"]! + (decimal)score["work"]!);
        Assert.Equal(("柳南生态环境局", 200m, true), ((string)score["name"]!, (decimal)score["maximum"]!, (bool)score["provisional"]!));
        Assert.InRange(DateTimeOffset.Parse((string)score["at"]!, null), before, after);
        AddsUp(tree);

        var leaf = Leaves(tree).Single(node => (string)node["key"]! == "work/task/3");
        Assert.Equal((decimal)leaf["maximum"]!, (decimal)leaf["points"]!);
        var fact = (string)leaf["links"]!.AsArray().Single(link => (string)link!["kind"]! == "fact")!["href"]!;
        Assert.Equal("accepted", (string)(await app.GetAsync(fact))["body"]!["decision"]!);
        var exceedances = Leaves(tree).Single(node => (string)node["key"]! == "quality/exceedances");
        Assert.Equal(1, (int)exceedances["inputs"]!["occurrences"]!);
        Assert.Contains(exceedances["links"]!.AsArray(), link => (string)link!["href"]! == "/api/ecological/exceedances/x1");
        Assert.Equal(1, (int)Leaves(tree).Single(node => (string)node["key"]! == "quality/national-section")["inputs"]!["monthsComplying"]!);
    }

    [Fact]
    public async Task A_score_can_be_asked_for_at_any_instant()
    {
        await using var app = await AssessmentApp.StartAsync();
        await app.TellAsync(AssessmentApp.Reviewed(3, "accepted"));         // 2021-11-02 11:00
        await app.FactsAsync("completion-reviewed", 1);
        Assert.Equal(0, await WorkAsync("2021-11-01"));
        Assert.Equal(0, await WorkAsync("2021-11-02T10:59:59%2B08:00"));
        Assert.Equal(0, await WorkAsync("2021-11-02T02:59:59Z"));
        Assert.NotEqual(0, await WorkAsync("2021-11-02T11:00:00+08:00"));   // a plus sign that was not escaped
        Assert.NotEqual(0, await WorkAsync("2021-11-02"));

        async Task<decimal> WorkAsync(string at) => (decimal)(await app.GetAsync($"/api/assessment/units/ecology-bureau/score?at={at}"))["work"]!;
    }

    [Fact]
    public async Task The_district_shows_every_unit_and_task()
    {
        await using var app = await AssessmentApp.StartAsync();
        var district = await app.GetAsync("/api/assessment/district?at=2022-01-01");
        Assert.Equal((18, 45), (district["units"]!.AsArray().Count, district["tasks"]!.AsArray().Count));
        Assert.Equal("unqualified", (string)district["score"]!["grade"]!);
        AddsUp(district["explanation"]!);
        Assert.Equal(18, (await app.GetAsync("/api/assessment/units", "towns", "reporter"))["items"]!.AsArray().Count);
    }

    [Theory]
    [InlineData("/api/assessment/units/ecology-bureau/score?at=yesterday", 422, "invalid-request")]
    [InlineData("/api/assessment/units/ecology-bureau/score?at=2021-11-02T10:00:00", 422, "invalid-request")]
    [InlineData("/api/assessment/units/ecology-bureau/explanation?at=2021-13-01", 422, "invalid-request")]
    [InlineData("/api/assessment/units/ecology-bureau/score?at=", 422, "invalid-request")]
    [InlineData("/api/assessment/district?at=9999-12-31", 422, "invalid-request")]
    [InlineData("/api/assessment/units/water-bureau/score", 404, "unknown-unit")]
    [InlineData("/api/assessment/units/water-bureau/explanation", 404, "unknown-unit")]
    public async Task A_score_that_cannot_be_is_refused(string path, int status, string code)
    {
        var app = fixture.App;
        var refused = await app.RefusedAsync(path);
        Assert.Equal((status, code), (refused.Status, (string)refused.Problem["code"]!));
    }

    [Fact]
    public async Task Scores_are_for_those_who_have_signed_in()
    {
        await using var app = await AssessmentApp.StartAsync();
        foreach (var path in new[] { "/api/assessment/units", "/api/assessment/district", "/api/assessment/units/towns/score", "/api/assessment/units/towns/explanation" })
            Assert.Equal(401, (await app.RefusedAsync(path, null)).Status);
    }

    [Fact]
    public async Task The_overview_is_there_for_everybody()
    {
        await using var app = await AssessmentApp.StartAsync();
        await app.TellAsync(AssessmentApp.Classified("III"));
        await app.TellAsync(AssessmentApp.Classified(null, month: 10));      // too little measured to say
        await app.TellAsync(AssessmentApp.Exceeded("x1", "x2"));
        await app.TellAsync(AssessmentApp.Reviewed(3, "accepted"));
        await app.FactsAsync("section-classified", 2);
        await app.FactsAsync("limit-exceeded", 2);
        await app.FactsAsync("completion-reviewed", 1);

        app.Service.Clock.Advance(TimeSpan.FromSeconds(2));
        var overview = await app.GetAnonymouslyAsync("/api/public/overview");
        Assert.Equal("柳南区水污染防治2021年度工作计划", (string)overview["plan"]!["title"]!);
        var categories = overview["categories"]!.AsArray();
        Assert.Equal((12, 45), (categories.Count, categories.Sum(category => category!["tasks"]!.AsArray().Count)));
        var industrial = categories[0]!;
        Assert.Equal(("industrial", 2, 1), ((string)industrial["service"]!, (int)industrial["counts"]!["open"]!, (int)industrial["counts"]!["done"]!));
        Assert.Equal(["industrial", "water-saving"], categories[5]!["services"]!.AsArray().Select(service => (string)service!));
        Assert.Equal(18, overview["units"]!.AsArray().Count);
        var section = Assert.Single(overview["sections"]!.AsArray())!;
        Assert.Equal(("露塘", "Ⅲ", "Ⅲ", true), ((string)section["name"]!, (string)section["class"]!, (string)section["target"]!, (bool)section["complies"]!));
        Assert.Equal("2021-04-01", (string)section["from"]!);
        Assert.Equal(2, (int)overview["exceedances"]!["open"]!);
    }

    [Fact]
    public async Task Cases_that_were_closed_or_overruled_are_open_no_more_and_a_silent_site_is_counted()
    {
        await using var app = await AssessmentApp.StartAsync();
        await app.TellAsync(AssessmentApp.Classified("III"));
        await app.TellAsync(AssessmentApp.Exceeded("x1", "x2", "x3", "x4"));
        await app.TellAsync(AssessmentApp.Changed("x1", "archived"));
        await app.TellAsync(AssessmentApp.Changed("x2", "handled", verdict: "device-fault"));
        await app.TellAsync(AssessmentApp.Changed("x3", "assigned"));
        await app.TellAsync(AssessmentApp.Reporting("mudong", "silent"));
        await app.TellAsync(AssessmentApp.Reporting("yucun", "stale"));
        await app.FactsAsync("limit-exceeded", 4);
        await app.FactsAsync("case-changed", 3);
        await app.FactsAsync("site-reporting", 2);
        app.Service.Clock.Advance(TimeSpan.FromSeconds(2));

        var counts = (await app.GetAnonymouslyAsync("/api/public/overview"))["exceedances"]!;

        Assert.Equal((2, 1, 1, 1), ((int)counts["open"]!, (int)counts["closed"]!, (int)counts["overruled"]!, (int)counts["silent"]!));
        // Who has to act sees the case among the facts, beside the unit of the site.
        Assert.Equal(3, (await app.GetAsync("/api/assessment/facts?type=case-changed"))["items"]!.AsArray().Count);
    }

    private static void AddsUp(JsonNode node)
    {
        var children = node["children"]!.AsArray();
        if (children.Count == 0) return;
        Assert.Equal((decimal)node["points"]!, children.Sum(child => (decimal)child!["points"]!));
        Assert.Equal((decimal)node["maximum"]!, children.Sum(child => (decimal)child!["maximum"]!));
        foreach (var child in children) AddsUp(child!);
    }

    // What the scheme's items judge: their parents only add up, their children are the evidence.
    private static IEnumerable<JsonNode> Leaves(JsonNode node) => (string)node["rule"]! == "sum/1"
        ? node["children"]!.AsArray().SelectMany(child => Leaves(child!))
        : [node];
}
