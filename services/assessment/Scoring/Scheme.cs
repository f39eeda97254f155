using Bishui.Assessment.Scoring.Rules;

namespace Bishui.Assessment.Scoring;

/// <summary>How points are given: a version of it never changes once a score was published with it.</summary>
internal sealed record Scheme
{
    public required string Key { get; init; }

    public required int Version { get; init; }

    /// <summary>The plan it scores.</summary>
    public required string PlanId { get; init; }

    public required string Title { get; init; }

    /// <summary>The smallest part of a point.</summary>
    public required decimal Step { get; init; }

    public required Grading Grading { get; init; }

    public required RoleShares Roles { get; init; }

    /// <summary>The water-quality objectives (水质目标): they set the grade.</summary>
    public required SchemePart Quality { get; init; }

    /// <summary>The tasks (重点任务): they check the grade.</summary>
    public required SchemePart Work { get; init; }
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
    /// <summary>From the best to the worst; the last starts at zero.</summary>
    public required IReadOnlyList<Grade> Grades { get; init; }

    /// <summary>A work score below this lowers the grade by one step.</summary>
    public required decimal WorkBelow { get; init; }
}

/// <summary>A grade and the least quality score that earns it.</summary>
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
    public required string Title { get; init; }

    public required decimal Maximum { get; init; }

    public IReadOnlyList<SchemeItem> Items { get; init; } = [];
}
