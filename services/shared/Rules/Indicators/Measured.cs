namespace Bishui.Rules.Indicators;

/// <summary>A figure that went into an indicator and is no count of its own, for example the population served.</summary>
/// <param name="NameZh">Chinese name.</param>
/// <param name="NameEn">English name.</param>
/// <param name="Value">The figure; null where it is not known.</param>
/// <param name="Unit">Its unit of measure.</param>
public sealed record MeasuredInput(string NameZh, string NameEn, decimal? Value, string Unit);

/// <summary>One object's share of an indicator.</summary>
public sealed record MeasuredPart
{
    /// <summary>Id of the object.</summary>
    public required string Id { get; init; }

    /// <summary>Name for people.</summary>
    public required string Name { get; init; }

    /// <summary>Its value in the indicator's unit; null where there is none.</summary>
    public decimal? Value { get; init; }

    /// <summary>Its own target; null where it has none.</summary>
    public decimal? Target { get; init; }

    /// <summary>Whether it counts as met; null where that cannot be said.</summary>
    public bool? Met { get; init; }

    /// <summary>True while its facts are not all in, or its period is not over.</summary>
    public bool Provisional { get; init; }

    /// <summary>Why, in Chinese and English; null where the figures say it.</summary>
    public string? Note { get; init; }

    /// <summary>The period it is of: 2021, 2021-07, year-2; null where it is of a day.</summary>
    public string? Period { get; init; }

    /// <summary>What it rests on.</summary>
    public IReadOnlyList<EvidenceId> Evidence { get; init; } = [];
}

/// <summary>What an indicator came to. Values are exact; rounding is for display.</summary>
public sealed record Measured
{
    /// <summary>Nothing to measure, or nothing measured.</summary>
    public static Measured NoData { get; } = new();

    /// <summary>The value in the indicator's unit; null where there is nothing to measure.</summary>
    public decimal? Value { get; init; }

    /// <summary>Numerator; null where the formula has none.</summary>
    public decimal? Numerator { get; init; }

    /// <summary>Denominator; null where the formula has none.</summary>
    public decimal? Denominator { get; init; }

    /// <summary>True while not all facts are in, or the period is not over.</summary>
    public bool Provisional { get; init; }

    /// <summary>Why it is so, in Chinese and English; null where the figures say it.</summary>
    public string? Note { get; init; }

    /// <summary>The period it is of: 2021, 2021-07; null where it is of the day.</summary>
    public string? Period { get; init; }

    /// <summary>Further figures of the formula.</summary>
    public IReadOnlyList<MeasuredInput> Inputs { get; init; } = [];

    /// <summary>Object by object; empty where it has no parts.</summary>
    public IReadOnlyList<MeasuredPart> Parts { get; init; } = [];

    /// <summary>What it rests on, that of its parts left out.</summary>
    public IReadOnlyList<EvidenceId> Evidence { get; init; } = [];

    /// <summary>A share in percent; without a denominator there is nothing to measure.</summary>
    public static Measured Percent(decimal numerator, decimal denominator, IReadOnlyList<EvidenceId> evidence) => new()
    {
        Value = denominator == 0 ? null : Measures.Computable.OrNull(() => numerator * 100 / denominator),
        Numerator = numerator,
        Denominator = denominator,
        Evidence = evidence,
    };

    /// <summary>
    /// How it stands: without a value there is no data; a figure that is not known is never guessed; while facts are missing the value is
    /// provisional.
    /// </summary>
    /// <param name="target">The indicator's target; null where the plan prints none.</param>
    /// <param name="figure">The figure it has to reach; null while a pending target has not been entered.</param>
    public IndicatorState StateAgainst(IndicatorTarget? target, decimal? figure) =>
        Value is not { } value ? IndicatorState.NoData
        : target is null ? IndicatorState.NoTarget
        : figure is not { } wanted ? IndicatorState.PendingTarget
        : Provisional ? IndicatorState.Provisional
        : target.IsMet(value, wanted) ? IndicatorState.Met
        : IndicatorState.Missed;
}
