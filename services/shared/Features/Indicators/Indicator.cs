using Bishui.Rules.Indicators;

namespace Bishui.Features.Indicators;

/// <summary>An indicator (考核指标) of one of the service's topics, declared once.</summary>
public sealed record Indicator
{
    /// <summary>Unique within the service, for example <c>collection-rate</c>.</summary>
    public required string Key { get; init; }

    /// <summary>Key of the topic it measures; it is the indicator of the tasks that carry it.</summary>
    public required string Topic { get; init; }

    /// <summary>Chinese title.</summary>
    public required string TitleZh { get; init; }

    /// <summary>English title.</summary>
    public required string TitleEn { get; init; }

    /// <summary>The formula in words and signs, in Chinese.</summary>
    public required string FormulaZh { get; init; }

    /// <summary>Name and version of the formula, for example <c>F09/1</c>; stored with what it gives.</summary>
    public required string Rule { get; init; }

    /// <summary>Unit of measure of the value: <c>%</c>, <c>mg/L</c>.</summary>
    public required string Unit { get; init; }

    /// <summary>What the numerator is, in Chinese; null where the formula has none.</summary>
    public string? NumeratorZh { get; init; }

    /// <summary>What the denominator is, in Chinese; null where the formula has none.</summary>
    public string? DenominatorZh { get; init; }

    /// <summary>What it has to reach; null where the plan prints no figure: then it is shown, and not scored.</summary>
    public IndicatorTarget? Target { get; init; }

    /// <summary>Where formula and target come from, and how sure that is.</summary>
    public required string Source { get; init; }

    /// <summary>Works it out from the facts as of a day. The same facts give the same result.</summary>
    public required Func<Basis, CancellationToken, ValueTask<Measured>> Measure { get; init; }
}
