namespace Bishui.Contracts.Registers;

/// <summary>A version of a register's row.</summary>
public sealed record RegisterRowTold
{
    /// <summary>Unique within the register.</summary>
    public required string Id { get; init; }

    /// <summary>Name for people.</summary>
    public required string Name { get; init; }

    /// <summary>1 as first registered, one more with each change.</summary>
    public required int Version { get; init; }

    /// <summary>The civil day from which it holds, until a later one follows.</summary>
    public required DateOnly From { get; init; }

    /// <summary>From that day on the row is no longer on the register.</summary>
    public required bool Retired { get; init; }

    /// <summary>Key of the unit that recorded it.</summary>
    public required string Unit { get; init; }

    /// <summary>When it was recorded.</summary>
    public required DateTimeOffset RecordedAt { get; init; }

    /// <summary>Its fields as text: numbers and true or false as JSON writes them, days like 2021-11-01, enumerations as words, lists joined by commas. Personal data is left out.</summary>
    public required IReadOnlyDictionary<string, string> Values { get; init; }
}
