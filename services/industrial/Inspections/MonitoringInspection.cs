using Bishui.Features.Registers;

namespace Bishui.Industrial.Inspections;

/// <summary>An inspection of monitoring equipment on site, what it found, and the proof that it was published (task 3).</summary>
[Register("monitoring-inspections", "现场监控设施监督检查", "Inspections of on-site monitoring equipment", IndustrialTopics.MonitoringInspection, HelpZh = "每次检查一条；公开后补填公开内容、日期、网址和文件校验值")]
public sealed record MonitoringInspection : IChecked<MonitoringInspection>
{
    [Field("检查事项", "subject", IsName = true)]
    public required string Name { get; init; }

    [Field("监测点位", "monitored site", Refers = "site", IsSite = true, HelpZh = "点位和企业至少填一项")]
    public string? Site { get; init; }

    [Field("被检查企业", "enterprise")]
    public string? Enterprise { get; init; }

    [Field("检查日期", "inspected on")]
    public required DateOnly InspectedOn { get; init; }

    [Field("检查单位", "inspecting unit")]
    public required string InspectedBy { get; init; }

    [Field("检查人员", "inspectors", Personal = true)]
    public string? Inspectors { get; init; }

    [Field("设施运行正常", "in order", HelpZh = "发现问题的填“否”")]
    public required bool InOrder { get; init; }

    [Field("发现的问题", "what was found", MaxLength = 2000)]
    public string? Found { get; init; }

    [Field("整改时限", "to be put right by")]
    public DateOnly? RectifyBy { get; init; }

    [Field("整改完成日期", "put right on")]
    public DateOnly? RectifiedOn { get; init; }

    [Field("整改台账记录", "ledger entry of the rectification", Refers = "entry")]
    public string? RectifiedEntry { get; init; }

    [Field("公开内容", "what was published")]
    public string? Published { get; init; }

    [Field("公开日期", "published on")]
    public DateOnly? PublishedOn { get; init; }

    [Field("公开网址", "where it was published", Pattern = "https?://[^\\s]+", HelpZh = "http 或 https 网址")]
    public string? PublishedAt { get; init; }

    [Field("公开文件SHA-256", "SHA-256 of what was published", Pattern = "[0-9a-f]{64}", HelpZh = "公开页面或文件的校验值，64位小写十六进制")]
    public string? PublishedHash { get; init; }

    /// <summary>Whether there is proof of a publication: what, when, where and which file.</summary>
    internal bool IsPublished => Published is not null && PublishedOn is not null && PublishedAt is not null && PublishedHash is not null;

    /// <inheritdoc/>
    public IEnumerable<FieldFault> Check(MonitoringInspection? before, DateOnly from)
    {
        var publishes = Published is not null || PublishedOn is not null || PublishedAt is not null || PublishedHash is not null;
        return
        [
            .. RowFaults.NotLater(from, (nameof(InspectedOn), InspectedOn), (nameof(RectifiedOn), RectifiedOn), (nameof(PublishedOn), PublishedOn)),
            .. RowFaults.Needed(Enterprise is null, nameof(Site), Site, "须填监测点位或被检查企业", "name the site or the enterprise"),
            .. RowFaults.Needed(!InOrder, nameof(Found), Found, "须填发现的问题", "say what was found"),
            .. RowFaults.Needed(!InOrder, nameof(RectifyBy), RectifyBy, "须填整改时限", "say by when it is to be put right"),
            .. RowFaults.Unexpected(InOrder, nameof(Found), Found, "设施运行正常，没有问题可填", "nothing is wrong with what is in order"),
            .. RowFaults.NotBefore(nameof(RectifyBy), RectifyBy, InspectedOn),
            .. RowFaults.NotBefore(nameof(RectifiedOn), RectifiedOn, InspectedOn),
            .. RowFaults.Needed(RectifiedOn is not null, nameof(RectifiedEntry), RectifiedEntry, "整改须有台账记录", "the rectification stands in the ledger"),
            .. RowFaults.NotBefore(nameof(PublishedOn), PublishedOn, InspectedOn),
            .. RowFaults.Needed(publishes, nameof(Published), Published, "须填公开内容", "say what was published"),
            .. RowFaults.Needed(publishes, nameof(PublishedOn), PublishedOn, "须填公开日期", "say when it was published"),
            .. RowFaults.Needed(publishes, nameof(PublishedAt), PublishedAt, "须填公开网址", "say where it was published"),
            .. RowFaults.Needed(publishes, nameof(PublishedHash), PublishedHash, "须填公开文件的校验值", "give the SHA-256 of what was published"),
        ];
    }
}
