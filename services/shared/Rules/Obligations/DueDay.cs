using System.Globalization;

namespace Bishui.Rules.Obligations;

/// <summary>The due day of a period, for example <c>day 20 of month +1</c>.</summary>
/// <param name="Day">Day of the month; in a shorter month its last day.</param>
/// <param name="Month">Counted from the period's last month: 0 is that month, +1 the one after the period, -11 the first of a year.</param>
public sealed record DueDay(int Day, int Month)
{
    /// <summary>The due day of one period.</summary>
    public DateOnly Of(Period period)
    {
        var last = period.Last;
        var month = new DateOnly(last.Year, last.Month, 1).AddMonths(Month);
        return month.AddDays(Math.Min(Day, DateTime.DaysInMonth(month.Year, month.Month)) - 1);
    }

    /// <inheritdoc/>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"day {Day} of month {Month:+0;-0;+0}");
}
