using Bishui.Assessment.Scoring;
using Bishui.Contracts.Plans;

namespace Bishui.Assessment.Reports.Drafting;

/// <summary>四、应办事项: what fell due in the period, by how it went.</summary>
internal static class DutySection
{
    // What went wrong comes first.
    private static readonly string[] States = ["missed", "met-late", "open", "met", "before-issue", "waived", "anchor-open"];

    public static ReportSection Of(Brief brief)
    {
        var duties = brief.Duties.Concat(brief.Undated).ToList();
        var groups = States.Select(state => (State: state, Duties: duties.Where(each => each.Duty.Told.State == state).ToList())).Where(group => group.Duties.Count > 0).ToList();
        var cited = duties.ToLookup(each => each.Duty.Told.State, each => brief.CiteDuty(each.Task, each.Duty));
        return new()
        {
            Key = "duties",
            Heading = "应办事项",
            Paragraphs = duties.Count == 0
                ? [new("期内没有到期的应办事项记录。", [])]
                : [new($"期内应办事项{duties.Count}项：{string.Join("，", groups.Select(group => $"{Show.Duty(group.State)}{group.Duties.Count}项"))}。"
                    + (groups.Any(group => group.State == "before-issue") ? "印发前事项指到期日早于计划印发日的事项，如实列出，不计逾期。" : ""), [.. cited.SelectMany(each => each).Distinct().Order()])],
            Tables = [.. groups.Select(group => new ReportTable(group.State, $"{Show.Duty(group.State)}的应办事项", ["任务", "事项", "单位", "到期日", "完成日"], [8, 38, 24, 15, 15],
                [.. group.Duties.Select(each => RowOf(brief, each.Task, each.Duty))]))],
            Figures = [.. States.Select(state => new ReportFigure(state, Show.Duty(state), duties.Count(each => each.Duty.Told.State == state), "项",
                cited[state].Any() ? [.. cited[state].Distinct()] : [brief.Sources.Cite("应办事项", "/api/assessment/obligations")]))],
        };
    }

    private static ReportRow RowOf(Brief brief, PlanTask task, DutyFile duty) => new(
        [
            Show.Number(task.Number), duty.Told.Title + ((duty.Told.ObjectName ?? duty.Told.ObjectId) is { } name ? $"（{name}）" : ""),
            string.Join("、", duty.Told.Units.Select(brief.NameOf)), Show.Cell(duty.Told.Due), Show.Cell(duty.Told.MetOn),
        ], [brief.CiteDuty(task, duty)]);
}
