namespace Bishui.Contracts.Readings;

/// <summary>
/// The water class (水质类别) of a section over one month was determined, or changed because readings arrived or were corrected.
/// The newest for a site and period stands for the older ones.
/// </summary>
public sealed record SectionClassified
{
    /// <summary>The service that holds the site.</summary>
    public required string Service { get; init; }

    /// <summary>Id of the site.</summary>
    public required string Site { get; init; }

    /// <summary>Name of the site.</summary>
    public required string SiteName { get; init; }

    /// <summary>Code of the water function zone the section represents, or null.</summary>
    public string? Zone { get; init; }

    /// <summary>Key of the site's kind, for example <c>river-section</c> or <c>drinking-water-source</c>.</summary>
    public required string SiteKind { get; init; }

    /// <summary>First civil day of the period (China Standard Time).</summary>
    public required DateOnly From { get; init; }

    /// <summary>Last civil day of the period.</summary>
    public required DateOnly To { get; init; }

    /// <summary>I, II, III, IV, V or inferior-V; null when too little was measured to say.</summary>
    public string? Class { get; init; }

    /// <summary>The worst class that still meets the objective, or null where the site has none.</summary>
    public string? Target { get; init; }

    /// <summary>Whether the class meets the target; null when either is null.</summary>
    public bool? Complies { get; init; }

    /// <summary>True until every sample the period requires is in.</summary>
    public required bool Provisional { get; init; }

    /// <summary>Keys of the parameters that decided the class.</summary>
    public required IReadOnlyList<string> Deciding { get; init; }

    /// <summary>Name and version of the rule, for example <c>single-factor-month/1</c>.</summary>
    public required string Rule { get; init; }

    /// <summary>The monthly mean of each parameter and how many readings it rests on.</summary>
    public required IReadOnlyList<ParameterMean> Means { get; init; }

    /// <summary>When it was determined.</summary>
    public required DateTimeOffset DeterminedAt { get; init; }
}
