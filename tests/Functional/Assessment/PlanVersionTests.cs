using System.Text.Json.Nodes;
using Bishui.Assessment.Common;
using Bishui.Contracts.Plans;
using Bishui.Tests.Support;
using Xunit;

namespace Bishui.Tests.Functional.Assessment;

public sealed class PlanVersionTests
{
    private const string Imports = "/api/plan/imports";

    [Fact]
    public async Task An_import_is_a_dry_run_with_findings_and_a_diff()
    {
        await using var app = await AssessmentApp.StartAsync();
        var (status, import) = await app.PostAsync(Imports, Amended());
        Assert.Equal((201, "ready", 2), (status, (string)import["state"]!, (int)import["version"]!));
        Assert.Contains(import["findings"]!.AsArray(), finding => (string)finding!["code"]! == "open-anchor" && (int)finding["task"]! == 38);
        var tasks = import["diff"]!["tasks"]!;
        Assert.Equal((1, 0, 44), (tasks["changed"]!.AsArray().Count, tasks["removed"]!.AsArray().Count, (int)tasks["unchanged"]!));
        Assert.Equal("t46", (string)tasks["added"]![0]!["key"]!);
        var field = tasks["changed"]![0]!["fields"]!.AsArray().Single(each => (string)each!["field"]! == "title")!;
        Assert.Equal(("加强散乱污企业整治", "加强散乱污企业整治（修订）"), ((string)field["before"]!, (string)field["after"]!));

        Assert.Equal(import.ToJsonString(), (await app.GetAsync($"{Imports}/{import["id"]}")).ToJsonString());
        Assert.Equal(45, (int)(await app.GetAnonymouslyAsync("/api/plan"))["taskCount"]!);
        Assert.Single((await app.GetAnonymouslyAsync("/api/plan/versions"))["items"]!.AsArray());
    }

    [Fact]
    public async Task An_adopted_version_is_in_force_and_told_and_earlier_scores_stay_on_theirs()
    {
        await using var app = await AssessmentApp.StartAsync();
        var heard = await app.Service.ListenAsync<PlanAdopted>();
        var id = (string)(await app.PostAsync(Imports, Amended())).Body["id"]!;
        app.Service.Clock.Advance(TimeSpan.FromDays(3));
        var before = app.Service.Clock.GetUtcNow();
        app.Service.Clock.Advance(TimeSpan.FromDays(1));

        var (status, adopted) = await app.PostAsync($"{Imports}/{id}/adoption", new { });
        Assert.Equal((200, "adopted"), (status, (string)adopted["state"]!));
        Assert.InRange(DateTimeOffset.Parse((string)adopted["adoptedAt"]!, null), before.AddDays(1), app.Service.Clock.GetUtcNow());
        await Eventually.HoldsAsync(() => Task.FromResult(heard.Any(plan => plan.Version == 2)));

        var plan = await app.GetAnonymouslyAsync("/api/plan");
        Assert.Equal((2, 46), ((int)plan["version"]!, (int)plan["taskCount"]!));
        Assert.Equal(45, (int)(await app.GetAnonymouslyAsync("/api/plan?version=1"))["taskCount"]!);
        Assert.Equal(404, (await app.RefusedAsync("/api/plan?version=3", null)).Status);
        Assert.Equal([(1, false), (2, true)], (await app.GetAnonymouslyAsync("/api/plan/versions"))["items"]!.AsArray()
            .Select(version => ((int)version!["version"]!, (bool)version["inForce"]!)));

        var now = await app.GetAsync("/api/assessment/district");
        Assert.Equal((46, 2), (now["tasks"]!.AsArray().Count, (int)now["score"]!["planVersion"]!));
        var then = await app.GetAsync($"/api/assessment/district?at={before:yyyy-MM-ddTHH:mm:ssZ}");
        Assert.Equal((45, 1), (then["tasks"]!.AsArray().Count, (int)then["score"]!["planVersion"]!));
        Assert.Equal("1. 加强散乱污企业整治", (string)then["tasks"]![0]!["title"]!);
        Assert.Equal("1. 加强散乱污企业整治（修订）", (string)now["tasks"]![0]!["title"]!);
        Assert.Equal(1, (int)(await app.GetAsync("/api/assessment/tasks?unit=towns&at=2021-10-01"))["planVersion"]!);

        // Adopting it again changes nothing.
        app.Service.Clock.Advance(TimeSpan.FromDays(1));
        var again = await app.PostAsync($"{Imports}/{id}/adoption", new { });
        Assert.Equal((200, adopted.ToJsonString()), (again.Status, again.Body.ToJsonString()));
        Assert.Equal(2, (await app.GetAnonymouslyAsync("/api/plan/versions"))["items"]!.AsArray().Count);
    }

    [Fact]
    public async Task A_stale_import_is_refused()
    {
        await using var app = await AssessmentApp.StartAsync();
        var first = (string)(await app.PostAsync(Imports, Amended())).Body["id"]!;
        var second = (string)(await app.PostAsync(Imports, Amended())).Body["id"]!;
        Assert.Equal(200, (await app.PostAsync($"{Imports}/{second}/adoption", new { })).Status);
        var (status, problem) = await app.PostAsync($"{Imports}/{first}/adoption", new { });
        Assert.Equal((409, "stale-import"), (status, (string)problem["code"]!));
        Assert.Equal("stale", (string)(await app.GetAsync($"{Imports}/{first}"))["state"]!);
        Assert.Equal(422, (await app.PostAsync(Imports, Amended())).Status);       // version 2 is taken now
        Assert.Equal(201, (await app.PostAsync(Imports, Amended(plan => plan["reading"]!["version"] = 3))).Status);
    }

    [Fact]
    public async Task Adopting_at_once_adopts_once()
    {
        await using var app = await AssessmentApp.StartAsync();
        var ids = await Task.WhenAll(Enumerable.Range(0, 4).Select(async _ => (string)(await app.PostAsync(Imports, Amended())).Body["id"]!));
        var answers = await Task.WhenAll(ids.Concat(ids).Select(id => app.PostAsync($"{Imports}/{id}/adoption", new { })));
        Assert.Equal([(200, 2), (409, 6)], answers.GroupBy(answer => answer.Status).OrderBy(same => same.Key).Select(same => (same.Key, same.Count())));
        Assert.Equal(2, (await app.GetAnonymouslyAsync("/api/plan/versions"))["items"]!.AsArray().Count);
    }

    [Fact]
    public async Task A_faulty_plan_is_refused_with_every_fault()
    {
        await using var app = await AssessmentApp.StartAsync();
        Assert.Equal(
            ["task 7: lead_units: '区水利局' is neither a unit with a key nor a set", "task 11: deadline: '尽快' has no reading"],
            await FaultsAsync(plan =>
            {
                plan["transcription"]!["tasks"]![6]!["lead_units"]![0] = "区水利局";
                plan["transcription"]!["tasks"]![10]!["deadline"] = "尽快";
            }));
        Assert.Equal(["version: 5 does not follow 1, the version in force"], await FaultsAsync(plan => plan["reading"]!["version"] = 5));
        Assert.Equal(["transcription.tasks[2]: is null"], await FaultsAsync(plan => plan["transcription"]!["tasks"]![2] = null));
        Assert.Equal(["version: 2 is not 1, though liunan-2022 is a new plan", "plan.year: 2021 is not after 2021, the year of liunan-2021, which is in force"],
            await FaultsAsync(plan => plan["reading"]!["planId"] = "liunan-2022"));
        Assert.Contains("'planid'", Assert.Single(await FaultsAsync(plan => plan["reading"]!["planid"] = "x")), StringComparison.Ordinal);
        Assert.Contains("notice", Assert.Single(await FaultsAsync(plan => plan["transcription"]!.AsObject().Remove("notice"))), StringComparison.Ordinal);

        async Task<IEnumerable<string>> FaultsAsync(Action<JsonNode> change)
        {
            var (status, problem) = await app.PostAsync(Imports, Amended(change));
            Assert.Equal((422, "faulty-plan"), (status, (string)problem["code"]!));
            return problem["errors"]!.AsArray().Select(error => (string)error!["detail"]!);
        }
    }

    [Fact]
    public async Task Another_years_plan_starts_at_version_1()
    {
        await using var app = await AssessmentApp.StartAsync();
        var (status, import) = await app.PostAsync(Imports, Amended(plan =>
        {
            plan["reading"]!["planId"] = "liunan-2022";
            plan["reading"]!["version"] = 1;
            plan["transcription"]!["plan"]!["year"] = 2022;
            foreach (var deadline in plan["reading"]!["deadlines"]!.AsArray().Where(each => each!["lastDay"] is not null)) deadline!["lastDay"] = "2022-12-31";
        }));
        Assert.Equal(201, status);
        Assert.Null(import["diff"]!["from"]);
        Assert.Contains(import["findings"]!.AsArray(), finding => (string)finding!["code"]! == "foreign-scheme");
        app.Service.Clock.Advance(TimeSpan.FromDays(70));
        Assert.Equal(200, (await app.PostAsync($"{Imports}/{import["id"]}/adoption", new { })).Status);
        Assert.Equal("liunan-2022", (string)(await app.GetAsync("/api/assessment/district"))["score"]!["planId"]!);
        Assert.Equal("liunan-2021", (string)(await app.GetAsync("/api/assessment/district?at=2021-12-31"))["score"]!["planId"]!);
        Assert.Equal("liunan-2021", (string)(await app.GetAnonymouslyAsync("/api/plan?plan=liunan-2021"))["planId"]!);
    }

    [Fact]
    public async Task Plans_are_imported_by_the_committee_and_administrators()
    {
        await using var app = await AssessmentApp.StartAsync();
        Assert.Equal(201, (await app.PostAsync(Imports, Amended(), "", "admin")).Status);
        var (status, import) = await app.PostAsync(Imports, Amended(), "ecology-committee", "approver");
        Assert.Equal(201, status);
        foreach (var (unit, role) in new[] { ("ecology-committee", "reporter"), ("ecology-bureau", "approver"), ("ecology-bureau", "supervisor") })
        {
            Assert.Equal(403, (await app.PostAsync(Imports, Amended(), unit, role)).Status);
            Assert.Equal(403, (await app.PostAsync($"{Imports}/{import["id"]}/adoption", new { }, unit, role)).Status);
            Assert.Equal(403, (await app.RefusedAsync($"{Imports}/{import["id"]}", unit, role)).Status);
        }
        Assert.Equal(401, (await app.PostAsync(Imports, Amended(), null)).Status);
        Assert.Equal(401, (await app.RefusedAsync($"{Imports}/{import["id"]}", null)).Status);
        Assert.Equal(404, (await app.RefusedAsync($"{Imports}/none")).Status);
        Assert.Equal(404, (await app.PostAsync($"{Imports}/none/adoption", new { })).Status);
    }

    [Fact]
    public async Task A_later_version_is_announced_until_every_service_has_answered_for_it()
    {
        string[] services = ["industrial", "domestic", "agricultural", "shipping", "risk", "water-saving", "ecological"];
        await using var app = await AssessmentApp.StartAsync();
        foreach (var service in services) await app.TellAsync(AssessmentApp.Opened(service));
        await app.FactsAsync("ledgers-opened", 7);
        // Time enough to find that everybody has answered for the first version.
        for (var minute = 0; minute < 6; minute++)
        {
            app.Service.Clock.Advance(TimeSpan.FromMinutes(2));
            await Task.Delay(50);
        }
        var id = (string)(await app.PostAsync(Imports, Amended())).Body["id"]!;
        await app.PostAsync($"{Imports}/{id}/adoption", new { });
        await app.FactsAsync("plan-adopted", 2);

        var before = app.Announcements;
        await Eventually.HoldsAsync(() =>
        {
            app.Service.Clock.Advance(TimeSpan.FromSeconds(30));
            return Task.FromResult(app.Announcements > before);
        });
    }

    /// <summary>Version 2 of the shipped plan: task 1 has another title, and there is a task 46.</summary>
    private static JsonObject Amended(Action<JsonNode>? change = null)
    {
        var transcription = JsonNode.Parse(DataFiles.Text("plans/liunan-2021.json"))!;
        var reading = JsonNode.Parse(DataFiles.Text("plans/liunan-2021.reading.json"))!;
        var tasks = transcription["tasks"]!.AsArray();
        tasks[0]!["title"] = "加强散乱污企业整治（修订）";
        var added = tasks[0]!.DeepClone();
        added["number"] = 46;
        added["title"] = "新增任务";
        tasks.Add(added);
        transcription["task_table"]!["task_count"] = 46;
        reading["version"] = 2;
        reading["services"]![0]!["tasks"]!.AsArray().Add(46);
        var plan = new JsonObject { ["transcription"] = transcription, ["reading"] = reading };
        change?.Invoke(plan);
        return plan;
    }
}
