using Bishui.Features.Tasks;

namespace Bishui.Domestic;

/// <summary>What the service knows how to do, one topic (工作主题) for each kind of work; a plan says which of its tasks carry which.</summary>
internal static class DomesticTopics
{
    /// <summary>城市生活污水集中收集</summary>
    public const string SewageCollection = "sewage-collection";

    /// <summary>镇级污水处理厂</summary>
    public const string TownPlants = "town-plants";

    /// <summary>配套管网与进水浓度</summary>
    public const string SewersAndInfluent = "sewers-and-influent";

    /// <summary>污泥无害化处置</summary>
    public const string Sludge = "sludge";

    /// <summary>All of them.</summary>
    public static IReadOnlyList<Topic> All { get; } =
    [
        new(SewageCollection, "城市生活污水集中收集", "Collection of urban sewage", "生活污水集中收集率"),
        new(TownPlants, "镇级污水处理厂", "Sewage plants of towns", "按投运年限核定的负荷率"),
        new(SewersAndInfluent, "配套管网与进水浓度", "Sewers and influent concentration", "空白区、进水生化需氧量浓度"),
        new(Sludge, "污泥无害化处置", "Harmless disposal of sludge", "转移联单、产生与处置平衡"),
    ];
}
