using Bishui.Rules.Measures;

namespace Bishui.Rules.Cases;

/// <summary>From which figure on a case is serious, and from which severe.</summary>
/// <param name="Serious">At or above: serious.</param>
/// <param name="Severe">At or above: severe.</param>
public sealed record SeverityThresholds(decimal Serious, decimal Severe)
{
    /// <summary>How many of the two are reached.</summary>
    public int Reached(decimal figure) => figure >= Severe ? 2 : figure >= Serious ? 1 : 0;
}

/// <summary>How the distance from a limit is weighed where the standard defines no multiple.</summary>
public sealed record DistanceThresholds
{
    /// <summary>The distance counts as a share of the limit; otherwise in the limit's own unit.</summary>
    public bool AsShare { get; init; }

    /// <summary>What is reached at which distance.</summary>
    public required SeverityThresholds Thresholds { get; init; }
}

/// <summary>Cases that weigh more than their figures say.</summary>
public sealed record SeverityRaise
{
    /// <summary>Kinds of sites it holds for; empty: all.</summary>
    public IReadOnlyList<string> SiteKinds { get; init; } = [];

    /// <summary>Keys of the parameters it holds for; empty: all.</summary>
    public IReadOnlyList<string> Parameters { get; init; } = [];

    /// <summary>How many steps.</summary>
    public required int Steps { get; init; }

    /// <summary>Why.</summary>
    public required string Reason { get; init; }
}

/// <summary>What is known of a condition beyond the limit.</summary>
public sealed record SeverityFacts
{
    /// <summary>Key of the site's kind.</summary>
    public required string SiteKind { get; init; }

    /// <summary>Key of the parameter.</summary>
    public required string Parameter { get; init; }

    /// <summary>The worst value, in the unit of the limit.</summary>
    public required decimal Value { get; init; }

    /// <summary>The limit; null where it is a word.</summary>
    public decimal? Limit { get; init; }

    /// <summary>The multiple of the worst value; null where none is defined.</summary>
    public decimal? Multiple { get; init; }

    /// <summary>The longest time over which the readings of a device were beyond without a break, in hours.</summary>
    public decimal Hours { get; init; }

    /// <summary>The most samples taken by hand that were beyond in a row.</summary>
    public int Samples { get; init; }
}

/// <summary>Severity from magnitude and persistence: each counts none, one or two steps, certain sites and parameters count more.</summary>
public sealed record SeverityRule
{
    /// <summary>By the exceedance multiple.</summary>
    public required SeverityThresholds Multiples { get; init; }

    /// <summary>By the exceedance multiple, for sites of a kind that has thresholds of its own.</summary>
    public IReadOnlyDictionary<string, SeverityThresholds> MultiplesBySiteKind { get; init; } = new Dictionary<string, SeverityThresholds>();

    /// <summary>By parameter, where no multiple is defined.</summary>
    public required IReadOnlyDictionary<string, DistanceThresholds> WithoutMultiple { get; init; }

    /// <summary>Where there is neither a multiple nor a distance.</summary>
    public required CaseSeverity Otherwise { get; init; }

    /// <summary>By hours beyond without a break.</summary>
    public required SeverityThresholds Hours { get; init; }

    /// <summary>By samples in a row.</summary>
    public required SeverityThresholds Samples { get; init; }

    /// <summary>What weighs more.</summary>
    public required IReadOnlyList<SeverityRaise> Raises { get; init; }

    /// <summary>The severity of a condition.</summary>
    public CaseSeverity Of(SeverityFacts facts)
    {
        var steps = Magnitude(facts) + Math.Max(Hours.Reached(facts.Hours), Samples.Reached(facts.Samples))
            + Raises.Where(raise => Fits(raise.SiteKinds, facts.SiteKind) && Fits(raise.Parameters, facts.Parameter)).Sum(raise => raise.Steps);
        return (CaseSeverity)Math.Clamp(steps, (int)CaseSeverity.Minor, (int)CaseSeverity.Severe);
    }

    private int Magnitude(SeverityFacts facts)
    {
        if (facts.Multiple is { } multiple) return (MultiplesBySiteKind.GetValueOrDefault(facts.SiteKind) ?? Multiples).Reached(multiple);
        if (facts.Limit is not { } limit || !WithoutMultiple.TryGetValue(facts.Parameter, out var distance)) return (int)Otherwise;
        var beyond = Computable.Distance(facts.Value, limit);
        if (!distance.AsShare) return distance.Thresholds.Reached(beyond);
        return limit == 0m ? (int)Otherwise : distance.Thresholds.Reached(Computable.OrNull(() => beyond / Math.Abs(limit)) ?? decimal.MaxValue);
    }

    private static bool Fits(IReadOnlyList<string> listed, string one) => listed.Count == 0 || listed.Contains(one);
}
