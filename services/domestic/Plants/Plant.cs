using Bishui.Features.Registers;

namespace Bishui.Domestic.Plants;

/// <summary>What a plant serves.</summary>
public enum PlantLevel
{
    /// <summary>The city: counts for the centralised collection rate.</summary>
    [Term("城市", "city")] City,

    /// <summary>A town (镇级): its load is staged by operating year.</summary>
    [Term("镇级", "town")] Town,
}

/// <summary>How far a plant is.</summary>
public enum PlantState
{
    /// <summary>Not finished.</summary>
    [Term("在建", "under construction")] UnderConstruction,

    /// <summary>Finished and in operation; owes monthly reports.</summary>
    [Term("运行", "in operation")] InOperation,

    /// <summary>Out of operation.</summary>
    [Term("停运", "stopped")] Stopped,
}

/// <summary>A treatment plant (污水处理厂) of the city or of a town.</summary>
[Register("plants", "城镇污水处理厂", "Treatment plants of city and towns", DomesticTopics.SewageCollection, DomesticTopics.TownPlants, DomesticTopics.SewersAndInfluent, DomesticTopics.Sludge, DutyObject = "plant",
    HelpZh = "城市和镇级生活污水处理厂。镇级厂登记建成运营日期后，按运营年度考核负荷率。")]
public sealed record Plant : IChecked<Plant>
{
    /// <summary>Its name.</summary>
    [Field("名称", "name", IsName = true, Also = ["污水处理厂", "厂名"])]
    public required string Name { get; init; }

    /// <summary>What it serves.</summary>
    [Field("级别", "level")]
    public required PlantLevel Level { get; init; }

    /// <summary>How far it is.</summary>
    [Field("状态", "state")]
    public required PlantState State { get; init; }

    /// <summary>Town or subdistrict where it stands.</summary>
    [Field("所在镇（街道）", "town or subdistrict", Also = ["所在镇", "所在街道"])]
    public string? Place { get; init; }

    /// <summary>Design capacity.</summary>
    [Field("设计处理能力", "design capacity", Unit = "m³/d", Min = 1, Also = ["设计规模"])]
    public required decimal DesignCapacity { get; init; }

    /// <summary>The day from which operating years count; null where it is not known, or the plant not finished.</summary>
    [Field("建成运营日期", "commissioned on", HelpZh = "运营年度从这一日起算", Also = ["投运日期"])]
    public DateOnly? CommissionedOn { get; init; }

    /// <summary>Where its influent is measured.</summary>
    [Field("进水监测点位", "inlet site", Refers = "site")]
    public string? InletSite { get; init; }

    /// <summary>Where its effluent is measured.</summary>
    [Field("出水监测点位", "outlet site", Refers = "site")]
    public string? OutletSite { get; init; }

    /// <summary>Who runs it.</summary>
    [Field("运营单位", "operator")]
    public string? Operator { get; init; }

    /// <inheritdoc/>
    public IEnumerable<FieldFault> Check(Plant? before, DateOnly from)
    {
        if (State == PlantState.UnderConstruction && CommissionedOn is not null)
            yield return new(nameof(CommissionedOn), "not-built", "在建的厂没有建成运营日期", "a plant under construction has not been commissioned");
    }
}
