using Bishui.Assessment.Scores;
using Bishui.Assessment.Scoring;

namespace Bishui.Assessment.Reports.Drafting;

/// <summary>七、存在的问题和缺口: what is missing stands here, and nowhere is it filled.</summary>
internal static class GapSection
{
    public static ReportSection Of(Brief brief)
    {
        var rows = Gaps(brief).Select(gap => new ReportRow([gap.Kind, gap.What], gap.Sources)).ToList();
        var counts = rows.GroupBy(row => row.Cells[0]).Select(same => $"{same.Key}{same.Count()}项");
        return new()
        {
            Key = "gaps",
            Heading = "存在的问题和缺口",
            Paragraphs = [new(rows.Count == 0 ? "未发现问题和缺口。" : $"共列出问题和缺口{rows.Count}项：{string.Join("，", counts)}。缺什么列什么，不作估计。", [.. rows.SelectMany(row => row.Sources).Distinct().Order()])],
            Tables = rows.Count == 0 ? [] : [new("gaps", "问题和缺口清单", ["类别", "内容"], [22, 78], rows)],
            Figures = rows.Count == 0 ? [] : [new("gaps", "问题和缺口", rows.Count, "项", [.. rows.SelectMany(row => row.Sources).Distinct().Order()])],
        };
    }

    private static IEnumerable<(string Kind, string What, IReadOnlyList<int> Sources)> Gaps(Brief brief)
    {
        var score = ScoreView.Of(brief.Page, brief.Unit);
        if (score.Provisional) yield return ("得分暂定", "年度未结束或有事项未定，得分和等级可能变化", [1]);
        foreach (var task in brief.Tasks.Where(task => brief.EntriesOf(task).Count == 0))
            yield return ("无台账", $"第{task.Number}项{task.Title}：期内没有{(brief.Unit is null ? "" : "本单位")}台账记录", [brief.CiteTask(task)]);
        foreach (var (kind, state) in new[] { ("指标无数据", "no-data"), ("目标待下达", "pending-target"), ("指标暂定", "provisional"), ("指标未达标", "missed") })
            foreach (var file in brief.Indicators.Where(file => file.Told.State == state))
                yield return (kind, $"第{file.Told.Task}项任务 {file.Told.Title}", [Cite(brief, file)]);
        // The plan refers to figures from above; one that no indicator measures yet is no less missing.
        foreach (var task in brief.Tasks)
            foreach (var target in task.Targets ?? [])
                if (!brief.Facts.EntriesOf(task).Any(entry => entry.Record is { Type: "target" } record && record.Topic == target.Key)
                    && !brief.Facts.IndicatorsOf(task).Any(file => file.Told.State == "pending-target"))
                    yield return ("目标待下达", $"第{task.Number}项任务 {target.Title}", [brief.CiteTask(task)]);
        foreach (var (task, duty) in brief.Duties.Where(each => each.Duty.Told.State == "missed"))
            yield return ("逾期未完成", $"第{task.Number}项任务 {duty.Told.Title}（{Show.Day(duty.Told.Due)}到期）", [brief.CiteDuty(task, duty)]);
        foreach (var (task, duty) in brief.Undated)
            yield return ("起算日待定", $"第{task.Number}项任务 {duty.Told.Title}", [brief.CiteDuty(task, duty)]);
        foreach (var site in brief.Facts.Classifications.Where(told => told.From.Year == brief.Span.Year).Select(told => told.Site).Distinct().Order(StringComparer.Ordinal))
            if (brief.Months.Where(month => brief.Facts.ClassOf(site, month) is null).ToList() is { Count: > 0 } missing)
                yield return ("水质缺月", $"{brief.NameOfSite(site)}：{string.Join("、", missing.Select(month => $"{month.Month}月"))}没有类别评价", [CiteSite(brief, site)]);
        if (brief.Facts.Classifications.All(told => told.From.Year != brief.Span.Year))
            yield return ("水质缺月", "没有任何断面的类别评价", [brief.Sources.Cite("水质类别评价", "/api/assessment/facts?type=section-classified")]);
        foreach (var site in brief.Facts.Reporting.Where(site => site.State == "silent" && (brief.Unit is null || site.Unit == brief.Unit)))
            yield return ("数据中断", $"{brief.NameOfSite(site.Site)}未按要求报送数据", [brief.Sources.Cite("监测点位报送情况", "/api/assessment/facts?type=site-reporting")]);
        foreach (var told in ExceedanceSection.ToldOf(brief).Where(told => ExceedanceSection.IsOpen(brief, told)))
            yield return ("案件在办", $"{brief.NameOfSite(told.Site)} {brief.NameOfParameter(told.Parameter)}超标未归档", [brief.Sources.Cite("", ScoreLinks.Exceedance(told).Href)]);
    }

    private static int Cite(Brief brief, IndicatorFile file)
    {
        var told = Indicators.ToldIndicator.Of(file);
        return brief.Sources.Cite($"指标 {told.Title}", told.Href, told.Fact);
    }

    private static int CiteSite(Brief brief, string site)
    {
        var told = brief.Facts.Classifications.First(each => each.Site == site);
        return brief.Sources.Cite($"{told.SiteName}水质类别",
            FormattableString.Invariant($"/api/{told.Service}/sites/{Uri.EscapeDataString(site)}/class?from={brief.Span.First:yyyy-MM-dd}&to={brief.Span.Last:yyyy-MM-dd}"), ScoreLinks.Class(told).Id);
    }
}
