using System.Text.Json;
using Bishui.Contracts.Exceedances;
using Bishui.Tests.Support;
using Xunit;

namespace Bishui.Tests.Functional.Exceedances;

public sealed class CaseLifeTests : IAsyncLifetime
{
    private CaseService _cases = null!;

    public async Task InitializeAsync() => _cases = await CaseService.StartAsync();

    public Task DisposeAsync() => _cases.DisposeAsync().AsTask();

    [Fact]
    public async Task A_case_goes_from_its_registration_to_the_archive_and_every_step_is_told()
    {
        var told = await _cases.Service.ListenAsync<CasesChanged>();
        var id = await _cases.OpenAsync();
        var opened = await _cases.CaseAsync(id);
        Assert.Equal(("registered", "exceedance", "minor", 1), (opened.Text("state"), opened.Text("kind"), opened.Text("severity"), opened.Count("revision")));
        Assert.Equal(CaseService.LastAt(opened).AddHours(24), opened.GetProperty("due").GetDateTimeOffset());
        Assert.Equal(109.31m, opened.GetProperty("place").GetProperty("longitude").GetDecimal());

        var asked = _cases.Now.AddDays(5);
        var assigned = await _cases.StepAsync(_cases.Reviewer, id, new { step = "assign", to = CaseService.Owner, reason = "请核查", due = CaseService.Text(asked) });
        Assert.Equal(("assigned", CaseService.Owner), (assigned.Text("state"), assigned.Text("holder")));
        var handled = await _cases.StepAsync(_cases.Site, id, new { step = "accept" });
        Assert.Equal(asked, handled.GetProperty("due").GetDateTimeOffset());
        _cases.Service.Clock.Advance(TimeSpan.FromHours(1));
        await _cases.StepAsync(_cases.Site, id, new { step = "rectify", reason = "更换曝气头", doneOn = CaseService.Day(_cases.Now) });
        _cases.Service.Clock.Advance(TimeSpan.FromHours(1));
        await _cases.ReadAsync(0.8m);
        await _cases.StepAsync(_cases.Site, id, new { step = "finish", reason = "已达标" });
        await _cases.StepAsync(_cases.Reviewer, id, new { step = "send-back", reason = "请补充照片" });
        await _cases.StepAsync(_cases.Site, id, new { step = "rectify", reason = "补充整改照片", doneOn = CaseService.Day(_cases.Now) });
        Assert.Contains("no-follow-up-sample", (await _cases.TryAsync(_cases.Site, id, new { step = "finish", reason = "再报" })).Body.ToString(), StringComparison.Ordinal);
        _cases.Service.Clock.Advance(TimeSpan.FromHours(1));
        await _cases.ReadAsync(0.7m);
        var done = await _cases.StepAsync(_cases.Site, id, new { step = "finish", reason = "再报" });
        Assert.Equal(0.7m, done.GetProperty("followUp").GetProperty("value").GetDecimal());
        var archived = await _cases.StepAsync(_cases.Tasks.Committee, id, new { step = "archive" });

        Assert.Equal("archived", archived.Text("state"));
        Assert.Equal(JsonValueKind.Null, archived.GetProperty("holder").ValueKind);
        var steps = archived.GetProperty("steps").EnumerateArray().ToList();
        Assert.Equal(["register", "assign", "accept", "rectify", "finish", "send-back", "rectify", "finish", "archive"], steps.Select(step => step.Text("step")));
        Assert.Equal(["platform", TestPlans.Lead, CaseService.Owner], steps.Take(3).Select(step => step.Text("actor")));
        Assert.Equal("reading", steps[7].GetProperty("links")[0].Text("kind"));
        Assert.Equal(archived.Count("revision"), steps.Count);
        await Eventually.HoldsAsync(() => Task.FromResult(told.Sum(message => message.Cases.Count) == steps.Count));
        var last = told.SelectMany(message => message.Cases).MaxBy(each => each.Revision)!;
        Assert.Equal((steps.Count, "archived", "ecology-committee", "outlet", 1.5m), (last.Revision, last.State, last.ChangedBy, last.SiteKind, last.Worst));
        Assert.Equal(Enumerable.Range(1, steps.Count), told.SelectMany(message => message.Cases).Select(each => each.Revision).Order());
    }

    public static TheoryData<string, string[]> Moves => new()
    {
        { "registered", ["assign", "verdict", "escalate", "urge", "answer"] },
        { "assigned", ["refuse", "accept", "hand-over", "verdict", "escalate", "urge", "answer"] },
        { "refused", ["assign", "verdict", "escalate", "urge", "answer"] },
        { "handled", ["rectify", "finish", "hand-over", "verdict", "escalate", "urge", "answer"] },
        { "done", ["send-back", "archive", "verdict", "escalate", "urge", "answer"] },
        { "sent-back", ["rectify", "finish", "hand-over", "verdict", "escalate", "urge", "answer"] },
        { "archived", ["reopen", "verdict"] },
    };

    [Theory]
    [MemberData(nameof(Moves))]
    public async Task An_illegal_move_is_refused_with_the_moves_that_are_allowed(string state, string[] allowed)
    {
        string[] all = ["assign", "refuse", "accept", "rectify", "finish", "send-back", "archive", "reopen", "hand-over", "verdict", "escalate", "urge", "answer"];
        var id = await _cases.OpenAsync();
        await _cases.ReachAsync(id, state);
        var before = (await _cases.CaseAsync(id)).ToString();

        foreach (var step in all.Except(allowed))
        {
            // Whoever asks: the state is looked at before the right.
            var (status, problem) = await _cases.TryAsync(_cases.Supervisor, id, new { step, reason = "试一试", to = step is "assign" or "hand-over" ? TestPlans.Lead : null });
            Assert.Equal((409, "wrong-state", state), (status, problem.Text("code"), problem.Text("state")));
            Assert.Equal(allowed, problem.GetProperty("allowed").EnumerateArray().Select(each => each.GetString()));
            Assert.Contains(" / ", problem.Text("title"), StringComparison.Ordinal);
        }
        Assert.Equal(before, (await _cases.CaseAsync(id)).ToString());
        Assert.Equal("422 invalid-request", await _cases.CodeAsync(_cases.Supervisor, id, new { step = "register", reason = "平台才能登记" }));
        Assert.Equal("422 invalid-request", await _cases.CodeAsync(_cases.Supervisor, id, new { reason = "没有步骤" }));
    }

    [Fact]
    public async Task A_unit_refuses_within_a_day_and_no_later()
    {
        var id = await _cases.OpenAsync();
        var assigned = await _cases.StepAsync(_cases.Reviewer, id, new { step = "assign", to = CaseService.Owner });
        _cases.Service.StandAt(CaseService.LastAt(assigned).AddHours(24));
        Assert.Equal("422 invalid-request", await _cases.CodeAsync(_cases.Site, id, new { step = "refuse" }));
        Assert.Equal("refused", (await _cases.StepAsync(_cases.Site, id, new { step = "refuse", reason = "不属本单位" })).Text("state"));

        await _cases.StepAsync(_cases.Reviewer, id, new { step = "assign", to = CaseService.Owner });
        _cases.Service.Clock.Advance(TimeSpan.FromHours(24) + TimeSpan.FromSeconds(1));
        var (status, problem) = await _cases.TryAsync(_cases.Site, id, new { step = "refuse", reason = "不属本单位" });
        Assert.Equal((409, "wrong-state"), (status, problem.Text("code")));
        Assert.DoesNotContain("refuse", problem.GetProperty("allowed").EnumerateArray().Select(each => each.GetString()));
    }

    [Fact]
    public async Task Finishing_names_everything_that_is_missing()
    {
        var id = await _cases.OpenAsync();
        await _cases.ReachAsync(id, "handled");
        await _cases.ReadAsync(0.5m);                            // before the rectification: it proves nothing
        await _cases.StepAsync(_cases.Reviewer, id, new { step = "urge", reason = "请尽快整改" });
        Assert.Equal(["urging-unanswered", "no-rectification", "no-follow-up-sample"], await MissingAsync(id));

        Assert.Equal("422 invalid-request", await _cases.CodeAsync(_cases.Site, id, new { step = "rectify", reason = "整改" }));
        Assert.Equal("422 invalid-request", await _cases.CodeAsync(_cases.Site, id, new { step = "rectify", reason = "立案之前", doneOn = "2021-11-01" }));
        Assert.Equal("422 invalid-request", await _cases.CodeAsync(_cases.Site, id, new { step = "rectify", reason = "明天的事", doneOn = "2021-11-03" }));
        _cases.Service.Clock.Advance(TimeSpan.FromHours(1));
        await _cases.StepAsync(_cases.Site, id, new { step = "answer", reason = "正在整改" });
        await _cases.StepAsync(_cases.Site, id, new { step = "rectify", reason = "检修", doneOn = "2021-11-02" });
        Assert.Equal(["no-follow-up-sample"], await MissingAsync(id));

        _cases.Service.Clock.Advance(TimeSpan.FromHours(1));
        await _cases.ReadAsync(0.6m, flag: "D");                 // a device that says of itself that it fails
        await _cases.ReadAsync(0.6m, parameter: "total-phosphorus");
        Assert.Equal(["no-follow-up-sample"], await MissingAsync(id));
        await _cases.ReadAsync(0.6m, _cases.Now.AddMinutes(1));
        await _cases.ReadAsync(1.2m, _cases.Now.AddMinutes(2));  // beyond again after it
        Assert.Equal(["no-follow-up-sample"], await MissingAsync(id));
        await _cases.ReadAsync(1.0m, _cases.Now.AddMinutes(3));
        Assert.Equal("done", (await _cases.StepAsync(_cases.Site, id, new { step = "finish", reason = "复测达标" })).Text("state"));
    }

    [Fact]
    public async Task Work_on_an_earlier_day_is_proved_by_a_sample_of_a_later_one()
    {
        var id = await _cases.OpenAsync();
        await _cases.ReachAsync(id, "handled");
        await _cases.ReadAsync(0.5m);                            // the same day, which may have been before the work
        _cases.Service.Clock.Advance(TimeSpan.FromDays(2));
        await _cases.StepAsync(_cases.Site, id, new { step = "rectify", reason = "检修", doneOn = "2021-11-02" });
        Assert.Equal(["no-follow-up-sample"], await MissingAsync(id));

        await _cases.ReadAsync(0.9m, new DateTimeOffset(2021, 11, 3, 0, 0, 1, TimeSpan.FromHours(8)));
        Assert.Equal("done", (await _cases.StepAsync(_cases.Site, id, new { step = "finish", reason = "复测达标" })).Text("state"));
    }

    [Fact]
    public async Task A_verdict_relieves_of_the_sample_for_the_readings_that_were_judged_and_for_no_later_ones()
    {
        var id = await _cases.OpenAsync();
        await _cases.ReachAsync(id, "handled");
        await _cases.StepAsync(_cases.Reviewer, id, new { step = "verdict", verdict = "device-fault", reason = "探头结垢" });
        await _cases.ReadAsync(1.7m);
        Assert.Equal(["verdict-outdated"], await MissingAsync(id));

        await _cases.StepAsync(_cases.Reviewer, id, new { step = "verdict", verdict = "device-fault", reason = "更换前的数据均无效" });
        var done = await _cases.StepAsync(_cases.Site, id, new { step = "finish", reason = "设备已更换" });
        Assert.Equal(("done", "device-fault", 1), (done.Text("state"), done.GetProperty("verdict").Text("verdict"), done.GetProperty("verdict").Count("earlier")));
    }

    [Fact]
    public async Task A_case_is_passed_on_with_its_chain_of_custody_and_enforcement_is_entered_by_others()
    {
        var id = await _cases.OpenAsync();
        await _cases.ReachAsync(id, "handled");
        Assert.Equal("422 invalid-request", await _cases.CodeAsync(_cases.Site, id, new { step = "hand-over", to = "no-such-unit", reason = "移交" }));
        Assert.Equal("422 invalid-request", await _cases.CodeAsync(_cases.Site, id, new { step = "hand-over", to = CaseService.Owner, reason = "移交" }));
        await _cases.StepAsync(_cases.Site, id, new { step = "hand-over", to = TestPlans.OtherLead, reason = "养殖废水" });
        await _cases.StepAsync(_cases.Tasks.OtherLead, id, new { step = "accept" });
        var passed = await _cases.StepAsync(_cases.Tasks.OtherLead, id, new { step = "hand-over", to = "enforcement", reason = "涉嫌偷排" });

        Assert.Equal(("assigned", "enforcement"), (passed.Text("state"), passed.Text("holder")));
        Assert.Equal([$"-{CaseService.Owner}", $"{CaseService.Owner}-{TestPlans.OtherLead}", $"{TestPlans.OtherLead}-enforcement"],
            passed.GetProperty("handOvers").EnumerateArray().Select(one => $"{one.GetProperty("from").GetString()}-{one.Text("to")}"));
        Assert.Equal("403 not-your-case", await _cases.CodeAsync(_cases.Site, id, new { step = "accept" }));
        Assert.Equal("handled", (await _cases.StepAsync(_cases.Reviewer, id, new { step = "accept", reason = "执法大队已立案" })).Text("state"));
        await _cases.CaseAsync(id, _cases.Tasks.OtherLead);      // who held it goes on seeing it
    }

    [Fact]
    public async Task A_closed_case_is_opened_again_with_its_history_by_who_reviews_it_or_contests_it()
    {
        var id = await _cases.OpenAsync();
        await _cases.ReachAsync(id, "archived");
        Assert.Equal("403 not-your-review", await _cases.CodeAsync(_cases.Service.As(TestPlans.Committee, "reporter"), id, new { step = "reopen", reason = "试" }));
        var reopened = await _cases.StepAsync(_cases.Site, id, new { step = "reopen", reason = "对结论有异议" });

        Assert.Equal(("registered", "reopen"), (reopened.Text("state"), reopened.GetProperty("steps").EnumerateArray().Last().Text("step")));
        Assert.Equal(JsonValueKind.Null, reopened.GetProperty("archivedAt").ValueKind);
        await _cases.StepAsync(_cases.Reviewer, id, new { step = "assign", to = CaseService.Owner });
        await _cases.StepAsync(_cases.Site, id, new { step = "accept" });
        Assert.Equal(["no-rectification", "no-follow-up-sample"], await MissingAsync(id)); // those of before are not of now
        Assert.Equal(1, reopened.Count("rectifications"));
    }

    [Fact]
    public async Task A_closed_case_is_not_opened_again_beside_an_open_one()
    {
        var id = await _cases.OpenAsync();
        await _cases.ReachAsync(id, "archived");
        _cases.Service.Clock.Advance(TimeSpan.FromDays(31));
        Assert.NotEqual(id, await _cases.OpenAsync());
        Assert.Equal("409 another-case-open", await _cases.CodeAsync(_cases.Reviewer, id, new { step = "reopen", reason = "复查" }));
    }

    [Fact]
    public async Task A_demand_is_answered_by_the_unit_it_was_made_of()
    {
        var id = await _cases.OpenAsync();
        await _cases.ReachAsync(id, "handled");
        var until = _cases.Now.AddHours(6);
        var urged = await _cases.StepAsync(_cases.Reviewer, id, new { step = "urge", reason = "请加快", due = CaseService.Text(until) });
        var demand = Assert.Single(urged.GetProperty("urgings").EnumerateArray());
        Assert.Equal((CaseService.Owner, until), (demand.Text("unit"), demand.GetProperty("answerBy").GetDateTimeOffset()));
        Assert.Equal("403 not-your-case", await _cases.CodeAsync(_cases.Reviewer, id, new { step = "answer", reason = "代答" }));
        Assert.Equal("422 invalid-request", await _cases.CodeAsync(_cases.Site, id, new { step = "answer", reason = "答", urging = 2 }));
        var answered = await _cases.StepAsync(_cases.Site, id, new { step = "answer", reason = "三日内完成" });
        Assert.Equal("三日内完成", answered.GetProperty("urgings")[0].Text("answer"));
        Assert.Equal("409 wrong-state", await _cases.CodeAsync(_cases.Site, id, new { step = "answer", reason = "再答" }));
    }

    [Fact]
    public async Task A_step_is_taken_once_for_each_key_and_only_on_the_version_that_was_read()
    {
        var id = await _cases.OpenAsync();
        var step = new { step = "assign", to = CaseService.Owner };
        Assert.Equal(412, (await _cases.TryAsync(_cases.Reviewer, id, step, ifMatch: "\"7\"")).Status);
        var first = await _cases.TryAsync(_cases.Reviewer, id, step, "key-1", "\"1\"");
        var again = await _cases.TryAsync(_cases.Reviewer, id, step, "key-1", "\"1\"");
        Assert.Equal((200, 200), (first.Status, again.Status));
        Assert.Equal(first.Body.ToString(), again.Body.ToString());
        Assert.Equal(2, (await _cases.CaseAsync(id)).Count("steps"));
        Assert.Equal(404, (await _cases.TryAsync(_cases.Reviewer, "no-such-case", step)).Status);
    }

    [Fact]
    public async Task Of_many_who_take_the_same_step_at_once_one_does()
    {
        var id = await _cases.OpenAsync();
        var answers = await Task.WhenAll(Enumerable.Range(0, 16).Select(_ => _cases.TryAsync(_cases.Reviewer, id, new { step = "assign", to = CaseService.Owner })));

        Assert.Equal((1, 15), (answers.Count(answer => answer.Status == 200), answers.Count(answer => answer.Status == 409)));
        Assert.Equal(2, (await _cases.CaseAsync(id)).Count("steps"));
    }

    [Fact]
    public async Task Photos_before_and_after_and_links_are_kept_with_the_step()
    {
        var id = await _cases.OpenAsync();
        await _cases.ReachAsync(id, "handled");
        var entry = await _cases.Tasks.RecordAsync(29, Tasks.TaskService.Entry("现场检查"));
        using var content = new ByteArrayContent([0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A, 0, 0, 0, 13, 0x49, 0x48, 0x44, 0x52]);
        var (uploaded, file) = await _cases.Site.SendAsync(HttpMethod.Post, $"{CaseService.Base}/attachments?name=before.png&exceedance={id}", content);
        Assert.True(uploaded == 201, file.ToString());
        object Step(string role, string sha256, string link) => new
        {
            step = "rectify",
            reason = "整改",
            doneOn = "2021-11-02",
            attachments = new[] { new { name = "before.png", sha256, role } },
            links = new[] { new { kind = "entry", id = link } },
        };

        Assert.Equal("422 invalid-request", await _cases.CodeAsync(_cases.Site, id, Step("during", file.Text("sha256"), entry.Text("id"))));
        Assert.Equal("422 invalid-request", await _cases.CodeAsync(_cases.Site, id, Step("before", new string('0', 64), entry.Text("id"))));
        Assert.Equal("422 invalid-request", await _cases.CodeAsync(_cases.Site, id, Step("before", file.Text("sha256"), "no-such-entry")));
        var taken = (await _cases.StepAsync(_cases.Site, id, Step("before", file.Text("sha256"), entry.Text("id")))).GetProperty("steps").EnumerateArray().Last();
        Assert.Equal(("before", entry.Text("id")), (taken.GetProperty("attachments")[0].Text("role"), taken.GetProperty("links")[0].Text("id")));
        Assert.Equal(200, await GetAsync(_cases.Reviewer, $"{CaseService.Base}/attachments/{file.Text("sha256")}"));

        // Whoever the case is passed to sees the photos, without a part in the task; a stranger does not.
        var path = $"{CaseService.Base}/exceedances/{id}/attachments/{file.Text("sha256")}";
        Assert.Equal(403, await GetAsync(_cases.Tasks.OtherLead, path));
        await _cases.StepAsync(_cases.Site, id, new { step = "hand-over", to = TestPlans.OtherLead, reason = "养殖废水" });
        Assert.Equal((200, 403), (await GetAsync(_cases.Tasks.OtherLead, path), await GetAsync(_cases.Tasks.Stranger, path)));
        Assert.Equal(404, await GetAsync(_cases.Reviewer, $"{CaseService.Base}/exceedances/{id}/attachments/{new string('0', 64)}"));

        static async Task<int> GetAsync(HttpClient by, string path)
        {
            using var answer = await by.GetAsync(new Uri(path, UriKind.Relative));
            return (int)answer.StatusCode;
        }
    }

    private async Task<IEnumerable<string>> MissingAsync(string id)
    {
        var (status, problem) = await _cases.TryAsync(_cases.Site, id, new { step = "finish", reason = "请求办结" });
        Assert.Equal((409, "cannot-finish"), (status, problem.Text("code")));
        return problem.GetProperty("errors").EnumerateArray().Select(error => error.Text("code"));
    }
}
