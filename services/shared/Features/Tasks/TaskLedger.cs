using Bishui.Storage.Documents;
using static System.FormattableString;

namespace Bishui.Features.Tasks;

/// <summary>How far a task is.</summary>
public enum TaskState
{
    /// <summary>No completion has been submitted.</summary>
    Open,

    /// <summary>A completion waits for review.</summary>
    Submitted,

    /// <summary>The last completion was returned.</summary>
    Returned,

    /// <summary>A completion was accepted.</summary>
    Done,
}

/// <summary>The ledger (台账) of one task: the task as the plan in force prints it, and how far it is.</summary>
internal sealed record TaskLedger
{
    public required string PlanId { get; init; }
    public required int PlanVersion { get; init; }
    public required int Number { get; init; }
    public required string Section { get; init; }
    public required string Category { get; init; }
    public required string Title { get; init; }
    public required string Content { get; init; }
    public required IReadOnlyList<string> LeadUnits { get; init; }
    public required IReadOnlyList<string> CooperatingUnits { get; init; }
    public required IReadOnlyList<string> ReviewUnits { get; init; }
    public required string DeadlineText { get; init; }
    public required DateOnly? Deadline { get; init; }
    public required DateTimeOffset OpenedAt { get; init; }
    public TaskState State { get; init; }
    public decimal? Percent { get; init; }
    public Completion? Completion { get; init; }
}

/// <summary>The latest completion (办结申请) of a task and its review.</summary>
public sealed record Completion
{
    /// <summary>Id of this submission.</summary>
    public required string Id { get; init; }

    /// <summary>Key of the unit that submitted.</summary>
    public required string Unit { get; init; }

    /// <summary>When it was submitted.</summary>
    public required DateTimeOffset SubmittedAt { get; init; }

    /// <summary>Id of the ledger entry that records it.</summary>
    public required string EntryId { get; init; }

    /// <summary>Key of the unit that decided; null while it waits.</summary>
    public string? Reviewer { get; init; }

    /// <summary><c>accepted</c> or <c>returned</c>; null while it waits.</summary>
    public string? Decision { get; init; }

    /// <summary>Why it was decided so.</summary>
    public string? Reason { get; init; }

    /// <summary>When it was decided.</summary>
    public DateTimeOffset? ReviewedAt { get; init; }
}

/// <summary>One appended line of a ledger (台账记录). Never changed; a correction is another entry that names it.</summary>
public sealed record LedgerEntry
{
    /// <summary>Unique within the service.</summary>
    public required string Id { get; init; }

    /// <summary>Place in the service's chain, from 1 without gaps.</summary>
    public required long Sequence { get; init; }

    /// <summary>The plan the task belongs to.</summary>
    public required string PlanId { get; init; }

    /// <summary>Task number.</summary>
    public required int Task { get; init; }

    /// <summary>progress, evidence, completion, correction or remark.</summary>
    public required string Kind { get; init; }

    /// <summary>Key of the unit it was recorded for.</summary>
    public required string Unit { get; init; }

    /// <summary>Client or person that recorded it.</summary>
    public required string RecordedBy { get; init; }

    /// <summary>The civil day on which it happened.</summary>
    public required DateOnly OccurredOn { get; init; }

    /// <summary>When it was recorded.</summary>
    public required DateTimeOffset RecordedAt { get; init; }

    /// <summary>What happened.</summary>
    public required string Text { get; init; }

    /// <summary>Share of the task done, 0 to 100; null where the entry states none.</summary>
    public decimal? Percent { get; init; }

    /// <summary>accepted or returned, on the entry of a review.</summary>
    public string? Decision { get; init; }

    /// <summary>Id of the entry that this one corrects; null unless it is a correction.</summary>
    public string? Corrects { get; init; }

    /// <summary>What the entry rests on within the platform.</summary>
    public IReadOnlyList<EntryLink> Links { get; init; } = [];

    /// <summary>Documents kept by the unit, bound to the entry by their hash.</summary>
    public IReadOnlyList<EntryAttachment> Attachments { get; init; } = [];

    /// <summary>Hash of the entry before; the chain's genesis for the first.</summary>
    public required string PreviousHash { get; init; }

    /// <summary>SHA-256 over the entry's canonical form and the hash before, lower-case hexadecimal.</summary>
    public required string Hash { get; init; }
}

/// <summary>A pointer to a reading, a case, a register row or another entry.</summary>
public sealed record EntryLink
{
    /// <summary>reading, exceedance, register-row or entry.</summary>
    public required string Kind { get; init; }

    /// <summary>Id of what is pointed to.</summary>
    public required string Id { get; init; }
}

/// <summary>A document that stays with the unit, named by its content.</summary>
public sealed record EntryAttachment
{
    /// <summary>File name.</summary>
    public required string Name { get; init; }

    /// <summary>SHA-256 of the content, lower-case hexadecimal.</summary>
    public required string Sha256 { get; init; }
}

/// <summary>The end of the service's chain.</summary>
internal sealed record ChainHead
{
    public required long Sequence { get; init; }
    public required string Hash { get; init; }
}

internal static class TaskCollections
{
    public const string ByTask = "by-task";
    public const string HeadId = "head";

    public static readonly Collection<TaskLedger> Ledgers = new("ledgers");

    public static readonly Collection<LedgerEntry> Entries = new("entries",
        new DocumentIndex<LedgerEntry>(ByTask, e => TaskPosition(e.Task, e.Sequence)),
        new DocumentIndex<LedgerEntry>("sequence", e => Invariant($"{e.Sequence:D12}"), unique: true));

    public static readonly Collection<ChainHead> Chain = new("chain");

    public static string LedgerId(int task) => Invariant($"{task:D3}");

    public static string TaskPosition(int task, long sequence) => Invariant($"{task:D3}:{sequence:D12}");
}
