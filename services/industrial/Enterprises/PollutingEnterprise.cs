using Bishui.Features.Registers;

namespace Bishui.Industrial.Enterprises;

/// <summary>Why an enterprise is on the list: the plan's own three grounds.</summary>
public enum EnterpriseGround
{
    [Term("不符合产业政策和规划布局", "against industrial policy or layout")]
    PolicyOrLayout,

    [Term("违法违规生产经营", "illegal operation")]
    IllegalOperation,

    [Term("污染物不能达标排放", "discharge beyond the standard")]
    DischargeBeyondStandard,
}

/// <summary>What is done about it: the plan's own three decisions.</summary>
public enum EnterpriseDecision
{
    [Term("关停取缔", "close")]
    Close,

    [Term("整合搬迁", "merge or relocate")]
    Relocate,

    [Term("整改提升", "upgrade")]
    Upgrade,
}

/// <summary>An enterprise that the survey found (task 1).</summary>
[Register("polluting-enterprises", "散乱污企业", "Scattered, disorderly or polluting enterprises", IndustrialTopics.ScatteredEnterprises,
    HelpZh = "排查发现的企业逐家登记；死灰复燃的在原条目登记日期，原处理结论随即失效，须重新作出")]
public sealed record PollutingEnterprise : IChecked<PollutingEnterprise>
{
    [Field("企业名称", "name", IsName = true)]
    public required string Name { get; init; }

    [Field("统一社会信用代码", "unified social credit code", Pattern = "[0-9A-HJ-NP-RT-UW-Y]{18}", HelpZh = "18位；无照经营的不填")]
    public string? CreditCode { get; init; }

    [Field("地址", "address")]
    public required string Address { get; init; }

    [Field("负责人电话", "telephone of the person in charge", Personal = true)]
    public string? Telephone { get; init; }

    [Field("列入原因", "grounds", HelpZh = "可有多项")]
    public IReadOnlyList<EnterpriseGround> Grounds { get; init; } = [];

    [Field("发现日期", "found on")]
    public required DateOnly FoundOn { get; init; }

    [Field("排口监测点位", "monitored outlet", Refers = "site", IsSite = true)]
    public string? Site { get; init; }

    [Field("处理结论", "decision")]
    public EnterpriseDecision? Decision { get; init; }

    [Field("结论日期", "decided on")]
    public DateOnly? DecidedOn { get; init; }

    [Field("结论台账记录", "ledger entry of the decision", Refers = "entry")]
    public string? DecisionEntry { get; init; }

    [Field("死灰复燃日期", "reappeared on", HelpZh = "整治后重新生产经营的最近一次发现日期")]
    public DateOnly? ReappearedOn { get; init; }

    /// <summary>The first day of what has to be dealt with now: the reappearance, or the finding.</summary>
    internal DateOnly Opened => ReappearedOn ?? FoundOn;

    /// <summary>Whether a decision stands: one from before the reappearance does not.</summary>
    internal bool IsDecided => Decision is not null && DecidedOn >= Opened;

    /// <inheritdoc/>
    public IEnumerable<FieldFault> Check(PollutingEnterprise? before, DateOnly from) =>
    [
        .. Grounds.Count == 0 ? [new FieldFault(nameof(Grounds), "missing", "至少填一项列入原因", "at least one ground is required")] : Array.Empty<FieldFault>(),
        .. RowFaults.NotLater(from, (nameof(FoundOn), FoundOn), (nameof(DecidedOn), DecidedOn), (nameof(ReappearedOn), ReappearedOn)),
        .. RowFaults.Needed(Decision is not null, nameof(DecidedOn), DecidedOn, "须填结论日期", "a decision has its day"),
        .. RowFaults.Unexpected(Decision is null, nameof(DecidedOn), DecidedOn, "没有处理结论，不填结论日期", "there is no decision that could have a day"),
        .. RowFaults.NotBefore(nameof(DecidedOn), DecidedOn, FoundOn),
        .. RowFaults.NotBefore(nameof(ReappearedOn), ReappearedOn, before?.DecidedOn ?? DecidedOn ?? FoundOn),
        .. ReappearedOn is not null && before?.Decision is null && before?.ReappearedOn is null
            ? [new FieldFault(nameof(ReappearedOn), "never-decided", "从未作出处理结论的企业谈不上死灰复燃", "an enterprise that was never dealt with cannot reappear")]
            : Array.Empty<FieldFault>(),
        // A reappearance that is taken back would let the old decision stand again without a word.
        .. before?.ReappearedOn is { } known && !(ReappearedOn >= known)
            ? [new FieldFault(nameof(ReappearedOn), "taken-back", "已登记的死灰复燃不能撤回", "a reappearance once stated stays")]
            : Array.Empty<FieldFault>(),
    ];
}
