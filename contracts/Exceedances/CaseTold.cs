namespace Bishui.Contracts.Exceedances;

/// <summary>A case as it stands after a change.</summary>
public sealed record CaseTold
{
    /// <summary>Id of the case.</summary>
    public required string CaseId { get; init; }

    /// <summary><c>exceedance</c> (超标) or <c>silence</c> (数据中断).</summary>
    public required string Kind { get; init; }

    /// <summary>1 when it was opened, one more with each change.</summary>
    public required int Revision { get; init; }

    /// <summary>Id of the site.</summary>
    public required string Site { get; init; }

    /// <summary>Key of the site's kind.</summary>
    public required string SiteKind { get; init; }

    /// <summary>Numbers of the plan's tasks that the site serves.</summary>
    public required IReadOnlyList<int> Tasks { get; init; }

    /// <summary>Keys of the topics (工作主题) of the site; null where it was told before topics existed.</summary>
    public IReadOnlyList<string>? Topics { get; init; }

    /// <summary>Key of the parameter; null where the case is about the whole site.</summary>
    public string? Parameter { get; init; }

    /// <summary>Name and version of the rule that opened it.</summary>
    public required string Rule { get; init; }

    /// <summary>registered, assigned, refused, handled, done, sent-back or archived.</summary>
    public required string State { get; init; }

    /// <summary>minor, serious or severe; null where no thresholds apply.</summary>
    public string? Severity { get; init; }

    /// <summary>Key of the unit that answers for the site.</summary>
    public required string Unit { get; init; }

    /// <summary>Key of the unit that has to act now; null before it is assigned and after it is closed.</summary>
    public string? Holder { get; init; }

    /// <summary>genuine, not-genuine or device-fault as a person judged it; null while nobody has.</summary>
    public string? Verdict { get; init; }

    /// <summary>Why the person judged so, or null.</summary>
    public string? VerdictReason { get; init; }

    /// <summary>The worst value so far, in the unit of its limit; null where the case is not about a value.</summary>
    public decimal? Worst { get; init; }

    /// <summary>The exceedance multiple of the worst value; null where none is defined.</summary>
    public decimal? Multiple { get; init; }

    /// <summary>When the first reading beyond the limit was taken, or the silence began.</summary>
    public required DateTimeOffset Since { get; init; }

    /// <summary>When readings were again within the limit, or arrived again; null while they are not.</summary>
    public DateTimeOffset? RecoveredAt { get; init; }

    /// <summary>By when the present step is due; null where none runs.</summary>
    public DateTimeOffset? Due { get; init; }

    /// <summary>Whether the present step was not taken in time.</summary>
    public bool Overdue { get; init; }

    /// <summary>When it was raised to the risk service as an incident; null when it was not.</summary>
    public DateTimeOffset? EscalatedAt { get; init; }

    /// <summary>When it was opened.</summary>
    public required DateTimeOffset OpenedAt { get; init; }

    /// <summary>When this change was made.</summary>
    public required DateTimeOffset ChangedAt { get; init; }

    /// <summary>Who made it: a unit's key, or <c>platform</c>.</summary>
    public required string ChangedBy { get; init; }
}
