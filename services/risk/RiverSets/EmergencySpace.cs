using Bishui.Features.Registers;

namespace Bishui.Risk.RiverSets;

/// <summary>What can hold or divert polluted water.</summary>
public enum SpaceKind
{
    /// <summary>A dam or sluice.</summary>
    [Term("闸坝", "dam or sluice")] Dam,

    /// <summary>A reservoir.</summary>
    [Term("水库", "reservoir")] Reservoir,

    /// <summary>A pond or pit.</summary>
    [Term("坑塘", "pond")] Pond,

    /// <summary>A bridge from which agents are dosed or booms are laid.</summary>
    [Term("桥梁", "bridge")] Bridge,

    /// <summary>A side channel.</summary>
    [Term("引流渠道", "side channel")] Channel,

    /// <summary>A wetland.</summary>
    [Term("湿地", "wetland")] Wetland,
}

/// <summary>An emergency space (应急空间) on a river.</summary>
[Register("emergency-spaces", "应急空间", "Emergency spaces", RiskTopics.RiverResponseSets)]
public sealed record EmergencySpace : IChecked<EmergencySpace>, IPlaced
{
    /// <summary>Name in use.</summary>
    [Field("名称", "Name", IsName = true)]
    public required string Name { get; init; }

    /// <summary>Id of the river's set.</summary>
    [Field("所在河流", "River", Refers = "river-sets")]
    public required string River { get; init; }

    /// <summary>What it is.</summary>
    [Field("类型", "Kind")]
    public required SpaceKind Kind { get; init; }

    /// <summary>What it can hold; null where it holds none or that is not known.</summary>
    [Field("可用容积", "Capacity", Unit = "m³", Min = 0, Also = ["容积"])]
    public decimal? Capacity { get; init; }

    /// <summary>How it is used: cut off, divert, hold, dose.</summary>
    [Field("应急用途", "Use")]
    public string? Use { get; init; }

    /// <inheritdoc/>
    [Field("经度", "Longitude", Unit = "°", Min = 73, Max = 136)]
    public decimal? Longitude { get; init; }

    /// <inheritdoc/>
    [Field("纬度", "Latitude", Unit = "°", Min = 3, Max = 54)]
    public decimal? Latitude { get; init; }

    /// <inheritdoc/>
    [Field("位置精度", "Precision", Unit = "m", Min = 0)]
    public int? PrecisionMetres { get; init; }

    /// <inheritdoc/>
    [Field("坐标系", "Datum", Pattern = Places.Datums, HelpZh = "CGCS2000、WGS84、GCJ-02、BD-09、Beijing54 或 Xian80")]
    public string? Datum { get; init; }

    /// <inheritdoc/>
    public IEnumerable<FieldFault> Check(EmergencySpace? before, DateOnly from) => Places.Check(this);
}
