using Bishui.Rules.Time;
using Xunit;

namespace Bishui.Tests.Unit.Rules;

public sealed class ChinaTimeTests
{
    [Theory]
    [InlineData("2021-03-31T15:59:59.9999999Z", "2021-03-31")]
    [InlineData("2021-03-31T16:00:00Z", "2021-04-01")]
    [InlineData("2021-04-01T00:00:00+08:00", "2021-04-01")]
    [InlineData("2021-04-01T23:59:59+14:00", "2021-04-01")]
    public void The_civil_day_turns_at_midnight_in_China(string instant, string day) =>
        Assert.Equal(DateOnly.Parse(day, null), ChinaTime.DayOf(DateTimeOffset.Parse(instant, null)));

    [Fact]
    public void A_day_starts_where_it_begins_to_be_that_day()
    {
        var day = new DateOnly(2021, 11, 1);
        var start = ChinaTime.StartOf(day);
        Assert.Equal(day, ChinaTime.DayOf(start));
        Assert.Equal(day.AddDays(-1), ChinaTime.DayOf(start.AddTicks(-1)));
        Assert.Equal(start, TimeZoneInfo.ConvertTime(start.ToUniversalTime(), ChinaTime.Zone));
    }

    [Theory]
    [InlineData("2021-02-28T17:00:00Z", "2021-03-01", "2021-03-31")]
    [InlineData("2024-02-10T00:00:00Z", "2024-02-01", "2024-02-29")]
    [InlineData("2021-12-31T15:00:00Z", "2021-12-01", "2021-12-31")]
    public void A_month_is_a_civil_month(string instant, string first, string last) =>
        Assert.Equal((DateOnly.Parse(first, null), DateOnly.Parse(last, null)), ChinaTime.MonthOf(DateTimeOffset.Parse(instant, null)));

    [Fact]
    public void A_time_without_offset_is_read_as_China_Standard_Time() =>
        Assert.Equal(new DateTimeOffset(2021, 3, 31, 20, 0, 0, TimeSpan.Zero), ChinaTime.At(new DateTime(2021, 4, 1, 4, 0, 0, DateTimeKind.Utc)));
}
