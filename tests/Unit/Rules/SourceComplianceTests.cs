using Bishui.Rules.DrinkingSources;
using Bishui.Rules.Groundwater;
using Bishui.Rules.Judging;
using Bishui.Rules.Measures;
using Bishui.Rules.Statistics;
using Bishui.Rules.SurfaceWater;
using Xunit;

namespace Bishui.Tests.Unit.Rules;

/// <summary>F08, and the classes of groundwater that it rests on.</summary>
public sealed class SourceComplianceTests
{
    private static readonly SourceCompliance River = SourceCompliance.OfSurfaceWater(Given.SurfaceWater, WaterBody.River);
    private static readonly SourceCompliance Wells = SourceCompliance.OfGroundwater(Given.Library.Find("GB/T 14848-2017")!);

    [Theory]
    [InlineData("ammonia-nitrogen", "1.0", "1.001")] // table 1, class III
    [InlineData("total-phosphorus", "0.2", "0.201")]
    [InlineData("sulfate", "250", "250.1")] // table 2
    [InlineData("manganese", "0.1", "0.101")]
    [InlineData("chloroform", "0.06", "0.061")] // table 3
    public void F08_a_surface_source_meets_class_III_and_tables_two_and_three(string parameter, string within, string beyond)
    {
        Assert.True(Surface((parameter, Number(within))).Complies);
        var failing = Assert.Single(Surface(("ph", 7m), (parameter, Number(beyond))).Failing);
        Assert.Equal((parameter, Verdict.Beyond), (failing.Parameter, failing.Verdict));
        Assert.Equal("surface-source/1", Surface((parameter, Number(beyond))).Rule);
    }

    [Fact]
    public void F08_temperature_nitrogen_and_coliforms_are_reported_and_do_not_decide()
    {
        var source = Surface(("ph", 7m), ("total-nitrogen", 9m), ("fecal-coliforms", 90_000m), ("water-temperature", 30m), ("turbidity", 5m));
        Assert.True(source.Complies);
        Assert.Equal(["fecal-coliforms", "total-nitrogen", "turbidity", "water-temperature"], source.Reported);
        Assert.Null(Surface(("total-nitrogen", 9m)).Complies);
    }

    [Theory]
    [InlineData("0.5", true)]
    [InlineData("0.51", false)]
    public void F08_a_groundwater_source_meets_class_III_of_its_own_standard(string ammonia, bool expected)
    {
        var source = Wells.Judge(new Dictionary<string, Measurement> { ["ammonia-nitrogen"] = new(Number(ammonia), "mg/L") }, Given.Day);
        Assert.Equal((expected, "ground-source/1"), (source.Complies, source.Rule));
    }

    [Fact]
    public void F08_rates_go_by_sources_and_by_the_volume_drawn()
    {
        var (good, bad, open) = (Surface(("ph", 7m)), Surface(("ph", 5m)), Surface());

        Assert.Equal((100m, 100m), (SourceCompliance.BySources([good, good]).Percent, SourceCompliance.ByVolume([(good, 3.2m), (good, 1.8m)])));
        Assert.Equal((50.0m, 64.0m), (SourceCompliance.BySources([good, bad]).Percent, SourceCompliance.ByVolume([(good, 3.2m), (bad, 1.8m)])));
        Assert.Equal(new Share(1, 1), SourceCompliance.BySources([good, open]));
        Assert.Null(SourceCompliance.ByVolume([(open, 2m)]));
    }

    [Theory]
    [InlineData("ph", "6.5", "dimensionless", WaterClass.I)]
    [InlineData("ph", "6.49", "dimensionless", WaterClass.IV)]
    [InlineData("ph", "9.01", "dimensionless", WaterClass.V)]
    [InlineData("permanganate-index", "3", "mg/L", WaterClass.III)]
    [InlineData("permanganate-index", "10.1", "mg/L", WaterClass.V)]
    [InlineData("chloroform", "0.06", "mg/L", WaterClass.III)] // printed as 60 µg/L
    [InlineData("turbidity", "3", "mg/L", null)]
    [InlineData("phlogiston", "3", "mg/L", null)]
    public void Groundwater_takes_the_best_class_whose_limit_is_met_and_V_beyond_the_last(string parameter, string value, string unit, WaterClass? expected)
    {
        var point = GroundwaterClassifier.Classify(
            Given.Library.Find("GB/T 14848-2017")!, new Dictionary<string, Measurement> { [parameter] = new(Number(value), unit) });
        Assert.Equal(expected, point.Class);
        Assert.Equal(expected is null ? [] : [parameter], point.Deciding);
    }

    [Fact]
    public void Groundwater_takes_the_worst_class_of_its_parameters()
    {
        var point = GroundwaterClassifier.Classify(Given.Library.Find("GB/T 14848-2017")!, new Dictionary<string, Measurement>
        {
            ["ph"] = new(7m, "dimensionless"),
            ["ammonia-nitrogen"] = new(0.6m, "mg/L"),
            ["permanganate-index"] = new(1m, "mg/L"),
        });
        Assert.Equal((WaterClass.IV, "groundwater-single-factor/1"), (point.Class, point.Rule));
        Assert.Equal(["ammonia-nitrogen"], point.Deciding);
    }

    private static SourceJudgement Surface(params (string Parameter, decimal Value)[] values) => River.Judge(
        values.ToDictionary(one => one.Parameter, one => new Measurement(one.Value, Given.Library.Parameters.Find(one.Parameter)!.Unit)), Given.Day);

    private static decimal Number(string text) => decimal.Parse(text, System.Globalization.CultureInfo.InvariantCulture);
}
