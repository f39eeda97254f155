using Bishui.Rules.Indicators;
using Xunit;

namespace Bishui.Tests.Unit.Indicators;

public sealed class MeasuredTests
{
    private static readonly IndicatorTarget AtLeastHalf = new IndicatorTarget.Fixed(50) { Side = TargetSide.AtLeast };
    private static readonly IndicatorTarget AtMostTen = new IndicatorTarget.Fixed(10) { Side = TargetSide.AtMost };

    [Theory]
    [InlineData("49.9999", IndicatorState.Missed)]
    [InlineData("50", IndicatorState.Met)]
    [InlineData("50.0001", IndicatorState.Met)]
    public void The_figure_itself_meets_a_least(string value, IndicatorState state) => Assert.Equal(state, Of(value).StateAgainst(AtLeastHalf, 50));

    [Theory]
    [InlineData("9.9999", IndicatorState.Met)]
    [InlineData("10", IndicatorState.Met)]
    [InlineData("10.0001", IndicatorState.Missed)]
    public void The_figure_itself_meets_a_most(string value, IndicatorState state) => Assert.Equal(state, Of(value).StateAgainst(AtMostTen, 10));

    [Fact]
    public void Without_anything_to_measure_there_is_no_data_and_never_a_hundred_percent()
    {
        var share = Measured.Percent(0, 0, []);
        Assert.Null(share.Value);
        Assert.Equal(IndicatorState.NoData, share.StateAgainst(AtLeastHalf, 50));
        Assert.Equal(IndicatorState.NoData, share.StateAgainst(null, null));
        Assert.Equal(IndicatorState.NoData, Measured.NoData.StateAgainst(AtMostTen, 10));
    }

    [Fact]
    public void A_figure_that_was_not_given_is_not_guessed()
    {
        var pending = new IndicatorTarget.Pending("rate") { Side = TargetSide.AtLeast };
        Assert.Equal(IndicatorState.PendingTarget, Of("99").StateAgainst(pending, null));
        Assert.Equal(IndicatorState.Met, Of("99").StateAgainst(pending, 60));
        Assert.Equal(IndicatorState.NoTarget, Of("99").StateAgainst(null, null));
    }

    [Fact]
    public void While_facts_are_missing_the_value_is_provisional_whatever_it_is()
    {
        Assert.Equal(IndicatorState.Provisional, (Of("80") with { Provisional = true }).StateAgainst(AtLeastHalf, 50));
        Assert.Equal(IndicatorState.Provisional, (Of("20") with { Provisional = true }).StateAgainst(AtLeastHalf, 50));
    }

    [Fact]
    public void A_share_is_exact() => Assert.Equal(100m / 3, Measured.Percent(1, 3, []).Value);

    private static Measured Of(string value) => new() { Value = decimal.Parse(value, System.Globalization.CultureInfo.InvariantCulture) };
}
