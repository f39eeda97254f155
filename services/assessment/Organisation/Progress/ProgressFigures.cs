using Bishui.Assessment.Plan;
using Bishui.Features.Findings;
using Bishui.Features.Indicators;
using Bishui.Features.Registers;
using Bishui.Rules.Indicators;

namespace Bishui.Assessment.Organisation.Progress;

/// <summary>What the district government was told.</summary>
internal enum ProgressKind
{
    [Term("工作进展报告", "progress of the work")]
    Progress,

    [Term("水环境质量目标纳入成效考核", "water-quality goals taken into the pollution-control assessment")]
    QualityAssessed,
}

/// <summary>A report to the district government (task 43).</summary>
[Register("progress-reports", "向区人民政府报告", "Reports to the district government", AssessmentTopics.GovernmentReporting)]
internal sealed record ProgressReport : IChecked<ProgressReport>
{
    [Field("报告标题", "Report", IsName = true, MaxLength = 200)]
    public required string Title { get; init; }

    [Field("类型", "Kind")]
    public required ProgressKind Kind { get; init; }

    [Field("报告日期", "Reported on")]
    public required DateOnly ReportedOn { get; init; }

    [Field("文号", "Document", MaxLength = 100)]
    public required string Document { get; init; }

    [Field("主要内容", "What it says", MaxLength = 2000)]
    public string? Summary { get; init; }

    [Field("所报季度", "Quarter", Pattern = "20[0-9]{2}-Q[1-4]", HelpZh = "如 2021-Q4；工作进展报告必填")]
    public string? Quarter { get; init; }

    public IEnumerable<FieldFault> Check(ProgressReport? before, DateOnly from) => RowFaults.NotLater(from, (nameof(ReportedOn), ReportedOn))
        .Concat(RowFaults.Needed(Kind == ProgressKind.Progress, nameof(Quarter), Quarter, "须写明所报季度", "say which quarter it is about"));
}

/// <summary>Whether the district government is told in time (task 43); how often is the platform's choice and no breach.</summary>
internal static class ProgressFigures
{
    public static IReadOnlyList<Register> Registers => [Register.Of<ProgressReport>()];

    public static IReadOnlyList<Indicator> Indicators =>
    [
        new()
        {
            Key = "quarters-reported",
            Topic = AssessmentTopics.GovernmentReporting,
            TitleZh = "按季向区人民政府报告工作进展比例",
            TitleEn = "Quarters with a report to the district government",
            FormulaZh = "有工作进展报告的季度数 ÷ 已过完的季度数 × 100%；计划印发前过完的季度不计",
            Rule = "quarters-reported/1",
            Unit = "%",
            NumeratorZh = "有报告的季度数",
            DenominatorZh = "已过完的季度数",
            Source = $"{OrganisationRules.Carried.SourceOf(AssessmentTopics.GovernmentReporting)} {OrganisationRules.Carried.Notes["quarters"]}",
            Measure = async (basis, cancel) =>
            {
                var quarters = await QuartersAsync(basis, cancel);
                return Measured.Percent(quarters.Count(quarter => quarter.Reports.Count > 0), quarters.Count, []) with
                {
                    Period = FormattableString.Invariant($"{basis.Year}"),
                    Parts = [.. quarters.Select(quarter => new MeasuredPart
                    {
                        Id = quarter.Key, Name = quarter.Key, Met = quarter.Reports.Count > 0, Evidence = [.. quarter.Reports.Select(report => report.Evidence)],
                    })],
                };
            },
        },
    ];

    public static IReadOnlyList<FindingRule> Findings =>
    [
        new()
        {
            Key = "quarter-without-report",
            Topic = AssessmentTopics.GovernmentReporting,
            TitleZh = "一个季度没有向区人民政府报告",
            TitleEn = "A quarter without a report to the district government",
            Source = $"{OrganisationRules.Carried.SourceOf(AssessmentTopics.GovernmentReporting)} {OrganisationRules.Carried.Notes["quarters"]}",
            Find = async (basis, cancel) => [.. (await QuartersAsync(basis, cancel)).Where(quarter => quarter.Reports.Count == 0).Select(quarter => new Finding
            {
                ObjectId = quarter.Key,
                ObjectName = quarter.Key,
                Since = quarter.Last.AddDays(1),
                TextZh = $"{quarter.Key}没有工作进展报告（提示，不计逾期）",
                TextEn = $"no report for {quarter.Key}; a hint, no breach",
                Evidence = [],
            })],
        },
    ];

    /// <summary>The quarters of the year that have ended by the day and not before the plan was issued.</summary>
    private static async Task<IReadOnlyList<Quarter>> QuartersAsync(Basis basis, CancellationToken cancel)
    {
        var reports = (await basis.RowsAsync<ProgressReport>(cancel)).Where(row => row.Values.Kind == ProgressKind.Progress).ToLookup(row => row.Values.Quarter);
        var issuedOn = await PlanStore.FindAsync(basis.Documents, plan => plan.Year == basis.Year, cancel) is { Plan: var plan } ? plan.IssuedOn : DateOnly.MinValue;
        return
        [
            .. from number in Enumerable.Range(1, 4)
               let last = new DateOnly(basis.Year, (number * 3) - 2, 1).AddMonths(3).AddDays(-1)
               where last <= basis.On && last >= issuedOn
               let key = FormattableString.Invariant($"{basis.Year}-Q{number}")
               select new Quarter(key, last, [.. reports[key]]),
        ];
    }

    private sealed record Quarter(string Key, DateOnly Last, IReadOnlyList<Row<ProgressReport>> Reports);
}
