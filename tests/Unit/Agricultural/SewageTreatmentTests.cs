using Bishui.Agricultural.Rules;
using Xunit;

namespace Bishui.Tests.Unit.Agricultural;

/// <summary>F13, the rural sewage treatment rate: both shares of a village reach 60 %.</summary>
public sealed class SewageTreatmentTests
{
    private static readonly TreatmentDefinition Double60 = new() { NaturalVillagesAtLeast = 60, HouseholdsAtLeast = 60, Source = "test", Confidence = "unknown" };

    [Fact]
    public void The_worked_example_comes_to_50_percent()
    {
        bool?[] villages =
        [
            SewageTreatment.IsTreated(Double60, 7, 10, 320, 500),   // 70 %, 64 %
            SewageTreatment.IsTreated(Double60, 7, 10, 290, 500),   // 70 %, 58 %
            SewageTreatment.IsTreated(Double60, 599, 1000, 80, 100), // 59.9 %, 80 %
            SewageTreatment.IsTreated(Double60, 6, 10, 300, 500),   // 60 %, 60 %
        ];
        Assert.Equal([true, false, false, true], villages);
        Assert.Equal(50.0m, SewageTreatment.Share(villages.Count(one => one == true), villages.Length));
    }

    [Theory]
    [InlineData(60, 60, true)]
    [InlineData(59, 60, false)]
    [InlineData(60, 59, false)]
    [InlineData(null, 60, null)]
    [InlineData(null, 59, false)] // whatever the other share is
    [InlineData(60, null, null)]
    public void At_the_threshold_it_counts_and_below_it_does_not(int? villages, int? households, bool? treated) =>
        Assert.Equal(treated, SewageTreatment.IsTreated(Double60, villages, 100, households, 100));

    [Fact]
    public void A_third_is_exact_at_its_own_threshold() =>
        Assert.True(SewageTreatment.IsTreated(Double60, 3, 5, 3, 5));
}
