using System.Globalization;

namespace Bishui.Hosting.Time;

/// <summary>
/// The platform's clock: real time plus a fixed offset, so that a plan of a past year can be lived through. Local time is China Standard Time
/// on every machine. Timers and time stamps for durations run in real time; tokens and certificates are never judged by it.
/// </summary>
public sealed class PlatformClock(TimeSpan offset) : TimeProvider
{
    private static readonly TimeZoneInfo China = TimeZoneInfo.CreateCustomTimeZone("Asia/Shanghai", TimeSpan.FromHours(8), "中国标准时间", "中国标准时间");

    /// <summary>What is added to real time; zero when the platform runs in real time.</summary>
    public TimeSpan Offset { get; } = offset;

    /// <summary>Whether the platform runs in real time. While it does not, every page says so.</summary>
    public bool IsReal => Offset == TimeSpan.Zero;

    /// <inheritdoc/>
    public override TimeZoneInfo LocalTimeZone => China;

    /// <inheritdoc/>
    public override DateTimeOffset GetUtcNow() => System.GetUtcNow() + Offset;

    /// <summary>Reads an offset in TimeSpan's constant form, for example <c>-1735.08:00:00</c>; null or empty is real time.</summary>
    public static PlatformClock Parse(string? offset) =>
        string.IsNullOrWhiteSpace(offset) ? new(TimeSpan.Zero)
        : TimeSpan.TryParseExact(offset, "c", CultureInfo.InvariantCulture, out var span) ? new(span)
        : throw new FormatException($"BISHUI_CLOCK_OFFSET: '{offset}' is no time span like -1735.08:00:00");
}
