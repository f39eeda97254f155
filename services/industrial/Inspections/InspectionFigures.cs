using Bishui.Features.Findings;
using Bishui.Features.Indicators;
using Bishui.Features.Registers;
using Bishui.Rules.Indicators;

namespace Bishui.Industrial.Inspections;

/// <summary>Figures and findings of task 3.</summary>
internal static class InspectionFigures
{
    private const string Clause = "柳南政办〔2021〕16号附件1第3项；计划未定数值，只展示不计分 / the plan prints no figure: shown, not scored";

    public static readonly IReadOnlyList<Register> Registers = [Register.Of<MonitoringInspection>()];

    public static readonly IReadOnlyList<Indicator> Indicators =
    [
        new()
        {
            Key = "inspections-published",
            Topic = IndustrialTopics.MonitoringInspection,
            TitleZh = "现场监控设施检查情况公开率",
            TitleEn = "Share of inspections that were published",
            FormulaZh = "有公开凭据（内容、日期、网址、校验值）的检查次数 ÷ 当年检查次数 × 100%",
            Rule = "inspections-published/1",
            Unit = "%",
            NumeratorZh = "已公开的检查次数",
            DenominatorZh = "当年检查次数",
            Source = Clause,
            Measure = async (basis, cancel) =>
            {
                var made = await OfYearAsync(basis, cancel);
                return Measured.Percent(made.Count(row => row.Values.IsPublished), made.Count, [.. made.Select(row => row.Evidence)]);
            },
        },
        new()
        {
            Key = "inspection-problems-rectified",
            Topic = IndustrialTopics.MonitoringInspection,
            TitleZh = "现场监控设施问题按期整改率",
            TitleEn = "Share of problems put right in time",
            FormulaZh = "按期整改的问题数 ÷ 已到期或已整改的问题数 × 100%",
            Rule = "inspection-problems-rectified/1",
            Unit = "%",
            NumeratorZh = "按期整改的问题数",
            DenominatorZh = "已到期或已整改的问题数",
            Source = Clause,
            Measure = async (basis, cancel) =>
            {
                // One that is still in its time is neither in time nor late.
                var due = (await OfYearAsync(basis, cancel)).Where(row => !row.Values.InOrder && (row.Values.RectifiedOn is not null || row.Values.RectifyBy < basis.On)).ToList();
                return Measured.Percent(due.Count(row => row.Values.RectifiedOn <= row.Values.RectifyBy), due.Count, [.. due.Select(row => row.Evidence)]);
            },
        },
    ];

    public static readonly IReadOnlyList<FindingRule> Findings =
    [
        new()
        {
            Key = "inspection-unpublished",
            Topic = IndustrialTopics.MonitoringInspection,
            TitleZh = "检查情况未公开",
            TitleEn = "An inspection was not published",
            Source = "柳南政办〔2021〕16号附件1第3项；计划未定公开时限，检查次日起列出 / the plan sets no days: listed from the day after",
            Find = async (basis, cancel) => [.. (await basis.RowsAsync<MonitoringInspection>(cancel))
                .Where(row => !row.Values.IsPublished && row.Values.InspectedOn < basis.On)
                .Select(row => Of(row, row.Values.InspectedOn.AddDays(1), "检查情况尚无公开凭据", "there is no proof that it was published"))],
        },
        new()
        {
            Key = "inspection-rectification-overdue",
            Topic = IndustrialTopics.MonitoringInspection,
            TitleZh = "监控设施问题逾期未整改",
            TitleEn = "A problem with monitoring equipment was not put right in time",
            Source = "整改时限由检查单位填写 / the day due is the inspecting unit's own",
            Find = async (basis, cancel) => [.. (await basis.RowsAsync<MonitoringInspection>(cancel))
                .Where(row => row.Values is { InOrder: false, RectifiedOn: null, RectifyBy: { } due } && due < basis.On)
                .Select(row => Of(row, row.Values.RectifyBy!.Value.AddDays(1), $"应于 {row.Values.RectifyBy:yyyy-MM-dd} 前整改：{row.Values.Found}", $"was due on {row.Values.RectifyBy:yyyy-MM-dd}"))],
        },
    ];

    private static async ValueTask<List<Row<MonitoringInspection>>> OfYearAsync(Basis basis, CancellationToken cancel) =>
        [.. (await basis.RowsAsync<MonitoringInspection>(cancel)).Where(row => row.Values.InspectedOn.Year == basis.Year)];

    private static Finding Of(Row<MonitoringInspection> row, DateOnly since, string zh, string en) => new()
    {
        ObjectId = row.Id,
        ObjectName = row.Values.Name,
        Since = since,
        TextZh = zh,
        TextEn = en,
        Evidence = [row.Evidence],
    };
}
