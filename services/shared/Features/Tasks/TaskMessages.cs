using System.ComponentModel.DataAnnotations;
using Bishui.Contracts.Plans;
using Bishui.Hosting.Json;

namespace Bishui.Features.Tasks;

/// <summary>A ledger entry to record.</summary>
public sealed record EntryRequest
{
    /// <summary>progress, evidence, correction or remark; a completion has its own route.</summary>
    public string? Kind { get; init; }

    /// <summary>The civil day (China Standard Time) on which it happened; not in the future.</summary>
    public DateOnly? OccurredOn { get; init; }

    /// <summary>What happened, 1 to 20,000 characters.</summary>
    [LongText]
    public string? Text { get; init; }

    /// <summary>Share of the task done, 0 to 100.</summary>
    public decimal? Percent { get; init; }

    /// <summary>Id of the entry to correct; required with kind correction.</summary>
    public string? Corrects { get; init; }

    /// <summary>The typed result that it states (成果), one of those the task takes; its day is the entry's. See <c>GET …/records</c>.</summary>
    public RecordRequest? Record { get; init; }

    /// <summary>What the entry rests on within the platform.</summary>
    public IReadOnlyList<EntryLink>? Links { get; init; }

    /// <summary>Files uploaded before, named by their hash.</summary>
    public IReadOnlyList<EntryAttachment>? Attachments { get; init; }
}

/// <summary>A typed result to state.</summary>
public sealed record RecordRequest
{
    /// <summary>Kind of result, for example <c>disclosure</c>.</summary>
    public required string Type { get; init; }

    /// <summary>What it is about.</summary>
    public required string Topic { get; init; }

    /// <summary>The period it is about: 2021-07, 2021-Q3, 2021-H1 or 2021; the one in which it happened when absent.</summary>
    public string? Period { get; init; }

    /// <summary>Id of the object it is about.</summary>
    public string? ObjectId { get; init; }

    /// <summary>The figure it states.</summary>
    public decimal? Value { get; init; }

    /// <summary>passed or failed, for a check.</summary>
    public string? Outcome { get; init; }

    /// <summary>Number or title of the document it comes from.</summary>
    [MaxLength(Texts.Address)]
    public string? Document { get; init; }

    /// <summary>Where it was published.</summary>
    [MaxLength(Texts.Address)]
    public string? Url { get; init; }
}

/// <summary>A leading unit says that the task is done.</summary>
public sealed record CompletionRequest
{
    /// <summary>What was reached, 1 to 20,000 characters.</summary>
    [LongText]
    public string? Text { get; init; }

    /// <summary>The civil day on which it was done; today when absent.</summary>
    public DateOnly? OccurredOn { get; init; }

    /// <summary>What it rests on within the platform.</summary>
    public IReadOnlyList<EntryLink>? Links { get; init; }

    /// <summary>Files uploaded before, named by their hash.</summary>
    public IReadOnlyList<EntryAttachment>? Attachments { get; init; }
}

/// <summary>Takes a completion back before its review.</summary>
public sealed record WithdrawalRequest
{
    /// <summary>Why.</summary>
    [LongText]
    public string? Reason { get; init; }
}

/// <summary>The reviewing unit's decision.</summary>
public sealed record ReviewRequest
{
    /// <summary>Key of the unit whose completion is decided; may be left out while only one waits.</summary>
    public string? Unit { get; init; }

    /// <summary><c>accepted</c> or <c>returned</c>.</summary>
    public string? Decision { get; init; }

    /// <summary>Why; required when returned.</summary>
    [LongText]
    public string? Reason { get; init; }
}

/// <summary>A task as its service shows it.</summary>
public sealed record TaskView
{
    /// <summary>The printed number.</summary>
    public required int Number { get; init; }

    /// <summary>Identity of the task over the versions of the plan.</summary>
    public required string Key { get; init; }

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

    /// <summary>A list of units ends in 等: there are units that the plan does not name.</summary>
    public bool OpenEnded { get; init; }

    /// <summary>Keys of the topics (工作主题) it carries; see <c>…/topics</c>.</summary>
    public IReadOnlyList<string> Topics { get; init; } = [];

    /// <summary>Parts with leading units of their own; empty where the task has none.</summary>
    public IReadOnlyList<PlanTaskPart> Parts { get; init; } = [];

    /// <summary>How far it is: done when the completion of every leading unit is accepted.</summary>
    public required TaskState State { get; init; }

    /// <summary>Share done of the leading unit that is least far; null while one has not reported.</summary>
    public decimal? Percent { get; init; }

    /// <summary>Each leading unit's own progress and completion.</summary>
    public required IReadOnlyList<LeadProgress> Leads { get; init; }

    /// <summary>The latest completion of all and its review; null when none was submitted.</summary>
    public Completion? Completion { get; init; }

    internal static TaskView Of(TaskLedger task) => new()
    {
        Number = task.Number,
        Key = task.Key,
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
        OpenEnded = task.OpenEnded,
        Topics = task.Topics,
        Parts = task.Parts,
        State = task.State,
        Percent = task.Percent,
        Leads = [.. task.Leading],
        Completion = task.Leading.Select(lead => lead.Completion).OfType<Completion>().MaxBy(completion => completion.SubmittedAt),
    };
}

/// <summary>What the caller may do in a task.</summary>
/// <param name="Task">The task's number.</param>
/// <param name="Unit">Key of the caller's unit.</param>
/// <param name="Actions">What it may do.</param>
public sealed record RightsView(int Task, string Unit, IReadOnlyList<TaskAction> Actions);

/// <summary>One entry with what was said about it later.</summary>
/// <param name="Entry">The entry as it was recorded.</param>
/// <param name="Corrections">The entries that correct it, oldest first; empty when it stands.</param>
public sealed record EntryView(LedgerEntry Entry, IReadOnlyList<LedgerEntry> Corrections);
