namespace Bishui.Contracts.Tasks;

/// <summary>
/// The typed result that a ledger entry states (成果): a disclosure, a report, a gate's check, the event that starts a clock, a figure
/// from above. What closes duties, sets targets and opens gates is found among these.
/// </summary>
public sealed record LedgerRecord
{
    /// <summary>For example <c>disclosure</c>, <c>report</c>, <c>document</c>, <c>event</c>, <c>target</c> or <c>gate-check</c>.</summary>
    public required string Type { get; init; }

    /// <summary>What it is about, for example <c>source-water</c>; with the type it says which duties it answers.</summary>
    public required string Topic { get; init; }

    /// <summary>The civil day (China Standard Time) on which it happened.</summary>
    public required DateOnly On { get; init; }

    /// <summary>The period it is about: 2021, 2021-H1, 2021-Q3 or 2021-07; null where it is about none.</summary>
    public string? Period { get; init; }

    /// <summary>Id of the object it is about; null where it is about none.</summary>
    public string? ObjectId { get; init; }

    /// <summary>The figure it states, in the target's measure.</summary>
    public decimal? Value { get; init; }

    /// <summary><c>passed</c> or <c>failed</c>, for a check.</summary>
    public string? Outcome { get; init; }

    /// <summary>Number or title of the document it comes from.</summary>
    public string? Document { get; init; }

    /// <summary>Where it was published.</summary>
    public string? Url { get; init; }
}
