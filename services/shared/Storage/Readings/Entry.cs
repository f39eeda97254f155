namespace Bishui.Storage.Readings;

/// <summary>What most readings of a source share, held once.</summary>
internal sealed record Mark(string Flag, string Source);

/// <summary>One version of one reading within its hour, without what its series and hour already say.</summary>
internal readonly struct Entry
{
    private readonly int _version;

    public Entry(int offset, decimal? value, Mark mark, long recordedAt, int version, string? reason)
    {
        Offset = offset;
        Number = value.GetValueOrDefault();
        _version = value is null ? -version : version;
        Mark = mark;
        RecordedAt = recordedAt;
        Reason = reason;
    }

    /// <summary>Milliseconds since the hour began.</summary>
    public int Offset { get; }

    /// <summary>The value, or zero where there is none.</summary>
    public decimal Number { get; }

    public bool HasValue => _version > 0;
    public decimal? Value => HasValue ? Number : null;
    public int Version => Math.Abs(_version);
    public Mark Mark { get; }

    /// <summary>Unix milliseconds.</summary>
    public long RecordedAt { get; }

    public string? Reason { get; }

    public Reading ToReading(string site, string parameter, ReadingKind kind, long time) => new()
    {
        Site = site,
        Parameter = parameter,
        Kind = kind,
        Time = Hours.Time(time),
        Value = Value,
        Flag = Mark.Flag,
        Source = Mark.Source,
        RecordedAt = Hours.Time(RecordedAt),
        Reason = Reason,
        Version = Version,
    };

    /// <summary>Whether it comes before another: by time, then by version.</summary>
    public bool IsBefore(in Entry other) => Offset < other.Offset || (Offset == other.Offset && Version < other.Version);
}

/// <summary>Hours are counted from the year 1 in UTC; China Standard Time differs by whole hours, so no period splits one.</summary>
internal static class Hours
{
    public const int Milliseconds = 3_600_000;
    private const long EpochHours = 17_259_888; // 1970-01-01 in hours since 0001-01-01
    private static readonly TimeSpan ChinaOffset = TimeSpan.FromHours(8);

    public static (long Hour, int Offset) Split(DateTimeOffset time)
    {
        var milliseconds = time.ToUnixTimeMilliseconds() + EpochHours * Milliseconds;
        return (milliseconds / Milliseconds, (int)(milliseconds % Milliseconds));
    }

    /// <summary>The hour that holds an instant in Unix milliseconds; 0 for what is before the year 1.</summary>
    public static long Of(long unixMilliseconds) => Math.Max(0, unixMilliseconds + EpochHours * Milliseconds) / Milliseconds;

    /// <summary>Unix milliseconds of the hour's beginning.</summary>
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

    /// <summary>Unix milliseconds of the beginning of the period that holds an instant.</summary>
    public static long PeriodStart(long unixMilliseconds, AggregatePeriod every)
    {
        if (every == AggregatePeriod.Hour) return Start(Of(unixMilliseconds));
        var local = Time(unixMilliseconds);
        return new DateTimeOffset(local.Year, local.Month, every == AggregatePeriod.Day ? local.Day : 1, 0, 0, 0, ChinaOffset).ToUnixTimeMilliseconds();
    }
}
