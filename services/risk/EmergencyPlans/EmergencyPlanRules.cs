using Bishui.Features.RuleFiles;

namespace Bishui.Risk.EmergencyPlans;

/// <summary>What <c>Data/emergency-plan-rules.json</c> asks of emergency plans.</summary>
internal sealed record EmergencyPlanRules
{
    /// <summary>The rules as they are built in.</summary>
    public static EmergencyPlanRules Carried { get; } = RuleFile.Read<EmergencyPlanRules>("emergency-plan-rules.json");

    public required string Title { get; init; }
    public required string Source { get; init; }
    public required string Confidence { get; init; }
    public required IReadOnlyList<PlanContent> RequiredContents { get; init; }

    /// <summary>Months from the issue or the last drill to the next.</summary>
    public required int DrillEveryMonths { get; init; }

    /// <summary>Years from the issue or the last review to the next.</summary>
    public required int ReviewEveryYears { get; init; }

    /// <summary>Days from a drill to the day by which what it showed is put right.</summary>
    public required int ImproveWithinDays { get; init; }

    /// <summary>What is missing from a plan, in the order of the list.</summary>
    public IReadOnlyList<PlanContent> Missing(EmergencyPlan plan) => [.. RequiredContents.Except(plan.Contents)];

    /// <summary>The last day on which the plan may go without a drill; null while it is not issued.</summary>
    public DateOnly? DrillDue(EmergencyPlan plan, DateOnly? lastDrill) =>
        lastDrill is { } held && !(held < plan.IssuedOn) ? held.AddMonths(DrillEveryMonths) : plan.IssuedOn?.AddMonths(DrillEveryMonths);

    /// <summary>The last day on which the plan may go without a review; null while it is not issued.</summary>
    public DateOnly? ReviewDue(EmergencyPlan plan) => (plan.LastReview ?? plan.IssuedOn)?.AddYears(ReviewEveryYears);
}
