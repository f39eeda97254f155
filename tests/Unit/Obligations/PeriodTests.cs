using Bishui.Rules.Obligations;
using Xunit;

namespace Bishui.Tests.Unit.Obligations;

public sealed class PeriodTests
{
    [Theory]
    [InlineData("2021-07", PeriodKind.Month, "2021-07-01", "2021-07-31", "2021-08")]
    [InlineData("2021-12", PeriodKind.Month, "2021-12-01", "2021-12-31", "2022-01")]
    [InlineData("2024-02", PeriodKind.Month, "2024-02-01", "2024-02-29", "2024-03")]
    [InlineData("2023-02", PeriodKind.Month, "2023-02-01", "2023-02-28", "2023-03")]
    [InlineData("2021-Q3", PeriodKind.Quarter, "2021-07-01", "2021-09-30", "2021-Q4")]
    [InlineData("2021-Q4", PeriodKind.Quarter, "2021-10-01", "2021-12-31", "2022-Q1")]
    [InlineData("2021-H1", PeriodKind.HalfYear, "2021-01-01", "2021-06-30", "2021-H2")]
    [InlineData("2021-H2", PeriodKind.HalfYear, "2021-07-01", "2021-12-31", "2022-H1")]
    [InlineData("2021", PeriodKind.Year, "2021-01-01", "2021-12-31", "2022")]
    public void A_period_is_read_written_and_bounded(string id, PeriodKind kind, string first, string last, string next)
    {
        Assert.True(Period.TryParse(id, out var period));
        Assert.Equal((kind, id, Known.Day(first), Known.Day(last), next), (period.Kind, period.Id, period.First, period.Last, period.Next.Id));
        Assert.Equal((period, period), (Period.Of(kind, period.First), Period.Of(kind, period.Last)));
        Assert.NotEqual(period, Period.Of(kind, period.Last.AddDays(1)));
        Assert.True(period.Holds(period.Last) && !period.Holds(period.Last.AddDays(1)) && !period.Holds(period.First.AddDays(-1)));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("21")]
    [InlineData("0000")]
    [InlineData("2021-")]
    [InlineData("2021-7")]
    [InlineData("2021-00")]
    [InlineData("2021-13")]
    [InlineData("2021-Q0")]
    [InlineData("2021-Q5")]
    [InlineData("2021-Q03")]
    [InlineData("2021-H3")]
    [InlineData("2021-q3")]
    [InlineData("2021H1")]
    [InlineData("2021-07-01")]
    [InlineData(" 2021")]
    [InlineData("２０２１")]
    public void Anything_else_is_no_period(string? text)
    {
        Assert.False(Period.TryParse(text, out var period));
        Assert.Null(period);
    }

    [Theory]
    [InlineData(PeriodKind.Month, 12)]
    [InlineData(PeriodKind.Quarter, 4)]
    [InlineData(PeriodKind.HalfYear, 2)]
    [InlineData(PeriodKind.Year, 1)]
    public void The_periods_of_a_year_cover_it_without_gap(PeriodKind kind, int count)
    {
        var periods = Period.Of(kind, 2024);
        Assert.Equal(count, periods.Count);
        Assert.Equal((new DateOnly(2024, 1, 1), new DateOnly(2024, 12, 31)), (periods[0].First, periods[^1].Last));
        Assert.All(periods.Zip(periods.Skip(1)), pair => Assert.Equal((pair.Second, pair.Second.First), (pair.First.Next, pair.First.Last.AddDays(1))));
    }
}
