using Bishui.Features.Findings;
using Bishui.Features.Indicators;
using Bishui.Features.Registers;
using Bishui.Rules.Indicators;

namespace Bishui.Industrial.Science;

/// <summary>Figures and findings of task 15.</summary>
internal static class ScienceFigures
{
    private const string Clause = "柳南政办〔2021〕16号附件1第15项；计划未定数值，只展示不计分 / the plan prints no figure: shown, not scored";

    public static readonly IReadOnlyList<Register> Registers = [Register.Of<GuideTopic>(), Register.Of<ScienceProject>()];

    public static readonly IReadOnlyList<Indicator> Indicators =
    [
        new()
        {
            Key = "guide-topics-listed",
            Topic = IndustrialTopics.WaterScience,
            TitleZh = "申报指南列入的节水治污条目数",
            TitleEn = "Topics of water saving and treatment in the guide",
            FormulaZh = "当年申报指南中节水、治污领域的条目数；指南未登记则无数据",
            Rule = "guide-topics-listed/1",
            Unit = "项",
            NumeratorZh = "节水、治污领域的条目数",
            DenominatorZh = "指南全部条目数",
            Source = Clause,
            Measure = async (basis, cancel) =>
            {
                var topics = (await basis.RowsAsync<GuideTopic>(cancel)).Where(row => row.Values.Year == basis.Year).ToList();
                var listed = topics.Count(row => IsOurs(row.Values.Field));
                return topics.Count == 0 ? Measured.NoData
                    : new() { Value = listed, Numerator = listed, Denominator = topics.Count, Evidence = [.. topics.Select(row => row.Evidence)] };
            },
        },
        new()
        {
            Key = "science-projects-supported",
            Topic = IndustrialTopics.WaterScience,
            TitleZh = "节水治污科技项目支持率",
            TitleEn = "Share of projects of water saving and treatment supported",
            FormulaZh = "立项支持的节水治污项目数 ÷ 已评审的节水治污项目数 × 100%",
            Rule = "science-projects-supported/1",
            Unit = "%",
            NumeratorZh = "立项支持的节水治污项目数",
            DenominatorZh = "已评审的节水治污项目数",
            Source = Clause,
            Measure = async (basis, cancel) =>
            {
                var decided = (await DecidedAsync(basis, cancel)).Where(row => IsOurs(row.Values.Field)).ToList();
                // A grant that nobody stated is not none.
                var grants = decided.Where(row => row.Values.Supported == true).Select(row => row.Values.Grant).ToList();
                return Measured.Percent(decided.Count(row => row.Values.Supported == true), decided.Count, [.. decided.Select(row => row.Evidence)]) with
                {
                    Inputs = [new("支持经费合计", "grants in all", grants.Contains(null) ? null : grants.Sum(), "万元")],
                };
            },
        },
    ];

    public static readonly IReadOnlyList<FindingRule> Findings =
    [
        new()
        {
            Key = "guide-without-topics",
            Topic = IndustrialTopics.WaterScience,
            TitleZh = "申报指南未列入节水治污内容",
            TitleEn = "The guide lists nothing of water saving or treatment",
            Source = "柳南政办〔2021〕16号附件1第15项",
            Find = async (basis, cancel) =>
            {
                var topics = (await basis.RowsAsync<GuideTopic>(cancel)).Where(row => row.Values.Year == basis.Year).ToList();
                return topics.Count == 0 || topics.Exists(row => IsOurs(row.Values.Field)) ? [] :
                [
                    new()
                    {
                        ObjectId = FormattableString.Invariant($"guide-{basis.Year}"),
                        ObjectName = topics[0].Values.Document,
                        Since = topics.Min(row => row.From),
                        TextZh = "指南条目中没有节水或治污领域",
                        TextEn = "none of its topics is of water saving or treatment",
                        Evidence = [.. topics.Select(row => row.Evidence)],
                    },
                ];
            },
        },
        new()
        {
            Key = "science-project-passed-over",
            Topic = IndustrialTopics.WaterScience,
            TitleZh = "节水治污项目未获优先支持",
            TitleEn = "A project of water saving or treatment was passed over",
            Source = "柳南政办〔2021〕16号附件1第15项“优先支持”；平台自定：同年支持了其他领域项目而本领域项目未获支持且未说明理由的列出 / reading of the platform",
            Find = async (basis, cancel) =>
            {
                var decided = await DecidedAsync(basis, cancel);
                return !decided.Exists(row => row.Values is { Field: ScienceField.Other, Supported: true }) ? [] :
                    [.. decided.Where(row => IsOurs(row.Values.Field) && row.Values is { Supported: false, Reason: null }).Select(row => new Finding
                    {
                        ObjectId = row.Id,
                        ObjectName = row.Values.Name,
                        Since = row.Values.DecidedOn!.Value,
                        TextZh = "未获支持且未说明理由，同年支持了其他领域的项目",
                        TextEn = "not supported and no reason given, while projects of other fields were",
                        Evidence = [row.Evidence],
                    })];
            },
        },
    ];

    private static bool IsOurs(ScienceField field) => field != ScienceField.Other;

    private static async ValueTask<List<Row<ScienceProject>>> DecidedAsync(Basis basis, CancellationToken cancel) =>
        [.. (await basis.RowsAsync<ScienceProject>(cancel)).Where(row => row.Values.Year == basis.Year && row.Values.Supported is not null)];
}
