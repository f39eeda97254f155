namespace Bishui.Launcher;

/// <summary>The plan's units that sign in, each with its key and its name in the plan.</summary>
public static class Units
{
    /// <summary>In the plan's order.</summary>
    public static IReadOnlyList<(string Key, string Name)> All { get; } =
    [
        ("ecology-bureau", "柳南生态环境局"),
        ("industry-it-bureau", "区工信局"),
        ("development-reform-bureau", "区发改局"),
        ("education-bureau", "区教育局"),
        ("science-technology-bureau", "区科技局"),
        ("finance-bureau", "区财政局"),
        ("natural-resources-bureau", "区自然资源局"),
        ("housing-construction-bureau", "区住建局"),
        ("transport-bureau", "区交通运输局"),
        ("agriculture-rural-bureau", "区农业农村局"),
        ("commerce-bureau", "区商务局"),
        ("health-bureau", "区卫生健康局"),
        ("market-regulation-bureau", "区市场监管局"),
        ("hexi-hightech-committee", "河西高新区管委会"),
        ("ecology-committee", "区生态环境保护委员会"),
        ("towns", "各镇人民政府"),
        ("subdistricts", "各街道办事处"),
        ("agricultural-subdistricts", "涉农街道办事处"),
    ];
}
