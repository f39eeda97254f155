using System.Text.Json;
using Bishui.Contracts.Exceedances;
using Bishui.Features.Silence;
using Bishui.Features.Sites;
using Bishui.Storage.Documents;
using Bishui.Tests.Support;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace Bishui.Tests.Functional.Exceedances;

public sealed class CaseSweepTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("bishui-cases-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task What_falls_due_while_the_service_is_down_is_found_after_the_restart()
    {
        string id;
        DateTimeOffset due;
        await using (var before = await CaseService.StartAsync(_folder))
        {
            id = await before.OpenAsync(2.5m);                   // 1.5 times above: serious
            await before.ReachAsync(id, "assigned");
            var assigned = await before.CaseAsync(id);
            due = assigned.GetProperty("due").GetDateTimeOffset();
            Assert.Equal(CaseService.LastAt(assigned).AddHours(24), due);
        }

        await using (var late = await CaseService.StartAsync(_folder, due.AddMinutes(1)))
        {
            var told = await late.Service.ListenAsync<CasesChanged>();
            await late.Sweep.RunAsync(default);
            var about = await late.CaseAsync(id);
            Assert.True(about.GetProperty("overdue").GetBoolean());
            Assert.Equal("assigned", about.Text("state"));       // it is urged, not moved
            var urged = Assert.Single(about.GetProperty("urgings").EnumerateArray());
            Assert.Equal(("platform", CaseService.Owner), (urged.Text("by"), urged.Text("unit")));
            Assert.Equal(JsonValueKind.Null, about.GetProperty("escalation").ValueKind);
            Assert.Equal(0, await late.Sweep.RunAsync(default));

            late.Service.Clock.Advance(TimeSpan.FromHours(72) - TimeSpan.FromMinutes(2));
            Assert.Equal(0, await late.Sweep.RunAsync(default));
            late.Service.Clock.Advance(TimeSpan.FromMinutes(1));
            Assert.Equal(1, await late.Sweep.RunAsync(default));
            about = await late.CaseAsync(id);
            Assert.Equal("platform", about.GetProperty("escalation").Text("by"));
            Assert.Equal(1, about.Count("urgings"));
            Assert.Equal("assigned", about.Text("state"));
            await Eventually.HoldsAsync(() => Task.FromResult(told.SelectMany(each => each.Cases).Any(each => each.EscalatedAt is not null)));

            // A step in time clears the mark; the next one has a time of its own.
            var accepted = await late.StepAsync(late.Site, id, new { step = "accept" });
            Assert.False(accepted.GetProperty("overdue").GetBoolean());
            Assert.Equal(CaseService.LastAt(accepted).AddHours(360), accepted.GetProperty("due").GetDateTimeOffset());
        }
    }

    [Fact]
    public async Task Time_finds_a_case_without_being_asked()
    {
        await using var cases = await CaseService.StartAsync(_folder);
        var id = await cases.OpenAsync();
        cases.Service.Clock.Advance(TimeSpan.FromHours(25));
        cases.Sweep.Wake();
        await Eventually.HoldsAsync(async () => (await cases.CaseAsync(id)).GetProperty("overdue").GetBoolean());
    }

    [Fact]
    public async Task Rounds_at_once_mark_and_urge_once()
    {
        await using var cases = await CaseService.StartAsync(_folder);
        var id = await cases.OpenAsync();
        cases.Service.Clock.Advance(TimeSpan.FromHours(25));
        await Task.WhenAll(Enumerable.Range(0, 6).Select(_ => Task.Run(() => cases.Sweep.RunAsync(default))));

        var about = await cases.CaseAsync(id);
        Assert.Equal((1, 2, 2), (about.Count("urgings"), about.Count("steps"), about.Count("revision")));
    }

    [Fact]
    public async Task A_severe_case_is_raised_at_once_and_a_milder_one_when_it_lasts()
    {
        await using var cases = await CaseService.StartAsync(_folder);
        var severe = await cases.OpenAsync(4.0m);
        await cases.PutSiteAsync("outlet-2");
        var lasting = await cases.OpenAsync(1.1m, site: "outlet-2");
        await cases.Sweep.RunAsync(default);
        Assert.Equal(("severe", "platform"), ((await cases.CaseAsync(severe)).Text("severity"), (await cases.CaseAsync(severe)).GetProperty("escalation").Text("by")));
        Assert.Equal("minor", (await cases.CaseAsync(lasting)).Text("severity"));

        for (var hour = 2; hour <= 25; hour++) await cases.ReadAsync(1.1m, cases.OpenedWith.AddHours(1 - hour), site: "outlet-2");
        await cases.Sweep.RunAsync(default);
        var about = await cases.CaseAsync(lasting);
        Assert.Equal(("serious", 25, cases.OpenedWith.AddHours(-24)), (about.Text("severity"), about.Count("streak"), about.GetProperty("since").GetDateTimeOffset()));
        Assert.Equal("raise", about.GetProperty("steps").EnumerateArray().Last().Text("step"));

        // It does not fall by itself.
        await cases.ReadAsync(0.1m, cases.OpenedWith.AddHours(-11), site: "outlet-2", reason: "复核");
        await cases.Sweep.RunAsync(default);
        about = await cases.CaseAsync(lasting);
        Assert.Equal(("serious", 13), (about.Text("severity"), about.Count("streak")));
    }

    [Fact]
    public async Task A_value_that_swings_around_its_limit_is_one_case_that_is_over_after_three_readings()
    {
        await using var cases = await CaseService.StartAsync(_folder);
        var id = await cases.OpenAsync(1.2m);
        foreach (var value in new[] { 0.9m, 1.1m, 0.9m, 0.8m, 1.3m, 0.9m, 0.9m }) await NextAsync(value);
        Assert.Equal(JsonValueKind.Null, await RecoveredAsync());

        var good = await NextAsync(1.0m);
        Assert.Equal(CaseService.Text(good), CaseService.Text((await cases.CaseAsync(id)).GetProperty("recoveredAt").GetDateTimeOffset()));
        await NextAsync(1.01m);
        Assert.Equal(JsonValueKind.Null, await RecoveredAsync());
        Assert.Equal(4, (await cases.CaseAsync(id)).Count("readingCount"));
        Assert.Single(await cases.ListAsync());

        async Task<DateTimeOffset> NextAsync(decimal value)
        {
            cases.Service.Clock.Advance(TimeSpan.FromHours(1));
            var taken = CaseService.Millisecond(cases.Now);
            await cases.ReadAsync(value, taken);
            await cases.Sweep.RunAsync(default);
            return taken;
        }

        async Task<JsonValueKind> RecoveredAsync() => (await cases.CaseAsync(id)).GetProperty("recoveredAt").ValueKind;
    }

    [Fact]
    public async Task A_reading_that_is_corrected_shows_in_the_case_and_nothing_is_deleted()
    {
        await using var cases = await CaseService.StartAsync(_folder);
        var id = await cases.OpenAsync(5.0m);
        var second = cases.OpenedWith.AddMinutes(30);
        await cases.ReadAsync(1.4m, second);
        await cases.ReadAsync(0.5m, cases.OpenedWith, reason: "录入错误");
        await cases.Sweep.RunAsync(default);
        var about = await cases.CaseAsync(id);
        Assert.Equal(("partly-withdrawn", 1.4m), (about.Text("evidence"), about.GetProperty("worst").GetProperty("value").GetDecimal()));
        Assert.Equal("severe", about.Text("severity"));

        await cases.ReadAsync(0.4m, second, reason: "录入错误");
        await cases.Sweep.RunAsync(default);
        about = await cases.CaseAsync(id);
        Assert.Equal(("withdrawn", "registered", 2), (about.Text("evidence"), about.Text("state"), about.Count("readings")));
        Assert.All(about.GetProperty("readings").EnumerateArray(), reading => Assert.EndsWith("/v2", reading.Text("withdrawnBy"), StringComparison.Ordinal));

        await cases.ReadAsync(1.9m, second, reason: "更正有误");
        await cases.Sweep.RunAsync(default);
        Assert.Equal("partly-withdrawn", (await cases.CaseAsync(id)).Text("evidence"));
        Assert.Single(await cases.ListAsync());
    }

    [Fact]
    public async Task A_reading_between_two_milliseconds_is_found_again_by_its_case()
    {
        await using var cases = await CaseService.StartAsync(_folder);
        var taken = CaseService.Millisecond(cases.Now.AddHours(-2)).AddTicks(1234);
        var id = (await cases.ReadAsync(1.4m, taken)).GetProperty("cases")[0].GetString()!;
        await cases.ReadAsync(1.5m, taken.AddHours(1));
        await cases.Sweep.RunAsync(default);
        var about = await cases.CaseAsync(id);
        Assert.Equal((2, CaseService.Millisecond(taken), "standing"), (about.Count("streak"), about.GetProperty("since").GetDateTimeOffset(), about.Text("evidence")));
    }

    [Fact]
    public async Task A_correction_is_seen_without_being_asked()
    {
        await using var cases = await CaseService.StartAsync(_folder);
        var id = await cases.OpenAsync(1.4m);
        await cases.ReadAsync(0.5m, cases.OpenedWith, reason: "录入错误");
        cases.Sweep.Wake();
        await Eventually.HoldsAsync(async () => (await cases.CaseAsync(id)).Text("evidence") == "withdrawn");
    }

    [Fact]
    public async Task A_silence_is_one_case_with_the_same_life_that_ends_when_data_arrive_again()
    {
        await using var cases = await CaseService.StartAsync(_folder);
        var told = await cases.Service.ListenAsync<CasesChanged>();
        await cases.PutSiteAsync("outlet-2");
        var since = cases.Now.AddHours(-30);
        await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => FallSilentAsync(since)));
        var listed = await cases.ListAsync("kind=silence");
        Assert.Equal(2, listed.Count);
        var id = listed.Single(each => each.Text("site") == CaseService.Outlet).Text("id");
        var about = await cases.CaseAsync(id);
        Assert.Equal((since, JsonValueKind.Null, JsonValueKind.Null, "silence/1"),
            (about.GetProperty("since").GetDateTimeOffset(), about.GetProperty("parameter").ValueKind, about.GetProperty("value").ValueKind, about.Text("rule")));

        await cases.ReachAsync(id, "handled");
        Assert.Contains("not-recovered", (await cases.TryAsync(cases.Site, id, new { step = "finish", reason = "已修" })).Body.ToString(), StringComparison.Ordinal);
        await RecoverAsync();
        Assert.Equal("422 invalid-request", await cases.CodeAsync(cases.Site, id, new { step = "finish" }));
        await cases.StepAsync(cases.Site, id, new { step = "finish", reason = "通讯模块断电，已更换" });
        await cases.StepAsync(cases.Reviewer, id, new { step = "archive" });

        cases.Service.Clock.Advance(TimeSpan.FromDays(3));
        await FallSilentAsync(cases.Now.AddHours(-30));
        Assert.Equal(("registered", id), (await cases.ListAsync($"kind=silence&open=true&site={CaseService.Outlet}")) is [var one] ? (one.Text("state"), one.Text("id")) : default);
        await Eventually.HoldsAsync(() => Task.FromResult(told.SelectMany(each => each.Cases).Any(each => each is { Kind: "silence", State: "registered", Revision: > 1 })));
        Assert.Contains(told, message => message.Cases.Count == 2);      // two sites of one commit, one message

        Task FallSilentAsync(DateTimeOffset from) => DecideAsync((silences, reader, commit, site) =>
            silences.OpenAsync(reader, commit, site, from, "应每小时上报", cases.Now, default));

        Task RecoverAsync() => DecideAsync(async (silences, reader, commit, site) => await silences.RecoverAsync(reader, commit, site, cases.Now, cases.Now, default) ?? "");

        async Task DecideAsync(Func<ISilenceCases, IDocumentReader, Commit, Site, ValueTask<string>> decide)
        {
            var services = cases.Service.Services;
            var store = services.GetRequiredService<IDocumentStore>();
            await store.DecideAsync(async reader =>
            {
                var commit = new Commit();
                foreach (var name in new[] { CaseService.Outlet, "outlet-2" })
                    await decide(services.GetRequiredService<ISilenceCases>(), reader, commit, (await reader.FindAsync(SiteCollections.Sites, name))!.Body);
                return new Decision<bool>(commit, true);
            });
        }
    }
}
