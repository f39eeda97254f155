using Bishui.Shipping.Rules;
using Xunit;

namespace Bishui.Tests.Unit.Shipping;

/// <summary>The chain of a ship's waste: in time and in balance.</summary>
public sealed class ManifestChainTests
{
    private static readonly DateOnly Day = new(2021, 10, 1);

    private static readonly ManifestRules Rules = new()
    {
        ReceiveWithinDays = 7,
        TransferWithinDays = 15,
        DisposeWithinDays = 30,
        LossTolerance = 5,
        Source = "test",
        Confidence = "choice",
    };

    [Theory]
    [InlineData(1, 7)]
    [InlineData(2, 15)]
    [InlineData(3, 30)]
    public void A_stage_may_last_until_its_last_day(int reached, int days)
    {
        var stages = Enumerable.Range(0, 4).Select(i => i < reached ? new ManifestStage(Day, 10) : default).ToList();
        Assert.Equal(Day.AddDays(days), ManifestChain.NextBy(Rules, stages));
        Assert.Equal(ManifestState.UnderWay, ManifestChain.StateOn(Rules, stages, Day.AddDays(days)));
        Assert.Equal(ManifestState.Stopped, ManifestChain.StateOn(Rules, stages, Day.AddDays(days + 1)));
    }

    [Theory]
    [InlineData(10, 0, ManifestState.Closed)]
    [InlineData(9.5, 5, ManifestState.Closed)] // at the tolerance
    [InlineData(9.49, 5.1, ManifestState.Unbalanced)]
    public void What_is_missing_in_the_end_is_held_against_what_was_generated(double disposed, double loss, ManifestState state)
    {
        ManifestStage[] stages = [new(Day, 10), new(Day, 10), new(Day, 10), new(Day, (decimal)disposed)];
        Assert.Equal((decimal)loss, ManifestChain.Loss(stages));
        Assert.Equal(state, ManifestChain.StateOn(Rules, stages, Day));
    }
}
