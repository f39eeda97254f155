using Bishui.Rules.Indicators;
using Bishui.Rules.Obligations;
using Bishui.Rules.Standards;
using Bishui.Rules.Statistics;
using Bishui.Rules.SurfaceWater;
using Bishui.Standards;
using CsCheck;
using Xunit;

namespace Bishui.Tests.Unit.Rules;

/// <summary>No stored value may fail a rule: what no decimal can hold is not computable.</summary>
public sealed class ComputableTests
{
    private static readonly decimal[] Ends = [0m, decimal.MaxValue, decimal.MinValue, 7.9e28m, 1e-28m, -1e-28m];

    private static readonly Gen<decimal> Any = Gen.OneOf(
        Gen.Select(Gen.Int, Gen.Int, Gen.Int, Gen.Bool, Gen.Int[0, 28], (low, mid, high, negative, scale) => new decimal(low, mid, high, negative, (byte)scale)),
        Gen.Int[0, Ends.Length - 1].Select(end => Ends[end]));

    private static readonly Standard SurfaceWater = StandardFiles.Load().InForce("surface-water", new DateOnly(2021, 11, 1))!;

    private static readonly string[] Parameters =
        ["ph", "dissolved-oxygen", "ammonia-nitrogen", "total-phosphorus", "permanganate-index", "total-nitrogen", "chlorophyll-a", "transparency", "mercury"];

    [Fact]
    public void Every_rule_answers_for_every_value()
    {
        var table = SectionTable.Prepare(SurfaceWater, WaterBody.River);
        Any.Array[Parameters.Length].Array[2].Sample(sections =>
        {
            var values = sections.Select(section => Parameters.Zip(section).ToDictionary(pair => pair.First, pair => pair.Second)).ToArray();
            var classes = Array.ConvertAll(values, one => table.Classify(one, WaterClass.III));
            var index = Cwqi.Of(values, table);
            _ = Cwqi.City(index, index);
            _ = Cwqi.Change(sections[0][0], sections[1][0]);
            _ = RiverEvaluation.Grade(classes, table);
            _ = TrophicLevels.Of(values[0]);
            _ = FunctionZone.ByAnnualMean([.. Enumerable.Repeat(values[0], 12)], table, WaterClass.III, ZoneVariant.AllFactor);
            _ = FunctionZone.ByFrequency([.. Enumerable.Repeat(values[0], 12)], table, WaterClass.III, ZoneVariant.AllFactor);
            _ = PeriodMeans.Of([.. sections[0], .. sections[1]], PeriodKind.Quarter);
            _ = Means.Of([.. sections[0].Select(value => new Sample(value)), .. sections[1].Select(value => new Sample(value, BelowDetection: true))]);
            _ = Measured.Percent(sections[0][0], sections[1][0], []);
        }, iter: 2000);
    }

    [Fact]
    public void What_cannot_be_held_has_no_figure_and_what_can_has_its_own()
    {
        Assert.Null(PeriodMeans.Of([decimal.MaxValue, decimal.MaxValue], PeriodKind.Quarter).Value);
        Assert.Equal(2m, PeriodMeans.Of([1m, 3m], PeriodKind.Quarter).Value);
        Assert.Null(Measured.Percent(decimal.MaxValue, 2m, []).Value);
        Assert.Equal(50m, Measured.Percent(1m, 2m, []).Value);
    }
}
