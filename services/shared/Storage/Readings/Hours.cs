namespace Bishui.Storage.Readings;

/// <summary>Hours are counted from the year 1 in UTC; China Standard Time differs by whole hours, so no period splits one.</summary>
internal static class Hours
{
    private const long Milliseconds = 3_600_000;
    private const long EpochHours = 17_259_888; // 1970-01-01 in hours since 0001-01-01
    private static readonly TimeSpan ChinaOffset = TimeSpan.FromHours(8);

    /// <summary>The hour that holds an instant in Unix milliseconds; 0 for what is before the year 1.</summary>
    public static long Of(long unixMilliseconds) => Math.Max(0, unixMilliseconds + EpochHours * Milliseconds) / Milliseconds;

    /// <summary>Unix milliseconds of the first instant of an hour.</summary>
    public static long Start(long hour) => (hour - EpochHours) * Milliseconds;

    public static DateTimeOffset Time(long unixMilliseconds) =>
        new(unixMilliseconds * TimeSpan.TicksPerMillisecond + DateTime.UnixEpoch.Ticks + ChinaOffset.Ticks, ChinaOffset);

    /// <summary>The last whole millisecond before an exclusive bound, so that a bound between two milliseconds takes in the first.</summary>
    public static long LastBefore(DateTimeOffset bound)
    {
        var floor = bound.ToUnixTimeMilliseconds();
        return bound.UtcTicks % TimeSpan.TicksPerMillisecond == 0 ? floor - 1 : floor;
    }

    /// <summary>The first whole millisecond at or after a bound.</summary>
    public static long FirstFrom(DateTimeOffset bound) => LastBefore(bound) + 1;

    /// <summary>Unix milliseconds of the first instant of the period that holds one, and of the first after it.</summary>
    public static (long From, long To) Period(long unixMilliseconds, AggregatePeriod every)
    {
        if (every == AggregatePeriod.Hour)
        {
            var hour = (Of(unixMilliseconds) - EpochHours) * Milliseconds;
            return (hour, hour + Milliseconds);
        }
        var local = Time(unixMilliseconds);
        var from = new DateTimeOffset(local.Year, local.Month, every == AggregatePeriod.Day ? local.Day : 1, 0, 0, 0, ChinaOffset);
        var days = every == AggregatePeriod.Day ? 1 : DateTime.DaysInMonth(local.Year, local.Month);
        return (from.ToUnixTimeMilliseconds(), from.ToUnixTimeMilliseconds() + days * 24 * Milliseconds);
    }
}
