using Bishui.Rules.Time;

namespace Bishui.Rules.Reporting;

/// <summary>Whether something that should report does.</summary>
public enum ReportingState
{
    /// <summary>It sends what it owes (正常).</summary>
    Reporting,

    /// <summary>What it owes is late (数据陈旧).</summary>
    Stale,

    /// <summary>Nothing has come for so long that somebody has to look (数据中断).</summary>
    Silent,
}

/// <summary>When a source of readings is stale and when it is silent. Silence is a finding of its own: never compliant, never zero.</summary>
/// <remarks>
/// The plan and the standards print no such time: the figures are the platform's choice. A device has missed two readings before it is stale, so
/// that one lost message alarms nobody, and four before it is silent. A sample by the month or quarter is stale when a whole period has gone by without
/// one, and silent when the laboratory has had 15 days more to report it.
/// </remarks>
public static class SilenceRule
{
    /// <summary>Name and version of this rule.</summary>
    public const string Name = "silence/1";

    private const int StaleAfter = 2;
    private const int SilentAfter = 4;
    private static readonly TimeSpan Laboratory = TimeSpan.FromDays(15);

    /// <summary>From when on a source is stale, and from when on silent, if nothing comes.</summary>
    /// <param name="last">When the last reading was taken, or since when readings are owed where none ever came.</param>
    /// <param name="every">How often one is owed.</param>
    /// <param name="never">Whether none ever came: then the period in which it began to be owed is itself the first one owed.</param>
    public static (DateTimeOffset Stale, DateTimeOffset Silent) After(DateTimeOffset last, Cadence every, bool never = false)
    {
        ArgumentNullException.ThrowIfNull(every);
        if (every.Months == 0) return (last + (every.Length * StaleAfter), last + (every.Length * SilentAfter));
        var owed = every.After(every.StartOf(last));
        var over = never ? owed : every.After(owed);
        return (over, over + Laboratory);
    }

    /// <summary>The state at an instant.</summary>
    public static ReportingState At(DateTimeOffset last, Cadence every, DateTimeOffset now, bool never = false)
    {
        var (stale, silent) = After(last, every, never);
        return now >= silent ? ReportingState.Silent : now >= stale ? ReportingState.Stale : ReportingState.Reporting;
    }
}
