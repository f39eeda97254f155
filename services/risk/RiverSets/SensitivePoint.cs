using Bishui.Features.Registers;

namespace Bishui.Risk.RiverSets;

/// <summary>What pollution must not reach.</summary>
public enum SensitiveKind
{
    /// <summary>An intake of drinking water.</summary>
    [Term("饮用水取水口", "drinking-water intake")] Intake,

    /// <summary>A section that is assessed.</summary>
    [Term("考核断面", "assessed section")] RiverSection,

    /// <summary>A village or a quarter at the water.</summary>
    [Term("沿岸居民点", "settlement")] Settlement,

    /// <summary>A fish farm or a spawning ground.</summary>
    [Term("渔业水域", "fishery water")] Fishery,

    /// <summary>A protected area.</summary>
    [Term("自然保护地", "protected area")] Reserve,
}

/// <summary>A sensitive point (敏感点) on a river.</summary>
[Register("sensitive-points", "敏感点", "Sensitive points", RiskTopics.RiverResponseSets)]
public sealed record SensitivePoint : IChecked<SensitivePoint>, IPlaced
{
    /// <summary>Name in use.</summary>
    [Field("名称", "Name", IsName = true)]
    public required string Name { get; init; }

    /// <summary>Id of the river's set.</summary>
    [Field("所在河流", "River", Refers = "river-sets")]
    public required string River { get; init; }

    /// <summary>What it is.</summary>
    [Field("类型", "Kind")]
    public required SensitiveKind Kind { get; init; }

    /// <summary>People who depend on it; null where that is not known.</summary>
    [Field("影响人口", "People", Unit = "人", Min = 0)]
    public int? People { get; init; }

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
    public IEnumerable<FieldFault> Check(SensitivePoint? before, DateOnly from) => Places.Check(this);
}
