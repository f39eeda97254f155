using Bishui.Features.Registers;

namespace Bishui.Industrial.Science;

/// <summary>What a topic or project is about.</summary>
public enum ScienceField
{
    [Term("节水", "water saving")]
    WaterSaving,

    [Term("治污", "treatment of water pollution")]
    WaterTreatment,

    [Term("其他", "other")]
    Other,
}

/// <summary>What becomes of a topic in the guide: the plan's own three.</summary>
public enum TopicKind
{
    [Term("研发", "research")]
    Research,

    [Term("创新", "innovation")]
    Innovation,

    [Term("成果", "results put to use")]
    Results,
}

/// <summary>A topic in the year's guide for science projects (task 15).</summary>
[Register("guide-topics", "科技计划项目申报指南条目", "Topics of the guide for science projects", IndustrialTopics.WaterScience)]
public sealed record GuideTopic
{
    [Field("条目名称", "title", IsName = true)]
    public required string Name { get; init; }

    [Field("年度", "year", Min = 2000, Max = 2100)]
    public required int Year { get; init; }

    [Field("领域", "field")]
    public required ScienceField Field { get; init; }

    [Field("类别", "kind")]
    public required TopicKind Kind { get; init; }

    [Field("指南文号或名称", "number or title of the guide")]
    public required string Document { get; init; }
}

/// <summary>An application for a science project (task 15).</summary>
[Register("science-projects", "科技计划项目", "Science projects", IndustrialTopics.WaterScience, HelpZh = "各领域的申报都登记，以便看出节水治污是否优先")]
public sealed record ScienceProject : IChecked<ScienceProject>
{
    [Field("项目名称", "name", IsName = true)]
    public required string Name { get; init; }

    [Field("年度", "year", Min = 2000, Max = 2100)]
    public required int Year { get; init; }

    [Field("领域", "field")]
    public required ScienceField Field { get; init; }

    [Field("指南条目", "topic of the guide", Refers = "guide-topics")]
    public string? Topic { get; init; }

    [Field("列为优先", "given priority")]
    public required bool Priority { get; init; }

    [Field("评审日期", "decided on")]
    public DateOnly? DecidedOn { get; init; }

    [Field("立项支持", "supported")]
    public bool? Supported { get; init; }

    [Field("支持经费", "grant", Unit = "万元", Min = 0)]
    public decimal? Grant { get; init; }

    [Field("不支持的理由", "why not")]
    public string? Reason { get; init; }

    /// <inheritdoc/>
    public IEnumerable<FieldFault> Check(ScienceProject? before, DateOnly from) =>
    [
        .. RowFaults.NotLater(from, (nameof(DecidedOn), DecidedOn)),
        .. RowFaults.Needed(DecidedOn is not null, nameof(Supported), Supported, "须填是否立项支持", "say whether it is supported"),
        .. RowFaults.Needed(Supported is not null, nameof(DecidedOn), DecidedOn, "须填评审日期", "say when it was decided"),
        .. RowFaults.Unexpected(Supported != true, nameof(Grant), Grant, "未立项支持的没有经费", "only a project that is supported has a grant"),
    ];
}
