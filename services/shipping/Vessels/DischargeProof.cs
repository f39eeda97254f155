using Bishui.Features.Registers;

namespace Bishui.Shipping.Vessels;

/// <summary>What becomes of a ship's water.</summary>
internal enum Disposal
{
    [Term("收集并排入接收设施", "collected and landed")]
    Landed,

    [Term("处理达标后航行中排放", "treated to the limits and discharged under way")]
    Treated,

    [Term("不产生", "none arises")]
    None,
}

/// <summary>The proof that a vessel's equipment answers GB 3552 (防污染设备符合证明).</summary>
[Register("discharge-proofs", "船舶水污染物排放控制符合证明", "Proofs of GB 3552 equipment", ShippingTopics.VesselStandards)]
internal sealed record DischargeProof : IChecked<DischargeProof>
{
    [Field("证书编号", "Certificate", IsName = true, MaxLength = 100)]
    public required string Certificate { get; init; }

    [Field("船舶", "Vessel", Refers = "vessels")]
    public required string Vessel { get; init; }

    [Field("签发机构", "Issued by")]
    public required string Issuer { get; init; }

    [Field("签发日期", "Issued on")]
    public required DateOnly IssuedOn { get; init; }

    /// <summary>The last day on which it holds; null where it states none.</summary>
    [Field("有效期至", "Valid to")]
    public DateOnly? ValidTo { get; init; }

    [Field("机器处所油污水", "Machinery oily water")]
    public required Disposal OilyWater { get; init; }

    [Field("生活污水", "Sewage")]
    public required Disposal Sewage { get; init; }

    [Field("船舶垃圾收集并送交接收", "Garbage is collected and landed")]
    public required bool GarbageLanded { get; init; }

    [Field("台账记录", "Ledger entry", Refers = "entry")]
    public string? Entry { get; init; }

    public bool HoldsOn(DateOnly day) => IssuedOn <= day && !(ValidTo < day);

    public IEnumerable<FieldFault> Check(DischargeProof? before, DateOnly from) => RowFaults.NotBefore(nameof(ValidTo), ValidTo, IssuedOn);
}
