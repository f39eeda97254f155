using Bishui.Rules.Indicators;

namespace Bishui.Features.Registers;

/// <summary>A row (条目) of a register as it holds on a day.</summary>
/// <typeparam name="T">The register's record.</typeparam>
public sealed record Row<T> where T : class
{
    /// <summary>Unique within the register.</summary>
    public required string Id { get; init; }

    /// <summary>Its record.</summary>
    public required T Values { get; init; }

    /// <summary>The version that holds.</summary>
    public required int Version { get; init; }

    /// <summary>From which day on.</summary>
    public required DateOnly From { get; init; }

    /// <summary>The last day before the row becomes another or is retired; null while nothing follows.</summary>
    public DateOnly? To { get; init; }

    /// <summary>Key of the unit that registered the row first.</summary>
    public required string Unit { get; init; }

    /// <summary>When the version was recorded.</summary>
    public required DateTimeOffset RecordedAt { get; init; }

    /// <summary>Names the row's version where a figure rests on it.</summary>
    public required EvidenceId Evidence { get; init; }
}
