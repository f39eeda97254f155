namespace Bishui.Contracts.Obligations;

/// <summary>Dated duties (应办事项) came into being or changed their state, together.</summary>
public sealed record ObligationsChanged
{
    /// <summary>The service that owns their tasks.</summary>
    public required string Service { get; init; }

    /// <summary>What each is now.</summary>
    public required IReadOnlyList<ObligationTold> Obligations { get; init; }
}

/// <summary>One dated duty as it stands.</summary>
public sealed record ObligationTold
{
    /// <summary>Follows from plan, rule, object, period and unit: the same duty has the same id wherever it is made.</summary>
    public required string Id { get; init; }

    /// <summary>One more with each change: of two tellings the higher is the newer.</summary>
    public required int Revision { get; init; }

    /// <summary>The plan it comes from.</summary>
    public required string PlanId { get; init; }

    /// <summary>Task number.</summary>
    public required int Task { get; init; }

    /// <summary>Key of the rule that made it.</summary>
    public required string Rule { get; init; }

    /// <summary>What is owed.</summary>
    public required string Title { get; init; }

    /// <summary>Keys of the units that owe it, together.</summary>
    public required IReadOnlyList<string> Units { get; init; }

    /// <summary>Id of the object it is owed for; null where there is none.</summary>
    public string? ObjectId { get; init; }

    /// <summary>Name of that object.</summary>
    public string? ObjectName { get; init; }

    /// <summary>First day on which it can be done.</summary>
    public DateOnly? From { get; init; }

    /// <summary>Last day in time, extensions included; null while it cannot be said.</summary>
    public DateOnly? Due { get; init; }

    /// <summary>Last day in time before any extension.</summary>
    public DateOnly? OriginalDue { get; init; }

    /// <summary>open, met, met-late, missed, before-issue, waived, anchor-open, not-computable or lapsed.</summary>
    public required string State { get; init; }

    /// <summary>The civil day on which it was met.</summary>
    public DateOnly? MetOn { get; init; }

    /// <summary>It was due before the plan was issued, so that a miss is no breach.</summary>
    public required bool BeforeIssue { get; init; }

    /// <summary><c>breach</c> or <c>warning</c>: what a miss is.</summary>
    public required string Nature { get; init; }

    /// <summary>What closed it.</summary>
    public required IReadOnlyList<ObligationEvidence> Evidence { get; init; }

    /// <summary>How often it was extended.</summary>
    public required int Extensions { get; init; }

    /// <summary>Since when it stands so.</summary>
    public required DateTimeOffset ChangedAt { get; init; }
}

/// <summary>What a duty was closed with.</summary>
public sealed record ObligationEvidence
{
    /// <summary>reading, entry, completion, object, case or register-row.</summary>
    public required string Kind { get; init; }

    /// <summary>Id of it within the service.</summary>
    public required string Id { get; init; }

    /// <summary>The civil day on which it happened.</summary>
    public required DateOnly On { get; init; }

    /// <summary>When it was recorded; null where that is not known.</summary>
    public DateTimeOffset? RecordedAt { get; init; }
}
