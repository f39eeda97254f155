namespace Bishui.Contracts.Assessments;

/// <summary>
/// A year's result was closed for good (定案). Published by assessment; from then on no service takes entries, completions, reviews or decisions on
/// duties for the plan.
/// </summary>
public sealed record YearClosed
{
    /// <summary>The plan whose year is over.</summary>
    public required string PlanId { get; init; }

    /// <summary>The plan's calendar year.</summary>
    public required int Year { get; init; }

    /// <summary>The revision of the published result that stands.</summary>
    public required int Revision { get; init; }

    /// <summary>Key of the unit that decided.</summary>
    public required string ClosedBy { get; init; }

    /// <summary>When it was decided.</summary>
    public required DateTimeOffset ClosedAt { get; init; }
}
