namespace Bishui.Rules.Standards;

/// <summary>How a parameter (监测因子) arrives by telemetry.</summary>
/// <param name="Code">The code in HJ 212 messages.</param>
/// <param name="NameZh">The name that belongs to the code; the total of a metal has a code and name of its own.</param>
/// <param name="Unit">The unit of the telemetry value; it can differ from the parameter's unit and is converted before judging.</param>
/// <param name="Format">The number format of HJ 212, for example N3.1.</param>
/// <param name="LoadUnit">The unit of the discharged load, or null where none is sent.</param>
/// <param name="LegacyCode">The code before 2017, or null.</param>
public sealed record Hj212Code(string Code, string NameZh, string Unit, string Format, string? LoadUnit, string? LegacyCode);

/// <summary>Something that is measured. The key is the same in every standard.</summary>
public sealed record Parameter
{
    /// <summary>Stable key, for example <c>ammonia-nitrogen</c>.</summary>
    public required string Key { get; init; }

    /// <summary>Chinese name.</summary>
    public required string NameZh { get; init; }

    /// <summary>English name.</summary>
    public required string NameEn { get; init; }

    /// <summary>The unit in which readings are kept; a standard may state its limit in another.</summary>
    public required string Unit { get; init; }

    /// <summary>Code of HJ 525 (the ambient item), or null where it has none.</summary>
    public string? Hj525 { get; init; }

    /// <summary>Further HJ 525 codes of the same parameter: the total of a metal beside the dissolved one.</summary>
    public IReadOnlyList<string> Hj525Alternatives { get; init; } = [];

    /// <summary>Other names under which it is reported.</summary>
    public IReadOnlyList<string> Aliases { get; init; } = [];

    /// <summary>Telemetry codes with their units; empty where it is not sent by telemetry.</summary>
    public IReadOnlyList<Hj212Code> Hj212 { get; init; } = [];

    /// <summary>Codes of the standards that limit it.</summary>
    public IReadOnlyList<string> Standards { get; init; } = [];

    /// <summary>What its values can be, in its own unit: the range of the parameter itself, then that of its unit; empty where none is configured.</summary>
    public IReadOnlyList<PlausibleRange> Plausible { get; init; } = [];

    /// <summary>The range that a value in the parameter's unit is outside of; null where it can be.</summary>
    public PlausibleRange? Outside(decimal value)
    {
        foreach (var range in Plausible)
            if (!range.Holds(value)) return range;
        return null;
    }

    /// <summary>Every name and code under which the parameter can be found.</summary>
    public IEnumerable<string> Names =>
        new[] { Key, NameZh, NameEn, Hj525 }.OfType<string>()
            .Concat(Hj525Alternatives)
            .Concat(Aliases)
            .Concat(Hj212.SelectMany(code => new[] { code.Code, code.LegacyCode }.OfType<string>()))
            .Distinct(StringComparer.OrdinalIgnoreCase);
}
