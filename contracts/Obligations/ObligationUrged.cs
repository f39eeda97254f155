namespace Bishui.Contracts.Obligations;

/// <summary>A supervising unit demanded that a duty be done (催办); each unit that owes it has to answer.</summary>
public sealed record ObligationUrged
{
    /// <summary>Unique within the service.</summary>
    public required string UrgingId { get; init; }

    /// <summary>The service that owns the task.</summary>
    public required string Service { get; init; }

    /// <summary>Id of the duty.</summary>
    public required string ObligationId { get; init; }

    /// <summary>The plan the duty comes from.</summary>
    public required string PlanId { get; init; }

    /// <summary>Task number.</summary>
    public required int Task { get; init; }

    /// <summary>Key of the unit that demands.</summary>
    public required string By { get; init; }

    /// <summary>Keys of the units that have to answer.</summary>
    public required IReadOnlyList<string> Units { get; init; }

    /// <summary>Last day for the answer.</summary>
    public required DateOnly AnswerBy { get; init; }

    /// <summary>When it was demanded.</summary>
    public required DateTimeOffset UrgedAt { get; init; }
}

/// <summary>A unit answered a demand (催办回复).</summary>
public sealed record UrgingAnswered
{
    /// <summary>Id of the demand.</summary>
    public required string UrgingId { get; init; }

    /// <summary>The service that owns the task.</summary>
    public required string Service { get; init; }

    /// <summary>Id of the duty.</summary>
    public required string ObligationId { get; init; }

    /// <summary>The plan the duty comes from.</summary>
    public required string PlanId { get; init; }

    /// <summary>Task number.</summary>
    public required int Task { get; init; }

    /// <summary>Key of the unit that answered.</summary>
    public required string Unit { get; init; }

    /// <summary>When it answered.</summary>
    public required DateTimeOffset AnsweredAt { get; init; }
}
