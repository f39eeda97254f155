using System.Text.Json;
using Bishui.Tests.Support;
using Xunit;
using static Bishui.Tests.Functional.Ecological.EcologicalService;

namespace Bishui.Tests.Functional.Ecological;

/// <summary>Figures over several sites, through the service's own door.</summary>
public sealed class Evaluations : IAsyncLifetime
{
    private TestService _service = null!;
    private HttpClient _bureau = null!;

    public async Task InitializeAsync()
    {
        _service = await StartAsync();
        _bureau = _service.As(TestPlans.Lead);
    }

    public Task DisposeAsync() => _service.DisposeAsync().AsTask();

    [Fact]
    public async Task F03_a_river_of_few_sections_is_graded_by_their_means_and_says_what_it_rests_on()
    {
        await PutAsync("downstream", "river-section", "柳江", target: "II");
        await SendAsync([.. Sample("lutang", "2021-03", Required(0.2m)), .. Sample("downstream", "2021-03", Required(2.4m)), .. Sample("mudong", "2021-03", Required(0.2m))]);

        var answer = await EvaluateAsync("rivers?period=2021-03");

        var river = Assert.Single(answer.GetProperty("rivers").EnumerateArray());
        Assert.Equal(("柳江", "light-pollution", "轻度污染", "yellow"), (river.Text("water"), river.Text("grade"), river.Text("gradeName"), river.Text("colour")));
        Assert.Equal(("section-means", "final", "river-grade/1"), (river.Text("method"), river.Text("state"), river.Text("rule")));
        Assert.Equal(50m, river.GetProperty("good").GetProperty("percent").GetDecimal());
        Assert.Equal(["downstream", "lutang"], river.GetProperty("sections").EnumerateArray().Select(section => section.Text("site")));
        Assert.Equal(["劣Ⅴ", "Ⅱ"], river.GetProperty("sections").EnumerateArray().Select(section => section.Text("class")));
        Assert.Contains("mudong", answer.GetProperty("unassigned").EnumerateArray().Select(id => id.GetString()));
    }

    [Fact]
    public async Task F25_shares_count_the_sections_that_were_judged_and_are_provisional_while_one_is_missing()
    {
        await SendAsync([.. Sample("lutang", "2021-03", Required(0.8m)), .. Sample("mudong", "2021-03", Required(2.4m))]);

        var shares = await EvaluateAsync("shares?from=2021-03-01&to=2021-03-31");

        Assert.Equal((1, 2), (shares.GetProperty("good").Count("count"), shares.GetProperty("good").Count("of")));
        Assert.Equal(50m, shares.GetProperty("worseThanV").GetProperty("percent").GetDecimal());
        Assert.Equal((1, 1), (shares.GetProperty("meetingTarget").Count("count"), shares.GetProperty("meetingTarget").Count("of")));
        Assert.Equal(("provisional", "2021-03"), (shares.Text("state"), shares.GetProperty("period").Text("period")));
        Assert.Equal(4, shares.Count("sections"));
    }

    [Fact]
    public async Task F05_a_zone_is_judged_by_both_methods_and_both_variants()
    {
        // Ammonia meets class Ⅲ in nine of twelve months, 75 %, and by its mean.
        await SendAsync(Months(2020, 12).SelectMany((month, i) => Sample("lutang", month, Required(i < 9 ? 0.4m : 1.1m))));

        var answer = await EvaluateAsync("zones?period=2020");

        var zone = Assert.Single(answer.GetProperty("zones").EnumerateArray());
        Assert.Equal(("G167-08-2-0042", "lutang", "Ⅲ"), (zone.Text("zone"), zone.Text("site"), zone.Text("target")));
        var judged = zone.GetProperty("judgements").EnumerateArray().ToList();
        Assert.Equal(
            [
                ("annual-mean", "all-factor", true), ("frequency", "all-factor", false), ("annual-mean", "two-factor", true), ("frequency", "two-factor", false),
            ],
            judged.Select(one => (one.Text("method"), one.Text("variant"), one.GetProperty("complies").GetBoolean())));
        Assert.Equal(75m, judged[1].GetProperty("frequency").GetProperty("percent").GetDecimal());
        Assert.Equal(["Ⅲ", "final"], [judged[0].Text("class"), judged[0].Text("state")]);
        Assert.Equal([100m, 0m, 100m, 0m], answer.GetProperty("rates").EnumerateArray().Select(rate => rate.GetProperty("complying").GetProperty("percent").GetDecimal()));
    }

    [Fact]
    public async Task F08_a_source_complies_when_each_month_does_and_nitrogen_only_accompanies()
    {
        await SendAsync([
            .. Sample("liuxi-waterworks", "2021-03", Required(0.8m, ("total-nitrogen", 9m))), .. Sample("liuxi-waterworks", "2021-04", Required(0.2m)),
            .. Sample("liunan-waterworks", "2021-03", Required(0.1m)), .. Sample("liunan-waterworks", "2021-04", Required(0.1m, ("sulfate", 260m))),
        ]);

        var answer = await EvaluateAsync("sources?from=2021-03-01&to=2021-04-30");

        Assert.Equal((50.0m, "final"), (answer.GetProperty("complying").GetProperty("percent").GetDecimal(), answer.Text("state")));
        var sources = answer.GetProperty("sources").EnumerateArray().ToDictionary(source => source.Text("site"));
        Assert.True(sources["liuxi-waterworks"].GetProperty("complies").GetBoolean());
        Assert.Equal("total-nitrogen", Assert.Single(sources["liuxi-waterworks"].GetProperty("reported").EnumerateArray()).GetString());
        var failing = Assert.Single(sources["liunan-waterworks"].GetProperty("failing").EnumerateArray());
        Assert.Equal(("2021-04-01", "sulfate", "≤ 250", 0.04m), (failing.Text("month"), failing.Text("parameter"), failing.Text("limit"), failing.GetProperty("multiple").GetDecimal()));
    }

    [Fact]
    public async Task F06_the_index_of_the_city_stands_beside_that_of_the_base_period()
    {
        (string, decimal)[] now = [("ph", 7.6m), ("dissolved-oxygen", 8.0m), ("permanganate-index", 3.0m), ("ammonia-nitrogen", 0.25m), ("total-phosphorus", 0.08m)];
        await SendAsync([.. Sample("lutang", "2021-03", now), .. Sample("lutang", "2020-03", [.. now[..4], ("total-phosphorus", 0.165m)])]);

        var answer = await EvaluateAsync("cwqi?period=2021-03&base=2020-03");

        Assert.Equal((2.075m, 2.5m, -17m), (answer.GetProperty("city").GetDecimal(), answer.GetProperty("baseCity").GetDecimal(), answer.GetProperty("change").GetDecimal()));
        Assert.Equal((5, 1, "cwqi/1"), (answer.GetProperty("rivers").Count("items"), answer.GetProperty("rivers").Count("sections"), answer.Text("rule")));
        Assert.Equal(422, (await _bureau.ReadAsync("/api/ecological/evaluations/cwqi?base=soon")).Status);
    }

    [Fact]
    public async Task F07_a_lake_point_has_a_trophic_level_with_transparency_taken_in_metres()
    {
        await PutAsync("lake-1", "lake-point", "湖", "lake-reservoir");
        await PutAsync("lake-2", "lake-point", "湖", "lake-reservoir");
        (string, decimal)[] values = [("chlorophyll-a", 12m), ("total-phosphorus", 0.045m), ("total-nitrogen", 0.90m), ("transparency", 120m), ("permanganate-index", 3.2m)];
        await SendAsync([.. Sample("lake-1", "2021-03", values), .. Sample("lake-2", "2021-03", values[1..])]);

        var points = (await EvaluateAsync("lakes?period=2021-03")).GetProperty("points").EnumerateArray().ToList();

        Assert.Equal((46.17m, "mesotrophic"), (Math.Round(points[0].GetProperty("level").GetProperty("index").GetDecimal(), 2), points[0].GetProperty("level").Text("state")));
        Assert.Equal(("no-data", "chlorophyll-a"), (points[1].Text("state"), points[1].GetProperty("level").GetProperty("missing")[0].GetString()));
        Assert.Equal(JsonValueKind.Null, points[1].GetProperty("level").GetProperty("index").ValueKind);
    }

    [Fact]
    public async Task F24_black_odorous_points_make_a_water_body_and_treated_ones_bounce_back()
    {
        foreach (var id in (string[])["ditch-1", "ditch-2", "ditch-3"]) await PutAsync(id, "black-odorous-point", "小沟");
        await PutAsync("ditch-4", "black-odorous-point", "小沟", grade: "not-black-odorous");
        await SendAsync(Enumerable.Range(1, 4).SelectMany(point => Enumerable.Range(1, 3).Select(round => new
        {
            site = $"ditch-{point}",
            parameter = "ammonia-nitrogen",
            time = $"2021-03-{round:D2}T09:00:00+08:00",
            kind = "manual",
            value = point < 4 ? 16m : round == 2 ? 8.1m : 1m,
        })));

        var water = Assert.Single((await EvaluateAsync("black-odorous?period=2021-03")).GetProperty("waters").EnumerateArray());

        Assert.Equal(("小沟", "severe", "final"), (water.Text("water"), water.Text("grade"), water.Text("state")));
        Assert.Equal(["severe", "severe", "severe", "mild"], water.GetProperty("points").EnumerateArray().Select(point => point.Text("grade")));
        var reach = Assert.Single(water.GetProperty("severeReaches").EnumerateArray());
        Assert.Equal(("ditch-1", "ditch-3"), (reach.Text("first"), reach.Text("last")));
        var back = Assert.Single(water.GetProperty("points")[3].GetProperty("bounceBack").EnumerateArray());
        Assert.Equal("ammonia-nitrogen", back.GetProperty("indicators")[0].GetString());
        Assert.Equal(0, water.GetProperty("points")[0].Count("bounceBack"));
    }

    private async Task PutAsync(string id, string kind, string water, string waterBody = "river", string? target = null, string? grade = null) =>
        Assert.Equal(201, (await _service.As(TestPlans.Lead, "admin").SendAsync(HttpMethod.Put, $"/api/ecological/sites/{id}", new
        {
            id,
            name = id,
            kind,
            unit = TestPlans.Lead,
            water,
            waterBody,
            target,
            standard = target is not null ? "GB 3838-2002" : grade is not null ? "建城〔2015〕130号" : null,
            grade = target ?? grade,
        })).Status);

    private async Task SendAsync(IEnumerable<object> rows)
    {
        var (status, answer) = await _bureau.PostAsync("/api/ecological/readings", new { readings = rows });
        Assert.True(status == 200 && answer.Count("rejected") == 0, answer.GetRawText());
    }

    private async Task<JsonElement> EvaluateAsync(string query)
    {
        var (status, body) = await _bureau.ReadAsync($"/api/ecological/evaluations/{query}");
        Assert.True(status == 200, body.GetRawText());
        return body;
    }
}
