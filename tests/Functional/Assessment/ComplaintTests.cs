using System.Text;
using System.Text.Json;
using Bishui.Assessment.Complaints;
using Bishui.Features.Requests;
using Bishui.Storage.Documents;
using Microsoft.Extensions.DependencyInjection;
using MiniExcelLibs;
using Xunit;

namespace Bishui.Tests.Functional.Assessment;

public sealed class ComplaintTests
{
    private const string Phone = "13907720000";

    [Fact]
    public async Task Anybody_complains_without_signing_in_and_follows_it_by_its_number()
    {
        await using var app = await ComplaintApp.StartAsync();
        var body = new { text = "柳江边有人倾倒泥浆", place = "竹鹅溪口", kind = "river-litter", coordinates = new { longitude = 109.38m, latitude = 24.30m }, happenedOn = "2021-11-01" };
        var (status, receipt) = await app.PostAsync(ComplaintApp.Public, body, key: "8f14e45f-ceea-467f-9575-12ab34cd56ef");
        // Tuesday 2 November: two workdays later is Thursday, thirty days later 2 December.
        Assert.Equal((201, "2021-11-04", "2021-12-02"), (status, receipt.Text("acceptBy"), receipt.Text("closeBy")));
        var number = receipt.Text("trackingNumber");
        Assert.Matches("^([2-9A-HJ-KMNP-Z]{4}-){3}[2-9A-HJ-KMNP-Z]{4}$", number);
        Assert.Equal(number, (await app.PostAsync(ComplaintApp.Public, body, key: "8f14e45f-ceea-467f-9575-12ab34cd56ef")).Body.Text("trackingNumber"));
        Assert.NotEqual(number, (await app.ComplainAsync()).Number);

        var seen = await app.TrackAsync(number.ToLowerInvariant().Replace("-", "", StringComparison.Ordinal));
        Assert.Equal((number, "received", "网站", false), (seen.Text("trackingNumber"), seen.Text("state"), seen.Text("channelTitle"), seen.GetProperty("overdue").GetBoolean()));

        // A slip is told from a number that nobody was given.
        var slip = number[^1] == '2' ? number[..^1] + "3" : number[..^1] + "2";
        Assert.Equal((404, "bad-tracking-number"), await CodeAsync(app.GetAsync($"{ComplaintApp.Public}/{slip}")));
        Assert.Equal((404, "unknown-tracking-number"), await CodeAsync(app.GetAsync($"{ComplaintApp.Public}/{TrackingNumber.New()}")));
    }

    [Theory]
    [InlineData("""{"place":"某处"}""", "text missing")]
    [InlineData("""{"text":"x","kind":"no-such-kind"}""", "kind unknown-kind")]
    [InlineData("""{"text":"x","happenedOn":"2021-11-03"}""", "happenedOn future-day")]
    [InlineData("""{"text":"x","coordinates":{"longitude":190,"latitude":20}}""", "coordinates out-of-range")]
    [InlineData("""{"text":"x","anonymous":true,"contact":{"phone":"1"}}""", "contact anonymous-with-contact")]
    [InlineData("""{"text":"x","anonymous":false}""", "contact missing")]
    [InlineData("""{"text":"x","contact":{"name":"某人"}}""", "contact no-way-to-reach")]
    [InlineData("""{"text":"x","subject":"sections/lutang"}""", "subject unexpected")]
    [InlineData("""{"text":"x","kind":"data-error","subject":"elsewhere/lutang"}""", "subject unknown-figure")]
    [InlineData("""{"text":"x","kind":"data-error"}""", "subject unknown-figure")]
    public async Task What_is_wrong_with_a_complaint_is_named(string body, string wrong)
    {
        await using var app = await ComplaintApp.StartAsync();
        var (status, problem) = await app.PostAsync(ComplaintApp.Public, JsonSerializer.Deserialize<JsonElement>(body));
        Assert.Equal((422, wrong), (status, string.Join(", ", Errors(problem))));
    }

    [Fact]
    public async Task A_complaint_that_is_too_large_is_refused()
    {
        await using var app = await ComplaintApp.StartAsync();
        Assert.Equal(["text too-long"], Errors((await app.PostAsync(ComplaintApp.Public, new { text = new string('水', 4001) })).Body));
        Assert.Equal(413, (await app.PostAsync(ComplaintApp.Public, new { text = new string('x', 70_000) })).Status);
    }

    [Fact]
    public async Task A_complaint_is_accepted_assigned_answered_and_closed_each_by_whom_it_behoves()
    {
        await using var app = await ComplaintApp.StartAsync();
        var (number, id) = await app.ComplainAsync(new { text = "举报人原文", contact = new { name = "张三", phone = Phone } });

        // Strangers see nothing, the committee sees and does not handle.
        Assert.Equal((403, "not-your-complaint"), await CodeAsync(app.GetAsync($"{ComplaintApp.Base}/{id}", ComplaintApp.Holder)));
        Assert.Equal((403, "not-your-complaint"), await CodeAsync(app.TryStepAsync(id, new { move = "accept" }, ComplaintApp.Committee)));
        Assert.Equal(401, (await app.GetAsync($"{ComplaintApp.Base}/{id}")).Status);
        Assert.Empty((await app.GetAsync(ComplaintApp.Base, ComplaintApp.Holder)).Body.GetProperty("items").EnumerateArray());

        // A step that cannot be taken names those that can.
        var (status, problem) = await app.TryStepAsync(id, new { move = "close" });
        Assert.Equal((409, "illegal-move", "accept, decline, merge, link, urge, note, release, withhold"), (status, problem.Text("code"), problem.Text("detail")));
        Assert.Equal(["move unknown-move"], Errors((await app.TryStepAsync(id, new { move = "reopen" })).Body));

        Assert.Equal("accepted", (await app.StepAsync(id, new { move = "accept" })).Text("state"));
        Assert.Equal(["unit missing"], Errors((await app.TryStepAsync(id, new { move = "assign" })).Body));
        Assert.Equal(["unit unknown-unit"], Errors((await app.TryStepAsync(id, new { move = "assign", unit = "no-such-bureau" })).Body));
        Assert.Equal(["into unexpected"], Errors((await app.TryStepAsync(id, new { move = "assign", unit = ComplaintApp.Holder, into = "x" })).Body));
        await app.StepAsync(id, new { move = "assign", unit = "agriculture-rural-bureau", text = "内部研判" });
        await app.StepAsync(id, new { move = "transfer", unit = ComplaintApp.Holder, text = "属城镇排水" }, "agriculture-rural-bureau");
        Assert.Equal((403, "not-your-complaint"), await CodeAsync(app.TryStepAsync(id, new { move = "answer", publicText = "x" }, "agriculture-rural-bureau")));
        Assert.Equal((403, "not-your-complaint"), await CodeAsync(app.TryStepAsync(id, new { move = "answer", publicText = "x" })));
        Assert.Equal(["publicText missing"], Errors((await app.TryStepAsync(id, new { move = "answer", text = "x" }, ComplaintApp.Holder)).Body));
        await app.StepAsync(id, new { move = "urge", text = "请尽快答复" }, ComplaintApp.Committee);
        await app.StepAsync(id, new { move = "answer", publicText = "第一次答复", text = "内部意见" }, ComplaintApp.Holder);
        await app.StepAsync(id, new { move = "send-back", text = "未到现场" });
        var traced = await app.StepAsync(id, new { move = "link", links = new[] { new { service = "domestic", kind = "site", id = "outfall-1" } } }, ComplaintApp.Holder);
        Assert.Equal("outfall-1", traced.GetProperty("links")[0].Text("id"));
        Assert.False(traced.GetProperty("links")[0].GetProperty("known").GetBoolean());
        Assert.False(traced.TryGetProperty("trackingNumber", out var shown) && shown.ValueKind != JsonValueKind.Null);
        await app.StepAsync(id, new { move = "answer", publicText = "已截污纳管" }, ComplaintApp.Holder);
        var closed = await app.StepAsync(id, new { move = "close" });
        Assert.Equal(("closed", "call-back", "2021-11-12"), (closed.Text("state"), closed.GetProperty("due").Text("move"), closed.GetProperty("due").Text("by")));
        Assert.Equal(["receive", "accept", "assign", "transfer", "urge", "answer", "send-back", "link", "answer", "close"], Moves(closed));
        Assert.Equal(["outcome missing"], Errors((await app.TryStepAsync(id, new { move = "call-back" })).Body));
        var called = await app.StepAsync(id, new { move = "call-back", outcome = "basically-satisfied" });
        Assert.False(called.TryGetProperty("due", out var due) && due.ValueKind != JsonValueKind.Null);

        // The reporter reads the answers, and neither notes nor words nor names.
        var seen = await app.TrackAsync(number);
        Assert.Equal(["第一次答复", "已截污纳管"], seen.GetProperty("steps").EnumerateArray().Where(step => step.Text("move") == "answer").Select(step => step.Text("text")));
        foreach (var secret in new[] { "内部意见", "内部研判", "未到现场", "请尽快答复", "举报人原文", "张三", Phone, "outfall-1", "call-back" })
            Assert.DoesNotContain(secret, seen.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_contact_is_seen_by_the_handling_unit_alone_on_record_and_deleted_when_its_time_is_over()
    {
        await using var app = await ComplaintApp.StartAsync();
        var (_, id) = await app.ComplainAsync(new { text = "异味", contact = new { name = "李四", phone = Phone } });
        var looks = $"{ComplaintApp.Base}/{id}/contact/looks";
        await app.StepAsync(id, new { move = "accept" });
        await app.StepAsync(id, new { move = "assign", unit = ComplaintApp.Holder });

        Assert.Equal(["reason missing"], Errors((await app.PostAsync(looks, new { reason = " " }, ComplaintApp.Lead)).Body));
        foreach (var unit in new[] { ComplaintApp.Holder, ComplaintApp.Committee }) Assert.Equal(403, (await app.PostAsync(looks, new { reason = "想看" }, unit)).Status);
        Assert.Empty((await app.GetAsync(looks, ComplaintApp.Committee)).Body.GetProperty("items").EnumerateArray());
        var (status, contact) = await app.PostAsync(looks, new { reason = "约现场核查" }, ComplaintApp.Lead, key: "look");
        Assert.Equal((200, Phone), (status, contact.Text("phone")));
        var look = Assert.Single((await app.GetAsync(looks, ComplaintApp.Committee)).Body.GetProperty("items").EnumerateArray());
        Assert.Equal((ComplaintApp.Lead, "约现场核查", false), (look.Text("unit"), look.Text("reason"), look.GetProperty("deleted").GetBoolean()));

        // Nowhere else: neither in what units read, nor in the answers that are kept for repeats, nor in facts.
        Assert.DoesNotContain(Phone, (await app.GetAsync(ComplaintApp.Base, ComplaintApp.Lead)).Body.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain(Phone, (await app.GetAsync($"{ComplaintApp.Base}/{id}", ComplaintApp.Lead)).Body.ToString(), StringComparison.Ordinal);
        var store = app.Service.Services.GetRequiredService<IDocumentStore>();
        await foreach (var kept in store.StreamAsync(IdempotentWrites.Answers, new())) Assert.DoesNotContain(Phone, kept.Body.Body, StringComparison.Ordinal);
        Assert.DoesNotContain(Phone, (await app.GetAsync("/api/assessment/facts?limit=1000", ComplaintApp.Committee)).Body.ToString(), StringComparison.Ordinal);

        await app.StepAsync(id, new { move = "answer", publicText = "已处理" }, ComplaintApp.Holder);
        await app.StepAsync(id, new { move = "close" });
        var rounds = app.Service.Services.GetRequiredService<ContactRounds>();
        app.Pass(180);
        await rounds.RunAsync(default);
        Assert.Equal(200, (await app.PostAsync(looks, new { reason = "最后一天" }, ComplaintApp.Lead)).Status);
        app.Pass(1);
        await rounds.RunAsync(default);
        Assert.Equal((404, "no-contact"), await CodeAsync(app.PostAsync(looks, new { reason = "已过期" }, ComplaintApp.Lead)));
        Assert.Contains((await app.GetAsync(looks, ComplaintApp.Committee)).Body.GetProperty("items").EnumerateArray(), one => one.GetProperty("deleted").GetBoolean());
        Assert.Equal("closed", (await app.GetAsync($"{ComplaintApp.Base}/{id}", ComplaintApp.Lead)).Body.Text("state"));
    }

    [Fact]
    public async Task A_merged_complaint_keeps_its_number_and_follows_the_other_one()
    {
        await using var app = await ComplaintApp.StartAsync();
        var (_, main) = await app.ComplainAsync();
        var (number, id) = await app.ComplainAsync(new { text = "同一工厂排黑水" });
        Assert.Equal(["into same-complaint"], Errors((await app.TryStepAsync(id, new { move = "merge", into = id, text = "重复" })).Body));
        Assert.Equal(["into unknown-complaint"], Errors((await app.TryStepAsync(id, new { move = "merge", into = "nowhere", text = "重复" })).Body));
        Assert.Equal("merged", (await app.StepAsync(id, new { move = "merge", into = main, text = "同一排口" })).Text("state"));
        Assert.Equal(["into cannot-take"], Errors((await app.TryStepAsync(main, new { move = "merge", into = id, text = "反过来" })).Body));
        Assert.Equal([id], (await app.GetAsync($"{ComplaintApp.Base}/{main}", ComplaintApp.Lead)).Body.GetProperty("merged").EnumerateArray().Select(each => each.GetString()));

        await app.CloseAsync(main);
        var seen = await app.TrackAsync(number);
        Assert.Equal((number, "closed", true), (seen.Text("trackingNumber"), seen.Text("state"), seen.GetProperty("merged").GetBoolean()));
        Assert.Equal(["receive", "merge", "accept", "assign", "answer", "close"], Moves(seen));

        // Its reporter has the other one reopened.
        Assert.Equal(200, (await app.PostAsync($"{ComplaintApp.Public}/{number}/reopening", new { reason = "仍在排放" })).Status);
        var reopened = (await app.GetAsync($"{ComplaintApp.Base}/{main}", ComplaintApp.Lead)).Body;
        Assert.Equal(("received", id), (reopened.Text("state"), reopened.GetProperty("steps").EnumerateArray().Last().Text("via")));
    }

    [Fact]
    public async Task The_reporter_reopens_within_the_time_and_rates_once()
    {
        await using var app = await ComplaintApp.StartAsync();
        var (number, id) = await app.ComplainAsync();
        var (reopening, satisfaction) = ($"{ComplaintApp.Public}/{number}/reopening", $"{ComplaintApp.Public}/{number}/satisfaction");
        Assert.Equal((409, "not-over"), await CodeAsync(app.PostAsync(reopening, new { reason = "快点" })));
        await app.CloseAsync(id);
        Assert.Equal("2021-12-02", (await app.TrackAsync(number)).Text("reopenUntil"));
        Assert.Equal(["reason missing"], Errors((await app.PostAsync(reopening, new { })).Body));
        Assert.Equal(["outcome missing"], Errors((await app.PostAsync(satisfaction, new { outcome = "not-reached" })).Body));
        Assert.Equal(200, (await app.PostAsync(satisfaction, new { outcome = "dissatisfied" })).Status);
        Assert.Equal((409, "already-rated"), await CodeAsync(app.PostAsync(satisfaction, new { outcome = "satisfied" })));

        app.Pass(30);
        var again = (await app.PostAsync(reopening, new { reason = "又排了" })).Body;
        // Thursday 2 December: new terms, and nobody is assigned any more.
        Assert.Equal(("received", "2021-12-06", "2022-01-01"), (again.Text("state"), again.Text("acceptBy"), again.Text("closeBy")));
        Assert.Equal((409, "illegal-move"), await CodeAsync(app.TryStepAsync(id, new { move = "answer", publicText = "x" }, ComplaintApp.Holder)));
        await app.CloseAsync(id);
        Assert.Equal(200, (await app.PostAsync(satisfaction, new { outcome = "satisfied" })).Status);
        app.Pass(31);
        Assert.Equal((409, "reopening-over"), await CodeAsync(app.PostAsync(reopening, new { reason = "太晚" })));
    }

    [Fact]
    public async Task Where_the_calendar_of_a_year_is_not_known_no_day_is_guessed()
    {
        await using var app = await ComplaintApp.StartAsync(new(2021, 12, 30, 12, 0, 0, TimeSpan.FromHours(8)));
        var (status, receipt) = await app.PostAsync(ComplaintApp.Public, new { text = "年底排污" });
        Assert.Equal((201, JsonValueKind.Null, 2022, "2022-01-29"),
            (status, receipt.TryGetProperty("acceptBy", out var by) ? by.ValueKind : JsonValueKind.Null, receipt.GetProperty("acceptByMissingYear").GetInt32(), receipt.Text("closeBy")));
        var seen = await app.TrackAsync(receipt.Text("trackingNumber"));
        Assert.False(seen.TryGetProperty("overdue", out var overdue) && overdue.ValueKind != JsonValueKind.Null);
        await app.StepAsync((await app.GetAsync(ComplaintApp.Base, ComplaintApp.Lead)).Body.GetProperty("items")[0].Text("id"), new { move = "accept" });
        var share = await app.IndicatorAsync("complaints-accepted-in-time");
        Assert.Equal("no-data", share.Text("state"));
        Assert.Contains("工作日历未知", share.Text("note"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Complaints_of_other_channels_are_imported_and_the_same_table_again_changes_nothing()
    {
        await using var app = await ComplaintApp.StartAsync();
        const string csv = """
            渠道,编号,收到时间,内容,类别,姓名,电话
            12345政务服务便民热线,LZ-1,2021-11-01 16:00,雨水口流污水,生活污水,王五,13907720000
            letter,X-7,2021/10/29,来信反映养殖场,livestock,,
            hotline-12345,LZ-1,2021-11-01 16:00,雨水口流污水,,,
            fax,F-1,2021-11-01,传真,,,
            visit,,2021-11-01,没有编号,,,
            visit,V-2,明天,时间有误,,,
            visit,V-3,2021-11-09,还没到,,,
            """;
        Assert.Equal((403, "not-your-complaint"), await CodeAsync(app.ImportAsync(csv, unit: ComplaintApp.Holder)));
        var (status, dry) = await app.ImportAsync(csv, "?dryRun=true");
        Assert.Equal((200, true, 7, 2, 1), (status, dry.GetProperty("dryRun").GetBoolean(), dry.Count("rows"), dry.Count("accepted"), dry.Count("duplicates")));
        Assert.Equal(["5 渠道 unknown-channel", "6 编号 missing", "7 收到时间 bad-time", "8 收到时间 future-time"],
            dry.GetProperty("rejected").EnumerateArray().Select(one => $"{one.GetProperty("row").GetInt32()} {one.Text("column")} {one.Text("code")}"));
        Assert.Empty((await app.GetAsync(ComplaintApp.Base, ComplaintApp.Lead)).Body.GetProperty("items").EnumerateArray());

        var (_, first) = await app.ImportAsync(csv);
        Assert.Equal((2, 1, 4), (first.Count("accepted"), first.Count("duplicates"), first.Count("rejected")));
        // The clock runs from the receipt by the channel: Friday 29 October and two workdays.
        var seen = await app.TrackAsync(first.GetProperty("complaints")[1].Text("trackingNumber"));
        Assert.Equal(("来信", "2021-11-02", "2021-11-28"), (seen.Text("channelTitle"), seen.Text("acceptBy"), seen.Text("closeBy")));
        await app.StepAsync(first.GetProperty("complaints")[1].Text("id"), new { move = "accept" });
        Assert.Equal(4m, (await app.GetAsync(ComplaintApp.Public)).Body.GetProperty("medianDaysToAccept").GetDecimal());
        var (_, again) = await app.ImportAsync(csv);
        Assert.Equal((0, 3), (again.Count("accepted"), again.Count("duplicates")));

        // Other words under a number that is on file change nothing either, and are told.
        var (refused, other) = await app.ImportAsync("渠道,编号,收到时间,内容\nletter,X-7,2021-10-29,另一件事");
        Assert.Equal((422, "no-complaint-taken", "number-taken"), (refused, other.Text("code"), other.GetProperty("rejected")[0].Text("code")));
        Assert.Equal((422, "bad-header"), await CodeAsync(app.ImportAsync("渠道,编号,什么\n1,2,3")));
        Assert.Equal(415, (await app.ImportAsync(Encoding.UTF8.GetBytes("x"), "application/json")).Status);

        using var book = new MemoryStream();
        MiniExcel.SaveAs(book, new[] { new Dictionary<string, object> { ["渠道"] = "来访", ["编号"] = "V-9", ["收到时间"] = new DateTime(2021, 11, 2, 9, 30, 0), ["内容"] = "来访反映" } });
        var (_, sheet) = await app.ImportAsync(book.ToArray(), "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet");
        Assert.Equal(1, sheet.Count("accepted"));
        Assert.Equal((409, "number-taken"), await CodeAsync(app.PostAsync(ComplaintApp.Base, new { channel = "visit", number = "V-9", text = "再登记" }, ComplaintApp.Lead)));
        Assert.Equal(201, (await app.PostAsync(ComplaintApp.Base, new { channel = "visit", number = "V-10", text = "另一件" }, ComplaintApp.Lead)).Status);
    }

    [Fact]
    public async Task A_year_of_complaints_is_public_in_numbers()
    {
        await using var app = await ComplaintApp.StartAsync();
        var none = (await app.GetAsync(ComplaintApp.Public)).Body;
        Assert.Equal((0, 2021), (none.Count("total"), none.Count("year")));
        Assert.False(none.TryGetProperty("medianDaysToClose", out var median) && median.ValueKind != JsonValueKind.Null);

        var (_, first) = await app.ComplainAsync(new { text = "一", kind = "livestock" });
        var (_, second) = await app.ComplainAsync(new { text = "二" });
        await app.ImportAsync("渠道,编号,收到时间,内容\nletter,X-1,2021-10-29,三");
        var (_, doubt) = await app.ComplainAsync(new { text = "数据不对", kind = "data-error", subject = "sections/lutang/2021-04" });
        var unseen = (await app.GetAsync($"{ComplaintApp.Public}?year=2021")).Body;
        // What nobody has looked at is not even counted: only the letter that a unit entered is.
        Assert.Equal((1, 0), (unseen.Count("total"), unseen.Count("dataErrors")));
        await app.StepAsync(doubt, new { move = "release", text = "属实可查" }, ComplaintApp.Committee);
        await app.CloseAsync(first);
        app.Pass(3);
        await app.CloseAsync(second);
        var year = (await app.GetAsync($"{ComplaintApp.Public}?year=2021")).Body;
        Assert.Equal((3, 1, 1, 1.5m, 1.5m), (year.Count("total"), year.Count("dataErrors"), year.Count("overdue"),
            year.GetProperty("medianDaysToAccept").GetDecimal(), year.GetProperty("medianDaysToClose").GetDecimal()));
        Assert.Equal(["2021-10 1 0", "2021-11 2 2"], year.GetProperty("months").EnumerateArray().Select(month => $"{month.Text("month")} {month.Count("received")} {month.Count("closed")}"));
        Assert.Equal(["web 2", "letter 1"], year.GetProperty("channels").EnumerateArray().Select(channel => $"{channel.Text("key")} {channel.Count("count")}"));
        Assert.Equal(["closed 2", "received 1"], year.GetProperty("states").EnumerateArray().Select(state => $"{state.Text("key")} {state.Count("count")}"));
        Assert.Equal(0, (await app.GetAsync($"{ComplaintApp.Public}?year=2020")).Body.Count("total"));
        Assert.Equal(422, (await app.GetAsync($"{ComplaintApp.Public}?year=1")).Status);
    }

    [Fact]
    public async Task An_error_in_a_public_figure_goes_to_its_owner_and_shows_until_it_is_answered()
    {
        await using var app = await ComplaintApp.StartAsync();
        await app.Service.TellAsync(AssessmentApp.Reporting("tap-7", "silent") with
        {
            Sites = [AssessmentApp.Reporting("tap-7", "silent").Sites[0] with { Unit = "health-bureau" }],
        });
        await Support.Eventually.HoldsAsync(async () => (await app.GetAsync("/api/assessment/facts?type=site-reporting", ComplaintApp.Committee)).Body.Count("items") == 1);
        var (_, owned) = await app.ComplainAsync(new { text = "值高了十倍", kind = "data-error", subject = "sections/tap-7/2021-10" });
        var (number, other) = await app.ComplainAsync(new { text = "序号重复", kind = "data-error", subject = "plan/tasks/30" });

        // Nothing is public before a person released it, with a reason; who answers for the figure is not that person.
        Assert.Empty(await DoubtedAsync(app, ""));
        Assert.Equal("assigned", (await app.TrackAsync(number)).Text("state"));
        Assert.Equal(["text missing"], Errors((await app.TryStepAsync(owned, new { move = "release" })).Body));
        Assert.Equal((403, "not-your-complaint"), await CodeAsync(app.TryStepAsync(owned, new { move = "release", text = "自查" }, "health-bureau")));
        Assert.Equal((403, "not-your-complaint"), await CodeAsync(app.TryStepAsync(other, new { move = "release", text = "自查" })));
        var released = await app.StepAsync(owned, new { move = "release", text = "内容合规" });
        Assert.Equal(("release", "内容合规", ComplaintApp.Lead), (Moves(released).Last(), released.GetProperty("steps").EnumerateArray().Last().Text("text"), released.GetProperty("steps").EnumerateArray().Last().Text("unit")));
        await app.StepAsync(other, new { move = "release", text = "内容合规" }, ComplaintApp.Committee);
        Assert.Equal(["plan/tasks/30 ecology-bureau", "sections/tap-7/2021-10 health-bureau"], await DoubtedAsync(app, ""));
        Assert.Equal(["sections/tap-7/2021-10 health-bureau"], await DoubtedAsync(app, "?subject=sections/tap-7"));
        Assert.Empty(await DoubtedAsync(app, "?subject=sections/tap"));

        await app.StepAsync(owned, new { move = "answer", publicText = "单位录入有误，已更正" }, "health-bureau");
        Assert.Equal(["plan/tasks/30 ecology-bureau"], await DoubtedAsync(app, ""));
        await app.StepAsync(other, new { move = "withhold", text = "涉及个人信息" }, ComplaintApp.Committee);
        Assert.Empty(await DoubtedAsync(app, ""));
    }

    [Fact]
    public async Task Published_typical_cases_are_public_the_newest_first()
    {
        await using var app = await ComplaintApp.StartAsync();
        Assert.Equal(["url bad-form", "sha256 bad-form"], Errors((await PutAsync(app, "c0", "2021-11-02", "ftp://x", "abc")).Body));
        Assert.Equal(["publishedOn later-than-row"], Errors((await PutAsync(app, "c0", "2021-11-03", "https://example.org/0", new('0', 64))).Body));
        Assert.Equal(201, (await PutAsync(app, "c1", "2021-10-08", "https://example.org/1", new('a', 64))).Status);
        Assert.Equal(201, (await PutAsync(app, "c2", "2021-11-01", "https://example.org/2", new('b', 64))).Status);
        Assert.Equal(403, (await PutAsync(app, "c3", "2021-11-01", "https://example.org/3", new('c', 64), ComplaintApp.Holder)).Status);
        var cases = (await app.GetAsync("/api/public/typical-cases?year=2021")).Body.GetProperty("items").EnumerateArray().ToList();
        Assert.Equal(["c2", "c1"], cases.Select(each => each.Text("id")));
        Assert.Equal(("2021-11-01", "https://example.org/2", new string('b', 64)), (cases[0].Text("publishedOn"), cases[0].Text("url"), cases[0].Text("sha256")));
    }

    internal static async Task<(int Status, JsonElement Body)> PutAsync(ComplaintApp app, string id, string published, string url, string sha256, string unit = ComplaintApp.Lead)
    {
        using var client = app.Service.As(unit);
        return await client.SendAsync(HttpMethod.Put, $"/api/assessment/registers/typical-cases/{id}",
            new { from = "2021-11-02", values = new { title = "某厂私设暗管", summary = "夜间经暗管排放废水", publishedOn = published, url, sha256 } });
    }

    internal static IReadOnlyList<string> Errors(JsonElement problem) =>
        [.. problem.GetProperty("errors").EnumerateArray().Select(error => $"{error.Text("field")} {error.Text("code")}")];

    private static IEnumerable<string> Moves(JsonElement complaint) => complaint.GetProperty("steps").EnumerateArray().Select(step => step.Text("move"));

    private static async Task<IReadOnlyList<string>> DoubtedAsync(ComplaintApp app, string query) =>
        [.. (await app.GetAsync("/api/public/data-errors" + query)).Body.GetProperty("items").EnumerateArray().Select(one => $"{one.Text("subject")} {one.Text("unit")}")];

    private static async Task<(int Status, string Code)> CodeAsync(Task<(int Status, JsonElement Body)> answer)
    {
        var (status, body) = await answer;
        return (status, body.TryGetProperty("code", out var code) ? code.GetString()! : body.ToString());
    }
}
