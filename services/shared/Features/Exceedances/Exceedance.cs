using Bishui.Rules.Cases;

namespace Bishui.Features.Exceedances;

/// <summary>A case (案件): one for each site, parameter and rule while it is open, and one for the silence of a site.</summary>
public record Exceedance
{
    /// <summary>Unique within the service.</summary>
    public required string Id { get; init; }

    /// <summary>exceedance (超标) or silence (数据中断).</summary>
    public CaseKind Kind { get; init; }

    /// <summary>1 when it was opened, one more with each change that is told.</summary>
    public int Revision { get; init; } = 1;

    /// <summary>Id of the site.</summary>
    public required string Site { get; init; }

    /// <summary>Key of the site's kind.</summary>
    public string SiteKind { get; init; } = "";

    /// <summary>Numbers of the plan's tasks that the site served when the case was opened.</summary>
    public IReadOnlyList<int> Tasks { get; init; } = [];

    /// <summary>Keys of the topics that the site served when it was opened; null where that was before topics existed.</summary>
    public IReadOnlyList<string>? Topics { get; init; }

    /// <summary>Key of the parameter; null for a silence.</summary>
    public string? Parameter { get; init; }

    /// <summary>Name and version of the rule that opened it, with the rule set where that is not the district's own.</summary>
    public required string Rule { get; init; }

    /// <summary>Where it stands.</summary>
    public required CaseState State { get; init; }

    /// <summary>How grave it is; rises while it is open and never falls by itself. Null for a silence.</summary>
    public CaseSeverity? Severity { get; init; }

    /// <summary>When the case was opened.</summary>
    public required DateTimeOffset OpenedAt { get; init; }

    /// <summary>When it was opened again the last time; null where it never was.</summary>
    public DateTimeOffset? ReopenedAt { get; init; }

    /// <summary>When it was closed; null while it is open.</summary>
    public DateTimeOffset? ArchivedAt { get; init; }

    /// <summary>Key of the unit that answers for the site.</summary>
    public required string Unit { get; init; }

    /// <summary>Key of the unit that has to act, or <c>enforcement</c>; null while it is not assigned and after it is closed.</summary>
    public string? Holder { get; init; }

    /// <summary>By when the present step is due; null where none is.</summary>
    public DateTimeOffset? Due { get; init; }

    /// <summary>Whether the present step was not taken in time.</summary>
    public bool Overdue { get; init; }

    /// <summary>By when the work is to be finished, as it was set with a step; null: within the usual time.</summary>
    public DateTimeOffset? FinishBy { get; init; }

    /// <summary>When the platform has to look at it by itself; null: never, as it stands.</summary>
    public DateTimeOffset? NextAt { get; init; }

    /// <summary>The value that opened the case, in <see cref="LimitUnit"/>; null for a silence, as all that follows about a limit.</summary>
    public decimal? Value { get; init; }

    /// <summary>The limit it did not meet; the nearer end of a range, null where it is a word.</summary>
    public decimal? Limit { get; init; }

    /// <summary>The limit in print, for example <c>≤ 1.0</c> or <c>not-detected</c>.</summary>
    public string? LimitText { get; init; }

    /// <summary>Unit of value and limit.</summary>
    public string? LimitUnit { get; init; }

    /// <summary>(value − limit) / limit; null where the standard defines none.</summary>
    public decimal? Multiple { get; init; }

    /// <summary>Standard, for example GB 3838-2002.</summary>
    public string? Standard { get; init; }

    /// <summary>Grade or class that applied.</summary>
    public string? Grade { get; init; }

    /// <summary>What a person should know at once: how a silence showed. Null where the figures say it.</summary>
    public string? Detail { get; init; }

    /// <summary>When the first reading beyond the limit was taken, or the silence began.</summary>
    public DateTimeOffset Since { get => field == default ? OpenedAt : field; init; }

    /// <summary>When readings were again within the limit for long enough, or arrived again; null while they are not.</summary>
    public DateTimeOffset? RecoveredAt { get; init; }

    /// <summary>How many readings beyond the limit the case has seen.</summary>
    public int ReadingCount { get; init; }

    /// <summary>The first hundred of them.</summary>
    public IReadOnlyList<ExceedingReading> Readings { get; init; } = [];

    /// <summary>The latest of them by the time it was taken.</summary>
    public ExceedingReading? Latest { get; init; }

    /// <summary>The worst of them.</summary>
    public ExceedingReading? Worst { get; init; }

    /// <summary>The most readings of one kind beyond the limit in a row, as the readings in force tell.</summary>
    public int Streak { get; init; }

    /// <summary>Whether the readings it rests on still stand; null for a silence.</summary>
    public CaseEvidenceState? Evidence { get; init; }

    /// <summary>What a person decided about the readings; null while nobody has.</summary>
    public CaseJudgement? Verdict { get; init; }

    /// <summary>Its raising to the risk service; null where it was not raised.</summary>
    public CaseRaising? Escalation { get; init; }

    /// <summary>Whose hands it went through.</summary>
    public IReadOnlyList<HandOver> HandOvers { get; init; } = [];

    /// <summary>What was done about it, as the units recorded it.</summary>
    public IReadOnlyList<Rectification> Rectifications { get; init; } = [];

    /// <summary>The compliant sample on which it was last finished; null where there was none.</summary>
    public FollowUpSample? FollowUp { get; init; }

    /// <summary>Demands (催办) and their answers.</summary>
    public IReadOnlyList<CaseUrging> Urgings { get; init; } = [];

    /// <summary>What was done, in order. Steps are added and never changed.</summary>
    public IReadOnlyList<ExceedanceStep> Steps { get; init; } = [];
}

/// <summary>Whether the readings of a case still stand.</summary>
public enum CaseEvidenceState
{
    /// <summary>They do.</summary>
    Standing,

    /// <summary>Some of the first hundred were corrected and are no longer beyond the limit.</summary>
    PartlyWithdrawn,

    /// <summary>None is beyond the limit any more. The case stays until a person has looked.</summary>
    Withdrawn,
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

    /// <summary>The limit of its day; null where it is a word.</summary>
    public decimal? Limit { get; init; }

    /// <summary>(value − limit) / limit; null where the standard defines none.</summary>
    public decimal? Multiple { get; init; }

    /// <summary>The version in force, where a correction says that it was not beyond after all; null while it stands.</summary>
    public string? WithdrawnBy { get; init; }
}
