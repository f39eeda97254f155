using Bishui.Features.Tasks;

namespace Bishui.Industrial;

/// <summary>What the service knows how to do, one topic (工作主题) for each kind of work; a plan says which of its tasks carry which.</summary>
internal static class IndustrialTopics
{
    /// <summary>散乱污企业整治</summary>
    public const string ScatteredEnterprises = "scattered-enterprises";

    /// <summary>工业集聚区污水集中处理</summary>
    public const string ParkWastewater = "park-wastewater";

    /// <summary>在线监控设施检查与公开</summary>
    public const string MonitoringInspection = "monitoring-inspection";

    /// <summary>环境准入</summary>
    public const string AccessControl = "access-control";

    /// <summary>节水治污科技项目</summary>
    public const string WaterScience = "water-science";

    /// <summary>All of them.</summary>
    public static IReadOnlyList<Topic> All { get; } =
    [
        new(ScatteredEnterprises, "散乱污企业整治", "Scattered, disorderly and polluting enterprises", "排查、三类认定依据、三类处置决定、复查"),
        new(ParkWastewater, "工业集聚区污水集中处理", "Central treatment of wastewater of industrial parks", "自建集中处理、依托城镇污水处理厂、管网、预处理"),
        new(MonitoringInspection, "在线监控设施检查与公开", "Inspection and publication of on-site monitoring", "现场监控设施的检查及结果公开"),
        new(AccessControl, "环境准入", "Environmental access control", "按水环境承载能力审批、削减方案"),
        new(WaterScience, "节水治污科技项目", "Science projects on saving and cleaning water", "年度申报指南和项目"),
    ];
}
