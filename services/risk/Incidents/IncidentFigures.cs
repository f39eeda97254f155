using Bishui.Features.Findings;
using Bishui.Features.Indicators;
using Bishui.Rules.Indicators;
using Bishui.Rules.Time;
using Bishui.Storage.Documents;

namespace Bishui.Risk.Incidents;

/// <summary>What incidents come to in task 11. Drills take no part.</summary>
internal static class IncidentFigures
{
    public static readonly Indicator OnTime = new()
    {
        Key = "incident-steps-on-time",
        Topic = RiskTopics.EmergencyPlans,
        TitleZh = "突发水环境事件处置步骤按时比例",
        TitleEn = "Share of the steps in incidents that were taken in time",
        FormulaZh = "按时步骤数 ÷ 本年处置步骤数 × 100%（演练不计）",
        Rule = "incident-steps-on-time/1",
        Unit = "%",
        NumeratorZh = "按时步骤数",
        DenominatorZh = "本年处置步骤数（不含报告）",
        Source = $"计划未定数值；时限：{IncidentRules.Carried.Source}",
        Measure = async (basis, cancel) =>
        {
            var parts = (await OfAsync(basis, cancel)).Select(incident => (incident, Steps: incident.Steps.Where(step => step.Move != IncidentMove.Report).ToList()))
                .Where(one => one.Steps.Count > 0).ToList();
            var steps = parts.SelectMany(one => one.Steps).ToList();
            return Measured.Percent(steps.Count(step => !step.Late), steps.Count,
                [.. parts.Select(one => new EvidenceId("incident", one.incident.Id, one.incident.Steps.Count))]);
        },
    };

    public static readonly FindingRule Overdue = new()
    {
        Key = "incident-step-overdue",
        Topic = RiskTopics.EmergencyPlans,
        TitleZh = "突发水环境事件处置逾期",
        TitleEn = "A step in an incident is overdue",
        Source = IncidentRules.Carried.Source,
        // The day asked has begun and may not be over: what fell due before it is overdue all day.
        Find = async (basis, cancel) =>
        [
            .. (await OfAsync(basis, cancel)).Select(incident => (incident, Due: IncidentCourse.Due(incident, IncidentRules.Carried)))
                .Where(one => one.Due < ChinaTime.StartOf(basis.On)).Select(one => new Finding
                {
                    ObjectId = one.incident.Id,
                    ObjectName = one.incident.What ?? one.incident.Id,
                    Since = ChinaTime.DayOf(one.Due!.Value),
                    TextZh = $"应于 {one.Due.Value.ToOffset(ChinaTime.Offset):yyyy-MM-dd HH:mm} 前处置",
                    TextEn = $"the next step was due by {one.Due.Value.ToOffset(ChinaTime.Offset):yyyy-MM-dd HH:mm}",
                    Evidence = [new("incident", one.incident.Id, one.incident.Steps.Count)],
                }),
        ],
    };

    /// <summary>The year's incidents with the steps that were known by the end of the day.</summary>
    private static async ValueTask<IReadOnlyList<Incident>> OfAsync(Basis basis, CancellationToken cancel)
    {
        var end = ChinaTime.StartOf(basis.On.AddDays(1));
        if (basis.KnownAt < end) end = basis.KnownAt.Value;
        var found = new List<Incident>();
        await foreach (var held in basis.Documents.StreamAsync(IncidentCollections.Incidents, new() { Limit = 1000 }, cancel))
            if (!held.Body.Drill && held.Body.OpenedAt < end && ChinaTime.DayOf(held.Body.OpenedAt).Year == basis.Year)
                found.Add(held.Body with { Steps = [.. held.Body.Steps.TakeWhile(step => step.At < end)] });
        return found;
    }
}
