using Bishui.Features.Tasks;

namespace Bishui.Risk;

/// <summary>What the service knows how to do, one topic (工作主题) for each kind of work; a plan says which of its tasks carry which.</summary>
internal static class RiskTopics
{
    /// <summary>水污染事故应急预案</summary>
    public const string EmergencyPlans = "emergency-plans";

    /// <summary>一河一策一图</summary>
    public const string RiverResponseSets = "river-response-sets";

    /// <summary>饮用水化学物质健康风险</summary>
    public const string TapHealthRisk = "tap-health-risk";

    /// <summary>All of them.</summary>
    public static IReadOnlyList<Topic> All { get; } =
    [
        new(EmergencyPlans, "水污染事故应急预案", "Emergency plans for water pollution", "预案、演练"),
        new(RiverResponseSets, "一河一策一图", "Response sets of rivers", "方案、图件、应急空间"),
        new(TapHealthRisk, "饮用水化学物质健康风险", "Health risk of chemicals in drinking water", "饮用水化学物质健康风险计算"),
    ];
}
