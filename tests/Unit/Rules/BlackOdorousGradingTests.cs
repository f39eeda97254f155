using Bishui.Rules.BlackOdorousWater;
using Bishui.Rules.Statistics;
using Xunit;

namespace Bishui.Tests.Unit.Rules;

/// <summary>F24.</summary>
public sealed class BlackOdorousGradingTests
{
    private static readonly BlackOdorousGrading Guide = BlackOdorousGrading.Prepare(Given.Library.Find("建城〔2015〕130号")!);

    [Theory]
    [InlineData("transparency", "25", BlackOdorousGrade.NotBlackOdorous)]
    [InlineData("transparency", "24.9", BlackOdorousGrade.Mild)]
    [InlineData("transparency", "10", BlackOdorousGrade.Mild)]
    [InlineData("transparency", "9.9", BlackOdorousGrade.Severe)]
    [InlineData("dissolved-oxygen", "2.0", BlackOdorousGrade.NotBlackOdorous)]
    [InlineData("dissolved-oxygen", "1.9", BlackOdorousGrade.Mild)]
    [InlineData("dissolved-oxygen", "0.2", BlackOdorousGrade.Mild)]
    [InlineData("dissolved-oxygen", "0.1", BlackOdorousGrade.Severe)]
    [InlineData("redox-potential", "50", BlackOdorousGrade.NotBlackOdorous)]
    [InlineData("redox-potential", "49", BlackOdorousGrade.Mild)]
    [InlineData("redox-potential", "-200", BlackOdorousGrade.Mild)]
    [InlineData("redox-potential", "-201", BlackOdorousGrade.Severe)]
    [InlineData("ammonia-nitrogen", "8.0", BlackOdorousGrade.NotBlackOdorous)]
    [InlineData("ammonia-nitrogen", "8.1", BlackOdorousGrade.Mild)]
    [InlineData("ammonia-nitrogen", "15", BlackOdorousGrade.Mild)]
    [InlineData("ammonia-nitrogen", "15.1", BlackOdorousGrade.Severe)]
    public void F24_a_sample_is_graded_by_each_indicator(string parameter, string value, BlackOdorousGrade expected) =>
        Assert.Equal(expected, Sample((parameter, decimal.Parse(value, System.Globalization.CultureInfo.InvariantCulture))).Grade);

    [Fact]
    public void F24_the_guide_is_in_the_units_in_which_readings_are_kept() =>
        Assert.All(Given.Library.Find("建城〔2015〕130号")!.Limits, limit => Assert.Equal(Given.Library.Parameters.Find(limit.Parameter)!.Unit, limit.Unit));

    [Fact]
    public void F24_a_sample_takes_the_worst_of_its_indicators()
    {
        Assert.Equal(BlackOdorousGrade.Severe, Sample(("dissolved-oxygen", 3m), ("transparency", 12m), ("ammonia-nitrogen", 16m)).Grade);
        Assert.Null(Sample(("total-phosphorus", 3m)).Grade);
    }

    [Fact]
    public void F24_one_indicator_severe_in_sixty_per_cent_of_its_data_makes_the_point_severe()
    {
        var point = BlackOdorousGrading.OfPoint([.. new[] { 16m, 17m, 14m, 18m, 12m }.Select(value => Sample(("ammonia-nitrogen", value)))]);

        Assert.Equal((BlackOdorousGrade.Severe, 5, "black-odorous/1"), (point.Grade, point.Rounds, point.Rule));
        Assert.Equal(new IndicatorShare("ammonia-nitrogen", new Share(3, 5)), Assert.Single(point.Indicators));
    }

    [Theory]
    [InlineData(3, 3, BlackOdorousGrade.Severe)]
    [InlineData(3, 2, BlackOdorousGrade.Mild)]
    [InlineData(5, 0, BlackOdorousGrade.Mild)]
    [InlineData(6, 0, BlackOdorousGrade.Severe)]
    public void F24_two_indicators_severe_in_thirty_per_cent_of_theirs_make_the_point_severe(int oxygen, int redox, BlackOdorousGrade expected) =>
        Assert.Equal(expected, BlackOdorousGrading.OfPoint([.. Enumerable.Range(0, 10).Select(i =>
            Sample(("dissolved-oxygen", i < oxygen ? 0.1m : 1m), ("redox-potential", i >= 10 - redox ? -300m : 0m)))]).Grade);

    [Fact]
    public void F24_a_point_needs_three_rounds_and_good_water_is_not_mild()
    {
        Assert.Null(BlackOdorousGrading.OfPoint([Sample(("transparency", 1m)), Sample(("transparency", 1m)), Sample()]).Grade);
        Assert.Equal(BlackOdorousGrade.NotBlackOdorous, BlackOdorousGrading.OfPoint([.. Enumerable.Repeat(Sample(("transparency", 60m)), 3)]).Grade);
    }

    [Theory]
    [InlineData(3, 5, BlackOdorousGrade.Severe)]
    [InlineData(2, 5, BlackOdorousGrade.Mild)]
    [InlineData(599, 1000, BlackOdorousGrade.Mild)]
    public void F24_a_water_body_is_severe_from_sixty_per_cent_of_its_points(int severe, int points, BlackOdorousGrade expected) =>
        Assert.Equal(expected, BlackOdorousGrading.OfWaterBody(
            Enumerable.Range(0, points).Select(i => (BlackOdorousGrade?)(i < severe ? BlackOdorousGrade.Severe : BlackOdorousGrade.Mild)).Append(null)));

    [Fact]
    public void F24_three_severe_points_in_a_row_make_the_reach_between_them_severe()
    {
        BlackOdorousGrade? severe = BlackOdorousGrade.Severe, mild = BlackOdorousGrade.Mild;
        Assert.Equal([(1, 3), (5, 8)], BlackOdorousGrading.SevereReaches([mild, severe, severe, severe, null, severe, severe, severe, severe]));
        Assert.Empty(BlackOdorousGrading.SevereReaches([severe, severe, mild, severe, severe]));
    }

    [Fact]
    public void F24_a_treated_water_bounces_back_as_soon_as_one_indicator_leaves_the_band()
    {
        Assert.Equal(["dissolved-oxygen"], BlackOdorousGrading.BounceBack(Sample(("dissolved-oxygen", 1.99m), ("transparency", 25m))));
        Assert.Empty(BlackOdorousGrading.BounceBack(Sample(("dissolved-oxygen", 2m), ("transparency", 25m))));
    }

    private static GradedSample Sample(params (string Parameter, decimal Value)[] values) =>
        Guide.OfSample(values.ToDictionary(one => one.Parameter, one => one.Value));
}
