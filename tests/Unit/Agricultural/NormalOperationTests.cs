using Bishui.Agricultural.Rules;
using Bishui.Rules.Indicators;
using Xunit;

namespace Bishui.Tests.Unit.Agricultural;

/// <summary>F14, the normal-operation rate of rural facilities.</summary>
public sealed class NormalOperationTests
{
    private static readonly OperationCriteria All = new()
    {
        Running = true,
        Receiving = true,
        EffluentWithinLimits = true,
        RecordWithinDays = 31,
        ReadingsWithinDays = 31,
        Source = "test",
        Confidence = "choice",
    };

    [Theory]
    [InlineData(47, 52, 90.38, IndicatorState.Met)]
    [InlineData(46, 52, 88.46, IndicatorState.Missed)]
    [InlineData(90, 100, 90.00, IndicatorState.Met)] // 90 % and above includes 90
    [InlineData(899, 1000, 89.90, IndicatorState.Missed)]
    public void The_worked_examples_and_the_boundary(int normal, int built, double printed, IndicatorState state)
    {
        var measured = Measured.Percent(normal, built, []);
        Assert.Equal((decimal)printed, decimal.Round(measured.Value!.Value, 2));
        Assert.Equal(state, measured.StateAgainst(new IndicatorTarget.Fixed(90), 90));
    }

    [Theory]
    [InlineData(true, true, true, true)]
    [InlineData(true, true, null, true)] // effluent counts where it is measured
    [InlineData(true, true, false, false)]
    [InlineData(false, true, true, false)]
    [InlineData(true, false, true, false)]
    [InlineData(null, null, true, null)]
    [InlineData(null, null, false, false)]
    public void It_runs_receives_and_keeps_its_limits(bool? running, bool? receiving, bool? within, bool? normal) =>
        Assert.Equal(normal, NormalOperation.IsNormal(All, running, receiving, within));

    [Fact]
    public void A_criterion_that_is_switched_off_decides_nothing() =>
        Assert.True(NormalOperation.IsNormal(All with { EffluentWithinLimits = false, Receiving = false }, true, null, false));
}
