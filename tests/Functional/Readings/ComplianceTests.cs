using System.Text.Json;
using Bishui.Tests.Functional.Sites;
using Xunit;

namespace Bishui.Tests.Functional.Readings;

/// <summary>Readings held against the limits of their day, one by one.</summary>
public sealed class ComplianceTests : IAsyncLifetime
{
    private IntakeService _service = null!;

    public async Task InitializeAsync() => _service = await IntakeService.StartAsync();

    public Task DisposeAsync() => _service.DisposeAsync().AsTask();

    [Fact]
    public async Task The_district_and_the_city_judge_the_same_readings_each_by_its_own_limits()
    {
        await _service.SendAsync(
            IntakeService.Row("ammonia-nitrogen", 0.8m), IntakeService.Row("ammonia-nitrogen", 0.3m, "2021-04-06T05:00:00+08:00"));

        var (district, city) = await ViewsAsync();

        Assert.Equal(("district", true, 2, 0), (district.Text("ruleSet"), district.GetProperty("complies").GetBoolean(), district.Count("within"), district.Count("beyond")));
        Assert.Equal(("city", false, 1, 1), (city.Text("ruleSet"), city.GetProperty("complies").GetBoolean(), city.Count("within"), city.Count("beyond")));
        var item = city.GetProperty("items")[0];
        Assert.Equal(("GB 3838-2002", "II", "≤ 0.5", "verified"), (item.Text("standard"), item.Text("grade"), item.Text("limit"), item.Text("confidence")));
        Assert.Equal((0.8m, 0.6m), (item.GetProperty("worst").GetProperty("value").GetDecimal(), item.GetProperty("worst").GetProperty("multiple").GetDecimal()));
        Assert.Equal("section-1/ammonia-nitrogen/hour/2021-04-06T04:00:00+08:00/v1", item.GetProperty("worst").Text("id"));
    }

    [Fact]
    public async Task No_limit_in_force_is_an_answer_of_its_own_and_no_compliance()
    {
        await _service.SendAsync(IntakeService.Row("electrical-conductivity", 250m));

        var (district, _) = await ViewsAsync();

        Assert.Equal(JsonValueKind.Null, Kind(district, "complies"));
        Assert.Equal((0, 0, 1), (district.Count("within"), district.Count("beyond"), district.GetProperty("items")[0].Count("noLimitInForce")));
        Assert.Equal(JsonValueKind.Null, Kind(district.GetProperty("items")[0], "limit"));
    }

    [Fact]
    public async Task Without_any_reading_nobody_says_that_all_is_well()
    {
        var (district, city) = await ViewsAsync();

        Assert.Equal((JsonValueKind.Null, JsonValueKind.Null), (Kind(district, "complies"), Kind(city, "complies")));
        Assert.Empty(district.GetProperty("items").EnumerateArray());
    }

    [Fact]
    public async Task Drinking_water_is_judged_by_the_standard_of_2006_up_to_31_March_2023_and_by_that_of_2022_after()
    {
        _service.Service.Clock.Advance(new DateTimeOffset(2023, 4, 2, 0, 0, 0, TimeSpan.FromHours(8)) - _service.Service.Clock.GetUtcNow());
        await _service.SendAsync(
            IntakeService.Row("free-chlorine", 3m, "2023-03-31T23:59:00+08:00", site: IntakeService.Waterworks),
            IntakeService.Row("free-chlorine", 3m, "2023-04-01T00:00:00+08:00", site: IntakeService.Waterworks));

        var before = (await AskAsync(IntakeService.Waterworks, "2023-03-31", "2023-03-31"))[0].GetProperty("items")[0];
        var after = (await AskAsync(IntakeService.Waterworks, "2023-04-01", "2023-04-01"))[0].GetProperty("items")[0];

        Assert.Equal(("GB 5749-2006", "≤ 4", 1), (before.Text("standard"), before.Text("limit"), before.Count("within")));
        Assert.Equal(("GB 5749-2022", "≤ 2", 1), (after.Text("standard"), after.Text("limit"), after.Count("beyond")));
    }

    [Fact]
    public async Task A_plants_ammonia_cannot_be_judged_without_the_waters_temperature()
    {
        await _service.SendAsync(IntakeService.Row("ammonia-nitrogen", 6m, site: IntakeService.Plant));
        var without = (await AskAsync(IntakeService.Plant))[0];
        Assert.Equal(JsonValueKind.Null, Kind(without, "complies"));
        Assert.Equal((1, "condition:water_temperature"), (without.GetProperty("items")[0].Count("notComparable"), without.GetProperty("items")[0].GetProperty("why")[0].GetString()));

        await _service.SendAsync(IntakeService.Row("water-temperature", 10m, "2021-04-06T03:00:00+08:00", site: IntakeService.Plant));
        var with = (await AskAsync(IntakeService.Plant))[0];
        Assert.Equal("≤ 8", with.GetProperty("items").EnumerateArray().Single(item => item.Text("parameter") == "ammonia-nitrogen").Text("limit"));
        Assert.True(with.GetProperty("complies").GetBoolean());
    }

    [Fact]
    public async Task What_a_mark_a_verdict_or_a_coarse_method_takes_out_is_counted_apart()
    {
        await _service.SendAsync(
            IntakeService.Row("ammonia-nitrogen", 0.3m),
            IntakeService.Row("ammonia-nitrogen", 7m, "2021-04-06T05:00:00+08:00", flag: "M"),
            IntakeService.Row("ammonia-nitrogen", null, "2021-04-06T06:00:00+08:00", detectionLimit: 1.5m));
        var id = (await _service.SendAsync(IntakeService.Row("ammonia-nitrogen", 4m, "2021-04-06T07:00:00+08:00"))).GetProperty("cases")[0].GetString();
        var committee = _service.Service.As(TestPlans.Committee, "approver", "supervisor");
        Assert.Equal(200, (await committee.PostAsync($"/api/ecological/exceedances/{id}/steps", new { step = "verdict", verdict = "not-genuine", reason = "样品污染" })).Status);

        var (district, _) = await ViewsAsync();

        var item = district.GetProperty("items")[0];
        Assert.Equal((1, 0, 1, 1, 1), (item.Count("within"), item.Count("beyond"), item.Count("notComparable"), item.Count("notJudged"), item.Count("excluded")));
        Assert.Equal("detection-limit", item.GetProperty("why")[0].GetString());
        Assert.Equal(JsonValueKind.Null, Kind(district, "complies"));
    }

    [Fact]
    public async Task Of_two_verdicts_on_one_reading_the_newer_stands()
    {
        var cases = (await _service.SendAsync(IntakeService.Row("ammonia-nitrogen", 1.5m))).GetProperty("cases");
        Assert.Equal(2, cases.GetArrayLength());             // the district's and the city's
        var committee = _service.Service.As(TestPlans.Committee, "approver", "supervisor");
        await JudgeAsync(cases[0].GetString()!, "device-fault");
        Assert.Equal((0, 1), await CountsAsync());

        _service.Service.Clock.Advance(TimeSpan.FromMinutes(1));
        await JudgeAsync(cases[1].GetString()!, "genuine");
        Assert.Equal((1, 0), await CountsAsync());

        async Task JudgeAsync(string id, string verdict) => Assert.Equal(200,
            (await committee.PostAsync($"/api/ecological/exceedances/{id}/steps", new { step = "verdict", verdict, reason = "复核" })).Status);

        async Task<(int Beyond, int Excluded)> CountsAsync()
        {
            var item = (await ViewsAsync()).District.GetProperty("items")[0];
            return (item.Count("beyond"), item.Count("excluded"));
        }
    }

    [Fact]
    public async Task A_case_about_a_limit_that_depends_on_the_temperature_can_be_closed_on_a_sample_judged_with_it()
    {
        var now = _service.Service.Clock.GetUtcNow().ToOffset(TimeSpan.FromHours(8));
        await _service.SendAsync(At("water-temperature", 20m, now.AddHours(-1)));
        var id = (await _service.SendAsync(At("ammonia-nitrogen", 7m, now.AddHours(-1)))).GetProperty("cases")[0].GetString();
        var committee = _service.Service.As(TestPlans.Committee, "approver", "supervisor");
        var holder = _service.Service.As(TestPlans.Cooperating, "reporter", "approver");
        await StepAsync(committee, new { step = "assign", to = TestPlans.Cooperating, reason = "请核查" });
        await StepAsync(holder, new { step = "accept" });
        await StepAsync(holder, new { step = "rectify", reason = "调整曝气", doneOn = "2021-11-02" });
        _service.Service.Clock.Advance(TimeSpan.FromDays(1));

        // 7 mg/L again: beyond at 20 °C, within at 10 °C.
        await _service.SendAsync(At("water-temperature", 10m, now.AddDays(1)), At("ammonia-nitrogen", 7m, now.AddDays(1)));
        await StepAsync(holder, new { step = "finish", reason = "已恢复达标" });

        async Task StepAsync(HttpClient by, object step)
        {
            var (status, body) = await by.PostAsync($"/api/ecological/exceedances/{id}/steps", step);
            Assert.True(status == 200, body.ToString());
        }

        static object At(string parameter, decimal value, DateTimeOffset time) =>
            IntakeService.Row(parameter, value, FormattableString.Invariant($"{time:yyyy-MM-dd'T'HH:mm:sszzz}"), site: IntakeService.Plant);
    }

    [Theory]
    [InlineData("nowhere", "from=2021-04-01&to=2021-04-30", 404)]
    [InlineData("section-1", "from=2021-04-30&to=2021-04-01", 422)]
    [InlineData("section-1", "from=soon", 422)]
    public async Task What_cannot_be_asked_is_refused(string site, string query, int status) =>
        Assert.Equal(status, (await _service.Bureau.ReadAsync($"{SiteService.Base}/{site}/compliance?{query}")).Status);

    private async Task<(JsonElement District, JsonElement City)> ViewsAsync()
    {
        var views = await AskAsync(IntakeService.Section);
        return (views[0], views[1]);
    }

    private async Task<JsonElement> AskAsync(string site, string from = "2021-04-01", string to = "2021-04-30")
    {
        var (status, body) = await _service.Bureau.ReadAsync($"{SiteService.Base}/{site}/compliance?from={from}&to={to}");
        Assert.Equal(200, status);
        return body.GetProperty("views");
    }

    private static JsonValueKind Kind(JsonElement element, string member) => element.TryGetProperty(member, out var value) ? value.ValueKind : JsonValueKind.Null;
}
