using Bishui.Assessment.Indicators;

namespace Bishui.Assessment.Reports.Drafting;

/// <summary>三、指标完成情况: every indicator as it was last measured; one without a value shows none.</summary>
internal static class IndicatorSection
{
    public static ReportSection Of(Brief brief)
    {
        var told = brief.Indicators.Select(ToldIndicator.Of).Select(indicator => (Told: indicator,
            Source: brief.Sources.Cite($"指标 {indicator.Title}", indicator.Href, indicator.Fact))).ToList();
        var counts = told.GroupBy(each => each.Told.State).Select(same => $"{Show.Indicator(same.Key)}{same.Count()}项");
        return new()
        {
            Key = "indicators",
            Heading = "指标完成情况",
            Paragraphs = told.Count == 0
                ? [new("尚无指标测算结果。", [])]
                : [new($"有测算结果的指标{told.Count}项：{string.Join("，", counts)}。", [.. told.Select(each => each.Source)])],
            Tables = told.Count == 0 ? [] :
            [
                new("indicators", "指标完成情况", ["任务", "指标", "数值", "目标", "状态", "截至"], [8, 36, 14, 14, 13, 15],
                    [.. told.Select(each => new ReportRow(
                        [Show.Number(each.Told.Task), each.Told.Title, Measured(each.Told.Value, each.Told.Unit), Target(each.Told), Show.Indicator(each.Told.State), Show.Cell(each.Told.AsOf)],
                        [each.Source]))]),
            ],
            Figures = [.. told.Select(each => new ReportFigure($"{each.Told.Service}/{each.Told.Key}", each.Told.Title, each.Told.Value, each.Told.Unit, [each.Source]))],
        };
    }

    private static string Measured(decimal? value, string unit) => value is null ? Show.Nothing : Show.Number(value) + unit;

    private static string Target(ToldIndicator told) => told.Target is null ? told.State == "pending-target" ? "待下达" : Show.Nothing
        : (told.TargetSide == "at-most" ? "≤" : "≥") + Measured(told.Target, told.Unit);
}
