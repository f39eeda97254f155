using Bishui.Features.Registers;

namespace Bishui.Shipping.Facilities;

/// <summary>A kind of waste from ships (船舶污染物).</summary>
internal enum ShipWaste
{
    [Term("含油污水", "oily water")]
    OilyWater,

    [Term("生活污水", "sewage")]
    Sewage,

    [Term("船舶垃圾", "garbage")]
    Garbage,

    [Term("化学品洗舱水", "chemical tank washings")]
    TankWashings,

    [Term("残油（油泥）", "oil residue")]
    OilResidue,
}

/// <summary>A port's facility for receiving waste from ships (港口船舶污染物接收设施).</summary>
[Register("reception-facilities", "港口船舶污染物接收设施", "Port reception facilities", ShippingTopics.VesselWaste)]
internal sealed record ReceptionFacility : IChecked<ReceptionFacility>
{
    [Field("设施名称", "Name", IsName = true, MaxLength = 100)]
    public required string Name { get; init; }

    [Field("港口（码头）", "Port")]
    public required string Port { get; init; }

    [Field("接收污染物种类", "Kinds of waste")]
    public IReadOnlyList<ShipWaste> Wastes { get; init; } = [];

    [Field("接收能力", "Capacity", Unit = "m³/d", Min = 0)]
    public decimal? Capacity { get; init; }

    [Field("运转良好", "It works")]
    public required bool Working { get; init; }

    [Field("检查日期", "Looked at on")]
    public required DateOnly CheckedOn { get; init; }

    [Field("存在问题", "What is wrong")]
    public string? Problem { get; init; }

    public IEnumerable<FieldFault> Check(ReceptionFacility? before, DateOnly from)
    {
        foreach (var fault in RowFaults.NotLater(from, (nameof(CheckedOn), CheckedOn))) yield return fault;
        if (Wastes.Count == 0) yield return new(nameof(Wastes), "missing", "须填接收的污染物种类", "say what it receives");
        if (!Working && Problem is null) yield return new(nameof(Problem), "missing", "未正常运转须说明问题", "say what is wrong");
    }
}
