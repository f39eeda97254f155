using Bishui.Rules.Obligations;
using Bishui.Rules.Statistics;
using Bishui.Rules.SurfaceWater;
using Xunit;

namespace Bishui.Tests.Unit.Rules;

/// <summary>F04 (quarters and years) and F05.</summary>
public sealed class FunctionZoneTests
{
    private static readonly decimal[] Ammonia = [0.42m, 0.38m, 0.51m, 0.47m, 0.60m, 0.55m, 0.49m, 0.44m, 0.40m, 0.52m, 0.57m, 0.65m];
    private static readonly SectionTable River = SectionTable.Prepare(Given.SurfaceWater, WaterBody.River);
    private static readonly IReadOnlyDictionary<string, decimal>[] Year = Months("ammonia-nitrogen", Ammonia);

    [Theory]
    [InlineData(PeriodKind.Month, 1, 1, 1)]
    [InlineData(PeriodKind.Quarter, 2, 3, 2)]
    [InlineData(PeriodKind.Year, 8, 12, 8)]
    public void F04_a_period_needs_so_many_months_and_says_how_many_it_has(PeriodKind kind, int least, int wanted, int needed)
    {
        var enough = PeriodMeans.Of([.. Enumerable.Repeat(2m, least)], kind);
        var tooFew = PeriodMeans.Of([.. Enumerable.Repeat(2m, least - 1)], kind);
        var all = PeriodMeans.Of([.. Enumerable.Repeat(2m, wanted)], kind);

        Assert.Equal((2m, least, wanted, needed, least == wanted), (enough.Value, enough.Months, enough.Wanted, enough.Needed, enough.IsComplete));
        Assert.Equal((null, least - 1), (tooFew.Value, tooFew.Months));
        Assert.True(all.IsComplete);
    }

    // F04: it complies if the detection limit is not above the limit, otherwise it cannot be judged.
    [Theory]
    [InlineData("volatile-phenol", "0.0003", null, true)]
    [InlineData("volatile-phenol", "0.005", null, true)]
    [InlineData("volatile-phenol", "0.0051", null, false)]
    [InlineData("volatile-phenol", "0.005", WaterClass.II, false)]
    [InlineData("volatile-phenol", "0.002", WaterClass.II, true)]
    [InlineData("dissolved-oxygen", "0.2", null, true)]
    [InlineData("dissolved-oxygen", "5.1", null, false)]
    [InlineData("turbidity", "900", null, true)] // no class depends on it
    public void F04_a_single_result_below_detection_is_classified_by_a_detection_limit_fine_enough(
        string parameter, string detectionLimit, WaterClass? target, bool expected)
    {
        var limit = decimal.Parse(detectionLimit, System.Globalization.CultureInfo.InvariantCulture);
        Assert.Equal(expected ? limit : null, River.OfSingleBelowDetection(parameter, limit, target));
    }

    [Theory]
    [InlineData("2021-01-01", "2021-12-31", "2021")]
    [InlineData("2021-07-01", "2021-09-30", "2021-Q3")]
    [InlineData("2021-07-01", "2021-12-31", "2021-H2")]
    [InlineData("2021-02-01", "2021-02-28", "2021-02")]
    [InlineData("2021-02-01", "2021-04-30", null)]
    [InlineData("2020-02-01", "2020-02-28", null)]
    [InlineData("2021-01-01", "2022-12-31", null)]
    public void F04_only_the_ends_of_a_calendar_period_make_one(string first, string last, string? id) =>
        Assert.Equal(id, Period.Between(DateOnly.Parse(first, null), DateOnly.Parse(last, null))?.Id);

    [Fact]
    public void F04_the_year_is_the_mean_of_its_months() => Assert.Equal(0.50m, PeriodMeans.Of(Ammonia, PeriodKind.Year).Value);

    [Theory]
    [InlineData(WaterClass.III, true, true, 12)]
    [InlineData(WaterClass.II, true, false, 6)]
    public void F05_annual_mean_and_frequency_may_disagree(WaterClass target, bool byMean, bool byFrequency, int months)
    {
        var mean = FunctionZone.ByAnnualMean(Year, River, target, ZoneVariant.AllFactor);
        var frequency = FunctionZone.ByFrequency(Year, River, target, ZoneVariant.AllFactor);

        Assert.Equal((byMean, WaterClass.II, ZoneMethod.AnnualMean, "zone-annual-mean/1"), (mean.Complies, mean.Means!.Class, mean.Method, mean.Rule));
        Assert.Equal(0.50m, Assert.Single(mean.Means.Items).Value);
        Assert.Equal((byFrequency, new Share(months, 12), ZoneMethod.Frequency, "zone-frequency/1"), (frequency.Complies, frequency.Months, frequency.Method, frequency.Rule));
    }

    [Theory]
    [InlineData(8, 10, true)]
    [InlineData(9, 12, false)]
    [InlineData(10, 12, true)]
    public void F05_a_zone_complies_from_eighty_per_cent_of_its_months(int complying, int judged, bool expected) =>
        Assert.Equal(expected, FunctionZone.ByFrequency(
            Months("ammonia-nitrogen", [.. Enumerable.Range(0, judged).Select(i => i < complying ? 1.0m : 1.001m)]), River, WaterClass.III, ZoneVariant.AllFactor).Complies);

    [Theory]
    [InlineData(7, null)]
    [InlineData(8, true)]
    public void F05_an_annual_mean_needs_eight_months(int months, bool? expected)
    {
        var zone = FunctionZone.ByAnnualMean(Year[..months], River, WaterClass.III, ZoneVariant.AllFactor);
        Assert.Equal((expected, months), (zone.Complies, zone.MonthsMeasured));
    }

    [Fact]
    public void F05_two_factors_judge_organic_matter_and_ammonia_only()
    {
        var months = Enumerable.Range(0, 12).Select(_ => new Dictionary<string, decimal>
        {
            ["permanganate-index"] = 5m,
            ["chemical-oxygen-demand"] = 45m,
            ["ammonia-nitrogen"] = 0.5m,
            ["total-phosphorus"] = 0.5m,
        }).ToArray();

        Assert.True(FunctionZone.ByAnnualMean(months, River, WaterClass.III, ZoneVariant.TwoFactor).Complies);
        Assert.True(FunctionZone.ByFrequency(months, River, WaterClass.III, ZoneVariant.TwoFactor).Complies);
        Assert.False(FunctionZone.ByAnnualMean(months, River, WaterClass.III, ZoneVariant.AllFactor).Complies);
        foreach (var month in months)
            month.Remove("permanganate-index");
        Assert.False(FunctionZone.ByAnnualMean(months, River, WaterClass.III, ZoneVariant.TwoFactor).Complies);
    }

    [Fact]
    public void F05_one_factor_does_not_speak_for_two()
    {
        Assert.Null(FunctionZone.ByAnnualMean(Year, River, WaterClass.III, ZoneVariant.TwoFactor).Complies);
        var frequency = FunctionZone.ByFrequency(Year, River, WaterClass.III, ZoneVariant.TwoFactor);
        Assert.Equal((null, ZoneVariant.TwoFactor, 0), (frequency.Complies, frequency.Variant, frequency.MonthsMeasured));
    }

    [Fact]
    public void F05_what_is_shown_beside_the_class_never_fails_a_zone() =>
        Assert.Null(FunctionZone.ByFrequency(Months("total-nitrogen", [9m, 9m]), River, WaterClass.III, ZoneVariant.AllFactor).Complies);

    [Fact]
    public void F05_the_rate_of_an_area_counts_the_zones_that_were_judged()
    {
        var complies = FunctionZone.ByAnnualMean(Year, River, WaterClass.III, ZoneVariant.AllFactor);
        var fails = FunctionZone.ByFrequency(Year, River, WaterClass.II, ZoneVariant.AllFactor);
        var open = FunctionZone.ByAnnualMean(Year[..3], River, WaterClass.III, ZoneVariant.AllFactor);

        Assert.Equal(new Share(2, 3), FunctionZone.ComplianceRate([complies, fails, open, complies]));
    }

    private static IReadOnlyDictionary<string, decimal>[] Months(string parameter, decimal[] values) =>
        [.. values.Select(value => (IReadOnlyDictionary<string, decimal>)new Dictionary<string, decimal> { [parameter] = value })];
}
