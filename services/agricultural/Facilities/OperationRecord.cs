using Bishui.Features.Registers;

namespace Bishui.Agricultural.Facilities;

/// <summary>How a facility was found when somebody looked (设施运行记录).</summary>
[Register("facility-operations", "农村生活污水处理设施运行记录", "Operation of rural facilities", AgriculturalTopics.RuralSewage)]
internal sealed record OperationRecord : IChecked<OperationRecord>
{
    [Field("记录名称", "Title", IsName = true, MaxLength = 200)]
    public required string Title { get; init; }

    [Field("设施", "Facility", Refers = "rural-facilities")]
    public required string Facility { get; init; }

    [Field("检查日期", "Looked at on")]
    public required DateOnly On { get; init; }

    [Field("设施在运行", "It runs")]
    public required bool Running { get; init; }

    [Field("有污水进入", "It receives sewage")]
    public required bool Receiving { get; init; }

    [Field("情况说明", "Remarks")]
    public string? Remarks { get; init; }

    [Field("台账记录", "Ledger entry", Refers = "entry", HelpZh = "附现场照片的台账记录")]
    public string? Entry { get; init; }

    public IEnumerable<FieldFault> Check(OperationRecord? before, DateOnly from)
    {
        foreach (var fault in RowFaults.NotLater(from, (nameof(On), On))) yield return fault;
        if ((!Running || !Receiving) && Remarks is null) yield return new(nameof(Remarks), "missing", "未正常运行须说明情况", "say why it does not work");
    }
}
