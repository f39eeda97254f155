using Bishui.Shipping.Rules;
using Bishui.Standards;
using Xunit;

namespace Bishui.Tests.Unit.Shipping;

/// <summary>Ages of vessels against the ages of the standard's file, on each side of every boundary.</summary>
public sealed class VesselAgeTests
{
    private static readonly DateOnly On = new(2021, 11, 2);

    [Theory]
    [InlineData("high-speed-passenger", 25)]
    [InlineData("passenger", 30)]
    [InlineData("tanker", 31)]
    [InlineData("bulk", 33)]
    [InlineData("general", 35)]
    public void A_ship_may_operate_until_the_day_before_it_reaches_its_scrapping_age(string type, int age)
    {
        Assert.True(Of(type, On.AddYears(-age).AddDays(1)).MayOperate);
        Assert.False(Of(type, On.AddYears(-age)).MayOperate);
        Assert.Equal(age, Of(type, On).ScrappingAge);
    }

    [Theory]
    [InlineData(17, null)]
    [InlineData(18, "old-vessel")]
    [InlineData(27, "old-vessel")]
    [InlineData(28, "special-survey")]
    [InlineData(32, "special-survey")]
    [InlineData(33, "mandatory-scrapping")]
    public void A_stage_begins_at_its_age(int years, string? stage) => Assert.Equal(stage, Of("bulk", On.AddYears(-years)).Stage);

    [Fact]
    public void A_class_without_ages_has_none() => Assert.Null(AgeOf("other", On));

    [Fact]
    public void Who_was_completed_on_29_February_is_older_on_1_March()
    {
        var leap = new DateOnly(1992, 2, 29);
        Assert.Equal((28, 29), (VesselAge.YearsBetween(leap, new(2021, 2, 28)), VesselAge.YearsBetween(leap, new(2021, 3, 1))));
        Assert.Equal((new DateOnly(2021, 3, 1), new DateOnly(2024, 2, 29)), (VesselAge.Anniversary(leap, 29), VesselAge.Anniversary(leap, 32)));
    }

    private static VesselAge Of(string type, DateOnly completed) => AgeOf(type, completed)!;

    private static VesselAge? AgeOf(string type, DateOnly completed) =>
        VesselAge.Of(StandardFiles.Load().Find("老旧运输船舶管理规定")!, $"vessel-age-{type}", "mandatory-scrapping", completed, On);
}
