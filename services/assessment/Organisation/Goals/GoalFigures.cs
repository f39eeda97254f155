using Bishui.Features.Findings;
using Bishui.Features.Indicators;
using Bishui.Features.Registers;
using Bishui.Rules.Indicators;

namespace Bishui.Assessment.Organisation.Goals;

/// <summary>By what a yearly goal is broken down.</summary>
internal enum GoalDimension
{
    [Term("流域", "basin")]
    Basin,

    [Term("区域", "area")]
    Area,

    [Term("行业", "trade")]
    Trade,
}

/// <summary>A goal of the year (年度目标) and by what it has to be broken down.</summary>
[Register("yearly-goals", "年度目标", "Yearly goals", AssessmentTopics.Goals, HelpZh = "目标值由上级下达前留空；可加总的目标，各分解值之和应等于目标值")]
internal sealed record YearlyGoal : IChecked<YearlyGoal>
{
    [Field("目标名称", "Goal", IsName = true, MaxLength = 200)]
    public required string Title { get; init; }

    [Field("目标值", "Value", HelpZh = "未下达的留空")]
    public decimal? Value { get; init; }

    [Field("计量单位", "Measure", MaxLength = 50)]
    public required string Measure { get; init; }

    [Field("可加总", "Adds up", HelpZh = "如用水总量；比例和类别不可加总")]
    public required bool Additive { get; init; }

    [Field("分解维度", "To be broken down by")]
    public required IReadOnlyList<GoalDimension> Dimensions { get; init; }

    [Field("依据文件", "Document", MaxLength = 200)]
    public string? Document { get; init; }

    public IEnumerable<FieldFault> Check(YearlyGoal? before, DateOnly from) =>
        RowFaults.Needed(Value is not null, nameof(Document), Document, "有目标值须写明依据文件", "a value needs its document");
}

/// <summary>What one basin, area or trade has to reach of a yearly goal.</summary>
[Register("goal-shares", "年度目标分解", "Breakdown of yearly goals", AssessmentTopics.Goals)]
internal sealed record GoalShare
{
    [Field("分解对象", "Part", IsName = true, HelpZh = "流域、区域或行业的名称", MaxLength = 200)]
    public required string Part { get; init; }

    [Field("年度目标", "Goal", Refers = "yearly-goals")]
    public required string Goal { get; init; }

    [Field("分解维度", "Dimension")]
    public required GoalDimension Dimension { get; init; }

    [Field("分解值", "Value")]
    public required decimal Value { get; init; }

    [Field("责任单位", "Responsible unit", MaxLength = 100)]
    public required string Responsible { get; init; }
}

/// <summary>Whether the year's goals are broken down (task 38).</summary>
internal static class GoalFigures
{
    public static IReadOnlyList<Register> Registers => [Register.Of<YearlyGoal>(), Register.Of<GoalShare>()];

    public static IReadOnlyList<Indicator> Indicators =>
    [
        new()
        {
            Key = "goals-broken-down",
            Topic = AssessmentTopics.Goals,
            TitleZh = "年度目标分解率",
            TitleEn = "Yearly goals broken down",
            FormulaZh = "在要求的各维度上都已分解、可加总的合计相符的年度目标数 ÷ 年度目标数 × 100%",
            Rule = "goals-broken-down/1",
            Unit = "%",
            NumeratorZh = "已分解的年度目标数",
            DenominatorZh = "年度目标数",
            Source = OrganisationRules.Carried.SourceOf(AssessmentTopics.Goals),
            Measure = async (basis, cancel) =>
            {
                var goals = await FilesAsync(basis, cancel);
                return Measured.Percent(goals.Count(goal => goal.Faults.Count == 0), goals.Count, []) with
                {
                    Parts = [.. goals.Select(goal => new MeasuredPart
                    {
                        Id = goal.Row.Id,
                        Name = goal.Row.Values.Title,
                        Met = goal.Faults.Count == 0,
                        Note = goal.Faults.Count == 0 ? null : string.Join("；", goal.Faults.Select(fault => fault.Zh)),
                        Evidence = [goal.Row.Evidence, .. goal.Shares.Select(share => share.Evidence)],
                    })],
                };
            },
        },
    ];

    public static IReadOnlyList<FindingRule> Findings =>
    [
        new()
        {
            Key = "goal-not-broken-down",
            Topic = AssessmentTopics.Goals,
            TitleZh = "年度目标未分解或分解值不相符",
            TitleEn = "Yearly goal not broken down, or parts that do not add up",
            Source = OrganisationRules.Carried.SourceOf(AssessmentTopics.Goals),
            Find = async (basis, cancel) => [.. (await FilesAsync(basis, cancel)).Where(goal => goal.Faults.Count > 0).Select(goal => new Finding
            {
                ObjectId = goal.Row.Id,
                ObjectName = goal.Row.Values.Title,
                Since = goal.Row.From,
                TextZh = string.Join("；", goal.Faults.Select(fault => fault.Zh)),
                TextEn = string.Join("; ", goal.Faults.Select(fault => fault.En)),
                Evidence = [goal.Row.Evidence, .. goal.Shares.Select(share => share.Evidence)],
            })],
        },
    ];

    private static async Task<IReadOnlyList<GoalFile>> FilesAsync(Basis basis, CancellationToken cancel)
    {
        var shares = (await basis.RowsAsync<GoalShare>(cancel)).ToLookup(share => share.Values.Goal);
        return [.. (await basis.RowsAsync<YearlyGoal>(cancel)).Select(goal => GoalFile.Of(goal, [.. shares[goal.Id]]))];
    }

    private sealed record GoalFile(Row<YearlyGoal> Row, IReadOnlyList<Row<GoalShare>> Shares, IReadOnlyList<(string Zh, string En)> Faults)
    {
        public static GoalFile Of(Row<YearlyGoal> goal, IReadOnlyList<Row<GoalShare>> shares)
        {
            List<(string, string)> faults = [];
            foreach (var dimension in goal.Values.Dimensions.Distinct())
            {
                var parts = shares.Where(share => share.Values.Dimension == dimension).ToList();
                var (zh, en) = dimension switch { GoalDimension.Basin => ("流域", "basin"), GoalDimension.Area => ("区域", "area"), _ => ("行业", "trade") };
                if (parts.Count == 0) faults.Add(($"未按{zh}分解", $"not broken down by {en}"));
                else if (goal.Values is { Additive: true, Value: { } whole } && parts.Sum(part => part.Values.Value) is var sum && sum != whole)
                    faults.Add(($"按{zh}分解合计 {sum}，目标 {whole}", $"by {en} the parts make {sum} of {whole}"));
            }
            return new(goal, shares, faults);
        }
    }
}
