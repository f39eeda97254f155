using Bishui.Features.Registers;

namespace Bishui.Agricultural.Farms;

/// <summary>A farm's ecological certification (畜禽规模养殖场生态认证).</summary>
[Register("ecological-certifications", "畜禽规模养殖场生态认证", "Ecological certifications", AgriculturalTopics.Livestock)]
internal sealed record Certification : IChecked<Certification>
{
    [Field("证书编号", "Certificate", IsName = true, MaxLength = 100)]
    public required string Certificate { get; init; }

    [Field("养殖场", "Farm", Refers = "farms")]
    public required string Farm { get; init; }

    [Field("认证机构", "Issued by")]
    public required string Issuer { get; init; }

    [Field("认证日期", "Issued on")]
    public required DateOnly IssuedOn { get; init; }

    /// <summary>The last day on which it holds.</summary>
    [Field("有效期至", "Valid to")]
    public required DateOnly ValidTo { get; init; }

    [Field("台账记录", "Ledger entry", Refers = "entry")]
    public string? Entry { get; init; }

    public bool HoldsOn(DateOnly day) => IssuedOn <= day && day <= ValidTo;

    public IEnumerable<FieldFault> Check(Certification? before, DateOnly from) => RowFaults.NotBefore(nameof(ValidTo), ValidTo, IssuedOn);
}
