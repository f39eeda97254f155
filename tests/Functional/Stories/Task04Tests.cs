using Bishui.Domestic;
using Xunit;
using static Bishui.Tests.Functional.Stories.Plants;

namespace Bishui.Tests.Functional.Stories;

/// <summary>Task 4: the centralised collection rate reaches 50 %.</summary>
public sealed class Task04Tests
{
    [Fact]
    public async Task The_collection_rate_rests_on_the_plants_reports_and_the_population()
    {
        await using var story = await Story.StartAsync<DomesticCategory>();
        await story.PlantAsync("plant-a");
        await story.PlantAsync("plant-b");
        await story.PlantAsync("town-plant", level: "town");
        foreach (var month in MonthsFrom("2021-01", 12))
        {
            await story.MonthAsync("plant-a", month, 40_000, 85);
            if (month != "2021-12") await story.MonthAsync("plant-b", month, 20_000, 70);
        }
        await story.MonthAsync("town-plant", "2021-01", 90_000, 300);

        // Without the population there is nothing to measure.
        Assert.Equal("no-data", (await story.IndicatorAsync("collection-rate", "2021-12-31")).Text("state"));
        await story.RowAsync(Bureau, "water-populations", "city-2021", "2021-12-01", Population(220_000));
        var provisional = await story.IndicatorAsync("collection-rate", "2021-12-31");
        Assert.Equal(("provisional", 48.48m), (provisional.Text("state"), Math.Round(provisional.Number("value"), 2)));
        Assert.Contains(await story.FindingsAsync("plant-report-missing", "2022-01-11"), found => found.Text("objectId") == "plant-b/2021-12");
        Assert.DoesNotContain(await story.FindingsAsync("plant-report-missing", "2022-01-10"), found => found.Text("objectId") == "plant-b/2021-12");

        // All months are in, and the rate misses the target; then the population is corrected.
        await story.MonthAsync("plant-b", "2021-12", 20_000, 70);
        Assert.DoesNotContain(await story.FindingsAsync("plant-report-missing", "2022-01-11"), found => found.Text("objectId") == "plant-b/2021-12");
        Assert.Equal("missed", (await story.IndicatorAsync("collection-rate", "2021-12-31")).Text("state"));
        await story.RowAsync(Bureau, "water-populations", "city-2021", "2021-12-01", Population(200_000));
        var met = await story.IndicatorAsync("collection-rate", "2021-12-31");

        Assert.Equal(("met", 53.33m, 50m), (met.Text("state"), Math.Round(met.Number("value"), 2), met.Number("target")));
        Assert.Equal((106_666.7m, 200_000m), (Math.Round(met.Number("numerator"), 1), met.Number("denominator")));
        Assert.Contains("water-populations/city-2021", met.EvidenceIds());
        Assert.Equal(24, met.EvidenceIds().Count(id => id.StartsWith("plant-months/", StringComparison.Ordinal)));
        Assert.Equal(4_800_000m, met.GetProperty("inputs")[0].Number("value"));
        // The plan's day: ten months are over, so the figure is provisional, and it arrives at the assessment as such.
        Assert.Equal("no-data", (string?)(await story.AtAssessmentAsync("collection-rate"))["state"]);
        Assert.Equal("open", Assert.Single(await story.DutiesAsync("4")).Text("state"));
    }

    [Fact]
    public async Task The_figure_reaches_the_assessment_and_the_exact_half_meets_it()
    {
        await using var story = await Story.StartAsync<DomesticCategory>();
        await story.PlantAsync("plant-a");
        await story.RowAsync(Bureau, "water-populations", "city-2021", "2021-01-01", Population(200_000));
        foreach (var month in MonthsFrom("2021-01", 12)) await story.MonthAsync("plant-a", month, 50_000, 90);

        Assert.Equal((50m, "met"), (await story.IndicatorAsync("collection-rate", "2021-12-31") is var half ? half.Number("value") : 0, half.Text("state")));
        var told = await story.AtAssessmentAsync("collection-rate");

        Assert.Equal(("provisional", 50m), ((string?)told["state"], (decimal?)told["value"]));
        // A day below in one month is below the half.
        await story.MonthAsync("plant-a", "2021-12", 49_999, 90);
        Assert.Equal("missed", (await story.IndicatorAsync("collection-rate", "2021-12-31")).Text("state"));
        // A deduction that the bureau enters is left out of every day's load.
        await story.MonthAsync("plant-a", "2021-12", 50_000, 90);
        await story.RowAsync(Bureau, "water-populations", "city-2021", "2021-01-01", Population(200_000, 900));
        Assert.Equal(40m, (await story.IndicatorAsync("collection-rate", "2021-12-31")).Number("value"));
    }

    [Fact]
    public async Task Wrong_rows_and_other_units_are_refused_and_doubles_found()
    {
        await using var story = await Story.StartAsync<DomesticCategory>();
        await story.PlantAsync("plant-a");

        Assert.Equal(["from after-year", "permanent missing"], await story.WrongRowAsync(Bureau, "water-populations", "x", "2022-01-01", Population(0)));
        Assert.Equal(["plant unknown-plants"], await story.WrongRowAsync(Bureau, "plant-months", "x", "2021-01-01", new { plant = "nowhere", month = "2021-01", inflow = 1, treated = 1 }));
        Assert.Equal(["month bad-form", "inflow out-of-range"],
            await story.WrongRowAsync(Bureau, "plant-months", "x", "2021-01-01", new { plant = "plant-a", month = "2021-13", inflow = -1, treated = 1 }));
        Assert.Equal(["from after-month"], await story.WrongRowAsync(Bureau, "plant-months", "x", "2021-02-01", new { plant = "plant-a", month = "2021-01", inflow = 1, treated = 1 }));
        await story.MonthAsync("plant-a", "2021-01", 10, 90);
        Assert.Equal(["month fixed"], await story.WrongRowAsync(Bureau, "plant-months", "plant-a-2021-01", "2021-01-01", new { plant = "plant-a", month = "2021-02", inflow = 1, treated = 1 }));
        Assert.Equal(403, (await story.SendAsync(HttpMethod.Put, "/registers/water-populations/x", new { from = "2021-01-01", values = Population(1) }, "education-bureau")).Status);

        Assert.Empty(await story.FindingsAsync("plant-report-double"));
        await story.MonthAsync("plant-a", "2021-01", 20, 90, id: "again");
        Assert.Equal("plant-a/2021-01", Assert.Single(await story.FindingsAsync("plant-report-double")).Text("objectId"));
    }

    private static object Population(decimal permanent, decimal? industrialLoad = null) =>
        new { area = "城区", year = 2021, permanent, temporary = 0, industrialLoad, source = "统计年报" };
}
