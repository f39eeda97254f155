using Bishui.Features.Tasks;

namespace Bishui.Ecological;

/// <summary>What the service knows how to do, one topic (工作主题) for each kind of work; a plan says which of its tasks carry which.</summary>
internal static class EcologicalTopics
{
    /// <summary>入河排污口</summary>
    public const string Outfalls = "outfalls";

    /// <summary>水功能区</summary>
    public const string FunctionZones = "function-zones";

    /// <summary>水生态调查评估</summary>
    public const string AquaticEcology = "aquatic-ecology";

    /// <summary>生态流量</summary>
    public const string EcologicalFlow = "ecological-flow";

    /// <summary>饮水安全状况公开</summary>
    public const string DrinkingWaterDisclosure = "drinking-water-disclosure";

    /// <summary>末梢水监测</summary>
    public const string TapMonitoring = "tap-monitoring";

    /// <summary>饮用水水源规范化建设</summary>
    public const string SourceProtection = "source-protection";

    /// <summary>农村饮水水质检测</summary>
    public const string RuralSupply = "rural-supply";

    /// <summary>地下水污染防治</summary>
    public const string Groundwater = "groundwater";

    /// <summary>城市黑臭水体</summary>
    public const string BlackOdorous = "black-odorous";

    /// <summary>All of them.</summary>
    public static IReadOnlyList<Topic> All { get; } =
    [
        new(Outfalls, "入河排污口", "Outfalls into rivers", "查、测、溯、治，半年采样，整治"),
        new(FunctionZones, "水功能区", "Water function zones", "每月采样、年均值"),
        new(AquaticEcology, "水生态调查评估", "Survey of aquatic ecology", "调查、评估"),
        new(EcologicalFlow, "生态流量", "Ecological flow", "保障、调度"),
        new(DrinkingWaterDisclosure, "饮水安全状况公开", "Disclosure of drinking-water safety", "水源、出厂、末梢三部分按季公开及佐证"),
        new(TapMonitoring, "末梢水监测", "Monitoring of tap water", "市政供水和二次供水"),
        new(SourceProtection, "饮用水水源规范化建设", "Standardised protection of drinking-water sources", "HJ 773 规范化建设、问题"),
        new(RuralSupply, "农村饮水水质检测", "Testing of rural drinking water", "工程、覆盖"),
        new(Groundwater, "地下水污染防治", "Groundwater pollution", "GB/T 14848 监测评价"),
        new(BlackOdorous, "城市黑臭水体", "Urban black and odorous waters", "分级、返黑返臭"),
    ];
}
