using System.Text.Json;
using Bishui.Agricultural;
using Bishui.Assessment;
using Bishui.Contracts.Plans;
using Bishui.Domestic;
using Bishui.Ecological;
using Bishui.Features;
using Bishui.Features.Obligations;
using Bishui.Industrial;
using Bishui.Risk;
using Bishui.Shipping;
using Bishui.Tests.Functional.Obligations;
using Bishui.Tests.Support;
using Bishui.WaterSaving;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace Bishui.Tests.Functional.Stories;

/// <summary>The turn of a year on all eight services: the old year is worked off and closed while the new one runs.</summary>
public sealed class TurnOfYearTests : IAsyncLifetime
{
    private const string Old = "liunan-2021", New = "liunan-2022";
    private static readonly string[] Reviewer = ["reporter", "approver", "supervisor"];

    // Each has a task whose completion waits at the turn of the year, by its number in 2021.
    private static readonly Dictionary<string, int> Waiting = new()
    {
        ["industrial"] = 2,
        ["domestic"] = 4,
        ["agricultural"] = 8,
        ["shipping"] = 10,
        ["risk"] = 11,
        ["water-saving"] = 21,
        ["ecological"] = 32,
        ["assessment"] = 42,
    };

    private readonly Dictionary<string, TestService> _services = [];

    public async Task InitializeAsync()
    {
        var bus = $"--BISHUI_RABBITMQ=loopback://{Guid.NewGuid():N}";
        var start = new DateTimeOffset(2021, 12, 28, 12, 0, 0, TimeSpan.FromHours(8));
        foreach (var (name, build) in new (string, BuildService)[]
                 {
                     ("industrial", CategoryService.Build<IndustrialCategory>), ("domestic", CategoryService.Build<DomesticCategory>),
                     ("agricultural", CategoryService.Build<AgriculturalCategory>), ("shipping", CategoryService.Build<ShippingCategory>),
                     ("risk", CategoryService.Build<RiskCategory>), ("water-saving", CategoryService.Build<WaterSavingCategory>),
                     ("ecological", CategoryService.Build<EcologicalCategory>), ("assessment", AssessmentService.Build),
                 })
            _services[name] = await TestService.StartAsync(build, now: start, settings: bus);
        await _services["assessment"].TellAsync(AdoptedPlan.Plan);
        await Task.WhenAll(Waiting.Keys.Select(name => InForceAsync(name, Old)));
    }

    public async Task DisposeAsync()
    {
        foreach (var service in _services.Values) await service.DisposeAsync();
    }

    [Fact]
    public async Task Last_year_is_worked_off_and_closed_while_this_year_runs()
    {
        // December: this year's work is handed in. The plan of 2022 is adopted on 12 January; until then that of 2021 stays in force.
        foreach (var (name, number) in Waiting) await CompleteAsync(name, number);
        StandAt(2022, 1, 5);
        foreach (var name in Waiting.Keys) Assert.Equal(Old, await InForceAsync(name));
        StandAt(2022, 1, 12);
        await AdoptAsync();
        await Task.WhenAll(Waiting.Keys.Select(name => InForceAsync(name, New)));

        // Without a plan a number means the task of 2022, with it that of 2021.
        foreach (var (name, number) in Waiting)
        {
            var last = await GetAsync(name, $"tasks/{number}?plan={Old}");
            Assert.Equal((Old, AdoptedPlan.Plan.Tasks.Single(task => task.Number == number).Title), (last.Text("planId"), last.Text("title")));
            Assert.Equal(New, (await GetAsync(name, $"tasks/{ReorderedPlan.Now(number)}")).Text("planId"));
            Assert.Equal("submitted", last.Text("state"));
        }
        Assert.Equal(404, (await SendAsync("industrial", HttpMethod.Get, "tasks/2?plan=liunan-2020", null, "ecology-committee")).Status);

        // 18 January: the disclosure of the fourth quarter is in time, two days before it is due.
        StandAt(2022, 1, 18);
        var (status, entry) = await SendAsync("ecological", HttpMethod.Post, $"tasks/32/entries?plan={Old}",
            new { kind = "evidence", occurredOn = "2022-01-18", text = "公开四季度水源水质", record = new { type = "disclosure", topic = "source-water", period = "2021-Q4" } }, "ecology-bureau");
        Assert.True(status == 201, entry.ToString());
        Assert.Equal(Old, entry.Text("planId"));
        Assert.Equal("met", (await DutyAsync(Old, "32-source-water", "2021-Q4")).Text("state"));
        StandAt(2022, 1, 21);
        Assert.Equal("missed", (await DutyAsync(Old, "32-tap-water", "2021-Q4")).Text("state"));
        Assert.Equal("open", (await DutyAsync(New, "32-source-water", "2022-Q1")).Text("state"));

        // The reviews of 2021 are done in January and count in its result.
        foreach (var (name, number) in Waiting) await ReviewAsync(name, number);
        foreach (var (name, number) in Waiting) Assert.Equal("done", (await GetAsync(name, $"tasks/{number}?plan={Old}")).Text("state"));
        // The clocks of the services are each a little apart: what one told is true at the assessment a day later.
        StandAt(2022, 1, 22);
        await Eventually.HoldsAsync(async () => Done(await GetAsync("assessment", $"/api/plan/tasks?plan={Old}")) == Waiting.Count);
        Assert.Equal(0, Done(await GetAsync("assessment", "/api/plan/tasks")));

        StandAt(2022, 2, 10);
        Assert.Equal(Old, (await PublishAsync()).Text("planId"));
        // The new year's work goes on meanwhile, and the old one can still be corrected.
        Assert.Equal(201, await RecordAsync("domestic", ReorderedPlan.Now(4), null));
        Assert.Equal(201, await RecordAsync("domestic", 4, Old));
        // The regional holidays of 2022 are not on file: whether objections may still be made cannot be computed, and somebody has to say so.
        var unsaid = await SendAsync("assessment", HttpMethod.Post, "results/2021/closure", new { reason = "区政府常务会议审定" }, "ecology-committee", Reviewer);
        Assert.Equal((422, "objectionsOver"), (unsaid.Status, unsaid.Body.GetProperty("errors")[0].Text("field")));

        (status, var objection) = await SendAsync("assessment", HttpMethod.Post, "objections", new { period = "2021", node = "quality", text = "有异议" }, "towns", "approver");
        Assert.True(status == 201, objection.ToString());
        StandAt(2022, 3, 25);
        var (settled, unsettled) = await CloseAsync();
        Assert.Equal((409, "not-settled", "open-objection"), (settled, unsettled.Text("code"), unsettled.GetProperty("errors")[0].Text("code")));
        Assert.Equal(200, (await SendAsync("assessment", HttpMethod.Post, $"objections/{objection.Text("id")}/ruling", new { decision = "rejected", reason = "依据充分" }, "ecology-committee", Reviewer)).Status);
        Assert.Equal(403, (await SendAsync("assessment", HttpMethod.Post, "results/2021/closure", new { reason = "区政府常务会议审定" }, "ecology-bureau", Reviewer)).Status);
        (status, var closure) = await CloseAsync();
        Assert.True(status == 201, closure.ToString());
        Assert.Equal((Old, 1), (closure.Text("planId"), closure.GetProperty("revision").GetInt32()));
        Assert.Equal(closure.ToString(), (await GetAsync("assessment", "results/2021/closure")).ToString());
        Assert.Equal("year-closed", (await CloseAsync()).Body.Text("code"));
        Assert.Equal("year-closed", (await SendAsync("assessment", HttpMethod.Post, "results/2021/restatements", new { reason = "复核" }, "ecology-committee", Reviewer)).Body.Text("code"));

        foreach (var (name, number) in Waiting)
        {
            await Eventually.HoldsAsync(async () => await RecordAsync(name, number, Old) == 409);
            Assert.Equal(201, await RecordAsync(name, ReorderedPlan.Now(number), null));
            Assert.Equal(200, (await SendAsync(name, HttpMethod.Get, $"tasks/{number}/entries?plan={Old}", null, "ecology-committee", Reviewer)).Status);
        }
        // What was missed stays missed: nothing of a closed year moves.
        await SweepAsync("ecological");
        Assert.Equal("missed", (await DutyAsync(Old, "32-tap-water", "2021-Q4")).Text("state"));
    }

    [Fact]
    public async Task A_plan_adopted_before_its_year_waits_for_it()
    {
        await AdoptAsync();
        await Eventually.HoldsAsync(async () => (await SendAsync("ecological", HttpMethod.Get, $"tasks/{ReorderedPlan.WithoutTopic}?plan={New}", null, "ecology-committee")).Status == 200);
        Assert.Equal(Old, await InForceAsync("ecological"));
        Assert.Equal(Old, (await GetAsync("assessment", "district")).GetProperty("score").Text("planId"));
        StandAt(2022, 1, 1);
        Assert.Equal(New, await InForceAsync("ecological"));
        Assert.Equal(New, (await GetAsync("assessment", "district")).GetProperty("score").Text("planId"));
    }

    private static int Done(JsonElement page) => page.GetProperty("items").EnumerateArray().Count(task => task.Text("state") == "done");

    private void StandAt(int year, int month, int day)
    {
        foreach (var service in _services.Values) service.Clock.SetUtcNow(new DateTimeOffset(year, month, day, 12, 0, 0, TimeSpan.FromHours(8)));
    }

    /// <summary>The plan whose tasks the service lists without being told which.</summary>
    private async Task<string> InForceAsync(string name)
    {
        var items = (await GetAsync(name, "tasks")).GetProperty("items");
        return items.GetArrayLength() == 0 ? "" : items[0].Text("planId");
    }

    private Task InForceAsync(string name, string plan) => Eventually.HoldsAsync(async () => await InForceAsync(name) == plan);

    private async Task AdoptAsync()
    {
        using var committee = _services["assessment"].As("ecology-committee", Reviewer);
        var (status, import) = await committee.PostAsync("/api/plan/imports", ReorderedPlan.Import());
        Assert.True(status == 201, import.ToString());
        (status, import) = await committee.PostAsync($"/api/plan/imports/{import.Text("id")}/adoption", new { });
        Assert.True(status == 200, import.ToString());
    }

    private static PlanTask TaskOf(int number) => AdoptedPlan.Plan.Tasks.Single(task => task.Number == number);

    private async Task CompleteAsync(string name, int number)
    {
        foreach (var lead in TaskOf(number).LeadUnits)
        {
            var (status, body) = await SendAsync(name, HttpMethod.Post, $"tasks/{number}/completion", new { text = "全年任务已完成" }, lead, "approver");
            Assert.True(status == 200, $"{name} {number} {lead}: {body}");
        }
    }

    private async Task ReviewAsync(string name, int number)
    {
        foreach (var lead in TaskOf(number).LeadUnits)
        {
            var reviewer = TaskOf(number).ReviewUnits.First(unit => unit != lead);
            var (status, body) = await SendAsync(name, HttpMethod.Post, $"tasks/{number}/completion/review?plan={Old}", new { decision = "accepted", unit = lead }, reviewer, "approver");
            Assert.True(status == 200, $"{name} {number} {lead}: {body}");
        }
    }

    private async Task<int> RecordAsync(string name, int number, string? plan)
    {
        var lead = TaskOf(plan is null ? ReorderedPlan.Now(number) : number).LeadUnits[0];
        return (await SendAsync(name, HttpMethod.Post, $"tasks/{number}/entries{(plan is null ? "" : $"?plan={plan}")}",
            new { kind = "progress", occurredOn = "2022-01-15", text = $"进展 {Guid.NewGuid():N}" }, lead)).Status;
    }

    private async Task<JsonElement> PublishAsync()
    {
        JsonElement result = default;
        await Eventually.HoldsAsync(async () =>
        {
            var blockers = (await GetAsync("assessment", "results/2021/blockers")).GetProperty("items").EnumerateArray();
            (var status, result) = await SendAsync("assessment", HttpMethod.Post, "results/2021/publication",
                new { accepted = blockers.Select(blocker => new { key = blocker.Text("key"), reason = "已知悉" }) }, "ecology-committee", Reviewer);
            return status == 201;
        });
        return result;
    }

    private Task<(int Status, JsonElement Body)> CloseAsync() =>
        SendAsync("assessment", HttpMethod.Post, "results/2021/closure", new { reason = "区政府常务会议审定", objectionsOver = "申诉期限至3月4日，已满" }, "ecology-committee", Reviewer);

    private Task<int> SweepAsync(string name) => _services[name].Services.GetRequiredService<ObligationSweep>().RunAsync(default);

    private async Task<JsonElement> DutyAsync(string plan, string rule, string period)
    {
        await SweepAsync("ecological");
        return (await GetAsync("ecological", $"obligations?limit=1000&plan={plan}&rule={rule}")).GetProperty("items").EnumerateArray()
            .First(duty => duty.TryGetProperty("period", out var named) && named.GetString() == period);
    }

    private async Task<JsonElement> GetAsync(string name, string path)
    {
        var (status, body) = await SendAsync(name, HttpMethod.Get, path, null, "ecology-committee", Reviewer);
        Assert.True(status == 200, $"{name} {path}: {body}");
        return body;
    }

    private async Task<(int Status, JsonElement Body)> SendAsync(string name, HttpMethod method, string path, object? body, string unit, params string[] roles)
    {
        using var client = _services[name].As(unit, roles);
        return await client.SendAsync(method, path[0] == '/' ? path : $"/api/{name}/{path}", body);
    }
}
