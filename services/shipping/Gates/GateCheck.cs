using Bishui.Rules.Indicators;
using Bishui.Shipping.Vessels;
using Bishui.Storage.Documents;

namespace Bishui.Shipping.Gates;

/// <summary>What a vessel may do only after a check.</summary>
internal enum Gate
{
    /// <summary>Operate: its age (运营).</summary>
    Operation,

    /// <summary>Enter service: GB 3552 (投入使用).</summary>
    EntryIntoService,
}

/// <summary>A check of a vessel at a gate, with what it rests on. Kept as it was decided.</summary>
internal sealed record GateCheck
{
    /// <summary>Id of the ledger entry that records it.</summary>
    public required string Id { get; init; }

    /// <summary>Id of the vessel in the register.</summary>
    public required string Ship { get; init; }

    public required string ShipName { get; init; }

    public required Gate Gate { get; init; }

    /// <summary>The civil day for which it was checked.</summary>
    public required DateOnly On { get; init; }

    /// <summary><c>passed</c> or <c>failed</c>.</summary>
    public required string Outcome { get; init; }

    /// <summary>Why.</summary>
    public required IReadOnlyList<Reason> Reasons { get; init; }

    /// <summary>Full years of age; null where the gate does not ask for them.</summary>
    public int? Age { get; init; }

    /// <summary>The age at which it may no longer operate; null where the gate does not ask for it.</summary>
    public decimal? ScrappingAge { get; init; }

    /// <summary>The standard that was applied; null where none binds the vessel.</summary>
    public string? Standard { get; init; }

    /// <summary>Name and version of the rule.</summary>
    public required string Rule { get; init; }

    /// <summary>The rows it rests on, with their versions.</summary>
    public required IReadOnlyList<EvidenceId> Evidence { get; init; }

    /// <summary>Key of the unit that asked.</summary>
    public required string Unit { get; init; }

    public required DateTimeOffset CheckedAt { get; init; }
}

/// <summary>Asks for a check.</summary>
internal sealed record GateCheckRequest
{
    /// <summary>Id of the vessel in the register.</summary>
    public string? Ship { get; init; }

    /// <summary><c>operation</c> or <c>entry-into-service</c>.</summary>
    public Gate? Gate { get; init; }

    /// <summary>The civil day; today when absent.</summary>
    public DateOnly? On { get; init; }

    /// <summary>Id of the proof of GB 3552 equipment; the vessel's own that holds on the day when absent.</summary>
    public string? Proof { get; init; }
}

internal static class GateCollections
{
    /// <summary>By vessel and time.</summary>
    public const string ByShip = "ship";

    public static readonly Collection<GateCheck> Checks = new("gate-checks",
        new DocumentIndex<GateCheck>(ByShip, check => $"{check.Ship}|{check.CheckedAt.UtcDateTime:O}"));
}
