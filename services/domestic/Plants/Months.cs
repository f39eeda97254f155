using System.Globalization;
using Bishui.Rules.Time;

namespace Bishui.Domestic.Plants;

/// <summary>Calendar months, each by its first day.</summary>
internal static class Months
{
    public static DateOnly Of(string month) => DateOnly.ParseExact(month + "-01", "yyyy-MM-dd", CultureInfo.InvariantCulture);

    public static DateOnly LastDay(DateOnly month) => ChinaTime.MonthOf(month).Last;

    public static int Days(DateOnly month) => DateTime.DaysInMonth(month.Year, month.Month);

    public static string NameOf(DateOnly month) => month.ToString("yyyy-MM", CultureInfo.InvariantCulture);

    /// <summary>The months from a month on that are over at the end of a day.</summary>
    public static IEnumerable<DateOnly> Over(DateOnly first, DateOnly on)
    {
        for (var month = first; LastDay(month) <= on; month = month.AddMonths(1)) yield return month;
    }

    /// <summary>The months of the day's year that are over.</summary>
    public static IReadOnlyList<DateOnly> OfYear(DateOnly on) => [.. Over(new DateOnly(on.Year, 1, 1), on)];
}
