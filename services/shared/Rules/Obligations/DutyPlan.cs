namespace Bishui.Rules.Obligations;

/// <summary>What the making of duties has to know of a plan.</summary>
/// <param name="PlanId">Stable over all versions of one year's plan.</param>
/// <param name="Year">The calendar year it runs for.</param>
/// <param name="IssuedOn">Duties due before this day were not ordered by it.</param>
public sealed record DutyPlan(string PlanId, int Year, DateOnly IssuedOn);
