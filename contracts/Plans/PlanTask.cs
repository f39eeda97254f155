namespace Bishui.Contracts.Plans;

/// <summary>One numbered row of annex 1 (任务).</summary>
public sealed record PlanTask
{
    /// <summary>The printed number, 1 to 45 in the plan of 2021.</summary>
    public required int Number { get; init; }

    /// <summary>Part heading as printed, for example 一、防治任务.</summary>
    public required string Section { get; init; }

    /// <summary>Category heading as printed, for example （一）工业污染防治类任务.</summary>
    public required string Category { get; init; }

    /// <summary>Title as printed, or the one it inherits from the merged cell above.</summary>
    public required string Title { get; init; }

    /// <summary>The clause, verbatim.</summary>
    public required string Content { get; init; }

    /// <summary>Keys of the units that lead (牵头单位), sets already resolved to the units they name.</summary>
    public required IReadOnlyList<string> LeadUnits { get; init; }

    /// <summary>Keys of the units that cooperate (配合单位), sets already resolved; empty where the plan names none.</summary>
    public required IReadOnlyList<string> CooperatingUnits { get; init; }

    /// <summary>Keys of the units that may accept or return a completion; whoever submitted it never does.</summary>
    public required IReadOnlyList<string> ReviewUnits { get; init; }

    /// <summary>Deadline as printed (完成时限).</summary>
    public required string DeadlineText { get; init; }

    /// <summary>Last day on which the task is in time, or null while the event that starts the clock is open.</summary>
    public required DateOnly? Deadline { get; init; }

    /// <summary>Name of the service that owns the task.</summary>
    public required string Service { get; init; }

    /// <summary>
    /// Identity over the versions of one plan, for example <c>t30</c>: a renumbered task keeps it, and with it its ledger. Null in plans
    /// told before it existed; then <c>t</c> and the number.
    /// </summary>
    public string? Key { get; init; }

    /// <summary>A list of units ends in 等: there are units that the plan does not name. Null where it was not told.</summary>
    public bool? OpenEnded { get; init; }

    /// <summary>Parts with leading units of their own; null where the task has none.</summary>
    public IReadOnlyList<PlanTaskPart>? Parts { get; init; }

    /// <summary>Figures that are entered later; null where the task has none.</summary>
    public IReadOnlyList<PlanTarget>? Targets { get; init; }

    /// <summary>
    /// Keys of the topics (工作主题) it carries: what the platform's registers, indicators, sites and checks belong to. Empty where the platform
    /// knows no topic for it; null in plans told before topics existed.
    /// </summary>
    public IReadOnlyList<string>? Topics { get; init; }

    /// <summary>The rules that make its dated duties; null in plans told before they existed.</summary>
    public IReadOnlyList<PlanDuty>? Duties { get; init; }
}
