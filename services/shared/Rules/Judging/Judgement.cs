using Bishui.Rules.Standards;

namespace Bishui.Rules.Judging;

/// <summary>What a single reading comes to.</summary>
public enum Verdict
{
    /// <summary>The limit is met.</summary>
    Within,

    /// <summary>The limit is not met.</summary>
    Beyond,

    /// <summary>No limit binds for this parameter, grade and day. That is not the same as good.</summary>
    NoLimitInForce,

    /// <summary>There is a limit, but the reading cannot be compared with it: <see cref="Judgement.Reason"/> says why.</summary>
    NotComparable,
}

/// <summary>A reading held against the limit of its day.</summary>
public sealed record Judgement
{
    /// <summary>The outcome.</summary>
    public required Verdict Verdict { get; init; }

    /// <summary>Code of the standard; null where none was in force.</summary>
    public string? Standard { get; init; }

    /// <summary>Grade that applied.</summary>
    public required string Grade { get; init; }

    /// <summary>Key of the parameter.</summary>
    public required string Parameter { get; init; }

    /// <summary>The value in <see cref="Unit"/>.</summary>
    public required decimal Value { get; init; }

    /// <summary>Unit of value and limit; where the two could not be compared, the unit of the value.</summary>
    public required string Unit { get; init; }

    /// <summary>The limit, for a range the nearer end; null where there is none or it is a word.</summary>
    public decimal? Limit { get; init; }

    /// <summary>The limit in print, for example <c>≤ 0.2</c>; null where there is none.</summary>
    public string? LimitText { get; init; }

    /// <summary>(value − limit) / limit; null where the value is within or no multiple is defined.</summary>
    public decimal? Multiple { get; init; }

    /// <summary>Name and version of the rule that judged.</summary>
    public required string Rule { get; init; }

    /// <summary>Table of the standard, or null.</summary>
    public string? Table { get; init; }

    /// <summary>How sure the limit is; null where there is none.</summary>
    public Confidence? Confidence { get; init; }

    /// <summary>Why the reading cannot be compared: <c>unit</c>, <c>word</c>, <c>detection-limit</c> or <c>condition:water_body</c>; null otherwise.</summary>
    public string? Reason { get; init; }
}
