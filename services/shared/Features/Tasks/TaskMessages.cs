using System.ComponentModel.DataAnnotations;

namespace Bishui.Features.Tasks;

/// <summary>A ledger entry to record.</summary>
public sealed record EntryRequest
{
    /// <summary>progress, evidence, correction or remark; a completion has its own route.</summary>
    public string? Kind { get; init; }

    /// <summary>The civil day (China Standard Time) on which it happened; not in the future.</summary>
    public DateOnly? OccurredOn { get; init; }

    /// <summary>What happened, 1 to 20,000 characters.</summary>
    [MaxLength(20_000)]
    public string? Text { get; init; }

    /// <summary>Share of the task done, 0 to 100.</summary>
    public decimal? Percent { get; init; }

    /// <summary>Id of the entry to correct; required with kind correction.</summary>
    public string? Corrects { get; init; }

    /// <summary>What the entry rests on within the platform.</summary>
    public IReadOnlyList<EntryLink>? Links { get; init; }

    /// <summary>Documents kept by the unit, named by their hash.</summary>
    public IReadOnlyList<EntryAttachment>? Attachments { get; init; }
}

/// <summary>A leading unit says that the task is done.</summary>
public sealed record CompletionRequest
{
    /// <summary>What was reached, 1 to 20,000 characters.</summary>
    [MaxLength(20_000)]
    public string? Text { get; init; }

    /// <summary>The civil day on which it was done; today when absent.</summary>
    public DateOnly? OccurredOn { get; init; }

    /// <summary>What it rests on within the platform.</summary>
    public IReadOnlyList<EntryLink>? Links { get; init; }

    /// <summary>Documents kept by the unit, named by their hash.</summary>
    public IReadOnlyList<EntryAttachment>? Attachments { get; init; }
}

/// <summary>The reviewing unit's decision.</summary>
public sealed record ReviewRequest
{
    /// <summary><c>accepted</c> or <c>returned</c>.</summary>
    public string? Decision { get; init; }

    /// <summary>Why; required when returned.</summary>
    [MaxLength(20_000)]
    public string? Reason { get; init; }
}

/// <summary>A task as its service shows it.</summary>
public sealed record TaskView
{
    /// <summary>The printed number.</summary>
    public required int Number { get; init; }

    /// <summary>The plan it belongs to.</summary>
    public required string PlanId { get; init; }

    /// <summary>Part heading as printed.</summary>
    public required string Section { get; init; }

    /// <summary>Category heading as printed.</summary>
    public required string Category { get; init; }

    /// <summary>Title as printed.</summary>
    public required string Title { get; init; }

    /// <summary>The clause, verbatim.</summary>
    public required string Content { get; init; }

    /// <summary>Keys of the units that lead.</summary>
    public required IReadOnlyList<string> LeadUnits { get; init; }

    /// <summary>Keys of the units that cooperate.</summary>
    public required IReadOnlyList<string> CooperatingUnits { get; init; }

    /// <summary>Keys of the units that review.</summary>
    public required IReadOnlyList<string> ReviewUnits { get; init; }

    /// <summary>Deadline as printed.</summary>
    public required string DeadlineText { get; init; }

    /// <summary>Last day in time; null while the event that starts the clock is open.</summary>
    public DateOnly? Deadline { get; init; }

    /// <summary>How far it is.</summary>
    public required TaskState State { get; init; }

    /// <summary>Share done as last reported; null when never reported.</summary>
    public decimal? Percent { get; init; }

    /// <summary>The latest completion and its review; null when none was submitted.</summary>
    public Completion? Completion { get; init; }

    internal static TaskView Of(TaskLedger task) => new()
    {
        Number = task.Number,
        PlanId = task.PlanId,
        Section = task.Section,
        Category = task.Category,
        Title = task.Title,
        Content = task.Content,
        LeadUnits = task.LeadUnits,
        CooperatingUnits = task.CooperatingUnits,
        ReviewUnits = task.ReviewUnits,
        DeadlineText = task.DeadlineText,
        Deadline = task.Deadline,
        State = task.State,
        Percent = task.Percent,
        Completion = task.Completion,
    };
}
