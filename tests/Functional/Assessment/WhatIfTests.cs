using System.Text.Json.Nodes;
using Bishui.Assessment.Intake;
using Bishui.Storage.Documents;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace Bishui.Tests.Functional.Assessment;

/// <summary>What would be if: a sandbox that leaves no trace.</summary>
public sealed class WhatIfTests
{
    private const string Path = "/api/assessment/what-if";

    [Fact]
    public async Task A_completed_task_a_better_class_and_a_measured_indicator_change_the_score_and_nothing_else()
    {
        await using var app = await AssessmentApp.StartAsync();
        await app.TellAsync(AssessmentApp.Classified("III"));
        await app.TellAsync(AssessmentApp.Measured("enterprises-decided", 1, "missed", 40));
        await app.FactsAsync("section-classified", 1);
        await app.FactsAsync("indicator-measured", 1);
        var before = await app.GetAsync("/api/assessment/units/ecology-bureau/score?at=2021-11-02T23:59:59%2B08:00");
        var facts = await CountAsync(app);

        var answer = await AskAsync(app, "ecology-bureau",
            new { kind = "complete-task", task = 3, on = "2021-11-01" },
            new { kind = "set-class", site = "lutang", month = "2021-04", @class = "I" },
            new { kind = "measure-indicator", indicator = "industrial/enterprises-decided", value = 90 });
        Assert.True((bool)answer["sandbox"]!);
        Assert.Equal((decimal)before["points"]!, (decimal)answer["before"]!["points"]!);
        var difference = answer["difference"]!;
        Assert.Equal((decimal)answer["after"]!["points"]! - (decimal)answer["before"]!["points"]!, (decimal)difference["difference"]!);
        Assert.True((decimal)difference["difference"]! > 0);
        var leaves = Leaves(difference).Select(leaf => (string)leaf["key"]!).ToList();
        Assert.Contains(leaves, key => key.StartsWith("work/task/3/", StringComparison.Ordinal));
        Assert.Contains(leaves, key => key == "quality/national-section/class/lutang/2021-04");
        Assert.Contains(leaves, key => key.StartsWith("work/enterprises-decided/", StringComparison.Ordinal));
        Assert.All(Nodes(difference), node => Assert.Equal(
            ((decimal?)node["after"]?["points"] ?? 0) - ((decimal?)node["before"]?["points"] ?? 0), (decimal)node["difference"]!));
        Assert.Contains(Nodes(difference), node => node["facts"]!.AsArray().Any(fact => ((string)fact!).Contains("what-if:", StringComparison.Ordinal)));

        Assert.Equal(facts, await CountAsync(app));
        Assert.Equal(before.ToJsonString(), (await app.GetAsync("/api/assessment/units/ecology-bureau/score?at=2021-11-02T23:59:59%2B08:00")).ToJsonString());
    }

    [Fact]
    public async Task A_fact_may_be_left_out_added_or_found_wrong_and_the_scheme_exchanged()
    {
        await using var app = await AssessmentApp.StartAsync();
        await app.TellAsync(AssessmentApp.Classified("III"));
        await app.TellAsync(AssessmentApp.Exceeded("x1"));
        await app.TellAsync(AssessmentApp.Reviewed(3, "accepted"));
        await app.FactsAsync("section-classified", 1);
        await app.FactsAsync("limit-exceeded", 1);
        var review = (string)(await app.FactsAsync("completion-reviewed", 1))[0]!["id"]!;

        Assert.True(Difference(await AskAsync(app, "ecology-bureau", new { kind = "remove-fact", fact = review })) < 0);
        Assert.True(Difference(await AskAsync(app, null, new { kind = "dismiss-exceedance", exceedance = "x1" })) > 0);
        Assert.True(Difference(await AskAsync(app, null, new { kind = "add-exceedance", site = "lutang", unit = "towns", parameter = "ammonia-nitrogen", takenAt = "2021-10-01T08:00:00+08:00" })) < 0);
        Assert.True(Difference(await AskAsync(app, "ecology-bureau", new
        {
            kind = "add-fact",
            type = "mark-given",
            @event = new { markId = "m", planId = "liunan-2021", item = "organisation", unit = "ecology-bureau", share = 1, reason = "r", author = "ecology-committee", givenAt = "2021-11-01T08:00:00+08:00" },
        })) > 0);

        var (status, body) = await app.PostAsync(Path, new { unit = "ecology-bureau", scheme = "liunan-2021/1" });
        Assert.Equal((200, 2, 1), (status, (int)body["before"]!["schemeVersion"]!, (int)body["after"]!["schemeVersion"]!));
        Assert.NotNull(body["difference"]);
    }

    [Fact]
    public async Task What_cannot_be_supposed_is_named_by_row_and_field()
    {
        await using var app = await AssessmentApp.StartAsync();
        var (status, problem) = await app.PostAsync(Path, new
        {
            changes = new object[]
            {
                new { kind = "wish" },
                new { kind = "complete-task", task = 46 },
                new { kind = "complete-task", task = 3, on = "2022-05-01" },
                new { kind = "meet-duty", duty = "none" },
                new { kind = "set-class", site = "lutang", month = "2021-04", @class = "VI" },
                new { kind = "dismiss-exceedance", exceedance = "none" },
                new { kind = "measure-indicator", indicator = "a/b", value = 1 },
                new { kind = "remove-fact", fact = "none" },
                new { kind = "add-fact", type = "mark-given", @event = new { item = 5 } },
            },
        });
        Assert.Equal(422, status);
        Assert.Equal(["0 kind", "1 task", "2 on", "3 duty", "4 class", "5 exceedance", "6 indicator", "7 fact", "8 event"],
            problem["errors"]!.AsArray().Select(error => $"{error!["index"]} {error["field"]}"));
        Assert.Equal(422, (await app.PostAsync(Path, new { })).Status);
        Assert.Equal(422, (await app.PostAsync(Path, new { scheme = "none/1" })).Status);
        Assert.Equal(422, (await app.PostAsync(Path, new { scheme = new { title = 1 } })).Status);
        Assert.Equal(401, (await app.PostAsync(Path, new { }, null)).Status);
    }

    private static async Task<JsonNode> AskAsync(AssessmentApp app, string? unit, params object[] changes)
    {
        var (status, body) = await app.PostAsync(Path, new { at = "2021-11-02", unit, changes });
        Assert.True(status == 200, body.ToJsonString());
        return body;
    }

    private static decimal Difference(JsonNode answer) => (decimal)answer["difference"]!["difference"]!;

    private static async Task<int> CountAsync(AssessmentApp app)
    {
        var count = 0;
        await foreach (var _ in app.Service.Services.GetRequiredService<IDocumentReader>().StreamAsync(FactLog.Facts, new() { Index = "sequence" }, default)) count++;
        return count;
    }

    private static IEnumerable<JsonNode> Nodes(JsonNode node) => node["children"]!.AsArray().SelectMany(child => Nodes(child!)).Prepend(node);

    private static IEnumerable<JsonNode> Leaves(JsonNode node) => Nodes(node).Where(each => each["children"]!.AsArray().Count == 0);
}
