using Bishui.Features.Registers;

namespace Bishui.Domestic.Sludge;

/// <summary>How sludge ends. Which ways count as safe is configuration.</summary>
public enum DisposalMethod
{
    /// <summary>Land use: parks, soil improvement.</summary>
    [Term("土地利用", "land use")] LandUse,

    /// <summary>Sanitary landfill.</summary>
    [Term("卫生填埋", "sanitary landfill")] Landfill,

    /// <summary>Building materials.</summary>
    [Term("建筑材料综合利用", "building materials")] BuildingMaterials,

    /// <summary>Incineration, alone or with other fuel.</summary>
    [Term("焚烧", "incineration")] Incineration,

    /// <summary>Piled up for later: no disposal.</summary>
    [Term("堆存", "piled up")] Piled,

    /// <summary>Anything else.</summary>
    [Term("其他", "other")] Other,
}

/// <summary>Where sludge is disposed of (污泥处置单位).</summary>
[Register("disposal-facilities", "污泥处置单位", "Sludge disposal facilities", DomesticTopics.Sludge)]
public sealed record DisposalFacility : IChecked<DisposalFacility>
{
    /// <summary>Its name.</summary>
    [Field("名称", "name", IsName = true, Also = ["处置单位"])]
    public required string Name { get; init; }

    /// <summary>How it disposes of sludge.</summary>
    [Field("处置方式", "method")]
    public required DisposalMethod Method { get; init; }

    /// <summary>Number of the approval on which it works.</summary>
    [Field("许可（备案）文号", "approval", Also = ["许可文号"])]
    public required string Approval { get; init; }

    /// <summary>The last day of the approval; null where it has none.</summary>
    [Field("许可有效期至", "approval ends on")]
    public DateOnly? ApprovedUntil { get; init; }

    /// <summary>What it can take; null where it is not known.</summary>
    [Field("处置能力（湿）", "capacity, wet", Unit = "t/d", Min = 0)]
    public decimal? Capacity { get; init; }

    /// <inheritdoc/>
    public IEnumerable<FieldFault> Check(DisposalFacility? before, DateOnly from)
    {
        if (ApprovedUntil < from && before is null)
            yield return new(nameof(ApprovedUntil), "expired", "许可已过期的单位不能新登记", "a facility whose approval has ended cannot be registered anew");
    }
}
