namespace Bishui.Rules.SurfaceWater;

/// <summary>One parameter of a classified section.</summary>
public sealed record SectionItem
{
    /// <summary>Key of the parameter.</summary>
    public required string Parameter { get; init; }

    /// <summary>The value.</summary>
    public required decimal Value { get; init; }

    /// <summary>Unit of value and limit; null where the standard does not know the parameter.</summary>
    public string? Unit { get; init; }

    /// <summary>Class of this parameter alone; null where the standard sets no class limits for it in this kind of water.</summary>
    public WaterClass? Class { get; init; }

    /// <summary>False for a parameter that is shown but never decides the class of the section.</summary>
    public required bool Counts { get; init; }

    /// <summary>Limit of the target class, or of class III where there is no target; for a range the nearer end; null where there is none.</summary>
    public decimal? Limit { get; init; }

    /// <summary>Multiple over <see cref="Limit"/>; null where the limit is met or no multiple is defined.</summary>
    public decimal? Multiple { get; init; }
}

/// <summary>A main pollutant of a section (主要污染指标).</summary>
/// <param name="Parameter">Key of the parameter.</param>
/// <param name="Class">Its class.</param>
/// <param name="Multiple">Multiple over the limit of class III; null for pH and dissolved oxygen.</param>
public sealed record MainPollutant(string Parameter, WaterClass Class, decimal? Multiple);

/// <summary>The class of a section and all it rests on.</summary>
public sealed record SectionClass
{
    /// <summary>The class; null when nothing that counts was measured or a required parameter is missing.</summary>
    public WaterClass? Class { get; init; }

    /// <summary>The target; null where the section has none.</summary>
    public WaterClass? Target { get; init; }

    /// <summary>Whether the class meets the target; null when either is null.</summary>
    public bool? Complies => Class is { } reached && Target is { } wanted ? reached <= wanted : null;

    /// <summary>Every value that was given, in the order of the standard, those that only accompany the class last.</summary>
    public required IReadOnlyList<SectionItem> Items { get; init; }

    /// <summary>Keys of the parameters that have the class of the section.</summary>
    public required IReadOnlyList<string> Deciding { get; init; }

    /// <summary>At most three, worst first; empty unless the section is of class IV or worse.</summary>
    public required IReadOnlyList<MainPollutant> Main { get; init; }

    /// <summary>Required parameters without a value.</summary>
    public required IReadOnlyList<string> Missing { get; init; }

    /// <summary>Name and version of the rule.</summary>
    public required string Rule { get; init; }
}
