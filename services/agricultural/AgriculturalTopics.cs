using Bishui.Features.Tasks;

namespace Bishui.Agricultural;

/// <summary>What the service knows how to do, one topic (工作主题) for each kind of work; a plan says which of its tasks carry which.</summary>
internal static class AgriculturalTopics
{
    /// <summary>畜禽养殖污染防治</summary>
    public const string Livestock = "livestock";

    /// <summary>农村生活污水治理</summary>
    public const string RuralSewage = "rural-sewage";

    /// <summary>农村生活垃圾</summary>
    public const string RuralWaste = "rural-waste";

    /// <summary>All of them.</summary>
    public static IReadOnlyList<Topic> All { get; } =
    [
        new(Livestock, "畜禽养殖污染防治", "Pollution from livestock farming", "养殖场户、还田计划、台账、支流排查"),
        new(RuralSewage, "农村生活污水治理", "Treatment of rural sewage", "处理设施、治理率、排放问题"),
        new(RuralWaste, "农村生活垃圾", "Rural household waste", "收运体系、覆盖率"),
    ];
}
