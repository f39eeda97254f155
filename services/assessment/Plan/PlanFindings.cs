using Bishui.Contracts.Plans;

namespace Bishui.Assessment.Plan;

/// <summary>Something about a plan that a person should know: no fault, but not plain either.</summary>
/// <param name="Code">Stable, kebab-case.</param>
/// <param name="Task">Number of the task; null where it is about no task.</param>
/// <param name="Text">In Chinese.</param>
/// <param name="TextEn">In English.</param>
internal sealed record PlanFinding(string Code, int? Task, string Text, string TextEn);

/// <summary>What another slice has to say about a plan that is handed in.</summary>
internal interface IPlanCheck
{
    /// <summary>Why the plan cannot be adopted; empty where it can.</summary>
    IEnumerable<string> Faults(PlanAdopted plan);

    /// <summary>What a person should know before adopting it.</summary>
    IEnumerable<PlanFinding> Findings(PlanAdopted plan);
}

/// <summary>Looks a plan over for what its wording leaves open.</summary>
internal static class PlanFindings
{
    public static IReadOnlyList<PlanFinding> Of(PlanDocument document) =>
        [.. document.Plan.Tasks.SelectMany(task => Of(task, document.Wordings.First(wording => wording.Number == task.Number), document.Plan))];

    private static IEnumerable<PlanFinding> Of(PlanTask task, TaskWording wording, PlanAdopted plan)
    {
        foreach (var both in task.LeadUnits.Intersect(task.CooperatingUnits).Where(_ => !NamesASet(wording, plan)))
            yield return new("lead-and-cooperating", task.Number, $"{NameOf(both)}同时列为牵头单位和配合单位，按牵头计", $"{both} is named both as leading and as cooperating; it counts as leading");
        if (task.Parts is { Count: > 0 } parts)
            yield return new("parts", task.Number, $"任务内容分项注明牵头单位：{string.Join("；", parts.Select(part => $"{part.Title}（{string.Join("、", part.LeadUnits.Select(NameOf))}）"))}",
                $"The clause names leading units for each of its {parts.Count} parts");
        if (wording.TitleFrom is { } from)
            yield return new("inherited-title", task.Number, $"主要任务格与第{from}项合并，沿用其标题", $"The title is that of the merged cell of task {from}");
        if (wording is { TitleFrom: not null, TitleCell: { Length: > 0 } odd })
            yield return new("odd-title", task.Number, $"主要任务格内有残留文字“{odd}”，未作标题，请核对", $"The title cell holds the remnant '{odd}', which was not taken as a title");
        foreach (var target in task.Targets ?? [])
            yield return new("pending-target", task.Number, $"目标待下达：{target.Title}", $"The figure {target.Key} is to be given from above");
        if (task.Topics is null or [])
            yield return new("no-topic", task.Number, "平台没有这项任务的工作主题：可用台账、应办事项和办结，没有名录和指标",
                "No topic of the platform covers the task: it has a ledger, duties and completion, but no registers or indicators");
        if (task.Deadline is null)
            yield return new("open-anchor", task.Number, $"完成时限“{task.DeadlineText}”的起算日待定", "The event that starts the deadline's clock is not given");

        string NameOf(string key) => plan.Units.FirstOrDefault(unit => unit.Key == key)?.Name ?? key;
    }

    /// <summary>A set names whoever has a role anywhere: that both cells then hold a unit says nothing about it.</summary>
    private static bool NamesASet(TaskWording wording, PlanAdopted plan) =>
        wording.LeadNames.Concat(wording.CooperatingNames).Any(name => plan.Units.All(unit => unit.Name != name));
}
