using Bishui.Rules.Indicators;

namespace Bishui.Features.Indicators;

/// <summary>An indicator and what it came to.</summary>
public sealed record IndicatorView
{
    private const int MostListed = 100;

    /// <summary>Unique within the service.</summary>
    public required string Key { get; init; }

    /// <summary>Key of the topic it measures.</summary>
    public required string Topic { get; init; }

    /// <summary>Number of the task that carries the topic in the plan of the day's year, the first where several do; null where none does.</summary>
    public required int? Task { get; init; }

    /// <summary>Numbers of all tasks that carry the topic in that plan.</summary>
    public required IReadOnlyList<int> Tasks { get; init; }

    /// <summary>Chinese title.</summary>
    public required string Title { get; init; }

    /// <summary>English title.</summary>
    public required string TitleEn { get; init; }

    /// <summary>The formula, in Chinese.</summary>
    public required string Formula { get; init; }

    /// <summary>Name and version of the formula.</summary>
    public required string Rule { get; init; }

    /// <summary>Unit of measure of the value.</summary>
    public required string Unit { get; init; }

    /// <summary>What the numerator is; null where there is none.</summary>
    public string? NumeratorTitle { get; init; }

    /// <summary>What the denominator is; null where there is none.</summary>
    public string? DenominatorTitle { get; init; }

    /// <summary>Keys of the units that answer for it: those that lead a task that carries its topic.</summary>
    public required IReadOnlyList<string> Units { get; init; }

    /// <summary>Where formula and target come from.</summary>
    public required string Source { get; init; }

    /// <summary>The value, exact; null where there is nothing to measure.</summary>
    public decimal? Value { get; init; }

    /// <summary>Numerator.</summary>
    public decimal? Numerator { get; init; }

    /// <summary>Denominator.</summary>
    public decimal? Denominator { get; init; }

    /// <summary>The figure it has to reach; null where there is none, or while it has not been entered.</summary>
    public decimal? Target { get; init; }

    /// <summary>On which side of the figure the value has to lie; null where there is no target.</summary>
    public TargetSide? TargetSide { get; init; }

    /// <summary>How it stands.</summary>
    public required IndicatorState State { get; init; }

    /// <summary>Why; null where the figures say it.</summary>
    public string? Note { get; init; }

    /// <summary>The period it is of; null where it is of the day.</summary>
    public string? Period { get; init; }

    /// <summary>The civil day as of which it is.</summary>
    public required DateOnly AsOf { get; init; }

    /// <summary>Further figures of the formula.</summary>
    public required IReadOnlyList<MeasuredInput> Inputs { get; init; }

    /// <summary>Object by object.</summary>
    public required IReadOnlyList<MeasuredPart> Parts { get; init; }

    /// <summary>How many rows, readings and entries it rests on.</summary>
    public int EvidenceCount { get; init; }

    /// <summary>These, with their versions; in a list of indicators the first hundred.</summary>
    public required IReadOnlyList<EvidenceId> Evidence { get; init; }

    /// <summary>As it stands among others: with no more evidence than one can look at.</summary>
    internal IndicatorView Listed() => this with
    {
        Evidence = [.. Evidence.Take(MostListed)],
        Parts = [.. Parts.Select(part => part.Evidence.Count > MostListed ? part with { Evidence = [.. part.Evidence.Take(MostListed)] } : part)],
    };
}
