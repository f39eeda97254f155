using System.Text.Json;
using Bishui.Contracts.Obligations;
using Bishui.Contracts.Tasks;
using Bishui.Features.Exceedances;
using Bishui.Features.Obligations;
using Bishui.Storage.Documents;
using Bishui.Tests.Functional.Tasks;
using Bishui.Tests.Support;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace Bishui.Tests.Functional.Obligations;

public sealed class ObligationTests : IAsyncLifetime
{
    private const string Base = $"{TaskService.Base}/obligations";
    private TaskService _service = null!;

    private ObligationSweep Sweep => _service.Service.Services.GetRequiredService<ObligationSweep>();

    public async Task InitializeAsync()
    {
        _service = await TaskService.StartAsync(DutyPlans.For(TaskService.Name));
        await Sweep.RunAsync(default);
    }

    public Task DisposeAsync() => _service.DisposeAsync().AsTask();

    [Fact]
    public async Task A_plan_makes_its_duties_ahead_and_those_before_its_issue_are_no_breach()
    {
        var duties = await ListAsync();

        Assert.Equal(
            [("2021-Q1", "2021-04-20", "before-issue"), ("2021-Q2", "2021-07-20", "before-issue"), ("2021-Q3", "2021-10-20", "before-issue"), ("2021-Q4", "2022-01-20", "open")],
            duties.Where(duty => duty.Text("rule") == "disclosure").Select(duty => (duty.Text("period"), duty.Text("due"), duty.Text("state"))));
        Assert.Equal("open", duties.Single(duty => duty.Text("rule") == "year").Text("state"));
        Assert.Equal("anchor-open", duties.Single(duty => duty.Text("rule") == "targets").Text("state"));
        Assert.Equal(4, duties.Count(duty => duty.Text("rule") == "report"));
        Assert.DoesNotContain(duties, duty => duty.Text("rule") is "offered" or "gate" or "test");
        var (_, rules) = await _service.Lead.ReadAsync($"{Base}/rules?task=29");
        Assert.True(rules.GetProperty("items").EnumerateArray().Single(rule => rule.Text("key") == "offered").GetProperty("optional").GetBoolean());
    }

    [Fact]
    public async Task A_disclosure_closes_its_quarter_by_itself_and_its_entry_is_cited()
    {
        var entry = await RecordAsync("2021-10-20", new { type = "disclosure", topic = "source-water", period = "2021-Q3", url = "https://example.org/q3" });
        var late = await RecordAsync("2021-07-21", new { type = "disclosure", topic = "source-water", period = "2021-Q2" });
        await Sweep.RunAsync(default);

        var third = await OneAsync("disclosure", "2021-Q3");
        var second = await OneAsync("disclosure", "2021-Q2");
        Assert.Equal(("met", "2021-10-20", 0), (third.Text("state"), third.Text("metAt"), third.GetProperty("daysLate").GetInt32()));
        Assert.Equal(entry.Text("id"), Assert.Single(third.GetProperty("evidence").EnumerateArray()).Text("id"));
        Assert.Equal(("met-late", 1, true), (second.Text("state"), second.GetProperty("daysLate").GetInt32(), second.GetProperty("beforeIssue").GetBoolean()));
        Assert.Equal(late.Text("id"), second.GetProperty("evidence")[0].Text("id"));
    }

    [Fact]
    public async Task A_corrected_record_no_longer_closes_anything()
    {
        var entry = await RecordAsync("2021-10-20", new { type = "disclosure", topic = "source-water", period = "2021-Q3" });
        await Sweep.RunAsync(default);
        await _service.RecordAsync(29, new { kind = "correction", occurredOn = "2021-11-01", text = "误登，未公开", corrects = entry.Text("id") });
        await Sweep.RunAsync(default);

        var duty = await OneAsync("disclosure", "2021-Q3");
        Assert.Equal("before-issue", duty.Text("state"));
        Assert.Empty(duty.GetProperty("evidence").EnumerateArray());
    }

    [Theory]
    [InlineData("""{"type":"disclosure","topic":"gossip"}""", "unknown-record")]
    [InlineData("""{"type":"disclosure","topic":"source-water","period":"2021-H1"}""", "bad-period")]
    [InlineData("""{"type":"disclosure","topic":"source-water","url":"ftp://example.org"}""", "bad-url")]
    [InlineData("""{"type":"gate-check","topic":"access","objectId":"p1"}""", "unknown-outcome")]
    [InlineData("""{"type":"gate-check","topic":"access","outcome":"passed"}""", "missing")]
    [InlineData("""{"type":"event","topic":"region-plan-published"}""", "missing")]
    [InlineData("""{"type":"target","topic":"annual-water-use","document":"柳政办〔2021〕1号"}""", "missing")]
    public async Task A_record_the_task_does_not_take_is_refused(string record, string code)
    {
        var (status, problem) = await _service.Lead.PostAsync($"{TaskService.Base}/tasks/29/entries",
            new { kind = "evidence", occurredOn = "2021-11-01", text = "成果", record = JsonSerializer.Deserialize<JsonElement>(record) });

        Assert.Equal((422, code), (status, problem.GetProperty("errors")[0].Text("code")));
    }

    [Fact]
    public async Task A_figure_from_above_is_told_with_the_document_it_comes_from_and_so_is_its_correction()
    {
        var told = await _service.Service.ListenAsync<LedgerEntryRecorded>();
        object Target(decimal value) => new { type = "target", topic = "annual-water-use", value, document = "柳政办〔2021〕8号" };
        Assert.Equal(403, (await PostRecordAsync(_service.Cooperating, "2021-11-01", Target(1200.50m))).Status);
        var first = await RecordAsync("2021-10-15", Target(1200.50m));
        await _service.RecordAsync(29, new { kind = "correction", occurredOn = "2021-10-16", text = "单位有误", corrects = first.Text("id"), record = Target(1250m) });

        await Eventually.HoldsAsync(() => Task.FromResult(told.Count == 2));
        var (given, corrected) = (told.Single(each => each.Corrects is null), told.Single(each => each.Corrects is not null));
        Assert.Equal(("target", "annual-water-use", 1200.50m, "柳政办〔2021〕8号", new DateOnly(2021, 10, 15)),
            (given.Record!.Type, given.Record.Topic, given.Record.Value, given.Record.Document, given.Record.On));
        Assert.Equal((first.Text("id"), 1250m), (corrected.Corrects, corrected.Record!.Value));
    }

    [Fact]
    public async Task A_duty_lasts_while_a_case_of_its_object_is_open()
    {
        await _service.AdoptAsync(DutyPlans.For(TaskService.Name, 2, DutyPlans.Duty("rectify", "while a case is open", "case", each: "outfall")));
        await PutObjectAsync("outfall", "outfall-1", new { scaleAbove = true }, "2021-01-01");
        await _service.Lead.SendAsync(HttpMethod.Put, $"{TaskService.Base}/sites/outfall-1", new
        {
            id = "outfall-1",
            name = "一号排口",
            kind = "outlet",
            unit = TestPlans.Lead,
            tasks = new[] { 29 },
            waterBody = "river",
            standard = "GB 3838-2002",
            grade = "III",
        });
        await Sweep.RunAsync(default);
        Assert.Empty(await ListAsync("rule=rectify"));

        var reading = new { site = "outfall-1", parameter = "ammonia-nitrogen", time = "2021-11-02T08:00:00+08:00", kind = "manual", value = 1.35m, flag = "N" };
        await _service.Lead.PostAsync($"{TaskService.Base}/readings", new { readings = new[] { reading } });
        await Sweep.RunAsync(default);
        var duty = Assert.Single(await ListAsync("rule=rectify"));
        Assert.Equal(("open", "outfall-1", JsonValueKind.Null), (duty.Text("state"), duty.Text("object"), duty.GetProperty("due").ValueKind));

        var store = _service.Service.Services.GetRequiredService<IDocumentStore>();
        var held = Assert.Single((await store.ListAsync(ExceedanceCollections.Cases, new())).Items);
        await store.CommitAsync(new Commit().Update(ExceedanceCollections.Cases, held.Id, held.Version, held.Body with
        {
            State = ExceedanceCollections.Archived,
            Steps = [new() { State = ExceedanceCollections.Archived, Actor = TestPlans.Committee, At = TestService.Start }],
        }));
        await Sweep.RunAsync(default);
        duty = Assert.Single(await ListAsync("rule=rectify"));
        Assert.Equal(("met", held.Id), (duty.Text("state"), duty.GetProperty("evidence")[0].Text("id")));
    }

    [Fact]
    public async Task The_event_that_starts_the_clock_gives_the_day_and_an_unknown_calendar_gives_none()
    {
        Assert.Equal(403, (await PostRecordAsync(_service.Cooperating, "2021-03-01", Event)).Status);
        var first = await RecordAsync("2021-03-01", Event);
        await Sweep.RunAsync(default);
        Assert.Equal("2021-05-08", (await OneAsync("targets")).Text("due"));

        await _service.RecordAsync(29, new { kind = "correction", occurredOn = "2021-11-01", text = "日期有误", corrects = first.Text("id"), record = Event });
        await Sweep.RunAsync(default);
        var duty = await OneAsync("targets");
        Assert.Equal(("not-computable", 2022), (duty.Text("state"), duty.GetProperty("missingYear").GetInt32()));
    }

    [Fact]
    public async Task An_object_owes_while_its_condition_holds_and_the_date_rolls_on()
    {
        await PutObjectAsync("user", "mill", new { withdrawalPerDay = 10000m, lastTest = "2018-12-15" }, "2021-01-01");
        await PutObjectAsync("user", "shop", new { withdrawalPerDay = 9999m, lastTest = "2018-12-15" }, "2021-01-01");
        await Sweep.RunAsync(default);
        var duty = Assert.Single(await ListAsync("rule=test"));
        Assert.Equal(("mill", "2021-12-15", "open"), (duty.Text("object"), duty.Text("due"), duty.Text("state")));

        _service.Service.Clock.Advance(TimeSpan.FromDays(30));
        await PutObjectAsync("user", "mill", new { withdrawalPerDay = 10000m, lastTest = "2021-12-01" }, "2021-12-01");
        await Sweep.RunAsync(default);

        Assert.Equal([("2021-12-15", "met"), ("2024-12-01", "open")],
            (await ListAsync("rule=test")).Select(each => (each.Text("due"), each.Text("state"))));
        var (_, held) = await _service.Lead.ReadAsync($"{Base}/objects/user/mill");
        Assert.Equal(["2018-12-15", "2021-12-01"], held.GetProperty("rows").EnumerateArray().Select(row => row.GetProperty("attributes").Text("lastTest")));
        Assert.Equal(403, (await _service.Cooperating.SendAsync(HttpMethod.Put, $"{Base}/objects/user/mill", new { name = "x" })).Status);
        Assert.Equal(404, (await _service.Lead.SendAsync(HttpMethod.Put, $"{Base}/objects/ghost/mill", new { name = "x" })).Status);
    }

    [Fact]
    public async Task Samples_close_the_half_years_of_an_outfall_and_the_months_of_a_zone()
    {
        await PutSiteAsync("outfall-1", null);
        await PutSiteAsync("section-1", "G167-08-2-0042");
        await PutObjectAsync("outfall", "outfall-1", new { scaleAbove = true, onlineMonitor = false }, "2021-01-01");
        await PutObjectAsync("outfall", "outfall-2", new { scaleAbove = true, onlineMonitor = true }, "2021-01-01");
        await ReadAsync("outfall-1", "2021-02-10T09:00:00+08:00", "2021-06-28T09:00:00+08:00");
        await ReadAsync("section-1", "2021-10-31T23:59:59+08:00");
        await Sweep.RunAsync(default);

        var halves = await ListAsync("rule=sampling");
        Assert.Equal([("2021-H1", "met"), ("2021-H2", "open")], halves.Select(each => (each.Text("period"), each.Text("state"))));
        Assert.StartsWith("outfall-1/ammonia-nitrogen/manual/2021-02-10T09:00:00+08:00", halves[0].GetProperty("evidence")[0].Text("id"), StringComparison.Ordinal);
        var months = await ListAsync("rule=zone");
        Assert.Equal(12, months.Count);
        Assert.Equal(["2021-10"], months.Where(each => each.Text("state") == "met").Select(each => each.Text("period")));
        _service.Service.Clock.Advance(new DateTimeOffset(2022, 1, 1, 0, 0, 0, TimeSpan.FromHours(8)) - _service.Service.Clock.GetUtcNow());
        Assert.Equal("missed", (await ListAsync("rule=sampling"))[1].Text("state"));
    }

    [Fact]
    public async Task An_accepted_completion_closes_the_year()
    {
        await _service.Lead.PostAsync($"{TaskService.Base}/tasks/29/completion", new { text = "完成" });
        await Sweep.RunAsync(default);
        Assert.Equal("open", (await OneAsync("year")).Text("state"));
        _service.Service.Clock.Advance(TimeSpan.FromDays(90));
        await _service.Committee.PostAsync($"{TaskService.Base}/tasks/29/completion/review", new { decision = "accepted" });
        await Sweep.RunAsync(default);

        // Submitted in time, reviewed after the year: in time.
        Assert.Equal(("met", "2021-11-02"), ((await OneAsync("year")).Text("state"), (await OneAsync("year")).Text("metAt")));
    }

    [Fact]
    public async Task A_gate_has_to_be_passed_before_the_event_is_recorded()
    {
        object Approval(string project) => new { type = "event", topic = "project-approval", objectId = project };
        object Check(string outcome) => new { type = "gate-check", topic = "access", objectId = "p1", outcome };

        Assert.Equal(409, (await PostRecordAsync(_service.Lead, "2021-11-01", Approval("p1"))).Status);
        await RecordAsync("2021-11-01", Check("failed"));
        var (status, problem) = await PostRecordAsync(_service.Lead, "2021-11-01", Approval("p1"));
        Assert.Equal((409, "gate-not-passed"), (status, problem.Text("code")));
        _service.Service.Clock.Advance(TimeSpan.FromMinutes(1));
        await RecordAsync("2021-11-01", Check("passed"));
        Assert.Equal(409, (await PostRecordAsync(_service.Lead, "2021-11-01", Approval("p2"))).Status);
        Assert.Equal(201, (await PostRecordAsync(_service.Lead, "2021-11-01", Approval("p1"))).Status);
    }

    [Fact]
    public async Task An_extension_keeps_the_original_day_and_a_waiver_its_reason_and_both_are_counted()
    {
        var year = (await OneAsync("year")).Text("id");
        var strive = (await OneAsync("strive")).Text("id");
        Assert.Equal(403, (await _service.Lead.PostAsync($"{Base}/{year}/extension", new { due = "2022-01-31", reason = "自己批" })).Status);
        Assert.Equal(422, (await _service.Committee.PostAsync($"{Base}/{year}/extension", new { due = "2021-12-31", reason = "没有更晚" })).Status);
        Assert.Equal(422, (await _service.Committee.PostAsync($"{Base}/{strive}/waiver", new { })).Status);

        var (_, extended) = await _service.Committee.PostAsync($"{Base}/{year}/extension", new { due = "2022-01-31", reason = "疫情影响" });
        var (_, waived) = await _service.Committee.PostAsync($"{Base}/{strive}/waiver", new { reason = "国家标准修订" });

        Assert.Equal(("2021-12-31", "2022-01-31"), (extended.Text("originalDue"), extended.Text("due")));
        Assert.Equal(("waived", "国家标准修订", TestPlans.Committee),
            (waived.Text("state"), waived.GetProperty("waiver").Text("reason"), waived.GetProperty("waiver").Text("unit")));
        Assert.Equal(409, (await _service.Committee.PostAsync($"{Base}/{strive}/waiver", new { reason = "再次" })).Status);
        var (_, summary) = await _service.Lead.ReadAsync($"{Base}/summary?unit={TestPlans.Lead}");
        Assert.Equal((1, 1), (summary.Count("extended"), summary.Count("waived")));
        _service.Service.Clock.Advance(TimeSpan.FromDays(65));
        await Sweep.RunAsync(default);
        Assert.Equal("open", (await OneAsync("year")).Text("state"));
        var (_, entries) = await _service.Lead.ReadAsync($"{TaskService.Base}/tasks/29/entries");
        Assert.Equal([strive, year], entries.GetProperty("items").EnumerateArray().Select(e => e.GetProperty("links")[0].Text("id")));
    }

    [Fact]
    public async Task A_demand_has_to_be_answered_before_the_unit_calls_its_work_done()
    {
        var told = await _service.Service.ListenAsync<UrgingAnswered>();
        var urged = await _service.Service.ListenAsync<ObligationUrged>();
        var year = (await OneAsync("year")).Text("id");
        Assert.Equal(403, (await _service.Lead.PostAsync($"{Base}/{year}/urgings", new { text = "催别人", answerBy = "2021-11-05" })).Status);
        Assert.Equal(422, (await _service.Committee.PostAsync($"{Base}/{year}/urgings", new { text = "催办", answerBy = "2021-11-01" })).Status);
        var (created, urging) = await _service.Committee.PostAsync($"{Base}/{year}/urgings", new { text = "请加快", answerBy = "2021-11-05" }, "urge-1");
        // A retry makes no second demand.
        Assert.Equal(urging.Text("id"), (await _service.Committee.PostAsync($"{Base}/{year}/urgings", new { text = "请加快", answerBy = "2021-11-05" }, "urge-1")).Body.Text("id"));
        Assert.Single((await _service.Lead.ReadAsync($"{Base}/{year}/urgings")).Body.GetProperty("items").EnumerateArray());
        var answers = $"{Base}/{year}/urgings/{urging.Text("id")}/answers";

        Assert.Equal(201, created);
        var (status, problem) = await _service.Lead.PostAsync($"{TaskService.Base}/tasks/29/completion", new { text = "完成" });
        Assert.Equal((409, "urging-unanswered"), (status, problem.Text("code")));
        Assert.Equal(403, (await _service.Cooperating.PostAsync(answers, new { text = "不是向我" })).Status);
        Assert.Equal(200, (await _service.Lead.PostAsync(answers, new { text = "十一月底前完成" })).Status);
        Assert.Equal(409, (await _service.Lead.PostAsync(answers, new { text = "再答" })).Status);
        Assert.Equal(200, (await _service.Lead.PostAsync($"{TaskService.Base}/tasks/29/completion", new { text = "完成" })).Status);
        await Eventually.HoldsAsync(() => Task.FromResult(told.Count == 1 && urged.Count == 1));
        Assert.Equal((TestPlans.Committee, new DateOnly(2021, 11, 5)), (urged.Single().By, urged.Single().AnswerBy));
        Assert.Equal([TestPlans.Lead], urged.Single().Units);
    }

    [Fact]
    public async Task Duties_are_seen_by_those_with_a_role_only()
    {
        var year = (await OneAsync("year")).Text("id");

        Assert.Empty((await _service.Stranger.ReadAsync(Base)).Body.GetProperty("items").EnumerateArray());
        Assert.Equal(403, (await _service.Stranger.ReadAsync($"{Base}/{year}")).Status);
        Assert.Equal(401, (await _service.Service.Anonymous().ReadAsync(Base)).Status);
        Assert.Equal(200, (await _service.Committee.ReadAsync($"{Base}/{year}")).Status);
        Assert.Equal(422, (await _service.Lead.ReadAsync($"{Base}?state=lost")).Status);
    }

    [Fact]
    public async Task Pages_of_a_filtered_list_follow_each_other()
    {
        var (ids, after) = (new List<string>(), (string?)null);
        do
        {
            var (_, page) = await _service.Lead.ReadAsync($"{Base}?unit={TestPlans.Lead}&limit=4" + (after is null ? "" : $"&after={after}"));
            Assert.InRange(page.Count("items"), 1, 4);
            ids.AddRange(page.GetProperty("items").EnumerateArray().Select(duty => duty.Text("id")));
            after = page.GetProperty("next").GetString();
        }
        while (after is not null);

        Assert.Equal((await ListAsync($"unit={TestPlans.Lead}")).Select(duty => duty.Text("id")), ids);
    }

    private static object Event => new { type = "event", topic = "region-plan-published", document = "桂政办发〔2021〕1号" };

    private async Task<JsonElement> OneAsync(string rule, string? period = null) =>
        (await ListAsync($"rule={rule}")).Single(duty => period is null || duty.Text("period") == period);

    private async Task<List<JsonElement>> ListAsync(string query = "")
    {
        var (status, body) = await _service.Lead.ReadAsync($"{Base}?limit=1000&{query}");
        Assert.Equal(200, status);
        return [.. body.GetProperty("items").EnumerateArray()];
    }

    private static Task<(int Status, JsonElement Body)> PostRecordAsync(HttpClient by, string on, object record) =>
        by.PostAsync($"{TaskService.Base}/tasks/29/entries", new { kind = "evidence", occurredOn = on, text = "登记成果", record });

    private Task<JsonElement> RecordAsync(string on, object record) =>
        _service.RecordAsync(29, new { kind = "evidence", occurredOn = on, text = "登记成果", record });

    private async Task PutObjectAsync(string kind, string id, object attributes, string from)
    {
        var (status, body) = await _service.Lead.SendAsync(HttpMethod.Put, $"{Base}/objects/{kind}/{id}", new { name = id, from, attributes });
        Assert.True(status == 200, body.ToString());
    }

    private async Task PutSiteAsync(string id, string? zone)
    {
        var (status, body) = await _service.Lead.SendAsync(HttpMethod.Put, $"{TaskService.Base}/sites/{id}",
            new { id, name = id, kind = "outlet", unit = TestPlans.Lead, tasks = new[] { 29 }, zone });
        Assert.True(status == 201, body.ToString());
    }

    private async Task ReadAsync(string site, params string[] times)
    {
        var readings = times.Select(time => new { site, parameter = "ammonia-nitrogen", time, kind = "manual", value = 0.5m, flag = "N" });
        var (status, body) = await _service.Lead.PostAsync($"{TaskService.Base}/readings", new { readings });
        Assert.True(status == 200, body.ToString());
    }
}
