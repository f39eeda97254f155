using System.Text.Json;
using Bishui.Contracts.Readings;
using Bishui.Tests.Support;
using Xunit;

namespace Bishui.Tests.Functional.Ecological;

/// <summary>What a person finds about a value stands above it wherever the value counts, and the value stays to be seen.</summary>
public sealed class VerdictTests : IAsyncLifetime
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
    public async Task A_fault_of_the_device_counts_nowhere_and_both_values_are_shown_to_everyone()
    {
        var told = await _service.ListenAsync<SectionClassified>();
        await SendAsync(("dissolved-oxygen", 8.1m), ("permanganate-index", 1.8m), ("ammonia-nitrogen", 0.05m));
        var id = (await SendAsync(("ammonia-nitrogen", 9.9m, "2021-10-06T08:00:00+08:00"))).GetProperty("cases")[0].GetString();
        await ClassIsToldAsync("inferior-V");
        var before = await ClassAsync();

        var (status, _) = await _service.As(TestPlans.Committee, "approver", "supervisor")
            .PostAsync($"/api/ecological/exceedances/{id}/steps", new { step = "verdict", verdict = "device-fault", reason = "比对监测证实探头故障" });
        Assert.Equal(200, status);

        await ClassIsToldAsync("I");
        var after = await ClassAsync();
        Assert.Equal(("劣Ⅴ", false), (before.Text("class"), before.GetProperty("complies").GetBoolean()));
        Assert.Equal(("Ⅰ", true), (after.Text("class"), after.GetProperty("complies").GetBoolean()));
        Assert.Equal(("劣Ⅴ", false), (after.GetProperty("measured").Text("class"), after.GetProperty("measured").GetProperty("complies").GetBoolean()));
        Assert.Equal(("device-fault", id), (after.GetProperty("verdicts")[0].Text("verdict"), after.GetProperty("verdicts")[0].Text("caseId")));
        var (_, series) = await _service.Anonymous().ReadAsync(
            "/api/public/sections/lutang/readings?parameter=ammonia-nitrogen&from=2021-10-01&to=2021-10-31");
        var shown = series.GetProperty("items").EnumerateArray().Single(item => item.GetProperty("value").GetDecimal() == 9.9m);
        Assert.Equal("device-fault", shown.GetProperty("verdict").Text("verdict"));

        // Found genuine after all, it counts again.
        await _service.As(TestPlans.Committee, "approver", "supervisor")
            .PostAsync($"/api/ecological/exceedances/{id}/steps", new { step = "verdict", verdict = "genuine", reason = "复核后确认" });
        await ClassIsToldAsync("inferior-V");
        Assert.Equal("劣Ⅴ", (await ClassAsync()).Text("class"));

        async Task ClassIsToldAsync(string expected) => await Eventually.HoldsAsync(() =>
            Task.FromResult(told.Where(each => each is { Site: "lutang", From.Month: 10 }).MaxBy(each => told.ToList().IndexOf(each))?.Class == expected));
    }

    private async Task<JsonElement> ClassAsync() =>
        (await _service.Anonymous().ReadAsync("/api/public/sections/lutang/class?from=2021-10-01&to=2021-10-31")).Body;

    private Task<JsonElement> SendAsync(params (string Parameter, decimal Value)[] values) =>
        SendAsync([.. values.Select(one => (one.Parameter, one.Value, "2021-10-06T04:00:00+08:00"))]);

    private async Task<JsonElement> SendAsync(params (string Parameter, decimal Value, string Time)[] values)
    {
        var (status, answer) = await _bureau.PostAsync(Readings,
            new { readings = values.Select(one => EcologicalService.Row(one.Parameter, one.Value, one.Time)) });
        Assert.Equal(200, status);
        return answer;
    }
}
