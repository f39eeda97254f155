using Bishui.Risk;
using Xunit;

namespace Bishui.Tests.Functional.Stories;

/// <summary>一河一策一图: the set of each river, its emergency spaces and sensitive points on the map, the steps of the practice.</summary>
public sealed class Task12Tests
{
    private const string Unit = "ecology-bureau";

    [Fact]
    public async Task A_river_gets_its_set_its_map_and_its_steps()
    {
        await using var story = await Story.StartAsync<RiskCategory>();
        await story.RowAsync(Unit, "emergency-plans", "p1", "2021-11-01", Task11Tests.PlanOf([]));

        // Wrong input.
        Assert.Equal(["spacesFoundOn out-of-order"], await story.WrongRowAsync(Unit, "river-sets", "liujiang", "2021-11-01", Set(spacesFoundOn: "2021-07-01", surveyedOn: "2021-08-01")));
        Assert.Equal(["plan unknown-emergency-plans"], await story.WrongRowAsync(Unit, "river-sets", "liujiang", "2021-11-01", Set(plan: "p9")));

        // Breach.
        await story.RowAsync(Unit, "river-sets", "liujiang", "2021-11-01", Set("2021-07-01", policy: "柳南环发〔2021〕12号"));
        var finding = Assert.Single(await story.FindingsAsync("river-set-incomplete"));
        Assert.Equal("缺：一图（应急处置图）、应急预案、应急空间清单、敏感点清单", finding.Text("text"));
        Task11Tests.Figures(await story.IndicatorAsync("river-sets-complete"), 0, 1);
        Task11Tests.Figures(await story.IndicatorAsync("nanyang-practice-steps"), 1, 5);
        await story.RowAsync(Unit, "emergency-spaces", "dam-1", "2021-11-01", new { name = "红花闸", river = "liujiang", kind = "dam" });
        Assert.Equal("dam-1", Assert.Single(await story.FindingsAsync("emergency-place-unknown")).Text("objectId"));
        Assert.Equal(["precisionMetres missing", "datum missing"],
            await story.WrongRowAsync(Unit, "emergency-spaces", "dam-1", "2021-11-01", new { name = "红花闸", river = "liujiang", kind = "dam", longitude = 109.5, latitude = 24.2 }));
        Assert.Equal(["latitude missing"],
            await story.WrongRowAsync(Unit, "emergency-spaces", "dam-1", "2021-11-01", new { name = "红花闸", river = "liujiang", kind = "dam", longitude = 109.5 }));

        // Repair.
        await story.RowAsync(Unit, "emergency-spaces", "dam-1", "2021-11-01", new
        {
            name = "红花闸",
            river = "liujiang",
            kind = "dam",
            capacity = 120000.5,
            use = "拦截",
            longitude = 109.5,
            latitude = 24.2,
            precisionMetres = 50,
            datum = "CGCS2000",
        });
        await story.RowAsync(Unit, "sensitive-points", "intake-1", "2021-11-01", new
        {
            name = "柳南水厂取水口",
            river = "liujiang",
            kind = "intake",
            longitude = 109.42,
            latitude = 24.32,
            precisionMetres = 1000,
            datum = "GCJ-02",
        });
        await story.RowAsync(Unit, "river-sets", "liujiang", "2021-11-02", Set("2021-07-01", "2021-08-01", "柳南环发〔2021〕12号", "图-1", "p1"));
        Assert.Empty(await story.FindingsAsync("river-set-incomplete"));
        Assert.Empty(await story.FindingsAsync("emergency-place-unknown"));
        var complete = await story.IndicatorAsync("river-sets-complete");
        Task11Tests.Figures(complete, 1, 1);
        Assert.Equal(["emergency-spaces/dam-1@2", "river-sets/liujiang@2", "sensitive-points/intake-1@1"], Task11Tests.Evidence(complete));
        Task11Tests.Figures(await story.IndicatorAsync("nanyang-practice-steps"), 2, 5);
        Task11Tests.Figures(await story.IndicatorAsync("river-sets-complete", "2021-11-01"), 0, 1);

        // The map: points with precision and datum, and the service's sites along the river.
        var (put, _) = await story.SendAsync(HttpMethod.Put, "/sites/ep-1", new
        {
            id = "ep-1",
            name = "应急监测1号点",
            kind = "emergency-point",
            unit = Unit,
            tasks = new[] { 12 },
            water = "柳江",
        }, Unit);
        Assert.Equal(201, put);
        var (status, map) = await story.GetAsync("/rivers/liujiang/map");
        Assert.Equal((200, "FeatureCollection"), (status, map.Text("type")));
        var features = map.GetProperty("features").EnumerateArray().ToDictionary(each => each.Text("id"));
        Assert.Equal(["dam-1", "ep-1", "intake-1"], features.Keys.Order(StringComparer.Ordinal));
        Assert.Equal([109.5m, 24.2m], features["dam-1"].GetProperty("geometry").GetProperty("coordinates").EnumerateArray().Select(each => each.GetDecimal()));
        var dam = features["dam-1"].GetProperty("properties");
        Assert.Equal((120000.5m, 50, "CGCS2000", "闸坝"), (dam.GetProperty("capacityCubicMetres").GetDecimal(), dam.GetProperty("precisionMetres").GetInt32(), dam.Text("datum"), dam.Text("kindZh")));
        Assert.Equal("GCJ-02", features["intake-1"].GetProperty("properties").Text("datum"));
        Assert.Equal(System.Text.Json.JsonValueKind.Null, features["ep-1"].GetProperty("geometry").ValueKind);
        Assert.Equal(404, (await story.GetAsync("/rivers/nowhere/map")).Status);

        Assert.Equal(1m, (await story.AtAssessmentAsync("river-sets-complete"))["denominator"]!.GetValue<decimal>());
    }

    [Fact]
    public async Task The_duty_lasts_all_year_a_cooperating_unit_registers_and_a_stranger_does_not()
    {
        await using var story = await Story.StartAsync<RiskCategory>();

        Assert.NotEmpty(await story.DutiesAsync("12"));
        await story.RowAsync("transport-bureau", "river-sets", "liujiang", "2021-11-01", Set());
        Assert.Equal(403, (await story.SendAsync(HttpMethod.Put, "/registers/river-sets/r2", new { from = "2021-11-01", values = Set() }, "education-bureau")).Status);
        Assert.Equal(403, (await story.GetAsync("/rivers/liujiang/map", "education-bureau")).Status);
    }

    private static object Set(string? surveyedOn = null, string? spacesFoundOn = null, string? policy = null, string? map = null, string? plan = null) =>
        new { river = "柳江", kind = "important", policyDocument = policy, mapDocument = map, plan, surveyedOn, spacesFoundOn };
}
