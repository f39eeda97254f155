namespace Bishui.Contracts.Tasks;

/// <summary>A leading unit said that a task is done (办结申请).</summary>
public sealed record CompletionSubmitted
{
    /// <summary>Id of this submission; a resubmission after a return has its own.</summary>
    public required string CompletionId { get; init; }

    /// <summary>The service that owns the task.</summary>
    public required string Service { get; init; }

    /// <summary>The plan the task belongs to.</summary>
    public required string PlanId { get; init; }

    /// <summary>Task number.</summary>
    public required int Task { get; init; }

    /// <summary>Key of the unit that submitted.</summary>
    public required string Unit { get; init; }

    /// <summary>When it was submitted.</summary>
    public required DateTimeOffset SubmittedAt { get; init; }

    /// <summary>Id of the ledger entry that records the submission.</summary>
    public required string EntryId { get; init; }
}
