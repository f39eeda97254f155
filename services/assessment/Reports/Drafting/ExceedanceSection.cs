using Bishui.Assessment.Scoring;
using Bishui.Contracts.Exceedances;
using Bishui.Rules.Time;

namespace Bishui.Assessment.Reports.Drafting;

/// <summary>六、超标与案件: what was over a limit in the period at the unit's sites or is in its hands, and how it was handled.</summary>
internal static class ExceedanceSection
{
    public static ReportSection Of(Brief brief)
    {
        var told = ToldOf(brief);
        var sources = told.Select(each => Cite(brief, each)).ToList();
        var overruled = told.Count(brief.Facts.IsOverruled);
        var closed = told.Count(each => IsClosed(brief, each));
        // Without any, the answer that says so is the source.
        IReadOnlyList<int> cited = sources.Count > 0 ? sources : [brief.Sources.Cite("超标记录", "/api/assessment/facts?type=limit-exceeded")];
        return new()
        {
            Key = "exceedances",
            Heading = "超标与案件",
            Paragraphs = [new(told.Count == 0 ? "期内没有超标记录。"
                : $"期内超标{told.Count}起，经人工认定不属超标{overruled}起，其余已归档{closed}起、在办{told.Count - overruled - closed}起。", cited)],
            Tables = told.Count == 0 ? [] :
            [
                new("exceedances", "超标与处置", ["监测点位", "指标", "采样日期", "数值", "限值", "超标倍数", "承办单位", "状态"], [13, 10, 15, 12, 11, 8, 18, 13],
                    [.. told.Select(each => new ReportRow(
                        [
                            brief.NameOfSite(each.Site), brief.NameOfParameter(each.Parameter), Show.Cell(ChinaTime.DayOf(each.TakenAt)), Show.Number(each.Value) + each.LimitUnit, each.LimitText,
                            Show.Number(each.Multiple), brief.Facts.CaseOf(each)?.Holder is { } holder ? brief.NameOf(holder) : Show.Nothing,
                            brief.Facts.IsOverruled(each) ? "不属超标" : Show.Case(brief.Facts.CaseOf(each)?.State),
                        ], [Cite(brief, each)]))]),
            ],
            Figures =
            [
                new("exceedances", "超标", told.Count, "起", cited),
                new("overruled", "认定不属超标", overruled, "起", cited),
                new("closed", "已归档", closed, "起", cited),
                new("open", "在办", told.Count - overruled - closed, "起", cited),
            ],
        };
    }

    public static IReadOnlyList<LimitExceeded> ToldOf(Brief brief) => [.. brief.Facts.Exceedances.Where(told =>
        brief.Span.Holds(ChinaTime.DayOf(told.TakenAt)) && (brief.Unit is null || told.Unit == brief.Unit || brief.Facts.CaseOf(told)?.Holder == brief.Unit))];

    public static bool IsOpen(Brief brief, LimitExceeded told) => !brief.Facts.IsOverruled(told) && !IsClosed(brief, told);

    private static bool IsClosed(Brief brief, LimitExceeded told) => !brief.Facts.IsOverruled(told) && brief.Facts.CaseOf(told)?.State == "archived";

    private static int Cite(Brief brief, LimitExceeded told)
    {
        var link = ScoreLinks.Exceedance(told);
        return brief.Sources.Cite($"超标 {brief.NameOfSite(told.Site)} {brief.NameOfParameter(told.Parameter)}", link.Href, link.Id);
    }
}
