using Bishui.Contracts.Plans;
using Bishui.Rules.Obligations;

namespace Bishui.Features.Tasks;

/// <summary>The duty rules of a task as the rules project understands them.</summary>
public static class DutyBook
{
    /// <summary>The task's rules; a plan is checked before it is adopted, so none is unreadable.</summary>
    internal static IReadOnlyList<DutyRule> Of(TaskLedger task) =>
        [.. task.Duties.Select(duty => RuleOf(duty, task.Number, task.LeadUnits))];

    /// <summary>A rule as a plan states it, in the terms of the rules.</summary>
    /// <exception cref="FormatException">Its schedule, condition, evidence or nature cannot be read.</exception>
    public static DutyRule RuleOf(PlanDuty duty, int task, IReadOnlyList<string> leads) => new()
    {
        Key = duty.Key,
        Task = task,
        Title = duty.Title,
        Schedule = Schedule.Parse(duty.Schedule),
        Each = duty.Each,
        If = duty.If is null ? null : Condition.Parse(duty.If),
        Units = duty.Units ?? leads,
        PerUnit = duty.PerUnit,
        Evidence = EvidenceRule.Parse(duty.Evidence),
        Nature = DutyRule.NatureOf(duty.Nature),
        Optional = duty.Optional,
    };
}
