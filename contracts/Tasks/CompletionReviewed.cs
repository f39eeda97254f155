namespace Bishui.Contracts.Tasks;

/// <summary>Another unit accepted or returned a completion (审核).</summary>
public sealed record CompletionReviewed
{
    /// <summary>Id of the submission that was reviewed.</summary>
    public required string CompletionId { get; init; }

    /// <summary>The service that owns the task.</summary>
    public required string Service { get; init; }

    /// <summary>The plan the task belongs to.</summary>
    public required string PlanId { get; init; }

    /// <summary>Task number.</summary>
    public required int Task { get; init; }

    /// <summary>Key of the unit that had submitted.</summary>
    public required string Unit { get; init; }

    /// <summary>Key of the unit that decided; never the one that submitted.</summary>
    public required string Reviewer { get; init; }

    /// <summary><c>accepted</c> or <c>returned</c>.</summary>
    public required string Decision { get; init; }

    /// <summary>Why; always given when returned.</summary>
    public string? Reason { get; init; }

    /// <summary>When the completion had been submitted: what decides whether it was in time.</summary>
    public required DateTimeOffset SubmittedAt { get; init; }

    /// <summary>When it was decided.</summary>
    public required DateTimeOffset ReviewedAt { get; init; }

    /// <summary>Id of the ledger entry that records the submission.</summary>
    public required string EntryId { get; init; }
}
