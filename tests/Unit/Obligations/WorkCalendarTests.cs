using Bishui.Rules.Calendars;
using Bishui.Standards;
using Xunit;

namespace Bishui.Tests.Unit.Obligations;

public sealed class WorkCalendarTests
{
    private static readonly string Text = EmbeddedText();

    [Theory]
    [InlineData("2021-03-01", 45, "2021-05-08", "2021-05-06")]
    [InlineData("2021-07-01", 45, "2021-09-02", "2021-09-02")]
    [InlineData("2021-08-27", 45, "2021-11-04", "2021-11-04")]
    [InlineData("2021-11-01", 1, "2021-11-02", "2021-11-02")]
    [InlineData("2021-04-13", 1, "2021-04-18", "2021-04-14")]
    [InlineData("2021-10-22", 1, "2021-10-25", "2021-10-25")]
    [InlineData("2021-10-23", 1, "2021-10-25", "2021-10-25")]
    [InlineData("2020-12-31", 1, "2021-01-04", "2021-01-04")]
    public void Workdays_are_counted_from_the_first_one_after_the_event(string from, int workdays, string guangxi, string national)
    {
        Assert.Equal(new WorkdayCount(Known.Day(guangxi), null), Known.Guangxi.AddWorkdays(Known.Day(from), workdays));
        Assert.Equal(new WorkdayCount(Known.Day(national), null), Known.National.AddWorkdays(Known.Day(from), workdays));
    }

    [Theory]
    [InlineData("2021-12-30", 1, "2021-12-31", null)]
    [InlineData("2021-12-31", 1, null, 2022)]
    [InlineData("2021-11-01", 45, null, 2022)]
    [InlineData("2020-12-30", 1, null, 2020)]
    public void A_count_that_needs_a_year_unknown_in_the_region_is_not_guessed(string from, int workdays, string? day, int? missing) =>
        Assert.Equal(new WorkdayCount(Known.OptionalDay(day), missing), Known.Guangxi.AddWorkdays(Known.Day(from), workdays));

    [Theory]
    [InlineData("2021-12-31", 1, "2022-01-04", null)]
    [InlineData("2026-12-28", 1, null, 2027)]
    [InlineData("2019-12-31", 1, "2020-01-02", null)]
    [InlineData("2019-12-30", 1, null, 2019)]
    [InlineData("9999-12-31", 1, null, 9999)]
    public void Beyond_the_national_notices_nothing_is_guessed_either(string from, int workdays, string? day, int? missing) =>
        Assert.Equal(new WorkdayCount(Known.OptionalDay(day), missing), Known.National.AddWorkdays(Known.Day(from), workdays));

    [Theory]
    [InlineData("2021-04-14", true, false)]
    [InlineData("2021-04-15", true, false)]
    [InlineData("2021-04-16", true, false)]
    [InlineData("2021-04-17", false, false)]
    [InlineData("2021-04-18", false, true)]
    [InlineData("2021-05-08", true, true)]
    [InlineData("2021-10-01", false, false)]
    [InlineData("2021-10-09", true, true)]
    [InlineData("2021-12-31", true, true)]
    [InlineData("2022-01-03", false, null)]
    [InlineData("2022-12-30", true, null)]
    [InlineData("2022-12-31", false, null)]
    [InlineData("2024-02-29", true, null)]
    [InlineData("2026-12-28", true, null)]
    [InlineData("2026-12-29", null, null)] // the notice of 2027 disposes of the turn of the year
    [InlineData("2027-01-04", null, null)]
    public void A_day_is_worked_or_not_or_not_known(string day, bool? national, bool? guangxi)
    {
        Assert.Equal(national, Known.National.IsWorkday(Known.Day(day)));
        Assert.Equal(guangxi, Known.Guangxi.IsWorkday(Known.Day(day)));
    }

    [Fact]
    public void A_list_may_take_a_weekday_of_the_year_before()
    {
        var calendar = CalendarFiles.Load(Text.Replace("2022-12-31, ", "2022-12-30, 2022-12-31, ", StringComparison.Ordinal), null);
        Assert.False(calendar.IsWorkday(Known.Day("2022-12-30")));
        Assert.Equal(Known.Day("2023-01-03"), calendar.AddWorkdays(Known.Day("2022-12-29"), 1).Day);
    }

    // 全国年节及纪念日放假办法 gives 11 days, from 2025 on 13; exchanged days cancel out. 2020 is left out: its spring holiday was prolonged.
    [Theory]
    [InlineData(2021, 11)]
    [InlineData(2022, 11)]
    [InlineData(2023, 11)]
    [InlineData(2024, 11)]
    [InlineData(2025, 13)]
    public void A_year_has_its_weekdays_less_its_statutory_holidays(int year, int holidays)
    {
        var days = Enumerable.Range(0, DateTime.IsLeapYear(year) ? 366 : 365).Select(n => new DateOnly(year, 1, 1).AddDays(n)).ToArray();
        Assert.Equal(
            days.Count(day => day.DayOfWeek is not (DayOfWeek.Saturday or DayOfWeek.Sunday)) - holidays,
            days.Count(day => Known.National.IsWorkday(day) == true));
    }

    [Fact]
    public void A_count_of_no_days_is_a_mistake() =>
        Assert.Throws<ArgumentOutOfRangeException>(() => Known.National.AddWorkdays(Known.Day("2021-11-01"), 0));

    [Theory]
    [InlineData("title:", "titel:", "'title' is missing")]
    [InlineData("2021-04-18]", "2021-04-18, 2021-02-30]", "'2021-02-30', which is not a day")]
    [InlineData("2021-04-18]", "2022-04-18]", "2022-04-18, which is neither in the year nor in the December before it")]
    [InlineData("2021-04-18]", "2020-11-30]", "2020-11-30, which is neither in the year nor in the December before it")]
    [InlineData("2021-04-18]", "2021-04-18, 2021-04-18]", "2021-04-18 twice")]
    [InlineData("2021-04-18]", "2021-04-16]", "2021-04-16 is both off and worked")]
    [InlineData("        - 自治区人民政府令第98号", "        []", "'papers' names no notice")]
    [InlineData("  2022:\n", "  next:\n", "'next' is not a year")]
    [InlineData("  2022:\n", "  2021:\n", "'2021' stands twice")]
    [InlineData("      days_worked:", "      days_worked_too:", "'days_worked' is missing")]
    [InlineData("      days_worked:", "      days: [2021-01-01]\n      days_worked:", "'days' is not a known field")]
    [InlineData("  guangxi:", "  guangdong:", "The region 'guangxi' is not named")]
    [InlineData("regions:", "region:", "'regions' is missing")]
    public void A_mistake_in_the_file_is_named(string right, string wrong, string message)
    {
        Assert.Contains(right, Text, StringComparison.Ordinal);
        var refusal = Assert.Throws<StandardFilesException>(() => CalendarFiles.Load(Text.Replace(right, wrong, StringComparison.Ordinal), "guangxi"));
        Assert.Contains(refusal.Problems, problem => problem.File == CalendarFiles.File && problem.ToString().Contains(message, StringComparison.Ordinal));
    }

    [Fact]
    public void What_is_no_calendar_at_all_is_refused() =>
        Assert.All(["", "just a text", "- a\n- list\n"], text => Assert.Throws<StandardFilesException>(() => CalendarFiles.Load(text, null)));

    [Fact]
    public void The_calendar_is_no_standard() => Assert.DoesNotContain(StandardFiles.Embedded(), file => file.Name == CalendarFiles.File);

    private static string EmbeddedText()
    {
        using var reader = new StreamReader(typeof(CalendarFiles).Assembly.GetManifestResourceStream(CalendarFiles.File)!);
        return reader.ReadToEnd();
    }
}
