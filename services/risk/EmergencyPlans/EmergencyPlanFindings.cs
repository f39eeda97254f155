using Bishui.Features.Findings;
using Bishui.Features.Registers;

namespace Bishui.Risk.EmergencyPlans;

internal static class EmergencyPlanFindings
{
    private static readonly EmergencyPlanRules Rules = EmergencyPlanRules.Carried;

    public static readonly FindingRule Incomplete = Over("emergency-plan-incomplete", "应急预案内容不全或未印发", "An emergency plan lacks parts or is not issued",
        (plan, _, on) =>
        {
            var missing = Rules.Missing(plan.Values);
            var issued = plan.Values.IssuedOn <= on;
            if (issued && missing.Count == 0) return null;
            return (plan.From,
                string.Join('；', new[] { issued ? null : "未印发", missing.Count > 0 ? "缺：" + string.Join('、', missing.Select(Terms.Zh)) : null }.OfType<string>()),
                string.Join("; ", new[] { issued ? null : "not issued", missing.Count > 0 ? "missing: " + string.Join(", ", missing.Select(Terms.En)) : null }.OfType<string>()));
        });

    public static readonly FindingRule NotDrilled = Over("emergency-plan-not-drilled", "应急预案逾期未演练", "An emergency plan was not drilled in time",
        (plan, drills, on) => Rules.DrillDue(plan.Values, drills.Max(drill => (DateOnly?)drill.Values.HeldOn)) is { } due && due < on
            ? (due.AddDays(1), $"应于 {due:yyyy-MM-dd} 前演练", $"a drill was due by {due:yyyy-MM-dd}")
            : null);

    public static readonly FindingRule ReviewDue = Over("emergency-plan-review-due", "应急预案逾期未评估修订", "The review of an emergency plan is due",
        (plan, _, on) => Rules.ReviewDue(plan.Values) is { } due && due < on
            ? (due.AddDays(1), $"应于 {due:yyyy-MM-dd} 前评估修订", $"a review was due by {due:yyyy-MM-dd}")
            : null);

    public static readonly FindingRule ProblemsOpen = Over("drill-problems-open", "演练发现的问题逾期未改进", "What a drill showed is not put right in time",
        (_, drills, on) => drills.Where(drill => drill.Values is { Problems: not null } values && !(values.ImprovedOn <= on))
            .OrderBy(drill => drill.Values.HeldOn).FirstOrDefault() is { } open && open.Values.HeldOn.AddDays(Rules.ImproveWithinDays) is var due && due < on
            ? (due.AddDays(1), $"{open.Values.Name}：{open.Values.Problems}", $"{open.Values.Name}: open since {due:yyyy-MM-dd}")
            : null);

    private static FindingRule Over(
        string key, string zh, string en,
        Func<Row<EmergencyPlan>, IReadOnlyList<Row<EmergencyDrill>>, DateOnly, (DateOnly Since, string Zh, string En)?> look) => new()
        {
            Key = key,
            Topic = RiskTopics.EmergencyPlans,
            TitleZh = zh,
            TitleEn = en,
            Source = Rules.Source,
            Find = async (basis, cancel) =>
            {
                var drills = (await basis.RowsAsync<EmergencyDrill>(cancel)).Where(drill => drill.Values.HeldOn <= basis.On).ToLookup(drill => drill.Values.Plan);
                var found = new List<Finding>();
                foreach (var plan in await basis.RowsAsync<EmergencyPlan>(cancel))
                    if (look(plan, [.. drills[plan.Id]], basis.On) is { } wrong)
                        found.Add(new()
                        {
                            ObjectId = plan.Id,
                            ObjectName = plan.Values.Name,
                            Since = wrong.Since,
                            TextZh = wrong.Zh,
                            TextEn = wrong.En,
                            Evidence = [plan.Evidence, .. drills[plan.Id].Select(drill => drill.Evidence)],
                        });
                return found;
            },
        };
}
