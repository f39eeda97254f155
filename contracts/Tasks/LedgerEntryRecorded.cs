namespace Bishui.Contracts.Tasks;

/// <summary>A ledger entry (台账记录) was appended. The text stays with the service that owns the task.</summary>
public sealed record LedgerEntryRecorded
{
    /// <summary>Id of the entry.</summary>
    public required string EntryId { get; init; }

    /// <summary>The service that holds the ledger.</summary>
    public required string Service { get; init; }

    /// <summary>The plan the ledger was opened for.</summary>
    public required string PlanId { get; init; }

    /// <summary>Task number.</summary>
    public required int Task { get; init; }

    /// <summary>Key of the unit the entry was recorded for.</summary>
    public required string Unit { get; init; }

    /// <summary>progress, evidence, completion, correction or remark.</summary>
    public required string Kind { get; init; }

    /// <summary>The entry's place in the service's chain, from 1 without gaps.</summary>
    public required long Sequence { get; init; }

    /// <summary>SHA-256 of the entry's canonical form, lower-case hexadecimal.</summary>
    public required string Hash { get; init; }

    /// <summary>The civil day (China Standard Time) on which it happened.</summary>
    public required DateOnly OccurredOn { get; init; }

    /// <summary>When it was recorded.</summary>
    public required DateTimeOffset RecordedAt { get; init; }

    /// <summary>Share of the task done, 0 to 100, or null where the entry states none.</summary>
    public decimal? Percent { get; init; }

    /// <summary>Id of the entry that this one corrects; null unless it is a correction.</summary>
    public string? Corrects { get; init; }

    /// <summary>The typed result that the entry states; null where it states none.</summary>
    public LedgerRecord? Record { get; init; }

    /// <summary>What the entry says; null in entries told before it was.</summary>
    public string? Text { get; init; }
}
