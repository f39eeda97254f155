using Bishui.Features.Tasks;

namespace Bishui.WaterSaving;

/// <summary>What the service knows how to do, one topic (工作主题) for each kind of work; a plan says which of its tasks carry which.</summary>
internal static class WaterSavingTopics
{
    /// <summary>水资源论证与取水许可</summary>
    public const string WaterResourceArgumentation = "water-resource-argumentation";

    /// <summary>城市节水评价</summary>
    public const string WaterSavingCity = "water-saving-city";

    /// <summary>用水总量控制</summary>
    public const string TotalWaterUse = "total-water-use";

    /// <summary>工业节水与定额</summary>
    public const string IndustrialSaving = "industrial-saving";

    /// <summary>水平衡测试</summary>
    public const string WaterBalanceTests = "water-balance-tests";

    /// <summary>供水管网漏损</summary>
    public const string Leakage = "leakage";

    /// <summary>计划用水</summary>
    public const string PlannedUse = "planned-use";

    /// <summary>节水产品与水表检定</summary>
    public const string ProductsAndMeters = "products-and-meters";

    /// <summary>公共建筑节水器具</summary>
    public const string PublicFixtures = "public-fixtures";

    /// <summary>农田有效灌溉面积</summary>
    public const string IrrigatedArea = "irrigated-area";

    /// <summary>灌溉水有效利用系数</summary>
    public const string IrrigationEfficiency = "irrigation-efficiency";

    /// <summary>万元产值用水量</summary>
    public const string UsePerOutput = "use-per-output";

    /// <summary>All of them.</summary>
    public static IReadOnlyList<Topic> All { get; } =
    [
        new(WaterResourceArgumentation, "水资源论证与取水许可", "Argumentation of water resources and abstraction permits", "论证审查，按再生水利用条件把关"),
        new(WaterSavingCity, "城市节水评价", "Evaluation of the water-saving city", "GB/T 51083 评价"),
        new(TotalWaterUse, "用水总量控制", "Control of total water use", "下达总量、月度曲线"),
        new(IndustrialSaving, "工业节水与定额", "Industrial water saving and quotas", "定额、淘汰、诊断"),
        new(WaterBalanceTests, "水平衡测试", "Water balance tests", "日用水量一万立方米及以上用户的测试"),
        new(Leakage, "供水管网漏损", "Leakage of supply networks", "漏损率、老旧管网"),
        new(PlannedUse, "计划用水", "Planned water use", "按用户的计划和统计"),
        new(ProductsAndMeters, "节水产品与水表检定", "Water-saving products and verification of meters", "产品检查、水表检定"),
        new(PublicFixtures, "公共建筑节水器具", "Water-saving fixtures of public buildings", "限期更换"),
        new(IrrigatedArea, "农田有效灌溉面积", "Effectively irrigated area", "有效灌溉面积"),
        new(IrrigationEfficiency, "灌溉水有效利用系数", "Efficiency of irrigation water", "有效利用系数"),
        new(UsePerOutput, "万元产值用水量", "Water use per output value", "年末考核"),
    ];
}
