using System.Text.Json;
using Bishui.Tests.Support;
using Xunit;

namespace Bishui.Tests.Functional.Sites;

public sealed class TracingTests : IAsyncLifetime
{
    private TestService _service = null!;
    private HttpClient _bureau = null!;

    public async Task InitializeAsync()
    {
        _service = await SiteService.StartAsync();
        _bureau = _service.As(TestPlans.Lead);
        // The enterprise and the plant meet in the outfall; the section below says where its water comes from, the plant where its water goes.
        await _bureau.PutSiteAsync("outfall", new { kind = "outfall", links = new[] { new { direction = "upstream", service = "risk", site = "tank-farm", note = "雨水管" } } });
        await _bureau.PutSiteAsync("below", new { zone = "G167-08-2-0042", links = new[] { new { direction = "upstream", site = "outfall" } } });
        await _bureau.PutSiteAsync("plant", new { kind = "outfall", links = new[] { new { direction = "downstream", site = "outfall" } } });
        await _bureau.PutSiteAsync("enterprise", new { kind = "outfall", links = new[] { new { direction = "downstream", site = "plant" }, new { direction = "downstream", site = "outfall" } } });
    }

    public Task DisposeAsync() => _service.DisposeAsync().AsTask();

    [Fact]
    public async Task Upstream_goes_from_the_section_to_the_outfall_to_its_dischargers_and_names_what_others_hold()
    {
        var (status, answer) = await _bureau.ReadAsync($"{SiteService.Base}/below/tracing?direction=upstream");

        Assert.Equal(200, status);
        Assert.Equal([("below", 0), ("outfall", 1), ("enterprise", 2), ("plant", 2)], Found(answer).OrderBy(one => one.Item2).ThenBy(one => one.Item1));
        Assert.Equal("G167-08-2-0042", answer.GetProperty("sites")[0].Text("zone"));
        var elsewhere = Assert.Single(answer.GetProperty("elsewhere").EnumerateArray());
        Assert.Equal(("risk", "tank-farm", "outfall", 2), (elsewhere.Text("service"), elsewhere.Text("site"), elsewhere.Text("from"), elsewhere.GetProperty("distance").GetInt32()));
    }

    [Fact]
    public async Task Downstream_goes_the_other_way_though_the_links_were_stated_by_the_others()
    {
        var (_, answer) = await _bureau.ReadAsync($"{SiteService.Base}/enterprise/tracing?direction=downstream");

        Assert.Equal([("below", 2), ("enterprise", 0), ("outfall", 1), ("plant", 1)], Found(answer).Order());
        Assert.Empty(answer.GetProperty("elsewhere").EnumerateArray());
    }

    [Fact]
    public async Task Open_cases_are_shown_where_they_lie()
    {
        await _bureau.PostAsync("/api/ecological/readings", new
        {
            readings = new[] { new { site = "plant", parameter = "ammonia-nitrogen", time = "2021-04-06T04:00:00+08:00", kind = "hour", value = 3m } },
        });

        var (_, answer) = await _bureau.ReadAsync($"{SiteService.Base}/below/tracing");

        var cases = answer.GetProperty("sites").EnumerateArray().ToDictionary(s => s.Text("site"), s => s.GetProperty("cases"));
        Assert.Equal("ammonia-nitrogen", Assert.Single(cases["plant"].EnumerateArray()).Text("parameter"));
        Assert.Empty(cases["outfall"].EnumerateArray());
    }

    [Fact]
    public async Task A_way_that_does_not_exist_and_an_unknown_site_are_refused()
    {
        Assert.Equal(422, (await _bureau.ReadAsync($"{SiteService.Base}/below/tracing?direction=sideways")).Status);
        Assert.Equal(404, (await _bureau.ReadAsync($"{SiteService.Base}/nowhere/tracing")).Status);
    }

    private static IEnumerable<(string, int)> Found(JsonElement answer) =>
        answer.GetProperty("sites").EnumerateArray().Select(site => (site.Text("site"), site.GetProperty("distance").GetInt32()));
}
