using System.Globalization;
using Bishui.Features.Findings;
using Bishui.Features.Indicators;
using Bishui.Features.Registers;
using Bishui.Rules.Indicators;
using Bishui.Rules.Time;

namespace Bishui.Assessment.Organisation.SelfMonitoring;

/// <summary>A discharge permit (排污许可证) whose holder monitors its own discharge.</summary>
[Register("discharge-permits", "排污许可证", "Discharge permits", AssessmentTopics.SelfMonitoring)]
internal sealed record DischargePermit : IChecked<DischargePermit>
{
    [Field("排污单位", "Discharger", IsName = true, MaxLength = 200)]
    public required string Name { get; init; }

    [Field("许可证编号", "Permit number", Pattern = "[0-9A-Z]{18}[0-9]{3}[A-Z]", HelpZh = "统一社会信用代码 18 位、顺序码 3 位、字母 1 位")]
    public required string Number { get; init; }

    [Field("有效期自", "Valid from")]
    public required DateOnly ValidFrom { get; init; }

    [Field("有效期至", "Valid to")]
    public required DateOnly ValidTo { get; init; }

    public IEnumerable<FieldFault> Check(DischargePermit? before, DateOnly from) => RowFaults.NotBefore(nameof(ValidTo), ValidTo, ValidFrom);
}

/// <summary>What a permit asks to be monitored: a parameter at an outlet, so often a month.</summary>
[Register("monitoring-requirements", "自行监测要求", "Self-monitoring required", AssessmentTopics.SelfMonitoring, HelpZh = "照排污许可证的自行监测要求逐项登记")]
internal sealed record MonitoringRequirement
{
    [Field("监测项", "What is monitored", IsName = true, HelpZh = "如：1号排口 化学需氧量", MaxLength = 200)]
    public required string Title { get; init; }

    [Field("许可证", "Permit", Refers = "discharge-permits")]
    public required string Permit { get; init; }

    [Field("排放口", "Outlet", MaxLength = 100)]
    public required string Outlet { get; init; }

    [Field("污染物", "Parameter", MaxLength = 100)]
    public required string Parameter { get; init; }

    [Field("每月次数", "Times a month", Min = 1, Max = 744)]
    public required int TimesAMonth { get; init; }
}

/// <summary>How often a requirement was met in a month.</summary>
[Register("monitoring-reports", "自行监测月报", "Self-monitoring reports", AssessmentTopics.SelfMonitoring)]
internal sealed record MonitoringReport : IChecked<MonitoringReport>
{
    [Field("月报", "Report", IsName = true, MaxLength = 200)]
    public required string Title { get; init; }

    [Field("监测项", "Requirement", Refers = "monitoring-requirements")]
    public required string Requirement { get; init; }

    [Field("月份", "Month", Pattern = "20[0-9]{2}-(0[1-9]|1[0-2])", HelpZh = "如 2021-11")]
    public required string Month { get; init; }

    [Field("实测次数", "Times measured", Min = 0)]
    public required int Times { get; init; }

    [Field("公开日期", "Published on")]
    public DateOnly? PublishedOn { get; init; }

    public IEnumerable<FieldFault> Check(MonitoringReport? before, DateOnly from) => RowFaults.NotLater(from, (nameof(PublishedOn), PublishedOn));

    public DateOnly First => DateOnly.ParseExact($"{Month}-01", "yyyy-MM-dd", CultureInfo.InvariantCulture);
}

/// <summary>How complete the dischargers' own monitoring is, by permit (task 40). What was not reported was not measured.</summary>
internal static class MonitoringFigures
{
    public static IReadOnlyList<Register> Registers => [Register.Of<DischargePermit>(), Register.Of<MonitoringRequirement>(), Register.Of<MonitoringReport>()];

    public static IReadOnlyList<Indicator> Indicators =>
    [
        new()
        {
            Key = "self-monitoring-completeness",
            Topic = AssessmentTopics.SelfMonitoring,
            TitleZh = "排污单位自行监测完成率",
            TitleEn = "Completeness of self-monitoring",
            FormulaZh = "各监测项逐月（实测次数，不超过应测次数）之和 ÷ 应测次数之和 × 100%；只计已到报送期限的月份，未报按零次计",
            Rule = "self-monitoring/1",
            Unit = "%",
            NumeratorZh = "实测次数",
            DenominatorZh = "应测次数",
            Source = OrganisationRules.Carried.SourceOf(AssessmentTopics.SelfMonitoring),
            Measure = async (basis, cancel) =>
            {
                var months = await MonthsAsync(basis, cancel);
                return Measured.Percent(months.Sum(month => month.Done), months.Sum(month => month.Required), []) with
                {
                    Period = FormattableString.Invariant($"{basis.Year}"),
                    Parts = [.. months.GroupBy(month => month.Permit.Id).OrderBy(permit => permit.Key, StringComparer.Ordinal).Select(permit => new MeasuredPart
                    {
                        Id = permit.Key,
                        Name = permit.First().Permit.Values.Name,
                        Value = decimal.Round(100m * permit.Sum(month => month.Done) / permit.Sum(month => month.Required), 4, MidpointRounding.AwayFromZero),
                        Met = permit.All(month => month.Done == month.Required),
                        Note = $"{permit.Count(month => month.Report is null)} 个监测项月未报",
                        Evidence = [.. permit.SelectMany(month => month.Evidence).Distinct()],
                    })],
                };
            },
        },
    ];

    public static IReadOnlyList<FindingRule> Findings =>
    [
        new()
        {
            Key = "self-monitoring-missing",
            Topic = AssessmentTopics.SelfMonitoring,
            TitleZh = "自行监测未报或次数不足",
            TitleEn = "Self-monitoring not reported, or too seldom",
            Source = OrganisationRules.Carried.SourceOf(AssessmentTopics.SelfMonitoring),
            Find = async (basis, cancel) => [.. (await MonthsAsync(basis, cancel)).Where(month => month.Done < month.Required).Select(month => new Finding
            {
                ObjectId = string.Create(CultureInfo.InvariantCulture, $"{month.Requirement.Id}/{month.First:yyyy-MM}"),
                ObjectName = $"{month.Permit.Values.Name} {month.Requirement.Values.Title}",
                Since = DueOf(month.First).AddDays(1),
                TextZh = month.Report is null ? $"{month.First:yyyy年M月}未报" : $"{month.First:yyyy年M月}应测 {month.Required} 次，实测 {month.Done} 次",
                TextEn = month.Report is null ? $"not reported for {month.First:yyyy-MM}" : $"{month.Done} of {month.Required} in {month.First:yyyy-MM}",
                Evidence = month.Evidence,
            })],
        },
    ];

    private static DateOnly DueOf(DateOnly first) => first.AddMonths(1).AddDays(OrganisationRules.Carried.MonitoringReportDay - 1);

    /// <summary>Every requirement in every month of the year that was to be reported by the day.</summary>
    private static async Task<IReadOnlyList<RequiredMonth>> MonthsAsync(Basis basis, CancellationToken cancel)
    {
        var permits = (await basis.HistoriesAsync<DischargePermit>(cancel)).ToDictionary(history => history[0].Id);
        var reports = (await basis.RowsAsync<MonitoringReport>(cancel)).GroupBy(report => (report.Values.Requirement, report.Values.First))
            .ToDictionary(same => same.Key, same => same.MaxBy(report => report.RecordedAt)!);
        return
        [
            .. from history in await basis.HistoriesAsync<MonitoringRequirement>(cancel)
               from month in Enumerable.Range(1, 12)
               let first = new DateOnly(basis.Year, month, 1)
               where DueOf(first) < basis.On
               // What a permit asked then counts for then, whatever it asks now.
               let requirement = OnDay(history, first)
               where requirement is not null && permits.ContainsKey(requirement.Values.Permit)
               let permit = OnDay(permits[requirement.Values.Permit], first)
               where permit is not null && permit.Values.ValidFrom <= first && permit.Values.ValidTo >= ChinaTime.MonthOf(first).Last
               select new RequiredMonth(permit, requirement, first, reports.GetValueOrDefault((requirement.Id, first))),
        ];
    }

    private static Row<T>? OnDay<T>(IReadOnlyList<Row<T>> history, DateOnly day) where T : class =>
        history.LastOrDefault(row => row.From <= day && (row.To is null || row.To >= day));

    private sealed record RequiredMonth(Row<DischargePermit> Permit, Row<MonitoringRequirement> Requirement, DateOnly First, Row<MonitoringReport>? Report)
    {
        public int Required => Requirement.Values.TimesAMonth;

        public int Done => Math.Min(Required, Report?.Values.Times ?? 0);

        public IReadOnlyList<EvidenceId> Evidence => Report is null ? [Permit.Evidence, Requirement.Evidence] : [Permit.Evidence, Requirement.Evidence, Report.Evidence];
    }
}
