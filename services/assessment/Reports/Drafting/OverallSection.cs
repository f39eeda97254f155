using Bishui.Assessment.Scores;

namespace Bishui.Assessment.Reports.Drafting;

/// <summary>一、总体情况: the score with its grade, and counts of what follows.</summary>
internal static class OverallSection
{
    public static ReportSection Of(Brief brief)
    {
        var score = ScoreView.Of(brief.Page, brief.Unit);
        var href = brief.Unit is { } unit ? $"/api/assessment/units/{unit}/explanation?at={brief.At}" : $"/api/assessment/district?at={brief.At}";
        var source = brief.Sources.Cite($"得分说明（评分方案 {score.Scheme} 第{score.SchemeVersion}版）", href);
        var plan = brief.Sources.Cite($"{brief.Plan.DocumentNumber} {brief.Plan.Title}", "/api/plan");
        var tasks = brief.Tasks.ToList();
        var states = tasks.Select(task => TaskSection.StateOf(brief, task)).ToList();
        var done = states.Count(state => state == Scoring.TaskState.Done);
        var entries = tasks.Sum(task => brief.EntriesOf(task).Count);
        var led = tasks.Count(brief.Leads);
        var part = brief.Unit is null ? $"计划共{tasks.Count}项任务" : $"在计划中牵头{led}项、配合{tasks.Count - led}项任务";
        return new()
        {
            Key = "overall",
            Heading = "总体情况",
            Paragraphs =
            [
                new($"截至{Show.Instant(brief.Facts.At)}，{score.Name}{string.Concat(score.Parts.Select(each => $"{each.Title}得分{Show.Points(each.Points)}分（满分{each.Maximum}分），"))}"
                    + $"考核等级为{score.GradeTitle}{(score.Provisional ? "（暂定）" : "")}。得分保留两位小数，精确值见得分说明。", [source]),
                new($"{part}，已办结{done}项，其余{tasks.Count - done}项未办结；期内登记台账{entries}条。", [plan, .. CiteLedgers(brief)]),
            ],
            Figures =
            [
                new("points", "得分合计", score.Points, "分", [source]),
                .. score.Parts.Select(each => new ReportFigure(each.Key, $"{each.Title}得分", each.Points, "分", [source])),
                new("tasks", "任务", tasks.Count, "项", [plan]),
                new("tasks-done", "已办结任务", done, "项", [plan]),
                new("entries", "期内台账", entries, "条", [.. CiteLedgers(brief), plan]),
            ],
        };
    }

    private static IEnumerable<int> CiteLedgers(Brief brief) =>
        [brief.Sources.Cite("本单位任务及台账", brief.Unit is { } unit ? $"/api/assessment/tasks?unit={unit}" : "/api/assessment/tasks")];
}
