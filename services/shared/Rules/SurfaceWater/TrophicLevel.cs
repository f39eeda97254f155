using Bishui.Rules.Measures;

namespace Bishui.Rules.SurfaceWater;

/// <summary>State of a lake by its nutrients; a higher value is worse.</summary>
public enum TrophicState
{
    /// <summary>贫营养</summary>
    Oligotrophic,

    /// <summary>中营养</summary>
    Mesotrophic,

    /// <summary>轻度富营养</summary>
    LightlyEutrophic,

    /// <summary>中度富营养</summary>
    ModeratelyEutrophic,

    /// <summary>重度富营养</summary>
    Hypereutrophic,
}

/// <summary>The index of one parameter and its weight.</summary>
/// <param name="Parameter">Key of the parameter.</param>
/// <param name="Value">Its value, in the unit of the formula.</param>
/// <param name="Index">TLI(j).</param>
/// <param name="Weight">Its share of the whole.</param>
public sealed record TrophicItem(string Parameter, decimal Value, decimal Index, decimal Weight);

/// <summary>The trophic level of a lake or reservoir, and what it rests on.</summary>
public sealed record TrophicLevel
{
    /// <summary>TLI(Σ); null where one of the five parameters is missing or not above zero.</summary>
    public decimal? Index { get; init; }

    /// <summary>The state; null where the index is.</summary>
    public TrophicState? State { get; init; }

    /// <summary>The items.</summary>
    public required IReadOnlyList<TrophicItem> Items { get; init; }

    /// <summary>Parameters without a value that has a logarithm.</summary>
    public required IReadOnlyList<string> Missing { get; init; }

    /// <summary>Name and version of the rule.</summary>
    public required string Rule { get; init; }
}

/// <summary>Comprehensive trophic level index TLI(Σ) (综合营养状态指数).</summary>
/// <remarks>
/// 总站生字〔2001〕090号. Logarithms go through double and come back as decimals of <see cref="Decimals"/> places, well within what a double holds;
/// nothing else is rounded.
/// </remarks>
public static class TrophicLevels
{
    /// <summary>Name and version of this rule.</summary>
    public const string Rule = "tli/1";

    /// <summary>Places after the point to which a logarithm is taken.</summary>
    public const int Decimals = 12;

    private sealed record Term(string Parameter, decimal Constant, decimal Factor, decimal SquaredCorrelation);

    private static readonly Term[] Terms =
    [
        new("chlorophyll-a", 2.5m, 1.086m, 1m),
        new("total-phosphorus", 9.436m, 1.624m, 0.84m * 0.84m),
        new("total-nitrogen", 5.453m, 1.694m, 0.82m * 0.82m),
        new("transparency", 5.118m, -1.94m, 0.83m * 0.83m),
        new("permanganate-index", 0.109m, 2.661m, 0.83m * 0.83m),
    ];

    /// <summary>The keys of the five parameters.</summary>
    public static IReadOnlyList<string> Parameters { get; } = [.. Terms.Select(term => term.Parameter)];

    /// <summary>
    /// The level from values by parameter key: chlorophyll a in mg/m³, transparency in metres (the black-odorous guide takes centimetres), the others
    /// in mg/L.
    /// </summary>
    public static TrophicLevel Of(IReadOnlyDictionary<string, decimal> values)
    {
        var all = Terms.Sum(term => term.SquaredCorrelation);
        var items = Terms.Where(term => values.GetValueOrDefault(term.Parameter) > 0m)
            .Select(term => new TrophicItem(term.Parameter, values[term.Parameter], IndexOf(term, values[term.Parameter]), term.SquaredCorrelation / all))
            .ToArray();
        var index = items.Length < Terms.Length ? null : Computable.OrNull(() => items.Sum(item => item.Weight * item.Index));
        return new()
        {
            Index = index,
            State = index is { } level ? StateOf(level) : null,
            Items = items,
            Missing = [.. Parameters.Except(items.Select(item => item.Parameter))],
            Rule = Rule,
        };
    }

    /// <summary>The state of an index: 30, 50, 60 and 70 belong to the lower state, but for 30, which is mesotrophic.</summary>
    public static TrophicState StateOf(decimal index) => index switch
    {
        < 30m => TrophicState.Oligotrophic,
        <= 50m => TrophicState.Mesotrophic,
        <= 60m => TrophicState.LightlyEutrophic,
        <= 70m => TrophicState.ModeratelyEutrophic,
        _ => TrophicState.Hypereutrophic,
    };

    private static decimal IndexOf(Term term, decimal value) =>
        10m * (term.Constant + (term.Factor * Math.Round((decimal)Math.Log((double)value), Decimals)));
}
