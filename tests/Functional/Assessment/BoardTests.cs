using System.Text.Json.Nodes;
using Bishui.Tests.Functional.Obligations;
using Bishui.Tests.Support;
using Xunit;

namespace Bishui.Tests.Functional.Assessment;

public sealed class BoardTests
{
    private const string Board = "/api/assessment/tasks?unit=ecology-bureau";

    [Fact]
    public async Task A_unit_finds_its_tasks_of_all_services_with_the_rules_of_the_colours()
    {
        await using var app = await AssessmentApp.StartAsync();
        var before = app.Service.Clock.GetUtcNow();
        var board = await app.GetAsync(Board, "ecology-bureau", "reporter");
        Assert.Equal(("ecology-bureau", "柳南生态环境局", 1), ((string)board["unit"]!, (string)board["name"]!, (int)board["planVersion"]!));
        Assert.InRange(DateTimeOffset.Parse((string)board["at"]!, null), before, app.Service.Clock.GetUtcNow());
        var items = board["items"]!.AsArray();
        Assert.Equal((0, 0, items.Count), ((int)board["counts"]!["red"]!, (int)board["counts"]!["yellow"]!, (int)board["counts"]!["green"]!));
        Assert.Equal(8, items.Select(item => (string)item!["service"]!).Distinct().Count());
        var shared = Of(board, 1);
        Assert.Equal(("t1", "open", "open", "全年", "green", "otherwise"),
            ((string)shared["key"]!, (string)shared["state"]!, (string)shared["ownState"]!, (string)shared["deadlineText"]!, (string)shared["colour"]!, (string)shared["rule"]!));
        Assert.Equal(["leading"], shared["roles"]!.AsArray().Select(role => (string)role!));
        Assert.Equal(["ecology-bureau", "industry-it-bureau"], shared["holders"]!.AsArray().Select(holder => (string)holder!["unit"]!));
        var rules = board["rules"]!.AsArray();
        Assert.Equal(["red", "red", "red", "yellow", "yellow", "yellow", "yellow", "yellow", "green"], rules.Select(rule => (string)rule!["colour"]!));
        Assert.Equal((string)rules[^1]!["text"]!, (string)shared["why"]!);
    }

    [Fact]
    public async Task The_board_follows_what_is_told_and_can_be_asked_for_any_instant()
    {
        await using var app = await AssessmentApp.StartAsync();
        await app.TellAsync(AssessmentApp.Duties(AssessmentApp.Duty("d1", 1, "open", new(2021, 11, 9), "ecology-bureau")));
        await app.TellAsync(AssessmentApp.Urged("u1", new(2021, 11, 5), "ecology-bureau"));
        await app.TellAsync(AssessmentApp.Submitted(3));
        await app.FactsAsync("obligation-told", 1);
        await app.FactsAsync("obligation-urged", 1);
        await app.FactsAsync("completion-submitted", 1);

        var board = await app.GetAsync(Board);
        var task = Of(board, 32);
        Assert.Equal(("yellow", "urging-open", "d1", "open"), ((string)task["colour"]!, (string)task["rule"]!, (string)task["nextDuty"]!["id"]!, (string)task["nextDuty"]!["state"]!));
        Assert.Equal("u1", (string)Assert.Single(task["openUrgings"]!.AsArray())!["id"]!);
        Assert.Equal(["ecology-committee"], Of(board, 3)["holders"]!.AsArray().Select(holder => (string)holder!["unit"]!));
        Assert.Equal("submitted", (string)Of(board, 3)["ownState"]!);

        task = Of(await app.GetAsync($"{Board}&at=2021-11-10"), 32);
        Assert.Equal(("red", "duty-missed"), ((string)task["colour"]!, (string)task["rule"]!));
        Assert.Contains("公开上一季度饮用水水源水质，应于2021年11月9日前办理", (string)task["why"]!, StringComparison.Ordinal);
        Assert.Equal("obligation-told:ecological:d1:1", (string)task["late"]![0]!["fact"]!);
        Assert.Equal("green", (string)Of(await app.GetAsync($"{Board}&at=2021-11-01"), 32)["colour"]!);
    }

    [Fact]
    public async Task A_task_shows_its_indicators_as_last_told_and_a_miss_is_worth_a_warning()
    {
        await using var app = await AssessmentApp.StartAsync();
        await app.TellAsync(AssessmentApp.Measured("decided", 2, "missed", 40));
        await app.TellAsync(AssessmentApp.Measured("decided", 1, "met", 90));
        await app.TellAsync(AssessmentApp.Measured("checked", 1, "provisional", 10));
        await app.TellAsync(AssessmentApp.Measured("other", 1, "missed", 10) with { Service = "domestic", Indicators = [AssessmentApp.Measured("other", 1, "missed", 10).Indicators[0] with { Task = 4 }] });
        await app.FactsAsync("indicator-measured", 4);

        var task = Of(await app.GetAsync(Board), 1);
        Assert.Equal(("yellow", "indicator-missed"), ((string)task["colour"]!, (string)task["rule"]!));
        Assert.Equal(["checked", "decided"], task["indicators"]!.AsArray().Select(each => (string)each!["key"]!));
        var decided = task["indicators"]![1]!;
        Assert.Equal((40m, 50m, "at-least", "missed", 3), ((decimal)decided["value"]!, (decimal)decided["target"]!, (string)decided["targetSide"]!, (string)decided["state"]!, (int)decided["evidenceCount"]!));
        Assert.Equal("/api/industrial/indicators/decided?at=2021-11-02", (string)decided["href"]!);
        Assert.Equal("indicator-measured:industrial:liunan-2021:decided:2", (string)decided["fact"]!);

        // The unit has no part in task 4; the committee watches over all.
        Assert.Equal(2, (await app.GetAsync("/api/assessment/indicators", "industry-it-bureau", "reporter"))["items"]!.AsArray().Count);
        Assert.Equal(["decided", "other"], (await app.GetAsync("/api/assessment/indicators?state=missed"))["items"]!.AsArray().Select(each => (string)each!["key"]!));
        Assert.Single((await app.GetAsync("/api/assessment/indicators?task=4"))["items"]!.AsArray());
        Assert.Empty((await app.GetAsync("/api/assessment/indicators?at=2021-11-01"))["items"]!.AsArray());
    }

    [Fact]
    public async Task A_board_is_for_the_unit_itself_supervisors_and_administrators()
    {
        await using var app = await AssessmentApp.StartAsync();
        await app.GetAsync(Board, "", "admin");
        await app.GetAsync(Board, "finance-bureau", "supervisor");
        Assert.Equal(403, (await app.RefusedAsync(Board, "finance-bureau", "reporter", "approver")).Status);
        Assert.Equal(401, (await app.RefusedAsync(Board, null)).Status);
        Assert.Equal(404, (await app.RefusedAsync("/api/assessment/tasks?unit=water-bureau")).Status);
        Assert.Equal(422, (await app.RefusedAsync($"{Board}&at=soon")).Status);
        // Without a unit it answers as every service does: the tasks it owns.
        await app.Service.TellAsync(AdoptedPlan.Plan);
        await Eventually.HoldsAsync(async () => (await app.GetAsync("/api/assessment/tasks"))["items"]!.AsArray().Count == 8);
    }

    private static JsonNode Of(JsonNode board, int number) => board["items"]!.AsArray().Single(item => (int)item!["number"]! == number)!;
}
