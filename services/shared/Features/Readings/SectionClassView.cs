using System.Text.Json.Serialization;

namespace Bishui.Features.Readings;

/// <summary>The water class of a site, and all it rests on.</summary>
public sealed record SectionClassView
{
    /// <summary>Id of the site.</summary>
    public required string Site { get; init; }

    /// <summary>Ⅰ to 劣Ⅴ; null where too little was measured to say.</summary>
    public string? Class { get; init; }

    /// <summary>The worst class that still meets the objective; null where the site has none.</summary>
    public string? Target { get; init; }

    /// <summary>Whether the class meets the target; null when either is null.</summary>
    public bool? Complies { get; init; }

    /// <summary>When the sample was taken, for the class of one sample; null for a period.</summary>
    public DateTimeOffset? SampledAt { get; init; }

    /// <summary>First instant of the period; null for one sample.</summary>
    public DateTimeOffset? From { get; init; }

    /// <summary>The instant after the period; null for one sample.</summary>
    public DateTimeOffset? To { get; init; }

    /// <summary>Every parameter that was measured.</summary>
    public required IReadOnlyList<SectionItemView> Items { get; init; }

    /// <summary>Keys of the parameters that have the class of the section.</summary>
    public required IReadOnlyList<string> Deciding { get; init; }

    /// <summary>At most three main pollutants; empty unless the class is Ⅳ or worse.</summary>
    public required IReadOnlyList<MainPollutantView> Main { get; init; }

    /// <summary>Keys of required parameters that are missing.</summary>
    public required IReadOnlyList<string> Missing { get; init; }

    /// <summary>True until every sample the period requires is in.</summary>
    public required bool Provisional { get; init; }

    /// <summary>Keys of parameters that take no part: too few months for a mean, or a detection limit above the limit.</summary>
    public IReadOnlyList<string> NotJudged { get; init; } = [];

    /// <summary>Months that every required parameter has; null for one sample.</summary>
    public int? Months { get; init; }

    /// <summary>Months that it should have; null for one sample.</summary>
    public int? MonthsWanted { get; init; }

    /// <summary>
    /// Name and version of the rule, with what was averaged: <c>single-factor/1</c> for one sample, <c>single-factor-month/1</c>, <c>-quarter/1</c>,
    /// <c>-year/1</c>, or <c>-period/1</c> for any other time.
    /// </summary>
    public required string Rule { get; init; }

    /// <summary>The class held against the objective of each rule set that has one on the day, the district's own first.</summary>
    public IReadOnlyList<RuleSetView> Views { get; init; } = [];

    /// <summary>What people decided about readings of the time; those that are excluded take no part in the class.</summary>
    public IReadOnlyList<VerdictView> Verdicts { get; init; } = [];

    /// <summary>The class as it was measured, without regard to verdicts; null where none excludes anything.</summary>
    public MeasuredClassView? Measured { get; init; }

    /// <summary>The answer is what was known then; null: what is known now.</summary>
    public DateTimeOffset? KnownAt { get; init; }

    /// <summary>Standard whose limits applied.</summary>
    public required string Standard { get; init; }

    /// <summary>The readings it rests on, one link a parameter.</summary>
    public required IReadOnlyList<SectionEvidence> Readings { get; init; }
}

/// <summary>One parameter of a classified section.</summary>
public sealed record SectionItemView
{
    /// <summary>Key of the parameter.</summary>
    public required string Parameter { get; init; }

    /// <summary>Chinese name of the parameter.</summary>
    public required string Name { get; init; }

    /// <summary>The value, or the mean over the period.</summary>
    public required decimal Value { get; init; }

    /// <summary>True where nothing was detected: the value is then the detection limit, under which the result lies.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public bool BelowDetection { get; init; }

    /// <summary>Unit of value and limit.</summary>
    public string? Unit { get; init; }

    /// <summary>Class of this parameter alone; null where the standard sets no class limits.</summary>
    public string? Class { get; init; }

    /// <summary>Limit of the target class, or of class Ⅲ where the site has no target.</summary>
    public decimal? Limit { get; init; }

    /// <summary>Multiple over the limit; null where it is met or no multiple is defined.</summary>
    public decimal? Multiple { get; init; }

    /// <summary>False for a parameter that is shown but never decides.</summary>
    public required bool Counts { get; init; }
}

/// <summary>The class of a site as one rule set sees it.</summary>
/// <param name="RuleSet">district, or the superior's, for example city.</param>
/// <param name="Target">The worst class that meets its objective.</param>
/// <param name="Class">Ⅰ to 劣Ⅴ; null where too little was measured to say.</param>
/// <param name="Complies">Whether the class meets the target; null when there is no class.</param>
/// <param name="Beyond">Parameters beyond the target, with the multiple over its limit.</param>
public sealed record RuleSetView(string RuleSet, string? Target, string? Class, bool? Complies, IReadOnlyList<MainPollutantView> Beyond);

/// <summary>A person's word (人工认定) on readings.</summary>
/// <param name="Parameter">Key of the parameter.</param>
/// <param name="From">First instant.</param>
/// <param name="To">The instant after the last.</param>
/// <param name="Verdict">genuine, not-genuine or device-fault; readings under the last two do not count.</param>
/// <param name="CaseId">Id of the case in which it was given.</param>
public sealed record VerdictView(string Parameter, DateTimeOffset From, DateTimeOffset To, string Verdict, string CaseId);

/// <summary>The class as measured, shown beside the one that counts.</summary>
/// <param name="Class">Ⅰ to 劣Ⅴ; null where too little was measured to say.</param>
/// <param name="Complies">Whether it meets the target.</param>
/// <param name="Deciding">Keys of the parameters that have the class.</param>
/// <param name="Main">At most three main pollutants.</param>
public sealed record MeasuredClassView(string? Class, bool? Complies, IReadOnlyList<string> Deciding, IReadOnlyList<MainPollutantView> Main);

/// <summary>A main pollutant (主要污染指标).</summary>
/// <param name="Parameter">Key of the parameter.</param>
/// <param name="Multiple">Multiple over class Ⅲ; null for pH and dissolved oxygen.</param>
public sealed record MainPollutantView(string Parameter, decimal? Multiple);

/// <summary>Which readings a value rests on.</summary>
public sealed record SectionEvidence
{
    /// <summary>Key of the parameter.</summary>
    public required string Parameter { get; init; }

    /// <summary>Kind of the readings; kinds are never mixed in one mean.</summary>
    public required string Kind { get; init; }

    /// <summary>How many.</summary>
    public required int Count { get; init; }

    /// <summary>Id of the reading, where it is one.</summary>
    public string? Id { get; init; }

    /// <summary>Opens them.</summary>
    public required string Href { get; init; }
}
