namespace Bishui.Launcher;

/// <summary>One process of the platform that is ours: its name, its project and what users call it.</summary>
public sealed record Part(string Name, string Project, string NameZh)
{
    /// <summary>The eight services, each with a database of its own.</summary>
    public static IReadOnlyList<Part> Services { get; } =
    [
        new("industrial", "Bishui.Industrial", "工业"),
        new("domestic", "Bishui.Domestic", "城镇生活"),
        new("agricultural", "Bishui.Agricultural", "农业农村"),
        new("shipping", "Bishui.Shipping", "船舶港口"),
        new("risk", "Bishui.Risk", "风险防控"),
        new("water-saving", "Bishui.WaterSaving", "节水与转型"),
        new("ecological", "Bishui.Ecological", "流域与水生态"),
        new("assessment", "Bishui.Assessment", "计划与考核"),
    ];

    /// <summary>The only door.</summary>
    public static Part Gateway { get; } = new("gateway", "Bishui.Gateway", "网关");

    /// <summary>The pages behind the door.</summary>
    public static Part Web { get; } = new("web", "Bishui.Web", "网页");
}
