using Bishui.Assessment.Scoring;
using Bishui.Contracts.Plans;
using Bishui.Contracts.Tasks;

namespace Bishui.Assessment.Reports.Drafting;

/// <summary>二、任务进展: every task with its state, and what its ledger says of the period.</summary>
internal static class TaskSection
{
    /// <summary>A lead's own part of the task; for others and the district the task as a whole.</summary>
    public static TaskState StateOf(Brief brief, PlanTask task)
    {
        var file = brief.Facts.Task(task);
        return file.Of(brief.Unit)?.State ?? file.State;
    }

    public static ReportSection Of(Brief brief)
    {
        var paragraphs = new List<ReportParagraph>();
        foreach (var group in brief.Tasks.GroupBy(task => brief.Unit is null ? task.Category : brief.Leads(task) ? "牵头任务" : "配合任务").OrderBy(group => group.Key == "配合任务"))
        {
            var (silent, told) = (new List<PlanTask>(), 0);
            paragraphs.Add(new(Plain(group.Key), [], 1));
            foreach (var task in group)
            {
                if (brief.EntriesOf(task) is not { Count: > 0 } entries)
                {
                    silent.Add(task);
                    continue;
                }
                paragraphs.Add(new($"{++told}. {Named(task)}（{Show.State(StateOf(brief, task))}，时限{task.DeadlineText}）。{Words(brief, entries)}", [brief.CiteEntries(task, entries)], 2));
            }
            if (silent.Count > 0)
                paragraphs.Add(new($"期内没有台账记录的任务{silent.Count}项：第{string.Join("、", silent.Select(task => task.Number))}项。", [.. silent.Select(brief.CiteTask)]));
        }
        return new()
        {
            Key = "tasks",
            Heading = "任务进展",
            Paragraphs = paragraphs,
            Tables =
            [
                new("tasks", "任务进展一览", ["序号", "任务", brief.Unit is null ? "牵头单位" : "职责", "状态", "完成时限", "期内台账"], [8, 30, 20, 14, 16, 8],
                    [.. brief.Tasks.Select(task => RowOf(brief, task))]),
            ],
            Figures = [.. brief.Tasks.Select(task => new ReportFigure($"entries-{task.Number}", $"第{task.Number}项任务期内台账", brief.EntriesOf(task).Count, "条", RowOf(brief, task).Sources))],
        };
    }

    /// <summary>Every entry of the period, for the workbook.</summary>
    public static ReportTable Entries(Brief brief) => new("entries", "台账", ["任务", "日期", "单位", "类型", "内容", "进度%", "编号", "哈希"], [],
        [.. brief.Tasks.SelectMany(task => brief.EntriesOf(task).Select(entry => new ReportRow(
            [
                Show.Number(task.Number), Show.Cell(entry.OccurredOn), brief.NameOf(entry.Unit), Show.Entry(entry.Kind), entry.Text ?? "（正文未上传）",
                entry.Percent is null ? "" : Show.Number(entry.Percent), entry.EntryId, entry.Hash,
            ], [brief.CiteEntries(task, [entry])])))]);

    private static ReportRow RowOf(Brief brief, PlanTask task)
    {
        var entries = brief.EntriesOf(task);
        return new(
            [
                Show.Number(task.Number), task.Title,
                brief.Unit is null ? string.Join("、", task.LeadUnits.Select(brief.NameOf)) : brief.Leads(task) ? "牵头" : "配合",
                Show.State(StateOf(brief, task)), task.DeadlineText, Show.Number(entries.Count),
            ], [entries.Count > 0 ? brief.CiteEntries(task, entries) : brief.CiteTask(task)]);
    }

    private static string Words(Brief brief, IReadOnlyList<LedgerEntryRecorded> entries)
    {
        var corrected = entries.Select(entry => entry.Corrects).OfType<string>().ToHashSet();
        var standing = entries.Where(entry => !corrected.Contains(entry.EntryId)).ToList();
        var shown = standing.TakeLast(ReportRules.Carried.EntriesShown)
            .Select(entry => $"{Show.Day(entry.OccurredOn)}{(brief.Unit is null ? brief.NameOf(entry.Unit) : "")}{Show.Entry(entry.Kind)}：{(entry.Text ?? "正文未上传").TrimEnd('。', '；')}");
        var rest = standing.Count - ReportRules.Carried.EntriesShown;
        return string.Join("；", shown) + (rest > 0 ? $"；另有{rest}条较早记录见附表。" : "。");
    }

    private static string Named(PlanTask task) => $"第{task.Number}项{task.Title}";

    // The number of a printed heading, （一）, is not the report's.
    private static string Plain(string heading) => heading.StartsWith('（') && heading.IndexOf('）', StringComparison.Ordinal) is > 0 and var end ? heading[(end + 1)..] : heading;
}
