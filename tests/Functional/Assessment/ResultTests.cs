using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Bishui.Assessment.Results;
using Bishui.Storage.Documents;
using Bishui.Tests.Support;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace Bishui.Tests.Functional.Assessment;

/// <summary>Results that are published, frozen, restated and objected to.</summary>
public sealed class ResultTests
{
    private const string Results = "/api/assessment/results";
    private const string Objections = "/api/assessment/objections";

    [Fact]
    public async Task A_result_is_published_only_after_what_stands_against_it_was_answered_for()
    {
        await using var app = await AssessmentApp.StartAsync();
        Assert.Equal((409, "blocked"), Code(await app.PostAsync($"{Results}/2021/publication", new { accepted = await ReasonsAsync(app, "2021") })));
        app.Service.Clock.Advance(TimeSpan.FromDays(70));
        var blockers = await BlockersAsync(app, "2021");
        Assert.DoesNotContain(blockers, blocker => (string)blocker["kind"]! == "period-not-over");
        Assert.Contains(blockers, blocker => (string)blocker["kind"]! == "pending-target");
        Assert.Contains(blockers, blocker => (string)blocker["key"]! == "items:no-data");
        Assert.All(blockers, blocker => Assert.StartsWith("/api/", (string)blocker["href"]!, StringComparison.Ordinal));

        // A year is scored as of now: until the indicators of the new day are in, one more may be told between the two questions.
        var (status, problem) = (0, (JsonNode)"");
        await Eventually.HoldsAsync(async () =>
        {
            blockers = await BlockersAsync(app, "2021");
            (status, problem) = await app.PostAsync($"{Results}/2021/publication", new { });
            return problem["errors"]!.AsArray().Count == blockers.Count;
        });
        Assert.Equal(409, status);
        Assert.Equal((409, "blocked"), Code(await app.PostAsync($"{Results}/2021/publication", new { accepted = (await ReasonsAsync(app, "2021")).Skip(1) })));
        Assert.Equal(403, (await app.PostAsync($"{Results}/2021/publication", new { }, "ecology-bureau", AssessmentApp.Supervisor)).Status);
        Assert.Equal(404, (await app.PostAsync($"{Results}/2020/publication", new { })).Status);
        Assert.Equal(404, (await app.RefusedAsync($"{Results}/2021")).Status);

        var (result, reasons) = await PublishAsync(app);
        Assert.Equal((19, reasons), (result["scores"]!.AsArray().Count, result["accepted"]!.AsArray().Count));
        Assert.All(result["accepted"]!.AsArray(), accepted => Assert.Equal("已知悉", (string)accepted!["reason"]!));
        Assert.Equal((409, "already-published"), Code(await app.PostAsync($"{Results}/2021/publication", new { accepted = await ReasonsAsync(app, "2021") })));
        Assert.Equal(["2021-H1 0", "2021 1"], (await app.GetAsync(Results))["items"]!.AsArray().Select(period => $"{period!["period"]} {period["revisions"]!.AsArray().Count}"));
    }

    [Fact]
    public async Task A_published_result_does_not_change_and_a_restatement_stands_beside_it()
    {
        var folder = Directory.CreateTempSubdirectory("bishui-").FullName;
        try
        {
            string tree, published;
            await using (var app = await PublishedAsync(folder))
            {
                (tree, published) = (await TreeAsync(app, 1), (await app.GetAsync($"{Results}/2021?revision=1")).ToJsonString());
                // Months late: happened in the year, told after its result.
                await app.TellAsync(AssessmentApp.Reviewed(3, "accepted"));
                await app.FactsAsync("completion-reviewed", 1);
                Assert.Equal(422, (await app.PostAsync($"{Results}/2021/restatements", new { reason = "" })).Status);
                Assert.Equal(403, (await app.PostAsync($"{Results}/2021/restatements", new { reason = "r" }, "towns", "approver")).Status);
            }
            await using var again = await AssessmentApp.StartAsync(folder);
            again.Service.Clock.Advance(TimeSpan.FromDays(71));
            Assert.Equal((tree, published), (await TreeAsync(again, 1), (await again.GetAsync($"{Results}/2021")).ToJsonString()));
            Assert.True((bool)(await again.GetAsync($"{Results}/2021/1/verification"))["intact"]!);

            var (status, restated) = await again.PostAsync($"{Results}/2021/restatements", new { reason = "补报办结材料" });
            Assert.Equal((201, 2, "补报办结材料"), (status, (int)restated["revision"]!, (string)restated["reason"]!));
            Assert.NotEqual(tree, await TreeAsync(again, 2));
            Assert.Equal(tree, await TreeAsync(again, 1));
            Assert.True(Points(restated) > Points(JsonNode.Parse(published)!));
            Assert.Equal([1, 2], (await again.GetAnonymouslyAsync("/api/public/results"))["items"]!.AsArray().Select(result => (int)result!["revision"]!));
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }

        static decimal Points(JsonNode result) => (decimal)result["scores"]!.AsArray().Single(score => (string?)score!["unit"] == "ecology-bureau")!["work"]!;
    }

    [Fact]
    public async Task What_was_altered_on_file_is_found()
    {
        await using var app = await PublishedAsync();
        var store = app.Service.Services.GetRequiredService<IDocumentStore>();
        await store.DecideAsync(async reader =>
        {
            var held = (await reader.FindAsync(ResultTree.Trees, ResultTree.IdOf("2021", 1, "towns")))!;
            return new Decision<bool>(new Commit().Update(ResultTree.Trees, held.Id, held.Version, held.Body with { Json = held.Body.Json.Replace("\"points\":0", "\"points\":1", StringComparison.Ordinal) }), true);
        });
        var check = await app.GetAsync($"{Results}/2021/1/verification");
        Assert.Equal((false, "towns"), ((bool)check["intact"]!, (string)check["changed"]!.AsArray().Single()!));
        await store.DecideAsync(async reader =>
        {
            var held = (await reader.FindAsync(HeldResult.Results, HeldResult.IdOf("2021", 1)))!;
            return new Decision<bool>(new Commit().Update(HeldResult.Results, held.Id, held.Version, held.Body with { PublishedBy = "towns" }), true);
        });
        Assert.Equal(["result", "towns"], (await app.GetAsync($"{Results}/2021/1/verification"))["changed"]!.AsArray().Select(each => (string)each!));
    }

    [Fact]
    public async Task A_unit_sees_its_own_explanation_and_everybody_the_points()
    {
        await using var app = await PublishedAsync();
        Assert.Equal("towns", (string)(await app.GetAsync($"{Results}/2021/units/towns", "towns", "reporter"))["key"]!);
        Assert.Equal(403, (await app.RefusedAsync($"{Results}/2021/units/ecology-bureau", "towns", "reporter")).Status);
        Assert.Equal(404, (await app.RefusedAsync($"{Results}/2021/units/nobody")).Status);
        Assert.Equal("district", (string)(await app.GetAsync($"{Results}/2021/units/district"))["key"]!);
        var open = (await app.GetAnonymouslyAsync("/api/public/results"))["items"]![0]!.AsObject();
        // Reasons, objections and who published stay within.
        Assert.Equal(["period", "revision", "at", "scheme", "scores", "publishedAt", "sha256"], open.Select(member => member.Key));
        Assert.Equal(64, ((string)open["sha256"]!).Length);
    }

    [Fact]
    public async Task A_unit_objects_to_its_own_score_and_an_upheld_objection_has_to_be_restated()
    {
        await using var app = await PublishedAsync();
        var objection = new { period = "2021", node = "work/task/3", text = "办结材料已于年内报送", links = new[] { "/api/industrial/tasks/3/entries" } };
        Assert.Equal(403, (await app.PostAsync(Objections, objection, "ecology-committee-x", "approver")).Status);
        Assert.Equal(403, (await app.PostAsync(Objections, objection, "ecology-bureau", "reporter")).Status);
        Assert.Equal(["node", "text"], (await app.PostAsync(Objections, new { period = "2021", node = "work/none", text = "" }, "ecology-bureau", "approver")).Body["errors"]!.AsArray().Select(error => (string)error!["field"]!));
        Assert.Equal(422, (await app.PostAsync(Objections, new { period = "2021-H1", node = "work", text = "x" }, "ecology-bureau", "approver")).Status);

        using var client = app.Service.As("ecology-bureau", "approver");
        client.DefaultRequestHeaders.Add("Idempotency-Key", "objection-1");
        string id = "";
        for (var time = 0; time < 2; time++)
        {
            using var answer = await client.PostAsJsonAsync(Objections, objection);
            Assert.Equal(201, (int)answer.StatusCode);
            id = (string)(await answer.Content.ReadFromJsonAsync<JsonNode>())!["id"]!;
        }
        Assert.Single((await app.GetAsync(Objections))["items"]!.AsArray());
        Assert.Empty((await app.GetAsync(Objections, "towns", "reporter"))["items"]!.AsArray());
        Assert.Contains(await BlockersAsync(app, "2021"), blocker => (string)blocker["kind"]! == "open-objection");

        var ruling = new { decision = "upheld", reason = "材料属实", effect = "更正第3项" };
        Assert.Equal(403, (await app.PostAsync($"{Objections}/{id}/ruling", ruling, "ecology-bureau", AssessmentApp.Supervisor)).Status);
        Assert.Equal(422, (await app.PostAsync($"{Objections}/{id}/ruling", new { decision = "maybe", reason = "" })).Status);
        Assert.Equal("upheld", (string)(await app.PostAsync($"{Objections}/{id}/ruling", ruling)).Body["state"]!);
        Assert.Equal((409, "already-ruled"), Code(await app.PostAsync($"{Objections}/{id}/ruling", ruling)));
        Assert.Contains(await BlockersAsync(app, "2021"), blocker => (string)blocker["kind"]! == "upheld-objection");

        Assert.Equal(422, (await app.PostAsync($"{Results}/2021/restatements", new { reason = "r", objections = new[] { "none" } })).Status);
        Assert.Equal(201, (await app.PostAsync($"{Results}/2021/restatements", new { reason = "申诉成立", objections = new[] { id } })).Status);
        Assert.DoesNotContain(await BlockersAsync(app, "2021"), blocker => ((string)blocker["key"]!).StartsWith("objection:", StringComparison.Ordinal));
        var answered = await app.GetAsync($"{Objections}/{id}", "ecology-bureau", "reporter");
        Assert.Equal(("restated", 2), ((string)answered["state"]!, (int)answered["restatedIn"]!));
    }

    [Fact]
    public async Task Objections_have_their_time_and_a_late_ruling_shows()
    {
        // A half-year published while the calendar of the year is known.
        await using var app = await AssessmentApp.StartAsync();
        Assert.Equal(201, (await app.PostAsync($"{Results}/2021-H1/publication", new { accepted = await ReasonsAsync(app, "2021-H1") })).Status);
        var objection = new { period = "2021-H1", node = "quality", text = "有异议" };
        var (status, filed) = await app.PostAsync(Objections, objection, "ecology-bureau", "approver");
        Assert.Equal((201, "2021-11-23", false), (status, (string)filed["ruleBy"]!, (bool)filed["overdue"]!));
        app.Service.Clock.Advance(TimeSpan.FromDays(21));                   // 23 November: the 15th workday
        Assert.Equal(201, (await app.PostAsync(Objections, objection, "towns", "approver")).Status);
        Assert.False((bool)(await app.GetAsync($"{Objections}/{filed["id"]}"))["overdue"]!);
        app.Service.Clock.Advance(TimeSpan.FromDays(1));
        Assert.True((bool)(await app.GetAsync($"{Objections}/{filed["id"]}"))["overdue"]!);
        Assert.Equal((409, "window-closed"), Code(await app.PostAsync(Objections, objection, "towns", "approver")));
        Assert.Equal("rejected", (string)(await app.PostAsync($"{Objections}/{filed["id"]}/ruling", new { decision = "rejected", reason = "依据充分" })).Body["state"]!);
    }

    private static async Task<AssessmentApp> PublishedAsync(string? folder = null)
    {
        var app = await AssessmentApp.StartAsync(folder);
        app.Service.Clock.Advance(TimeSpan.FromDays(70));
        await PublishAsync(app);
        return app;
    }

    /// <summary>Publishes the year; what is told between the look at what stands against it and the publication has to be answered for as well.</summary>
    private static async Task<(JsonNode Result, int Reasons)> PublishAsync(AssessmentApp app)
    {
        (int Status, JsonNode Body) published = default;
        var reasons = new List<object>();
        await Eventually.HoldsAsync(async () =>
        {
            reasons = await ReasonsAsync(app, "2021");
            published = await app.PostAsync($"{Results}/2021/publication", new { accepted = reasons });
            return published.Status == 201;
        });
        return (published.Body!, reasons.Count);
    }

    private static async Task<List<JsonNode>> BlockersAsync(AssessmentApp app, string period) =>
        [.. (await app.GetAsync($"{Results}/{period}/blockers"))["items"]!.AsArray().Select(blocker => blocker!)];

    private static async Task<List<object>> ReasonsAsync(AssessmentApp app, string period) =>
        [.. (await BlockersAsync(app, period)).Select(blocker => new { key = (string)blocker["key"]!, reason = "已知悉" })];

    private static async Task<string> TreeAsync(AssessmentApp app, int revision)
    {
        using var client = app.Service.As("ecology-committee", AssessmentApp.Supervisor);
        return await client.GetStringAsync($"{Results}/2021/units/ecology-bureau?revision={revision}");
    }

    private static (int, string) Code((int Status, JsonNode Body) answer) => (answer.Status, (string)answer.Body["code"]!);
}
