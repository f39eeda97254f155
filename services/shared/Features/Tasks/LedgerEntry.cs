using System.ComponentModel.DataAnnotations;
using Bishui.Contracts.Tasks;

namespace Bishui.Features.Tasks;

/// <summary>One appended line of a ledger (台账记录). Never changed; a correction is another entry that names it.</summary>
public sealed record LedgerEntry
{
    /// <summary>Unique within the service.</summary>
    public required string Id { get; init; }

    /// <summary>Place in the service's chain, from 1 without gaps.</summary>
    public required long Sequence { get; init; }

    /// <summary>The plan the task belongs to.</summary>
    public required string PlanId { get; init; }

    /// <summary>Number of the task in the version of the plan that was in force.</summary>
    public required int Task { get; init; }

    /// <summary>Identity of the task over the versions of the plan.</summary>
    public required string TaskKey { get; init; }

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

    /// <summary>Share of the unit's part done, 0 to 100; null where the entry states none.</summary>
    public decimal? Percent { get; init; }

    /// <summary>accepted, returned or withdrawn, on an entry that decides a completion.</summary>
    public string? Decision { get; init; }

    /// <summary>Id of the entry that this one corrects; null unless it is a correction.</summary>
    public string? Corrects { get; init; }

    /// <summary>The typed result that it states; null where it states none.</summary>
    public LedgerRecord? Record { get; init; }

    /// <summary>A key project as it was set by this entry; null otherwise.</summary>
    public KeyProject? Project { get; init; }

    /// <summary>What the entry rests on within the platform.</summary>
    public IReadOnlyList<EntryLink> Links { get; init; } = [];

    /// <summary>Files kept by the platform, bound to the entry by their hash.</summary>
    public IReadOnlyList<EntryAttachment> Attachments { get; init; } = [];

    /// <summary>Hash of the entry before; the chain's genesis for the first.</summary>
    public required string PreviousHash { get; init; }

    /// <summary>SHA-256 over the entry's canonical form, which holds the hash before; lower-case hexadecimal.</summary>
    public required string Hash { get; init; }
}

/// <summary>A pointer to a reading, a case, a register row, a duty, a key project or another entry.</summary>
public sealed record EntryLink
{
    /// <summary>reading, exceedance, register-row, obligation, project or entry.</summary>
    public required string Kind { get; init; }

    /// <summary>Id of what is pointed to.</summary>
    [MaxLength(500)]
    public required string Id { get; init; }
}

/// <summary>An attached file, named by its content.</summary>
public sealed record EntryAttachment
{
    /// <summary>File name.</summary>
    [MaxLength(255)]
    public required string Name { get; init; }

    /// <summary>SHA-256 of the content, lower-case hexadecimal; the file was uploaded before.</summary>
    public required string Sha256 { get; init; }
}

/// <summary>A key project (重点工程项目) of a task. Each change is a ledger entry that holds it whole, so its history is the ledger's.</summary>
public sealed record KeyProject
{
    /// <summary>Stable key: lower-case letters, digits and hyphens. A request may leave it to the path.</summary>
    public string Id { get; init; } = "";

    /// <summary>Name in use.</summary>
    public required string Name { get; init; }

    /// <summary>Planned investment in 10,000 yuan (万元); null where it is not known.</summary>
    public decimal? Investment { get; init; }

    /// <summary>Invested so far in 10,000 yuan (万元); null where it is not known.</summary>
    public decimal? Invested { get; init; }

    /// <summary>Share of the works done, 0 to 100; null where it was not reported.</summary>
    public decimal? Percent { get; init; }

    /// <summary>Steps in the order in which they are due.</summary>
    public IReadOnlyList<Milestone> Milestones { get; init; } = [];
}

/// <summary>A step of a key project.</summary>
public sealed record Milestone
{
    /// <summary>What is reached, for example 主体工程完工.</summary>
    public required string Title { get; init; }

    /// <summary>By when.</summary>
    public DateOnly? Due { get; init; }

    /// <summary>When it was reached; null while it was not.</summary>
    public DateOnly? DoneOn { get; init; }
}
