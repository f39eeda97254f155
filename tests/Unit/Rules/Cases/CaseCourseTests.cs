using Bishui.Rules.Cases;
using Xunit;

namespace Bishui.Tests.Unit.Rules.Cases;

public sealed class CaseCourseTests
{
    private static readonly DateTimeOffset Start = new(2021, 11, 1, 0, 0, 0, TimeSpan.FromHours(8));

    private static readonly RecoveryRule Rule = new() { Readings = new Dictionary<string, int> { ["hour"] = 3, ["manual"] = 1 }, Margin = 0.1m };

    [Theory]
    [InlineData("B", null, 1, 0)]
    [InlineData("BWW", null, 1, 0)]
    [InlineData("BWWW", 3, 1, 0)]
    [InlineData("BWWWW", 3, 1, 0)]
    [InlineData("BWWBWW", null, 1, 0)]                       // swings: not over, however often it dips
    [InlineData("BWBWBWBWB", null, 1, 0)]
    [InlineData("BWWNWW", null, 1, 0)]                       // within the margin is not far enough
    [InlineData("BWWNWWW", 6, 1, 0)]
    [InlineData("BBBWWWB", null, 3, 2)]                      // beyond again
    [InlineData("BBBWWWBBBBWWW", 12, 4, 3)]
    [InlineData("WWW", null, 0, 0)]
    public void A_condition_is_over_after_so_many_readings_in_a_row(string marks, int? over, int streak, int hours)
    {
        var course = CaseCourse.Of(Of("hour", marks), Rule);

        Assert.Equal(over is { } hour ? Start.AddHours(hour) : null, course.RecoveredAt);
        Assert.Equal((streak, hours, 0), (course.Streak, course.Hours, course.Samples));
        Assert.Equal(marks.Count(mark => mark == 'B'), course.Beyond);
    }

    [Fact]
    public void The_order_of_arrival_does_not_matter() =>
        Assert.Equal(CaseCourse.Of(Of("hour", "BBBWWWBBBBWWW"), Rule), CaseCourse.Of(Of("hour", "BBBWWWBBBBWWW").Reverse(), Rule));

    [Fact]
    public void Each_kind_of_readings_is_followed_on_its_own()
    {
        Assert.Null(CaseCourse.Of([.. Of("hour", "BWWW"), .. Of("manual", "WB")], Rule).RecoveredAt);
        Assert.Equal(Start.AddHours(3), CaseCourse.Of([.. Of("hour", "BWWW"), .. Of("manual", "BW")], Rule).RecoveredAt);
        Assert.Equal(Start.AddHours(1), CaseCourse.Of([.. Of("hour", "WW"), .. Of("manual", "BW")], Rule).RecoveredAt);
        var course = CaseCourse.Of([.. Of("hour", "BB"), .. Of("manual", "BBB")], Rule);
        Assert.Equal((3, 3, 1m), (course.Streak, course.Samples, course.Hours));
    }

    [Theory]
    [InlineData(0.91, 1.0, CourseMark.Near)]
    [InlineData(0.90, 1.0, CourseMark.Within)]
    [InlineData(5.49, 5.0, CourseMark.Near)]
    [InlineData(5.5, 5.0, CourseMark.Within)]
    public void The_margin_is_a_share_of_the_limit(decimal value, decimal limit, CourseMark expected) => Assert.Equal(expected, Rule.MarkOf(value, limit));

    [Fact]
    public void Without_a_margin_or_a_figure_to_meet_the_limit_is_enough()
    {
        Assert.Equal(CourseMark.Within, (Rule with { Margin = 0m }).MarkOf(1m, 1m));
        Assert.Equal(CourseMark.Within, Rule.MarkOf(0m, null));
    }

    private static IEnumerable<CourseReading> Of(string kind, string marks) => marks.Select((mark, i) => new CourseReading(kind, Start.AddHours(i),
        mark switch { 'B' => CourseMark.Beyond, 'N' => CourseMark.Near, _ => CourseMark.Within }));
}
