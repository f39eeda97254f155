using Bishui.Rules.Statistics;
using Bishui.Rules.SurfaceWater;
using Xunit;

namespace Bishui.Tests.Unit.Rules;

public sealed class MeansTests
{
    // F04, example of an annual mean.
    [Fact]
    public void Twelve_months_of_ammonia_nitrogen_average_to_class_II()
    {
        decimal[] months = [0.42m, 0.38m, 0.51m, 0.47m, 0.60m, 0.55m, 0.49m, 0.44m, 0.40m, 0.52m, 0.57m, 0.65m];
        var mean = Means.Of([.. months.Select(month => new Sample(month))], Means.MonthsOfYear);
        Assert.Equal(0.50m, mean);
        Assert.Equal(WaterClass.II, Given.Section(("ammonia-nitrogen", mean!.Value)).Class);
    }

    // F04, example of results below the detection limit.
    [Fact]
    public void Not_detected_takes_part_as_half_the_detection_limit()
    {
        var mean = Means.Of([new(0.0003m, BelowDetection: true), new(0.0008m), new(0.0003m, BelowDetection: true)]);
        Assert.Equal(0.00037m, Math.Round(mean!.Value, 5));
        Assert.Equal(WaterClass.I, Given.Section(("volatile-phenol", mean.Value)).Class);
    }

    [Theory]
    [InlineData(7, false)]
    [InlineData(8, true)]
    public void A_year_needs_eight_months(int months, bool enough) =>
        Assert.Equal(enough, Means.Of([.. Enumerable.Repeat(new Sample(1m), months)], Means.MonthsOfYear) is not null);

    [Fact]
    public void Nothing_measured_has_no_mean() => Assert.Null(Means.Of([], atLeast: 0));
}
