namespace Bishui.Contracts.Tasks;

/// <summary>A leading unit took its completion back before it was reviewed (撤回).</summary>
public sealed record CompletionWithdrawn
{
    /// <summary>Id of the submission that was withdrawn.</summary>
    public required string CompletionId { get; init; }

    /// <summary>The service that owns the task.</summary>
    public required string Service { get; init; }

    /// <summary>The plan the task belongs to.</summary>
    public required string PlanId { get; init; }

    /// <summary>Task number.</summary>
    public required int Task { get; init; }

    /// <summary>Key of the unit that had submitted.</summary>
    public required string Unit { get; init; }

    /// <summary>Why.</summary>
    public required string Reason { get; init; }

    /// <summary>When it was withdrawn.</summary>
    public required DateTimeOffset WithdrawnAt { get; init; }

    /// <summary>Id of the ledger entry that records the withdrawal.</summary>
    public required string EntryId { get; init; }
}
