using Bishui.Assessment.Scoring.Rules;

namespace Bishui.Assessment.Scoring;

/// <summary>How points are given: a version of it never changes once a score was published with it.</summary>
internal sealed record Scheme
{
    /// <summary>Key of the part whose points set the grade where the plan's assessment is in two parts (水质目标).</summary>
    public const string Quality = "quality";

    /// <summary>Key of the part that checks the grade (重点任务).</summary>
    public const string Work = "work";

    public required string Key { get; init; }

    public required int Version { get; init; }

    /// <summary>The plan it scores.</summary>
    public required string PlanId { get; init; }

    public required string Title { get; init; }

    /// <summary>What is assessed, by which document, and what is the platform's choice.</summary>
    public required string Note { get; init; }

    /// <summary>The smallest part of a point.</summary>
    public required decimal Step { get; init; }

    public required Grading Grading { get; init; }

    public required RoleShares Roles { get; init; }

    /// <summary>Scores made of these, in this order.</summary>
    public required IReadOnlyList<SchemePart> Parts { get; init; }

    /// <summary>Every item of every part.</summary>
    public IEnumerable<SchemeItem> Items => Parts.SelectMany(part => part.Items);

    public SchemePart? Part(string key) => Parts.FirstOrDefault(part => part.Key == key);
}

/// <summary>Where a number comes from.</summary>
internal abstract record Sourced
{
    /// <summary>verified: in a document; choice: ours; reading: our precise form of a loose wording.</summary>
    public required string Confidence { get; init; }

    public required string Note { get; init; }
}

internal sealed record Grading : Sourced
{
    /// <summary>Key of the part whose points set the grade; null: the points of all parts together do.</summary>
    public string? By { get; init; }

    /// <summary>From the best to the worst; the last starts at zero.</summary>
    public required IReadOnlyList<Grade> Grades { get; init; }

    /// <summary>The part that checks the grade; null where none does.</summary>
    public GradeCheck? Check { get; init; }
}

/// <summary>Points below a bound lower the grade by one step.</summary>
internal sealed record GradeCheck
{
    /// <summary>Key of the part.</summary>
    public required string Part { get; init; }

    public required decimal Below { get; init; }
}

/// <summary>A grade and the least points that earn it.</summary>
internal sealed record Grade
{
    public required string Key { get; init; }

    public required string Title { get; init; }

    public required decimal From { get; init; }
}

/// <summary>How much a unit's weight in an item counts, by its role in the item's tasks.</summary>
internal sealed record RoleShares : Sourced
{
    public required decimal Leading { get; init; }

    public required decimal Cooperating { get; init; }
}

internal sealed record SchemePart : Sourced
{
    public required string Key { get; init; }

    public required string Title { get; init; }

    public required decimal Maximum { get; init; }

    /// <summary>Every task of the plan is in exactly one completion item of the part.</summary>
    public bool EveryTask { get; init; }

    public IReadOnlyList<SchemeItem> Items { get; init; } = [];
}
