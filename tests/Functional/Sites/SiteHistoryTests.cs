using Bishui.Tests.Support;
using Xunit;

namespace Bishui.Tests.Functional.Sites;

public sealed class SiteHistoryTests : IAsyncLifetime
{
    private TestService _service = null!;
    private HttpClient _bureau = null!;

    public async Task InitializeAsync()
    {
        _service = await SiteService.StartAsync();
        _bureau = _service.As(TestPlans.Lead);
    }

    public Task DisposeAsync() => _service.DisposeAsync().AsTask();

    [Fact]
    public async Task Each_description_is_kept_with_who_gave_it_and_from_when()
    {
        var given = _service.Clock.GetUtcNow();
        await _bureau.PutSiteAsync("s-1");
        var overnight = _service.Clock.GetUtcNow();
        _service.Clock.Advance(TimeSpan.FromDays(1));
        await _bureau.PutSiteAsync("s-1", new { grade = "II" });
        var changed = _service.Clock.GetUtcNow();
        await _bureau.PutSiteAsync("s-1", new { grade = "IV" }, ifMatch: "\"1\"");

        var (_, history) = await _bureau.ReadAsync($"{SiteService.Base}/s-1/history");

        var versions = history.GetProperty("items").EnumerateArray().ToList();
        Assert.Equal([(1, "III"), (2, "II")], versions.Select(v => (v.GetProperty("version").GetInt32(), v.GetProperty("site").Text("grade"))));
        Assert.InRange(versions[0].GetProperty("from").GetDateTimeOffset(), given, overnight);
        Assert.InRange(versions[1].GetProperty("from").GetDateTimeOffset(), overnight.AddDays(1), changed);
        Assert.NotEqual("", versions[0].Text("by"));
    }

    [Fact]
    public async Task A_site_that_a_plan_brought_says_so_and_changes_again_with_the_next_version()
    {
        var (_, first) = await _bureau.ReadAsync($"{SiteService.Base}/lutang/history");
        Assert.Equal("plan", Assert.Single(first.GetProperty("items").EnumerateArray()).Text("by"));

        var stricter = TestPlans.For("ecological", version: 2);
        await _service.TellAsync(stricter with { WaterFunctionZones = [stricter.WaterFunctionZones[0] with { TargetClass = "II" }] });

        var versions = await Eventually.FindAsync(async () =>
        {
            var (_, history) = await _bureau.ReadAsync($"{SiteService.Base}/lutang/history");
            return history.Count("items") == 2 ? history.GetProperty("items").EnumerateArray().ToList() : null;
        });
        Assert.Equal(["III", "II"], versions.Select(v => v.GetProperty("site").Text("target")));
        Assert.Equal(404, (await _bureau.ReadAsync($"{SiteService.Base}/nowhere/history")).Status);
    }

    [Fact]
    public async Task Sites_are_found_by_kind_unit_task_and_water()
    {
        await _bureau.PutSiteAsync("s-1", new { kind = "groundwater-well", standard = (string?)null, grade = (string?)null, water = "地下水", tasks = new[] { 30 } });
        await _bureau.PutSiteAsync("s-2", new { unit = "towns", water = "洛清江" });

        Assert.Equal(["s-1"], await IdsAsync("kind=groundwater-well"));
        Assert.Equal(["s-2"], await IdsAsync("unit=towns"));
        Assert.Equal(["s-1"], await IdsAsync("task=30"));
        Assert.Equal(["s-2"], await IdsAsync("water=洛清江&kind=river-section"));
        Assert.Empty(await IdsAsync("water=洛清江&task=30"));
    }

    private async Task<IReadOnlyList<string>> IdsAsync(string query) =>
        [.. (await _bureau.ReadAsync($"{SiteService.Base}?{query}")).Body.GetProperty("items").EnumerateArray().Select(site => site.Text("id"))];
}
