using System.Globalization;

namespace Bishui.Rules.Standards;

/// <summary>In which direction a limit binds.</summary>
public enum LimitKind
{
    /// <summary>The value may not be above the limit.</summary>
    Max,

    /// <summary>The value may not be below the limit.</summary>
    Min,

    /// <summary>The value must lie between two ends.</summary>
    Range,

    /// <summary>The limit is a word: none, not-detected.</summary>
    Text,
}

/// <summary>How sure it is that an entry says what the standard says.</summary>
public enum Confidence
{
    /// <summary>Checked against the text of the standard or a second independent source.</summary>
    Verified,

    /// <summary>From memory: provisional until someone has checked it.</summary>
    Recalled,
}

/// <summary>The limit of one grade: a lower end, an upper end, both, or a word.</summary>
public readonly record struct LimitValue(decimal? Low, decimal? High, string? Text)
{
    /// <summary>The word of a limit that allows nothing to be found.</summary>
    public const string NotDetected = "not-detected";

    /// <summary>The end that the value violates or is nearest to; null for a word.</summary>
    public decimal? Nearest(decimal value) => (Low, High) switch
    {
        // Compared before it is subtracted: what is far outside may not be subtracted from at all.
        ({ } low, _) when value <= low => low,
        (_, { } high) when value >= high => high,
        ({ } low, { } high) => value - low < high - value ? low : high,
        _ => Low ?? High,
    };

    /// <summary>The limit in print: ≤ 0.2, &lt; 0.5, ≥ 5, 6–9 or the word.</summary>
    public string Print(bool inclusive) => (Low, High) switch
    {
        ({ } low, { } high) => string.Create(CultureInfo.InvariantCulture, $"{low}–{high}"),
        ({ } low, null) => string.Create(CultureInfo.InvariantCulture, $"{(inclusive ? '≥' : '>')} {low}"),
        (null, { } high) => string.Create(CultureInfo.InvariantCulture, $"{(inclusive ? '≤' : '<')} {high}"),
        _ => Text ?? "",
    };
}

/// <summary>One entry of a standard: what it allows for a parameter, by grade.</summary>
public sealed record Limit
{
    /// <summary>The grade key of a limit that is the same for all grades.</summary>
    public const string Ungraded = "limit";

    /// <summary>Key of the parameter.</summary>
    public required string Parameter { get; init; }

    /// <summary>The parameter's name as this standard prints it.</summary>
    public required string NameZh { get; init; }

    /// <summary>HJ 525 code of the item as this standard means it (dissolved or total), or null.</summary>
    public string? Hj525 { get; init; }

    /// <summary>Unit of the limits; a reading is converted into it.</summary>
    public required string Unit { get; init; }

    /// <summary>Direction of the limit.</summary>
    public required LimitKind Kind { get; init; }

    /// <summary>Whether a value equal to the limit meets it.</summary>
    public bool Inclusive { get; init; } = true;

    /// <summary>The limits by grade key; a grade that is absent has no limit. The key <see cref="Ungraded"/> stands for every grade.</summary>
    public required IReadOnlyDictionary<string, LimitValue> ByGrade { get; init; }

    /// <summary>Conditions that must all hold for the entry to apply; empty where it applies always.</summary>
    public IReadOnlyDictionary<string, string> When { get; init; } = new Dictionary<string, string>();

    /// <summary>Table of the standard, or null.</summary>
    public string? Table { get; init; }

    /// <summary>Group within the table, or null.</summary>
    public string? Group { get; init; }

    /// <summary>What the mass is counted as (as N, as P), or null.</summary>
    public string? Basis { get; init; }

    /// <summary>How sure the entry is.</summary>
    public required Confidence Confidence { get; init; }

    /// <summary>Where the entry was read.</summary>
    public required string Source { get; init; }

    /// <summary>Remark, or null.</summary>
    public string? Note { get; init; }

    /// <summary>The limit of a grade; null where the grade has none.</summary>
    public LimitValue? For(string grade) =>
        ByGrade.TryGetValue(grade, out var value) || ByGrade.TryGetValue(Ungraded, out value) ? value : null;

    /// <summary>Whether a value in <see cref="Unit"/> meets a limit of this entry; null where a word cannot be compared with a number.</summary>
    public bool? Meets(LimitValue limit, decimal value)
    {
        if (limit.Text is { } word)
            return word == LimitValue.NotDetected && Unit != "text" ? value <= 0m : null;
        return Inclusive
            ? !(value < limit.Low) && !(value > limit.High)
            : !(value <= limit.Low) && !(value >= limit.High);
    }

    /// <summary>
    /// The exceedance multiple (超标倍数) (C − S) / S of a value beyond an upper limit; null where there is none: lower limits and ranges (dissolved
    /// oxygen, pH), temperatures, words, a value that is not above, or one so far above that no decimal holds the multiple.
    /// </summary>
    // GB 3838-2002 clause 5.1 asks for the multiple; 环办〔2011〕22号 excepts water temperature, pH and dissolved oxygen.
    public decimal? Multiple(LimitValue limit, decimal value) =>
        Kind == LimitKind.Max && Unit != "°C" && limit.High is > 0m and var high && value > high ? Measures.Computable.OrNull(() => (value - high) / high) : null;
}
