using Bishui.Features.Findings;
using Bishui.Features.Indicators;
using Bishui.Features.Registers;
using Bishui.Rules.Indicators;
using Bishui.Rules.Time;
using Bishui.Storage.Documents;

namespace Bishui.Industrial.Access;

/// <summary>Figures and findings of task 14.</summary>
internal static class AccessFigures
{
    private const string Clause = "柳南政办〔2021〕16号附件1第14项；计划未定数值，只展示不计分 / the plan prints no figure: shown, not scored";

    public static readonly IReadOnlyList<Register> Registers = [Register.Of<ReceivingWater>(), Register.Of<ReductionPlan>(), Register.Of<ProjectApplication>()];

    public static readonly IReadOnlyList<Indicator> Indicators =
    [
        new()
        {
            Key = "projects-checked-before-approval",
            Topic = IndustrialTopics.AccessControl,
            TitleZh = "审批前环境准入校核率",
            TitleEn = "Share of approved projects that passed the check before",
            FormulaZh = "批准前最近一次校核为准入的项目数 ÷ 当年批准的项目数 × 100%",
            Rule = "projects-checked-before-approval/1",
            Unit = "%",
            NumeratorZh = "批准前最近一次校核为准入的项目数",
            DenominatorZh = "当年批准的项目数",
            Source = Clause,
            Measure = async (basis, cancel) =>
            {
                var approved = await ApprovedAsync(basis, cancel);
                var checks = await ChecksAsync(basis, cancel);
                return Measured.Percent(approved.Count(row => HasPassed(checks, row)), approved.Count,
                    [.. approved.Select(row => row.Evidence), .. checks.Where(check => approved.Exists(row => row.Id == check.Project)).Select(Evidence)]);
            },
        },
        new()
        {
            Key = "access-rechecks-settled",
            Topic = IndustrialTopics.AccessControl,
            TitleZh = "环境准入复核处理率",
            TitleEn = "Share of re-checks that were settled",
            FormulaZh = "断面变化后结论改变且已处理的复核数 ÷ 结论改变的复核数 × 100%",
            Rule = "access-rechecks-settled/1",
            Unit = "%",
            NumeratorZh = "已处理的复核数",
            DenominatorZh = "结论改变的复核数",
            Source = $"{Clause}；{AccessRules.Carried.Source}",
            Measure = async (basis, cancel) =>
            {
                var changed = (await ChecksAsync(basis, cancel)).Where(check => check.Rechecks.Count > 0).ToList();
                var all = changed.SelectMany(check => check.Rechecks).ToList();
                return Measured.Percent(all.Count(recheck => recheck.Settled is not null), all.Count, [.. changed.Select(Evidence)]);
            },
        },
    ];

    public static readonly IReadOnlyList<FindingRule> Findings =
    [
        new()
        {
            Key = "project-approved-unchecked",
            Topic = IndustrialTopics.AccessControl,
            TitleZh = "项目未通过环境准入校核即获批准",
            TitleEn = "A project was approved without having passed the check",
            Source = "柳南政办〔2021〕16号附件1第14项",
            Find = async (basis, cancel) =>
            {
                var checks = await ChecksAsync(basis, cancel);
                return [.. (await ApprovedAsync(basis, cancel)).Where(row => !HasPassed(checks, row)).Select(row => new Finding
                {
                    ObjectId = row.Id,
                    ObjectName = row.Values.Name,
                    Since = row.Values.ApprovedOn!.Value,
                    TextZh = "批准前没有准入的校核结论",
                    TextEn = "no check allowed it before the approval",
                    Evidence = [row.Evidence, .. checks.Where(check => check.Project == row.Id).Select(Evidence)],
                })];
            },
        },
        new()
        {
            Key = "access-undetermined",
            Topic = IndustrialTopics.AccessControl,
            TitleZh = "环境准入校核待人工判定",
            TitleEn = "A check waits for a person's decision",
            Source = AccessRules.Carried.Source,
            Find = async (basis, cancel) => [.. (await ChecksAsync(basis, cancel))
                .Where(check => check is { Finding.Outcome: AccessOutcome.Undetermined, Ruling: null })
                .Select(check => Of(check, check.At, "断面监测数据不足，须由人判定并说明理由", "too little is known of the section: a person has to decide"))],
        },
        new()
        {
            Key = "access-changed",
            Topic = IndustrialTopics.AccessControl,
            TitleZh = "断面变化后准入结论改变",
            TitleEn = "A check comes out otherwise since the section changed",
            Source = AccessRules.Carried.Source,
            Find = async (basis, cancel) => [.. (await ChecksAsync(basis, cancel)).Where(check => check.Rechecks.Any(recheck => recheck.Settled is null))
                .Select(check => Of(check, check.Rechecks.First(recheck => recheck.Settled is null).At, $"断面 {check.Section} 变化后结论与原校核不同", $"section {check.Section} changed, and so does the outcome"))],
        },
    ];

    /// <summary>The checks up to the day as they were known; what was ruled or told later is left off.</summary>
    private static async ValueTask<List<AccessCheck>> ChecksAsync(Basis basis, CancellationToken cancel)
    {
        var checks = new List<AccessCheck>();
        await foreach (var held in basis.Documents.StreamAsync(AccessCollections.Checks, new() { Index = AccessCollections.ByTime, Limit = 500 }, cancel))
            if (Counts(held.Body.At))
                checks.Add(held.Body with
                {
                    Ruling = held.Body.Ruling is { } ruling && Counts(ruling.At) ? ruling : null,
                    Rechecks = [.. held.Body.Rechecks.Where(recheck => Counts(recheck.At))
                        .Select(recheck => recheck.Settled is { } settled && !Counts(settled.At) ? recheck with { Settled = null } : recheck)],
                });
        return checks;

        bool Counts(DateTimeOffset at) => ChinaTime.DayOf(at) <= basis.On && !(at > basis.KnownAt);
    }

    private static async ValueTask<List<Row<ProjectApplication>>> ApprovedAsync(Basis basis, CancellationToken cancel) =>
        [.. (await basis.RowsAsync<ProjectApplication>(cancel)).Where(row => row.Values.ApprovedOn?.Year == basis.Year)];

    private static bool HasPassed(List<AccessCheck> checks, Row<ProjectApplication> row) => checks
        .LastOrDefault(check => check.Project == row.Id && ChinaTime.DayOf(check.At) <= row.Values.ApprovedOn) is { } last
        && (last.Ruling is { } ruling ? ChinaTime.DayOf(ruling.At) <= row.Values.ApprovedOn && ruling.Outcome == AccessOutcome.Allow : last.Passed);

    private static EvidenceId Evidence(AccessCheck check) => new("access-check", check.Id);

    private static Finding Of(AccessCheck check, DateTimeOffset since, string zh, string en) => new()
    {
        ObjectId = check.Id,
        ObjectName = check.Name,
        Since = ChinaTime.DayOf(since),
        TextZh = zh,
        TextEn = en,
        Unit = check.Unit,
        Evidence = [Evidence(check)],
    };
}
