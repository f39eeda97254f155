using Bishui.Features.Indicators;
using Bishui.Features.Registers;
using Bishui.Rules.Indicators;

namespace Bishui.Risk.EmergencyPlans;

/// <summary>Task 11: the plans there should be are complete and issued, and are drilled. The plan prints no figure.</summary>
internal static class EmergencyPlanIndicators
{
    public static readonly Indicator Complete = new()
    {
        Key = "emergency-plans-complete",
        Topic = RiskTopics.EmergencyPlans,
        TitleZh = "应急预案内容齐全并已印发的比例",
        TitleEn = "Share of emergency plans that are complete and issued",
        FormulaZh = "内容齐全且已印发的预案数 ÷ 登记的预案数 × 100%",
        Rule = "emergency-plans-complete/1",
        Unit = "%",
        NumeratorZh = "内容齐全且已印发的预案数",
        DenominatorZh = "登记的预案数",
        Source = $"计划第11项未定数值；必备内容：{EmergencyPlanRules.Carried.Source}",
        Measure = async (basis, cancel) => OverPlans(await basis.RowsAsync<EmergencyPlan>(cancel), plan =>
        {
            var missing = EmergencyPlanRules.Carried.Missing(plan.Values).Count;
            var issued = plan.Values.IssuedOn <= basis.On;
            return (issued && missing == 0, issued ? missing == 0 ? null : $"缺 {missing} 项内容 / {missing} parts missing" : "未印发 / not issued", []);
        }),
    };

    public static readonly Indicator Drilled = new()
    {
        Key = "emergency-plans-drilled",
        Topic = RiskTopics.EmergencyPlans,
        TitleZh = "本年开展过演练的应急预案比例",
        TitleEn = "Share of emergency plans drilled in the year",
        FormulaZh = "本年演练过的预案数 ÷ 登记的预案数 × 100%",
        Rule = "emergency-plans-drilled/1",
        Unit = "%",
        NumeratorZh = "本年演练过的预案数",
        DenominatorZh = "登记的预案数",
        Source = $"计划第11项未定数值；演练周期：{EmergencyPlanRules.Carried.Source}",
        Measure = async (basis, cancel) =>
        {
            var drills = (await basis.RowsAsync<EmergencyDrill>(cancel)).ToLookup(drill => drill.Values.Plan);
            return OverPlans(await basis.RowsAsync<EmergencyPlan>(cancel), plan =>
            {
                var held = drills[plan.Id].Where(drill => drill.Values.HeldOn.Year == basis.Year && drill.Values.HeldOn <= basis.On).ToList();
                return (held.Count > 0, null, held.Select(drill => drill.Evidence));
            });
        },
    };

    private static Measured OverPlans(
        IReadOnlyList<Row<EmergencyPlan>> plans, Func<Row<EmergencyPlan>, (bool Met, string? Note, IEnumerable<EvidenceId> Evidence)> look)
    {
        var parts = plans.Select(plan =>
        {
            var (met, note, evidence) = look(plan);
            return new MeasuredPart { Id = plan.Id, Name = plan.Values.Name, Met = met, Note = note, Evidence = [plan.Evidence, .. evidence] };
        }).ToList();
        return Measured.Percent(parts.Count(part => part.Met == true), parts.Count, []) with { Parts = parts };
    }
}
