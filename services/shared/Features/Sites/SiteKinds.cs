using System.Collections.Frozen;

namespace Bishui.Features.Sites;

/// <summary>What can be measured somewhere.</summary>
/// <param name="Key">The kind's key.</param>
/// <param name="NameZh">Chinese name.</param>
/// <param name="NameEn">English name.</param>
/// <param name="Media">What the standards judge that can apply there; empty: no standard does, only the plan's own figures.</param>
public sealed record SiteKind(string Key, string NameZh, string NameEn, IReadOnlyList<string> Media);

/// <summary>The kinds of monitored sites that the plan's tasks need. A site of a water function zone is a section that names its zone.</summary>
internal static class SiteKinds
{
    private const string SurfaceWater = "surface-water";
    private const string Groundwater = "groundwater";
    private const string DrinkingWater = "drinking-water";
    private const string Municipal = "municipal-effluent";
    private const string Industrial = "industrial-effluent";
    private const string Livestock = "livestock-effluent";
    private const string Rural = "rural-sewage-effluent";
    private const string Ship = "ship-discharge";
    private const string BlackOdorous = "black-odorous-water";

    public static readonly IReadOnlyList<SiteKind> All =
    [
        new("river-section", "断面", "river section", [SurfaceWater]),
        new("lake-point", "湖库点位", "point in a lake or reservoir", [SurfaceWater]),
        new("drinking-water-source", "集中式饮用水水源", "drinking-water source", [SurfaceWater, Groundwater]),
        new("waterworks-outlet", "供水厂出水", "waterworks outlet", [DrinkingWater]),
        new("tap-mains", "用户水龙头（市政供水）", "tap on the mains", [DrinkingWater]),
        new("tap-secondary-supply", "用户水龙头（二次供水）", "tap on a secondary supply", [DrinkingWater]),
        new("enterprise-outlet", "企业排口", "enterprise outlet", [Industrial]),
        new("park-outlet", "工业集聚区排口", "outlet of an industrial cluster", [Industrial, Municipal]),
        new("plant-inlet", "污水处理厂进水", "inlet of a treatment plant", []),
        new("plant-outlet", "污水处理厂出水", "outlet of a treatment plant", [Municipal]),
        new("reclaimed-water-outlet", "再生水出水", "outlet of reclaimed water", [Municipal]),
        new("rural-facility-inlet", "农村生活污水处理设施进水", "inlet of a rural facility", []),
        new("rural-facility-outlet", "农村生活污水处理设施出水", "outlet of a rural facility", [Rural, Municipal]),
        new("farm-outlet", "养殖场排口", "outlet of a farm", [Livestock]),
        new("port", "港口码头", "port or wharf", [Ship, Industrial, Municipal]),
        new("ship-discharge", "船舶排放", "discharge of a ship", [Ship]),
        // Where a standard is named for a ditch that carries rain or several dischargers' water, it is often that of the water it meets.
        new("outfall", "入河排污口", "outfall into a river", [SurfaceWater, Industrial, Municipal, Livestock, Rural]),
        new("outlet", "其他排放口", "any other outlet", [SurfaceWater, Industrial, Municipal, Livestock, Rural]),
        new("groundwater-well", "水井", "well", [Groundwater, DrinkingWater]),
        new("black-odorous-point", "黑臭水体点位", "point of a black-odorous water body", [BlackOdorous, SurfaceWater]),
        new("flow-station", "水文（流量）站", "flow station", []),
        new("water-intake", "取水口", "water intake", []),
        new("metering-point", "用水计量点", "metering point of water use", []),
        // Where an incident is followed, the water it reached decides.
        new("emergency-point", "应急监测点位", "point of emergency monitoring", [SurfaceWater, Groundwater, DrinkingWater, Industrial, Municipal]),
    ];

    private static readonly FrozenDictionary<string, SiteKind> ByKey = All.ToFrozenDictionary(kind => kind.Key);

    /// <summary>The kind, or null.</summary>
    public static SiteKind? Find(string key) => ByKey.GetValueOrDefault(key);
}
