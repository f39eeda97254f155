using Bishui.Rules.Time;

namespace Bishui.Domestic.Rules;

/// <summary>Water that a plant treated in a calendar month.</summary>
/// <param name="Month">First day of the month.</param>
/// <param name="Volume">m³ over the whole month.</param>
public readonly record struct TreatedMonth(DateOnly Month, decimal Volume);

/// <summary>A mean daily volume, and how much of its time it rests on.</summary>
/// <param name="PerDay">m³/d; null where no month of the time is in.</param>
/// <param name="Days">Days of the time that the months cover.</param>
public readonly record struct MeanVolume(decimal? PerDay, int Days);

/// <summary>F10 污水处理负荷率: mean daily treated volume / design capacity × 100 %.</summary>
public static class PlantLoad
{
    /// <summary>Name and version of this rule.</summary>
    public const string Rule = "F10/1";

    /// <summary>The load, %.</summary>
    /// <param name="perDay">Mean daily treated volume, m³/d.</param>
    /// <param name="capacity">Design capacity, m³/d.</param>
    public static decimal Rate(decimal perDay, decimal capacity) => perDay * 100 / capacity;

    /// <summary>
    /// The mean daily volume of an operating year. Reports are of calendar months: a month that the year cuts takes part with the days it has
    /// in the year, and the month of the commissioning has only the days since then.
    /// </summary>
    public static MeanVolume Mean(OperatingYear year, DateOnly commissionedOn, IEnumerable<TreatedMonth> months)
    {
        var (volume, days) = (0m, 0);
        foreach (var month in months)
        {
            var (first, last) = ChinaTime.MonthOf(month.Month);
            var operated = DaysOf(first, last, commissionedOn, last);
            var within = DaysOf(first, last, year.First, year.Last);
            if (operated <= 0 || within <= 0) continue;
            volume += within == operated ? month.Volume : month.Volume * within / operated;
            days += within;
        }
        return new(days == 0 ? null : volume / days, days);
    }

    private static int DaysOf(DateOnly first, DateOnly last, DateOnly from, DateOnly to) =>
        (last < to ? last : to).DayNumber - (first > from ? first : from).DayNumber + 1;
}
