using Bishui.Features.Tasks;

namespace Bishui.Shipping;

/// <summary>What the service knows how to do, one topic (工作主题) for each kind of work; a plan says which of its tasks carry which.</summary>
internal static class ShippingTopics
{
    /// <summary>船舶污染物接收转运处置</summary>
    public const string VesselWaste = "vessel-waste";

    /// <summary>船舶淘汰与排放标准</summary>
    public const string VesselStandards = "vessel-standards";

    /// <summary>All of them.</summary>
    public static IReadOnlyList<Topic> All { get; } =
    [
        new(VesselWaste, "船舶污染物接收转运处置", "Reception, transfer and disposal of ship waste", "一链联单、接收设施"),
        new(VesselStandards, "船舶淘汰与排放标准", "Retirement and discharge standards of vessels", "船龄淘汰、GB 3552 排放控制"),
    ];
}
