namespace Bishui.Contracts.Plans;

/// <summary>
/// A plan came into force. Published by assessment; every service opens the ledgers of the tasks routed to it.
/// A repeat, or an older version than the one held, changes nothing.
/// </summary>
public sealed record PlanAdopted
{
    /// <summary>Stable over all versions of one year's plan, for example <c>liunan-2021</c>.</summary>
    public required string PlanId { get; init; }

    /// <summary>1 for the plan as first adopted, one more for each amendment.</summary>
    public required int Version { get; init; }

    /// <summary>The notice's number, for example 柳南政办〔2021〕16号.</summary>
    public required string DocumentNumber { get; init; }

    /// <summary>Title as printed.</summary>
    public required string Title { get; init; }

    /// <summary>The area the plan covers.</summary>
    public required string Area { get; init; }

    /// <summary>The calendar year (China Standard Time) the plan runs for.</summary>
    public required int Year { get; init; }

    /// <summary>Duties dated before this day were not ordered by the plan.</summary>
    public required DateOnly IssuedOn { get; init; }

    /// <summary>When this version was put in force on the platform.</summary>
    public required DateTimeOffset AdoptedAt { get; init; }

    /// <summary>Every unit or set of units that holds a role in a task.</summary>
    public required IReadOnlyList<PlanUnit> Units { get; init; }

    /// <summary>All numbered tasks of annex 1.</summary>
    public required IReadOnlyList<PlanTask> Tasks { get; init; }

    /// <summary>The water-quality objectives of part 二.</summary>
    public required IReadOnlyList<WaterObjective> Objectives { get; init; }

    /// <summary>The centralised drinking-water sources of annex 2.</summary>
    public required IReadOnlyList<DrinkingWaterSource> DrinkingWaterSources { get; init; }

    /// <summary>The water function zones of annex 3.</summary>
    public required IReadOnlyList<WaterFunctionZone> WaterFunctionZones { get; init; }
}
