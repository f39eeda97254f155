using Bishui.Contracts.Exceedances;
using Bishui.Contracts.Sites;
using Bishui.Features.Silence;
using Bishui.Tests.Functional.Ecological;
using Bishui.Tests.Support;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace Bishui.Tests.Functional.Silence;

/// <summary>A site that owes readings and does not send them.</summary>
public sealed class SilenceTests : IAsyncLifetime
{
    private const string Readings = "/api/ecological/readings";
    private TestService _service = null!;
    private HttpClient _bureau = null!;

    public async Task InitializeAsync()
    {
        _service = await EcologicalService.StartAsync();
        _bureau = _service.As(TestPlans.Lead);
    }

    public Task DisposeAsync() => _service.DisposeAsync().AsTask();

    [Fact]
    public async Task A_site_becomes_stale_then_silent_then_a_case_and_its_silence_stays_on_file_when_data_come_again()
    {
        var told = await _service.ListenAsync<SitesReporting>();
        var cases = await _service.ListenAsync<CasesChanged>();
        await OweAsync("station", new { kind = "realtime", every = "PT4H" });
        await SendAsync("station", TestService.Start);
        await RoundAsync();
        var owedAt = _service.Clock.GetUtcNow();
        Assert.Equal("reporting", await StateAsync("station"));

        await PassAsync(TimeSpan.FromHours(8));
        Assert.Equal("stale", await StateAsync("station"));
        Assert.Empty(await SilenceCasesAsync());
        await PassAsync(TimeSpan.FromHours(8));
        Assert.Equal("silent", await StateAsync("station"));
        var opened = Assert.Single(await SilenceCasesAsync());
        Assert.Equal(("station", "registered"), (opened.Text("site"), opened.Text("state")));

        // However often it is looked at, and by whichever replica, it is one silence and one case.
        await RoundAsync();
        await PassAsync(TimeSpan.FromHours(8));
        Assert.Single(await SilenceCasesAsync());
        Assert.Single((await SilencesAsync("station")).EnumerateArray());

        // Readings are kept to the millisecond.
        var again = DateTimeOffset.FromUnixTimeMilliseconds(_service.Clock.GetUtcNow().ToUnixTimeMilliseconds());
        await SendAsync("station", again);
        await RoundAsync();
        Assert.Equal("reporting", await StateAsync("station"));
        var past = Assert.Single((await SilencesAsync("station")).EnumerateArray());
        Assert.Equal("silent", past.Text("state"));
        // It owes readings since the first round, which came a moment after the reading.
        Assert.InRange(past.GetProperty("from").GetDateTimeOffset(), TestService.Start, owedAt);
        Assert.Equal(again, past.GetProperty("until").GetDateTimeOffset());
        var series = (await _bureau.ReadAsync("/api/ecological/sites/station/readings?parameter=ph&from=2021-11-02&to=2021-11-04")).Body;
        Assert.Equal("silent", Assert.Single(series.GetProperty("silences").EnumerateArray()).Text("state"));
        Assert.Equal(2, series.Count("items"));
        Assert.False((await _bureau.ReadAsync("/api/ecological/sites/station/readings?parameter=ph&from=2021-11-04&to=2021-11-05")).Body.TryGetProperty("silences", out _));
        await Eventually.HoldsAsync(() => Task.FromResult(told.SelectMany(each => each.Sites).Count(each => each.Site == "station") == 3));
        Assert.Equal(["stale", "silent", "reporting"], told.SelectMany(each => each.Sites).Where(each => each.Site == "station").OrderBy(each => each.ChangedAt).Select(each => each.State));
        await Eventually.HoldsAsync(() => Task.FromResult(cases.SelectMany(each => each.Cases).Any(each => each is { Kind: "silence", RecoveredAt: not null })));
    }

    [Fact]
    public async Task Data_that_come_late_for_the_silent_time_do_not_make_it_unhappened()
    {
        await OweAsync("station", new { kind = "realtime", every = "PT4H" });
        await SendAsync("station", TestService.Start);
        await RoundAsync();
        await PassAsync(TimeSpan.FromHours(17));

        for (var hours = 4; hours <= 16; hours += 4) await SendAsync("station", TestService.Start.AddHours(hours));
        var before = _service.Clock.GetUtcNow();
        await RoundAsync();

        Assert.Equal("reporting", await StateAsync("station"));
        var past = Assert.Single((await SilencesAsync("station")).EnumerateArray());
        Assert.Equal(TestService.Start.AddHours(4), past.GetProperty("until").GetDateTimeOffset());
        Assert.InRange(past.GetProperty("overAt").GetDateTimeOffset(), before, _service.Clock.GetUtcNow());
    }

    [Fact]
    public async Task A_site_that_never_sent_anything_is_silent_too_and_a_reading_of_another_kind_does_not_help()
    {
        await OweAsync("station", new { kind = "hour", every = "PT1H", parameters = new[] { "ph", "ammonia-nitrogen" } });
        await RoundAsync();
        Assert.Equal("reporting", await StateAsync("station"));

        await PassAsync(TimeSpan.FromHours(2));
        Assert.Equal("stale", await StateAsync("station"));
        await SendAsync("station", _service.Clock.GetUtcNow(), kind: "realtime");
        await SendAsync("station", _service.Clock.GetUtcNow(), kind: "hour");
        await RoundAsync();
        // pH arrives; ammonia nitrogen, owed as well, does not.
        Assert.Equal("stale", await StateAsync("station"));
        await PassAsync(TimeSpan.FromHours(2));
        Assert.Equal("silent", await StateAsync("station"));
    }

    [Fact]
    public async Task What_was_silent_stays_so_on_file_though_some_of_it_came_back()
    {
        await PutAsync("station", [new { kind = "realtime", every = "PT4H" }, new { kind = "hour", every = "PT4H" }]);
        await SendAsync("station", TestService.Start);
        await SendAsync("station", TestService.Start.AddHours(-1), kind: "hour");
        await RoundAsync();
        await PassAsync(TimeSpan.FromHours(16));
        Assert.Equal("silent", await StateAsync("station"));

        // The device sends again; the hours of four hours ago are late still.
        await SendAsync("station", _service.Clock.GetUtcNow());
        await SendAsync("station", _service.Clock.GetUtcNow().AddHours(-9), kind: "hour");
        await RoundAsync();

        Assert.Equal("stale", await StateAsync("station"));
        Assert.Equal("silent", Assert.Single((await SilencesAsync("station")).EnumerateArray()).Text("state"));
    }

    [Fact]
    public async Task A_monthly_sample_is_owed_until_its_month_is_over()
    {
        await OweAsync("station", new { kind = "manual", every = "P1M" });
        await RoundAsync();
        await PassAsync(TimeSpan.FromDays(28));
        Assert.Equal("reporting", await StateAsync("station"));
        await PassAsync(TimeSpan.FromDays(1));
        Assert.Equal("stale", await StateAsync("station"));
        await PassAsync(TimeSpan.FromDays(15));
        Assert.Equal("silent", await StateAsync("station"));
    }

    [Fact]
    public async Task A_fault_is_a_message_and_a_missing_value_is_no_compliance()
    {
        await OweAsync("station", new { kind = "realtime", every = "PT4H" });
        await SendAsync("station", TestService.Start, value: null, flag: "D");
        await RoundAsync();
        await PassAsync(TimeSpan.FromHours(7));

        Assert.Equal("reporting", await StateAsync("station"));
        var (status, answer) = await _bureau.ReadAsync("/api/ecological/sites/station/class?from=2021-11-02&to=2021-11-02");
        Assert.Equal(200, status);
        Assert.Equal(System.Text.Json.JsonValueKind.Null, answer.TryGetProperty("complies", out var complies) ? complies.ValueKind : System.Text.Json.JsonValueKind.Null);
        Assert.True(answer.GetProperty("provisional").GetBoolean());
    }

    [Fact]
    public async Task A_site_that_owes_nothing_is_never_silent()
    {
        await PutAsync("station", []);
        await RoundAsync();
        await PassAsync(TimeSpan.FromDays(400));

        Assert.DoesNotContain((await _bureau.ReadAsync("/api/ecological/sites/reporting")).Body.GetProperty("items").EnumerateArray(), site => site.Text("site") == "station");
        Assert.Empty((await SilencesAsync("station")).EnumerateArray());
    }

    [Fact]
    public async Task Two_sweeps_at_once_find_one_silence()
    {
        await OweAsync("station", new { kind = "realtime", every = "PT4H" });
        await RoundAsync();
        _service.Clock.Advance(TimeSpan.FromHours(20));

        await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => RoundAsync()));

        Assert.Single((await SilencesAsync("station")).EnumerateArray());
        Assert.Single(await SilenceCasesAsync());
    }

    private Task<int> RoundAsync() => _service.Services.GetRequiredService<SilenceSweep>().RunAsync(default);

    private Task<int> PassAsync(TimeSpan time)
    {
        _service.Clock.Advance(time);
        return RoundAsync();
    }

    private Task OweAsync(string site, object expected) => PutAsync(site, [expected]);

    private async Task PutAsync(string site, object[] expected)
    {
        var (status, _) = await _bureau.SendAsync(HttpMethod.Put, $"/api/ecological/sites/{site}", new
        {
            id = site,
            name = "测试断面",
            kind = "river-section",
            unit = TestPlans.Lead,
            tasks = new[] { 29 },
            waterBody = "river",
            standard = "GB 3838-2002",
            grade = "III",
            target = "III",
            expected,
        });
        Assert.Equal(201, status);
    }

    private async Task SendAsync(string site, DateTimeOffset time, decimal? value = 7m, string flag = "N", string kind = "realtime")
    {
        var (status, _) = await _bureau.PostAsync(Readings, new { readings = new[] { new { site, parameter = "ph", time, kind, value, flag } } });
        Assert.Equal(200, status);
    }

    private async Task<string> StateAsync(string site) => (await _bureau.ReadAsync("/api/ecological/sites/reporting")).Body
        .GetProperty("items").EnumerateArray().Single(each => each.Text("site") == site).Text("state")!;

    private async Task<System.Text.Json.JsonElement> SilencesAsync(string site) =>
        (await _bureau.ReadAsync($"/api/ecological/sites/{site}/silences")).Body.GetProperty("items");

    private async Task<List<System.Text.Json.JsonElement>> SilenceCasesAsync() =>
        [.. (await _bureau.ReadAsync("/api/ecological/exceedances?site=station")).Body.GetProperty("items").EnumerateArray().Where(each => each.Text("kind") == "silence")];
}
