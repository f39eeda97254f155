using Bishui.Features.Findings;
using Bishui.Features.Registers;

namespace Bishui.Shipping.Supervision;

/// <summary>What a joint inspection came to.</summary>
internal enum InspectionResult
{
    [Term("未发现问题", "nothing found")]
    NoProblem,

    [Term("发现问题", "problems found")]
    Problem,
}

/// <summary>A joint inspection of a vessel or a port facility by several units (联合监管).</summary>
[Register("joint-supervisions", "船舶污染物联合监管", "Joint supervision", ShippingTopics.VesselWaste)]
internal sealed record JointSupervision : IChecked<JointSupervision>
{
    [Field("检查事项", "Title", IsName = true, MaxLength = 200)]
    public required string Title { get; init; }

    [Field("船舶", "Vessel", Refers = "vessels", HelpZh = "船舶和接收设施至少填一项")]
    public string? Vessel { get; init; }

    [Field("接收设施", "Reception facility", Refers = "reception-facilities")]
    public string? Facility { get; init; }

    [Field("参加单位", "Units", HelpZh = "至少两个单位")]
    public IReadOnlyList<string> Units { get; init; } = [];

    [Field("检查日期", "Inspected on")]
    public required DateOnly On { get; init; }

    [Field("检查结果", "Result")]
    public required InspectionResult Result { get; init; }

    [Field("发现的问题", "What was found")]
    public string? Problem { get; init; }

    [Field("整改完成日期", "Put right on")]
    public DateOnly? RectifiedOn { get; init; }

    [Field("台账记录", "Ledger entry", Refers = "entry")]
    public string? Entry { get; init; }

    public static IReadOnlyList<FindingRule> Findings =>
    [
        new()
        {
            Key = "supervision-problem-open",
            Topic = ShippingTopics.VesselWaste,
            TitleZh = "联合监管发现的问题未整改",
            TitleEn = "What joint supervision found was not put right",
            Source = "计划第10项“配合市级部门运行联合监管制度” / task 10 of the plan",
            Find = async (basis, cancel) => [.. (await basis.RowsAsync<JointSupervision>(cancel))
                .Where(row => row.Values is { Result: InspectionResult.Problem, RectifiedOn: null })
                .Select(row => new Finding
                {
                    ObjectId = row.Id,
                    ObjectName = row.Values.Title,
                    Since = row.Values.On,
                    TextZh = row.Values.Problem!,
                    TextEn = row.Values.Problem!,
                    Evidence = [row.Evidence],
                })],
        },
    ];

    public IEnumerable<FieldFault> Check(JointSupervision? before, DateOnly from)
    {
        foreach (var fault in RowFaults.NotLater(from, (nameof(On), On), (nameof(RectifiedOn), RectifiedOn))) yield return fault;
        foreach (var fault in RowFaults.NotBefore(nameof(RectifiedOn), RectifiedOn, On)) yield return fault;
        if (Vessel is null && Facility is null) yield return new(nameof(Vessel), "missing", "船舶和接收设施至少填一项", "name a vessel or a facility");
        if (Units.Distinct(StringComparer.Ordinal).Count() < 2) yield return new(nameof(Units), "not-joint", "联合监管至少有两个单位参加", "joint supervision takes two units at least");
        if (Result == InspectionResult.Problem && Problem is null) yield return new(nameof(Problem), "missing", "须写明发现的问题", "say what was found");
        if (Result == InspectionResult.NoProblem && RectifiedOn is not null) yield return new(nameof(RectifiedOn), "nothing-to-rectify", "未发现问题，不应有整改", "nothing was found that could be put right");
    }
}
