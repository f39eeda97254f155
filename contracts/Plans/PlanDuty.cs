namespace Bishui.Contracts.Plans;

/// <summary>
/// A rule that turns a task into dated duties (责任事项). Schedule, condition and evidence are written in the small vocabulary that
/// the rules project reads; what it cannot read stops the adoption of the plan.
/// </summary>
public sealed record PlanDuty
{
    /// <summary>Unique within the plan and stable over its versions, for example <c>28a</c>.</summary>
    public required string Key { get; init; }

    /// <summary>What is owed, in the plan's own terms.</summary>
    public required string Title { get; init; }

    /// <summary>When it is owed, for example <c>every quarter due day 20 of month +1</c>.</summary>
    public required string Schedule { get; init; }

    /// <summary>Kind of object for each of which it is owed, for example <c>outfall</c>; null where it is owed once.</summary>
    public string? Each { get; init; }

    /// <summary>Condition on the object's attributes under which it is owed; null for always.</summary>
    public string? If { get; init; }

    /// <summary>Keys of the units that owe it; null for the task's leading units.</summary>
    public IReadOnlyList<string>? Units { get; init; }

    /// <summary>Each unit owes one of its own, instead of all together one.</summary>
    public bool PerUnit { get; init; }

    /// <summary>What closes it, for example <c>record disclosure source-water</c>.</summary>
    public required string Evidence { get; init; }

    /// <summary>What a miss is: <c>breach</c>, or <c>warning</c> where the plan only strives for it (力争).</summary>
    public required string Nature { get; init; }

    /// <summary>Not from the plan: offered, and silent until a plan version switches it on.</summary>
    public bool Optional { get; init; }

    /// <summary><c>plan</c>, <c>reading</c>, <c>verified</c> or <c>recalled</c>.</summary>
    public required string Confidence { get; init; }

    /// <summary>Where it comes from and what was read into it.</summary>
    public string? Note { get; init; }
}
