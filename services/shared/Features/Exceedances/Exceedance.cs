using Bishui.Storage.Documents;

namespace Bishui.Features.Exceedances;

/// <summary>A case (超标案件): one for each site, parameter and rule while it is open.</summary>
public sealed record Exceedance
{
    /// <summary>Unique within the service.</summary>
    public required string Id { get; init; }

    /// <summary>Id of the site.</summary>
    public required string Site { get; init; }

    /// <summary>Key of the parameter.</summary>
    public required string Parameter { get; init; }

    /// <summary>Name and version of the rule that judged.</summary>
    public required string Rule { get; init; }

    /// <summary><c>registered</c> (登记): opened, not yet assigned.</summary>
    public required string State { get; init; }

    /// <summary>Null: no thresholds of severity are configured.</summary>
    public string? Severity { get; init; }

    /// <summary>When the case was opened.</summary>
    public required DateTimeOffset OpenedAt { get; init; }

    /// <summary>Key of the unit that answers for the site.</summary>
    public required string Unit { get; init; }

    /// <summary>The value that opened the case, in <see cref="LimitUnit"/>.</summary>
    public required decimal Value { get; init; }

    /// <summary>The limit it did not meet; the nearer end of a range, null where it is a word.</summary>
    public decimal? Limit { get; init; }

    /// <summary>The limit in print, for example <c>≤ 1.0</c> or <c>not-detected</c>.</summary>
    public required string LimitText { get; init; }

    /// <summary>Unit of value and limit.</summary>
    public required string LimitUnit { get; init; }

    /// <summary>(value − limit) / limit; null where the standard defines none.</summary>
    public decimal? Multiple { get; init; }

    /// <summary>Standard, for example GB 3838-2002.</summary>
    public required string Standard { get; init; }

    /// <summary>Grade or class that applied.</summary>
    public required string Grade { get; init; }

    /// <summary>How many readings beyond the limit the case has seen.</summary>
    public required int ReadingCount { get; init; }

    /// <summary>The first hundred of them.</summary>
    public required IReadOnlyList<ExceedingReading> Readings { get; init; }

    /// <summary>The latest of them by the time it was taken.</summary>
    public required ExceedingReading Latest { get; init; }

    /// <summary>What was done, in order.</summary>
    public IReadOnlyList<ExceedanceStep> Steps { get; init; } = [];
}

/// <summary>A reading beyond the limit, as evidence.</summary>
public sealed record ExceedingReading
{
    /// <summary>Names the reading and its version.</summary>
    public required string Id { get; init; }

    /// <summary>When it was taken.</summary>
    public required DateTimeOffset Time { get; init; }

    /// <summary>The value in the limit's unit.</summary>
    public required decimal Value { get; init; }
}

/// <summary>One step of a case.</summary>
public sealed record ExceedanceStep
{
    /// <summary>The state it led to.</summary>
    public required string State { get; init; }

    /// <summary>Who took it: a unit, or <c>platform</c>.</summary>
    public required string Actor { get; init; }

    /// <summary>When.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>Why, or null.</summary>
    public string? Reason { get; init; }
}

internal static class ExceedanceCollections
{
    public const string Open = "open";
    public const string Registered = "registered";
    public const string Archived = "archived";
    public const string ByOpened = "opened";

    /// <summary>The unique index holds "one open case": a second one cannot be written, whoever tries.</summary>
    public static readonly Collection<Exceedance> Cases = new("exceedances",
        new DocumentIndex<Exceedance>(Open, e => e.State == Archived ? null : OpenKey(e.Site, e.Parameter, e.Rule), unique: true),
        new DocumentIndex<Exceedance>(ByOpened, e => $"{e.OpenedAt.UtcDateTime:O}"),
        new DocumentIndex<Exceedance>("site", e => $"{e.Site}|{e.OpenedAt.UtcDateTime:O}"));

    public static string OpenKey(string site, string parameter, string rule) => $"{site}|{parameter}|{rule}";
}
