using Bishui.Rules.Measures;

namespace Bishui.Rules.Standards;

/// <summary>
/// What a value of a quantity can be at all, as data with its source: not what is good, but what the water, or the instrument, can have said. A range that
/// nobody could source is not there.
/// </summary>
/// <param name="Unit">Unit of both ends.</param>
/// <param name="Least">The least, itself included; null where none is known.</param>
/// <param name="Most">The most, itself included; null where none is known.</param>
/// <param name="Confidence">How sure it is.</param>
/// <param name="Source">Where it comes from.</param>
public sealed record PlausibleRange(string Unit, decimal? Least, decimal? Most, Confidence Confidence, string Source)
{
    /// <summary>Whether a value in <see cref="Unit"/> can be.</summary>
    public bool Holds(decimal value) => !(value < Least) && !(value > Most);

    /// <summary>The range in another unit of the same quantity; null where there is no way between the two.</summary>
    public PlausibleRange? In(string unit) =>
        TryConvert(Least, unit, out var least) && TryConvert(Most, unit, out var most) && Units.TryConvert(1, Unit, unit, out _)
            ? this with { Unit = unit, Least = least, Most = most }
            : null;

    /// <summary>The range in print: 0–14, ≥ 0.</summary>
    public string Print() => (Least, Most) switch
    {
        ({ } least, { } most) => FormattableString.Invariant($"{least}–{most}"),
        ({ } least, null) => FormattableString.Invariant($"≥ {least}"),
        (null, { } most) => FormattableString.Invariant($"≤ {most}"),
        _ => "",
    };

    private bool TryConvert(decimal? end, string unit, out decimal? converted)
    {
        converted = null;
        if (end is not { } known) return true;
        var isConverted = Units.TryConvert(known, Unit, unit, out var value);
        converted = value;
        return isConverted;
    }
}
