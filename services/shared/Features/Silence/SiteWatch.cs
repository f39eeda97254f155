using Bishui.Features.Sites;
using Bishui.Rules.Reporting;
using Bishui.Storage.Documents;

namespace Bishui.Features.Silence;

/// <summary>Whether a site sends what it owes, as last told.</summary>
internal sealed record SiteWatch
{
    public required string Site { get; init; }
    public required ReportingState State { get; init; }

    /// <summary>Since when the state holds.</summary>
    public required DateTimeOffset Since { get; init; }

    /// <summary>Since when each kind of reading has been owed.</summary>
    public required IReadOnlyList<OwedSince> Owed { get; init; }
}

/// <summary>Since when readings have been owed: a site that never sent any is judged from there.</summary>
internal sealed record OwedSince(ExpectedReadings Readings, DateTimeOffset Since)
{
    public bool IsFor(ExpectedReadings expected) =>
        Readings.Kind == expected.Kind && Readings.Every == expected.Every && Readings.Parameters.SequenceEqual(expected.Parameters);
}

/// <summary>A time in which a site did not send what it owes; it stays on file when data arrive again, even late ones for that very time.</summary>
public sealed record SilentTime
{
    /// <summary>Id of the site.</summary>
    public required string Site { get; init; }

    /// <summary><c>stale</c> (数据陈旧) or <c>silent</c> (数据中断): how far it went.</summary>
    public required string State { get; init; }

    /// <summary>When the last reading before it was taken; where there never was one, since when readings are owed.</summary>
    public required DateTimeOffset From { get; init; }

    /// <summary>When the next reading was taken; null while there is none.</summary>
    public DateTimeOffset? Until { get; init; }

    /// <summary>When it was found.</summary>
    public required DateTimeOffset FoundAt { get; init; }

    /// <summary>When it was found to be over; null while it lasts.</summary>
    public DateTimeOffset? OverAt { get; init; }

    /// <summary>What was owed and did not come.</summary>
    public required IReadOnlyList<ExpectedReadings> Owed { get; init; }
}

internal static class SilenceCollections
{
    public const string Open = "open";
    public const string BySite = "site";

    public static readonly Collection<SiteWatch> Watches = new("site-watches");

    /// <summary>One that lasts for each site.</summary>
    public static readonly Collection<SilentTime> Times = new("silent-times",
        new DocumentIndex<SilentTime>(Open, time => time.OverAt is null ? time.Site : null, unique: true),
        new DocumentIndex<SilentTime>(BySite, time => Key(time.Site, time.From)));

    public static string Key(string site, DateTimeOffset instant) => $"{site}|{instant.UtcDateTime:O}";
}
