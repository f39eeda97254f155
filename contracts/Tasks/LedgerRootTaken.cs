namespace Bishui.Contracts.Tasks;

/// <summary>
/// The end of a service's ledger chain at the close of a civil day. Kept by another service, it shows when the chain was later rewritten
/// as a whole, which the chain alone cannot show.
/// </summary>
public sealed record LedgerRootTaken
{
    /// <summary>The service whose ledger it is.</summary>
    public required string Service { get; init; }

    /// <summary>The civil day (China Standard Time) that closed.</summary>
    public required DateOnly Day { get; init; }

    /// <summary>Sequence of the last entry recorded by the end of the day; 0 before the first.</summary>
    public required long Sequence { get; init; }

    /// <summary>Hash of that entry, 64 zeros before the first; SHA-256 in lower-case hexadecimal.</summary>
    public required string Hash { get; init; }

    /// <summary>When it was taken.</summary>
    public required DateTimeOffset TakenAt { get; init; }
}
