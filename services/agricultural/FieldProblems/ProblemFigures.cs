using Bishui.Agricultural.Villages;
using Bishui.Features.Findings;
using Bishui.Features.Indicators;
using Bishui.Rules.Indicators;

namespace Bishui.Agricultural.FieldProblems;

/// <summary>What was found in villages and how much of it was put right.</summary>
internal static class ProblemFigures
{
    private static readonly ProblemRules Rules = VillageRules.Carried.FieldProblems;

    public static IReadOnlyList<Indicator> Indicators =>
    [
        new()
        {
            Key = "field-problems-rectified",
            Topic = AgriculturalTopics.RuralSewage,
            TitleZh = "农村环境现场问题整改率",
            TitleEn = "Field problems put right",
            FormulaZh = "当年发现且已整改的问题数 ÷ 当年发现的问题数 × 100%",
            Rule = "field-problems-rectified/1",
            Unit = "%",
            NumeratorZh = "已整改的问题数",
            DenominatorZh = "当年发现的问题数",
            Source = "计划第9项“没有粪污直排、污水横流的现象”“垃圾不乱堆乱放”，未定比例 / task 9 prints no figure: shown, not scored",
            Measure = async (basis, cancel) =>
            {
                var found = (await basis.RowsAsync<FieldProblem>(cancel)).Where(row => row.Values.FoundOn.Year == basis.Year && row.Values.FoundOn <= basis.On).ToList();
                return Measured.Percent(found.Count(row => row.Values.RectifiedOn is not null), found.Count, []) with
                {
                    Period = FormattableString.Invariant($"{basis.Year}"),
                    Parts = [.. found.Select(row => new MeasuredPart { Id = row.Id, Name = row.Values.Description, Met = row.Values.RectifiedOn is not null, Evidence = [row.Evidence] })],
                };
            },
        },
    ];

    public static IReadOnlyList<FindingRule> Findings =>
    [
        Rule("field-problem-open", "粪污直排、污水横流或垃圾乱堆乱放", "Excrement, sewage or waste found in a village and not put right", "计划第9项 / task 9 of the plan", 0),
        Rule("field-problem-overdue", "农村环境现场问题逾期未整改", "Field problem not put right in time", Rules.Source, Rules.RectifyWithinDays + 1),
    ];

    // after: days after it was found from which the rule speaks.
    private static FindingRule Rule(string key, string zh, string en, string source, int after) => new()
    {
        Key = key,
        Topic = AgriculturalTopics.RuralSewage,
        TitleZh = zh,
        TitleEn = en,
        Source = source,
        Find = async (basis, cancel) => [.. (await basis.RowsAsync<FieldProblem>(cancel))
            .Where(row => row.Values.RectifiedOn is null && row.Values.FoundOn.AddDays(after) <= basis.On)
            .Select(row => new Finding
            {
                ObjectId = row.Id,
                ObjectName = row.Values.Description,
                Since = row.Values.FoundOn.AddDays(after),
                TextZh = $"{row.Values.FoundOn:yyyy-MM-dd} 发现，应于 {row.Values.FoundOn.AddDays(Rules.RectifyWithinDays):yyyy-MM-dd} 前整改",
                TextEn = $"found on {row.Values.FoundOn:yyyy-MM-dd}, to be put right by {row.Values.FoundOn.AddDays(Rules.RectifyWithinDays):yyyy-MM-dd}",
                Evidence = [row.Evidence],
            })],
    };
}
