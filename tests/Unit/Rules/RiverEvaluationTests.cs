using Bishui.Rules.Statistics;
using Bishui.Rules.SurfaceWater;
using Xunit;

namespace Bishui.Tests.Unit.Rules;

/// <summary>F02 (rivers), F03 and F25.</summary>
public sealed class RiverEvaluationTests
{
    private static readonly SectionTable River = SectionTable.Prepare(Given.SurfaceWater, WaterBody.River);

    [Theory]
    [InlineData(WaterClass.I, "excellent", "优", "blue")]
    [InlineData(WaterClass.II, "excellent", "优", "blue")]
    [InlineData(WaterClass.III, "good", "良好", "green")]
    [InlineData(WaterClass.IV, "light-pollution", "轻度污染", "yellow")]
    [InlineData(WaterClass.V, "moderate-pollution", "中度污染", "orange")]
    [InlineData(WaterClass.InferiorV, "heavy-pollution", "重度污染", "red")]
    public void F03_a_section_has_a_grade_by_its_class(WaterClass waterClass, string key, string name, string colour)
    {
        var grade = SectionGrades.Of(waterClass);
        Assert.Equal((key, name, colour), (grade.Key(), grade.NameZh(), grade.Colour()));
    }

    // The examples of F03, and each boundary of its table from both sides.
    [Theory]
    [InlineData(20, 15, 1, SectionGrade.Good)]
    [InlineData(20, 14, 4, SectionGrade.ModeratePollution)]
    [InlineData(20, 14, 3, SectionGrade.LightPollution)]
    [InlineData(10, 9, 0, SectionGrade.Excellent)]
    [InlineData(1000, 899, 0, SectionGrade.Good)]
    [InlineData(4, 3, 0, SectionGrade.Good)]
    [InlineData(1000, 749, 0, SectionGrade.LightPollution)]
    [InlineData(5, 3, 1, SectionGrade.ModeratePollution)]
    [InlineData(1000, 600, 199, SectionGrade.LightPollution)]
    [InlineData(5, 3, 2, SectionGrade.HeavyPollution)]
    [InlineData(1000, 600, 399, SectionGrade.ModeratePollution)]
    [InlineData(3, 2, 1, SectionGrade.ModeratePollution)]
    public void F03_a_river_is_graded_by_the_shares_of_its_sections(int sections, int good, int bad, SectionGrade expected) =>
        Assert.Equal(expected, RiverEvaluation.ByShares(new(good, sections), new(bad, sections)));

    [Fact]
    public void F03_boundaries_are_compared_before_rounding() =>
        Assert.Equal(SectionGrade.LightPollution, RiverEvaluation.ByShares(new(74_999, 100_000), new(0, 100_000)));

    [Fact]
    public void F03_four_sections_are_averaged_and_then_classified()
    {
        var river = RiverEvaluation.Grade([.. new[] { 0.15m, 0.19m, 0.24m, 0.30m }.Select(tp => Given.Section(("total-phosphorus", tp)))], River);

        Assert.Equal((SectionGrade.LightPollution, RiverMethod.SectionMeans, "river-grade/1"), (river.Grade, river.Method, river.Rule));
        Assert.Equal(0.22m, Assert.Single(river.Means!.Items).Value);
        Assert.Equal(WaterClass.IV, river.Means.Class);
        Assert.Empty(river.Main);
    }

    [Fact]
    public void F03_five_sections_go_by_shares_and_those_without_a_class_do_not_count()
    {
        SectionClass[] five = [.. Enumerable.Repeat(Given.Section(("ammonia-nitrogen", 0.3m)), 4), Given.Section(("ammonia-nitrogen", 3m))];
        Assert.Equal(RiverMethod.SectionShares, RiverEvaluation.Grade(five, River).Method);
        Assert.Equal(SectionGrade.Good, RiverEvaluation.Grade([.. five, Given.Section()], River).Grade);
        Assert.Equal(RiverMethod.SectionMeans, RiverEvaluation.Grade([.. five[1..], Given.Section()], River).Method);
        Assert.Null(RiverEvaluation.Grade([Given.Section()], River).Grade);
    }

    [Fact]
    public void F02_a_river_names_what_most_sections_exceed()
    {
        SectionClass[] eight =
        [
            Given.Section(("total-phosphorus", 0.3m), ("ammonia-nitrogen", 1.2m), ("chemical-oxygen-demand", 25m), ("bod5", 5m)),
            Given.Section(("total-phosphorus", 0.3m), ("ammonia-nitrogen", 1.2m), ("chemical-oxygen-demand", 25m)),
            Given.Section(("total-phosphorus", 0.3m), ("ammonia-nitrogen", 1.2m), ("total-nitrogen", 9m)),
            Given.Section(("total-phosphorus", 0.3m)),
            .. Enumerable.Repeat(Given.Section(("total-phosphorus", 0.2m)), 4),
        ];

        Assert.Equal(
            [("total-phosphorus", 50m), ("ammonia-nitrogen", 37.5m), ("chemical-oxygen-demand", 25m)],
            RiverEvaluation.Grade(eight, River).Main.Select(one => (one.Parameter, one.Exceeding.Percent!.Value)));
    }

    [Theory]
    [InlineData(0.5, 100, 100)]
    [InlineData(0.8, 100, 0)]
    [InlineData(1.2, 0, 0)]
    public void F25_good_means_class_III_and_the_target_is_the_sections_own(double ammonia, int good, int meeting)
    {
        var shares = GoodSections.Of([Given.Section(WaterClass.II, ("ammonia-nitrogen", (decimal)ammonia)), Given.Section(WaterClass.II)]);

        Assert.Equal((good, meeting), (shares.Good.Percent, shares.MeetingTarget.Percent));
        Assert.Equal(1, shares.Good.Of);
    }

    [Fact]
    public void F25_worse_than_V_is_counted_and_without_sections_there_is_no_share()
    {
        var shares = GoodSections.Of([Given.Section(("ammonia-nitrogen", 2.1m)), Given.Section(("ammonia-nitrogen", 2.0m))]);
        Assert.Equal((new Share(1, 2), 50m, new Share(0, 0), null), (shares.WorseThanV, shares.WorseThanV.Percent, shares.MeetingTarget, shares.MeetingTarget.Percent));
    }
}
