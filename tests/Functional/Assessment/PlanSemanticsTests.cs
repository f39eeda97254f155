using System.Text.Json.Nodes;
using Bishui.Contracts.Tasks;
using Bishui.Tests.Support;
using Xunit;

namespace Bishui.Tests.Functional.Assessment;

public sealed class PlanSemanticsTests
{
    private const string Subdistricts = "/api/plan/units/subdistricts/members";
    private const string Agricultural = "/api/plan/units/agricultural-subdistricts/members";

    [Fact]
    public async Task Members_of_an_open_set_are_entered_and_resolve_it_from_their_day()
    {
        await using var app = await AssessmentApp.StartAsync();
        Assert.True((bool)(await app.GetAnonymouslyAsync(Subdistricts))["unresolved"]!);
        var (status, member) = await app.PostAsync(Subdistricts, new { name = "南站街道办事处", from = "2021-11-02", document = "柳南政发〔2021〕1号" });
        Assert.Equal((201, "m000001", "南站街道办事处"), (status, (string)member["id"]!, (string)member["name"]!));

        var set = await app.GetAnonymouslyAsync(Subdistricts);
        Assert.Equal((false, "南站街道办事处"), ((bool)set["unresolved"]!, (string)set["items"]![0]!["name"]!));
        Assert.True((bool)(await app.GetAnonymouslyAsync($"{Subdistricts}?at=2021-11-01"))["unresolved"]!);
        Assert.Equal(["南站街道办事处"], await ResolvedAsync("2021-11-02"));
        Assert.Empty(await ResolvedAsync("2021-11-01"));

        // A correction names the entry it replaces; both stay on file.
        Assert.Equal(201, (await app.PostAsync(Subdistricts, new { name = "南站街道", from = "2021-11-02", document = "更正", corrects = "m000001" })).Status);
        Assert.Equal(["南站街道"], await ResolvedAsync("2021-11-02"));
        set = await app.GetAnonymouslyAsync(Subdistricts);
        Assert.Equal([("m000001", true), ("m000002", false)], set["entries"]!.AsArray().Select(entry => ((string)entry!["id"]!, (bool)entry["corrected"]!)));

        async Task<IEnumerable<string>> ResolvedAsync(string at)
        {
            var lines = (await app.GetAnonymouslyAsync($"/api/plan/resolution?at={at}"))["lines"]!.AsArray();
            var line = lines.Single(each => (int)each!["task"]! == 4 && (string)each["name"]! == "各街道办事处")!;
            Assert.Equal("open-set", (string)line["kind"]!);
            var resolved = line["resolvedTo"]!.AsArray().Select(name => (string)name!).ToList();
            Assert.Equal(resolved.Count == 0, (bool)line["unresolved"]!);
            return resolved;
        }
    }

    [Fact]
    public async Task What_contradicts_the_members_on_file_is_refused()
    {
        await using var app = await AssessmentApp.StartAsync();
        Assert.Equal((409, "not-in-superset"), await RefusedAsync(Agricultural, new { name = "银山街道", from = "2021-01-01", document = "名单" }));
        Assert.Equal(201, (await app.PostAsync(Subdistricts, new { name = "银山街道", from = "2021-01-01", to = "2021-12-31", document = "名单" })).Status);
        Assert.Equal((409, "not-in-superset"), await RefusedAsync(Agricultural, new { name = "银山街道", from = "2021-01-01", document = "名单" }));
        Assert.Equal(201, (await app.PostAsync(Agricultural, new { name = "银山街道", from = "2021-01-01", to = "2021-12-31", document = "名单" })).Status);
        Assert.Equal((409, "already-member"), await RefusedAsync(Subdistricts, new { name = "银山街道", from = "2021-06-01", document = "名单" }));
        Assert.Equal((409, "not-in-superset"), await RefusedAsync(Subdistricts, new { name = "银山街道", from = "2021-02-01", to = "2021-12-31", document = "更正", corrects = "m000001" }));
        Assert.Equal((422, "invalid-request"), await RefusedAsync(Agricultural, new { name = "银山街道", from = "2021-01-01", document = "更正", corrects = "m000001" }));
        Assert.Equal((422, "invalid-request"), await RefusedAsync(Subdistricts, new { name = " ", from = "2021-06-01", to = "2021-05-01" }));
        Assert.Equal((404, "unknown-set"), await RefusedAsync("/api/plan/units/ecology-bureau/members", new { name = "某科", from = "2021-06-01", document = "名单" }));
        Assert.Equal(2, (await app.GetAnonymouslyAsync(Subdistricts))["entries"]!.AsArray().Count + (await app.GetAnonymouslyAsync(Agricultural))["entries"]!.AsArray().Count);

        async Task<(int, string)> RefusedAsync(string path, object body)
        {
            var (status, problem) = await app.PostAsync(path, body);
            return (status, (string)problem["code"]!);
        }
    }

    [Fact]
    public async Task Members_are_entered_by_the_committee_and_administrators_and_read_by_all()
    {
        await using var app = await AssessmentApp.StartAsync();
        var body = new { name = "太阳村镇", from = "2021-01-01", document = "名单" };
        Assert.Equal(401, (await app.PostAsync("/api/plan/units/towns/members", body, null)).Status);
        Assert.Equal(403, (await app.PostAsync("/api/plan/units/towns/members", body, "towns", "approver", "reporter")).Status);
        Assert.Equal(403, (await app.PostAsync("/api/plan/units/towns/members", body, "ecology-committee", "reporter")).Status);
        Assert.Equal(201, (await app.PostAsync("/api/plan/units/towns/members", body, "", "admin")).Status);
        Assert.Single((await app.GetAnonymouslyAsync("/api/plan/units/towns/members"))["items"]!.AsArray());
        Assert.Equal(404, (await app.RefusedAsync("/api/plan/units/water-bureau/members", null)).Status);
        Assert.Equal(422, (await app.RefusedAsync("/api/plan/units/towns/members?at=now", null)).Status);
    }

    [Fact]
    public async Task The_resolution_tells_every_name_and_what_a_person_should_know()
    {
        await using var app = await AssessmentApp.StartAsync();
        var resolution = await app.GetAnonymouslyAsync("/api/plan/resolution");
        var lines = resolution["lines"]!.AsArray();
        Assert.Equal(((int)resolution["names"]!, (int)resolution["unresolved"]!), (lines.Count, lines.Count(line => (bool)line!["unresolved"]!)));
        Assert.Equal(["open-ended"], lines.Where(line => (int)line!["task"]! == 45 && (bool)line["unresolved"]!).Select(line => (string)line!["kind"]!));
        Assert.Equal([30, 32, 38], Findings("lead-and-cooperating", "parts", "open-anchor"));
        Assert.Equal([25], Findings("odd-title"));

        IEnumerable<int> Findings(params string[] codes) =>
            resolution["findings"]!.AsArray().Where(finding => codes.Contains((string)finding!["code"]!)).Select(finding => (int)finding!["task"]!);
    }

    [Fact]
    public async Task A_pending_target_is_set_by_a_record_in_its_tasks_ledger()
    {
        await using var app = await AssessmentApp.StartAsync();
        var targets = (await app.GetAnonymouslyAsync("/api/plan/targets"))["items"]!.AsArray();
        Assert.Equal(7, targets.Count);
        Assert.All(targets, each => Assert.Equal("pending", (string)each!["state"]!));

        await app.TellAsync(Record("e1", 5200.50m, null));
        await app.FactsAsync("ledger-entry-recorded", 1);
        var target = await TargetAsync();
        Assert.Equal(("set", "5200.50", "柳政发〔2021〕9号", "2021-10-20", "agriculture-rural-bureau", "万立方米"),
            ((string)target["state"]!, target["value"]!.ToJsonString(), (string)target["document"]!, (string)target["since"]!, (string)target["by"]!, (string)target["measure"]!));
        var fact = await app.GetAsync($"/api/assessment/facts/{target["evidence"]}");
        Assert.Equal("annual-water-use", (string)fact["body"]!["record"]!["topic"]!);

        await app.TellAsync(Record("e2", 5100m, "e1"));
        await app.FactsAsync("ledger-entry-recorded", 2);
        target = await TargetAsync();
        Assert.Equal(5100m, (decimal)target["value"]!);
        Assert.Equal((5200.50m, true), ((decimal)target["earlier"]![0]!["value"]!, (bool)target["earlier"]![0]!["corrected"]!));

        async Task<JsonNode> TargetAsync() =>
            (await app.GetAnonymouslyAsync("/api/plan/targets"))["items"]!.AsArray().Single(each => (string)each!["key"]! == "annual-water-use")!;
    }

    [Fact]
    public async Task A_task_shows_its_key_parts_and_targets()
    {
        await using var app = await AssessmentApp.StartAsync();
        var task = await app.GetAnonymouslyAsync("/api/plan/tasks/32");
        Assert.Equal(("t32", 3, 0), ((string)task["key"]!, task["parts"]!.AsArray().Count, task["targets"]!.AsArray().Count));
        Assert.Equal("irrigated-area", (string)(await app.GetAnonymouslyAsync("/api/plan/tasks/25"))["targets"]![0]!["key"]!);
    }

    private static LedgerEntryRecorded Record(string id, decimal value, string? corrects) => new()
    {
        EntryId = id,
        Service = "water-saving",
        PlanId = "liunan-2021",
        Task = 18,
        Unit = "agriculture-rural-bureau",
        Kind = corrects is null ? "evidence" : "correction",
        Sequence = corrects is null ? 1 : 2,
        Hash = new string('a', 64),
        OccurredOn = new(2021, 10, 20),
        RecordedAt = TestService.Start.AddHours(corrects is null ? -2 : -1),
        Corrects = corrects,
        Record = new() { Type = "target", Topic = "annual-water-use", On = new(2021, 10, 20), Value = value, Document = "柳政发〔2021〕9号" },
    };
}
