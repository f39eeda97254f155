using Bishui.Assessment.Plan;
using Bishui.Contracts.Plans;

namespace Bishui.Assessment.Scoring;

/// <summary>What the scoring scheme has to make do with under a plan that it was not written for.</summary>
internal sealed class SchemePlanCheck : IPlanCheck
{
    public IEnumerable<string> Faults(PlanAdopted plan)
    {
        if (SchemeFiles.LoadFor(plan).Part(Scheme.Quality) is null)
            yield return "tasks: none of the tasks that the scoring scheme's water-quality items belong to is left";
    }

    public IEnumerable<PlanFinding> Findings(PlanAdopted plan)
    {
        var written = PlanFiles.Load(PlanFiles.Shipped, plan.AdoptedAt).Plan;
        var scheme = SchemeFiles.Load(SchemeFiles.Shipped, written);
        if (scheme.PlanId != plan.PlanId)
            yield return new("foreign-scheme", null, $"没有{plan.PlanId}自己的评分方案，按{scheme.PlanId}的方案计分", $"{plan.PlanId} has no scoring scheme of its own and is scored by that of {scheme.PlanId}");
        foreach (var topic in TopicsOf(written).Except(TopicsOf(plan)))
            yield return new("lost-topic", null, $"没有任务承担工作主题 {topic}，其名录和指标无人填报", $"No task carries the topic {topic}: nobody keeps its registers and indicators");
        foreach (var item in SchemeFit.Lost(scheme, written, plan))
            yield return new("lost-item", null, $"评分项“{item.Title}”所属任务均已取消，不再计分", $"Score item {item.Key} lost all its tasks and is no longer scored");
    }

    private static IEnumerable<string> TopicsOf(PlanAdopted plan) => plan.Tasks.SelectMany(task => task.Topics ?? []).Distinct();
}
