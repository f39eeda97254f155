using Bishui.Features.Findings;
using Bishui.Features.Indicators;
using Bishui.Features.Registers;
using Bishui.Rules.Indicators;

namespace Bishui.Agricultural.Checks;

/// <summary>How the farm checks stand.</summary>
internal static class CheckFigures
{
    private static readonly CheckRules Rules = CheckRules.Carried;

    public static IReadOnlyList<Indicator> Indicators =>
    [
        new()
        {
            Key = "farm-checks-on-time",
            Topic = AgriculturalTopics.Livestock,
            TitleZh = "未达标支流流域生猪养殖排查按时完成率",
            TitleEn = "Farm checks done on time",
            FormulaZh = "按期完成的排查数 ÷（当年登记、已完成或已到期的排查数） × 100%；尚未到期的不计入",
            Rule = "farm-checks-on-time/1",
            Unit = "%",
            NumeratorZh = "按期完成的排查数",
            DenominatorZh = "已完成或已到期的排查数",
            Source = $"计划第8项，原文未定比例；排查期限：{Rules.Source}（{Rules.Confidence}）",
            Measure = async (basis, cancel) =>
            {
                var checks = (await basis.RowsAsync<FarmCheck>(cancel)).Where(check => check.Values.OpenedOn.Year == basis.Year).ToList();
                var decided = checks.Where(check => check.Values.CheckedOn is not null || IsOverdue(check, basis.On)).ToList();
                return Measured.Percent(decided.Count(IsOnTime), decided.Count, []) with
                {
                    Period = FormattableString.Invariant($"{basis.Year}"),
                    Inputs = [new("尚未到期的排查数", "checks not yet due", checks.Count - decided.Count, "项")],
                    Parts = [.. decided.Select(check => new MeasuredPart { Id = check.Id, Name = check.Values.Title, Met = IsOnTime(check), Evidence = [check.Evidence] })],
                };
            },
        },
    ];

    public static IReadOnlyList<FindingRule> Findings =>
    [
        new()
        {
            Key = "farm-check-overdue",
            Topic = AgriculturalTopics.Livestock,
            TitleZh = "生猪养殖污染排查逾期",
            TitleEn = "Farm check overdue",
            Source = Rules.Source,
            Find = async (basis, cancel) => [.. (await basis.RowsAsync<FarmCheck>(cancel)).Where(check => IsOverdue(check, basis.On))
                .Select(check => Of(check, check.Values.DueOn.AddDays(1), $"应于 {check.Values.DueOn:yyyy-MM-dd} 前完成排查", $"was to be checked by {check.Values.DueOn:yyyy-MM-dd}"))],
        },
        new()
        {
            Key = "farm-treatment-overdue",
            Topic = AgriculturalTopics.Livestock,
            TitleZh = "排查发现的问题逾期未治理",
            TitleEn = "What a farm check found was not treated in time",
            Source = Rules.Source,
            Find = async (basis, cancel) => [.. (await basis.RowsAsync<FarmCheck>(cancel))
                .Where(check => check.Values.TreatedOn is null && check.Values.TreatBy(Rules) < basis.On)
                .Select(check => Of(check, check.Values.TreatBy(Rules)!.Value.AddDays(1), $"未治理：{check.Values.Problem}", $"not treated: {check.Values.Problem}"))],
        },
    ];

    private static bool IsOnTime(Row<FarmCheck> check) => check.Values.CheckedOn <= check.Values.DueOn;

    // The due day is the last day in time.
    private static bool IsOverdue(Row<FarmCheck> check, DateOnly day) => check.Values.CheckedOn is null && check.Values.DueOn < day;

    private static Finding Of(Row<FarmCheck> check, DateOnly since, string zh, string en)
    {
        var (laterZh, laterEn) = check.Values.NewestMeets == true ? ("；该月水质后经评价已达标", "; the month meets its target by now") : ("", "");
        return new()
        {
            ObjectId = check.Id,
            ObjectName = check.Values.Title,
            Since = since,
            TextZh = zh + laterZh,
            TextEn = en + laterEn,
            Unit = check.Unit,
            Evidence = [check.Evidence],
        };
    }
}
