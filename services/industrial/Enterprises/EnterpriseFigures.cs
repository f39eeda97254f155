using Bishui.Features.Findings;
using Bishui.Features.Indicators;
using Bishui.Features.Registers;
using Bishui.Rules.Indicators;

namespace Bishui.Industrial.Enterprises;

/// <summary>Figures and findings of task 1.</summary>
internal static class EnterpriseFigures
{
    private const string Clause = "柳南政办〔2021〕16号附件1第1项；计划未定数值，只展示不计分 / the plan prints no figure: shown, not scored";

    public static readonly IReadOnlyList<Register> Registers = [Register.Of<PollutingEnterprise>(), Register.Of<RectificationStep>()];

    public static readonly IReadOnlyList<Indicator> Indicators =
    [
        new()
        {
            Key = "enterprises-decided",
            Topic = IndustrialTopics.ScatteredEnterprises,
            TitleZh = "散乱污企业分类处理率",
            TitleEn = "Share of enterprises with a decision",
            FormulaZh = "已作出处理结论的企业数 ÷ 排查发现的企业数 × 100%；死灰复燃后须重新作出结论",
            Rule = "enterprises-decided/1",
            Unit = "%",
            NumeratorZh = "已作出处理结论的企业数",
            DenominatorZh = "排查发现的企业数",
            Source = Clause,
            Measure = async (basis, cancel) =>
            {
                var found = await basis.RowsAsync<PollutingEnterprise>(cancel);
                return Measured.Percent(found.Count(row => row.Values.IsDecided), found.Count, [.. found.Select(row => row.Evidence)]);
            },
        },
        new()
        {
            Key = "enterprises-rectified",
            Topic = IndustrialTopics.ScatteredEnterprises,
            TitleZh = "散乱污企业整治完成率",
            TitleEn = "Share of enterprises whose steps are done and re-checked",
            FormulaZh = "各步骤均已完成并复查通过的企业数 ÷ 排查发现的企业数 × 100%",
            Rule = "enterprises-rectified/1",
            Unit = "%",
            NumeratorZh = "各步骤均已完成并复查通过的企业数",
            DenominatorZh = "排查发现的企业数",
            Source = $"{Clause}；{EnterpriseRules.Carried.Source}",
            Measure = async (basis, cancel) =>
            {
                var all = await Rectification.AllAsync(basis, cancel);
                return Measured.Percent(all.Count(one => one.IsDone), all.Count, []) with
                {
                    Parts = [.. all.Select(one => new MeasuredPart
                    {
                        Id = one.Enterprise.Id,
                        Name = one.Enterprise.Values.Name,
                        Met = one.IsDone,
                        Evidence = [one.Enterprise.Evidence, .. one.Steps.Select(step => step.Evidence)],
                    })],
                };
            },
        },
    ];

    public static readonly IReadOnlyList<FindingRule> Findings =
    [
        new()
        {
            Key = "enterprise-undecided",
            Topic = IndustrialTopics.ScatteredEnterprises,
            TitleZh = "散乱污企业尚无处理结论",
            TitleEn = "An enterprise was found and nothing is decided",
            Source = "柳南政办〔2021〕16号附件1第1项",
            Find = async (basis, cancel) => [.. (await basis.RowsAsync<PollutingEnterprise>(cancel)).Where(row => !row.Values.IsDecided).Select(row =>
                Of(row, row.Values.Opened, "尚未作出关停取缔、整合搬迁或整改提升的结论", "neither closing, relocation nor upgrade has been decided"))],
        },
        new()
        {
            Key = "enterprise-steps-missing",
            Topic = IndustrialTopics.ScatteredEnterprises,
            TitleZh = "整治步骤未安排",
            TitleEn = "A decision lacks steps",
            Source = EnterpriseRules.Carried.Source,
            Find = async (basis, cancel) => [.. (await Rectification.AllAsync(basis, cancel)).Where(one => one.Lacking.Count > 0).Select(one =>
                Of(one.Enterprise, one.Enterprise.Values.DecidedOn!.Value, $"未安排步骤：{string.Join("、", one.Lacking.Select(Terms.Zh))}",
                    $"no such step is on file: {string.Join(", ", one.Lacking.Select(Terms.En))}"))],
        },
        new()
        {
            Key = "enterprise-step-overdue",
            Topic = IndustrialTopics.ScatteredEnterprises,
            TitleZh = "整治步骤逾期",
            TitleEn = "A step of rectification is overdue",
            Source = "完成时限由登记单位填写 / the days due are the unit's own",
            Find = async (basis, cancel) => [.. (await Rectification.AllAsync(basis, cancel)).SelectMany(one => one.Steps
                .Where(step => step.Values.DoneOn is null && step.Values.DueOn < basis.On)
                .Select(step => new Finding
                {
                    ObjectId = step.Id,
                    ObjectName = $"{one.Enterprise.Values.Name}：{step.Values.Name}",
                    Since = step.Values.DueOn.AddDays(1),
                    TextZh = $"应于 {step.Values.DueOn:yyyy-MM-dd} 前完成",
                    TextEn = $"was due on {step.Values.DueOn:yyyy-MM-dd}",
                    Evidence = [step.Evidence, one.Enterprise.Evidence],
                }))],
        },
        new()
        {
            Key = "enterprise-reappeared",
            Topic = IndustrialTopics.ScatteredEnterprises,
            TitleZh = "散乱污企业死灰复燃",
            TitleEn = "An enterprise reappeared after it had been dealt with",
            Source = "柳南政办〔2021〕16号附件1第1项；平台自定：复燃后各步骤重做并复查通过方告消除",
            Find = async (basis, cancel) => [.. (await Rectification.AllAsync(basis, cancel))
                .Where(one => one.Enterprise.Values.ReappearedOn is not null && !one.IsDone)
                .Select(one => Of(one.Enterprise, one.Enterprise.Values.ReappearedOn!.Value, "整治后重新生产经营，须重新处理", "operates again and has to be dealt with anew"))],
        },
    ];

    private static Finding Of(Row<PollutingEnterprise> row, DateOnly since, string zh, string en) => new()
    {
        ObjectId = row.Id,
        ObjectName = row.Values.Name,
        Since = since,
        TextZh = zh,
        TextEn = en,
        Evidence = [row.Evidence],
    };
}
