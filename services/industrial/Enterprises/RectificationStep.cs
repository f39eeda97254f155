using Bishui.Features.Registers;

namespace Bishui.Industrial.Enterprises;

/// <summary>What is done to carry out a decision.</summary>
public enum StepKind
{
    [Term("断水断电", "water and power cut")]
    UtilitiesCut,

    [Term("清原料", "materials cleared")]
    MaterialsCleared,

    [Term("清产品", "products cleared")]
    ProductsCleared,

    [Term("清设备", "equipment cleared")]
    EquipmentCleared,

    [Term("搬迁方案", "plan of the relocation")]
    RelocationPlan,

    [Term("原址停产清场", "old site closed and cleared")]
    OldSiteClosed,

    [Term("新址准入", "new site admitted")]
    NewSiteAdmitted,

    [Term("整改方案", "plan of the upgrade")]
    UpgradePlan,

    [Term("治理设施建成", "treatment completed")]
    FacilitiesCompleted,

    [Term("达标验收", "discharge accepted")]
    DischargeAccepted,
}

/// <summary>A step of the decision on an enterprise, with its evidence and its re-check (task 1).</summary>
[Register("rectification-steps", "散乱污企业整治步骤", "Steps of rectification", IndustrialTopics.ScatteredEnterprises, HelpZh = "一家企业一个步骤一条；死灰复燃后重做的步骤另立一条")]
public sealed record RectificationStep : IChecked<RectificationStep>
{
    [Field("步骤名称", "name of the step", IsName = true)]
    public required string Name { get; init; }

    [Field("企业", "enterprise", Refers = "polluting-enterprises")]
    public required string Enterprise { get; init; }

    [Field("步骤", "step")]
    public required StepKind Step { get; init; }

    [Field("完成时限", "due on")]
    public required DateOnly DueOn { get; init; }

    [Field("完成日期", "done on")]
    public DateOnly? DoneOn { get; init; }

    [Field("佐证台账记录", "ledger entry with the evidence", Refers = "entry")]
    public string? Evidence { get; init; }

    [Field("复查日期", "re-checked on")]
    public DateOnly? RecheckedOn { get; init; }

    [Field("复查通过", "re-check passed")]
    public bool? RecheckPassed { get; init; }

    [Field("复查台账记录", "ledger entry of the re-check", Refers = "entry")]
    public string? RecheckEntry { get; init; }

    /// <inheritdoc/>
    public IEnumerable<FieldFault> Check(RectificationStep? before, DateOnly from) =>
    [
        .. RowFaults.NotLater(from, (nameof(DoneOn), DoneOn), (nameof(RecheckedOn), RecheckedOn)),
        .. RowFaults.Needed(DoneOn is not null, nameof(Evidence), Evidence, "完成的步骤须有佐证", "a step that is done has its evidence"),
        .. RowFaults.Unexpected(DoneOn is null, nameof(RecheckedOn), RecheckedOn, "步骤完成后方可复查", "only a step that is done can be re-checked"),
        .. RowFaults.NotBefore(nameof(RecheckedOn), RecheckedOn, DoneOn),
        .. RowFaults.Needed(RecheckedOn is not null, nameof(RecheckPassed), RecheckPassed, "须填复查是否通过", "a re-check was passed or not"),
        .. RowFaults.Needed(RecheckedOn is not null, nameof(RecheckEntry), RecheckEntry, "复查须有台账记录", "a re-check stands in the ledger"),
        .. RowFaults.Unexpected(RecheckedOn is null, nameof(RecheckPassed), RecheckPassed, "没有复查日期", "there was no re-check"),
    ];
}
