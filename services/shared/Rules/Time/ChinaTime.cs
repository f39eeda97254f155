namespace Bishui.Rules.Time;

/// <summary>
/// The step between instants and civil days. China keeps one zone, UTC+8, without daylight saving since 1991,
/// so no time zone database is needed.
/// </summary>
public static class ChinaTime
{
    /// <summary>The offset of China Standard Time.</summary>
    public static readonly TimeSpan Offset = TimeSpan.FromHours(8);

    /// <summary>China Standard Time (北京时间).</summary>
    public static readonly TimeZoneInfo Zone =
        TimeZoneInfo.CreateCustomTimeZone("Asia/Shanghai", Offset, "北京时间", "China Standard Time");

    /// <summary>The civil day on which an instant falls.</summary>
    public static DateOnly DayOf(DateTimeOffset instant) => DateOnly.FromDateTime(instant.ToOffset(Offset).DateTime);

    /// <summary>The first instant of a civil day.</summary>
    public static DateTimeOffset StartOf(DateOnly day) => new(day.ToDateTime(TimeOnly.MinValue), Offset);

    /// <summary>The instant of a civil date and time that carries no offset of its own.</summary>
    public static DateTimeOffset At(DateTime civil) => new(DateTime.SpecifyKind(civil, DateTimeKind.Unspecified), Offset);

    /// <summary>First and last day of the month of a civil day.</summary>
    public static (DateOnly First, DateOnly Last) MonthOf(DateOnly day)
    {
        var first = new DateOnly(day.Year, day.Month, 1);
        return (first, new DateOnly(day.Year, day.Month, DateTime.DaysInMonth(day.Year, day.Month)));
    }

    /// <summary>First and last civil day of the month in which an instant falls.</summary>
    public static (DateOnly First, DateOnly Last) MonthOf(DateTimeOffset instant) => MonthOf(DayOf(instant));
}
