using Bishui.Features.Registers;

namespace Bishui.Domestic.Sewers;

/// <summary>What a sewer project does.</summary>
public enum SewerWork
{
    /// <summary>New sewers.</summary>
    [Term("新建", "new sewers")] New,

    /// <summary>Renewal of old ones.</summary>
    [Term("改造", "renewal")] Renewal,

    /// <summary>Rain water and sewage are separated.</summary>
    [Term("雨污分流", "separation of rain water")] Separation,
}

/// <summary>A project that builds sewers (配套管网).</summary>
[Register("sewer-projects", "污水配套管网项目", "Sewer projects", DomesticTopics.SewersAndInfluent)]
public sealed record SewerProject : IChecked<SewerProject>
{
    /// <summary>Its name.</summary>
    [Field("项目名称", "name", IsName = true)]
    public required string Name { get; init; }

    /// <summary>What it does.</summary>
    [Field("建设性质", "work")]
    public required SewerWork Work { get; init; }

    /// <summary>Length to be built.</summary>
    [Field("计划长度", "planned length", Unit = "km", Min = 0.001)]
    public required decimal PlannedLength { get; init; }

    /// <summary>Length that is built.</summary>
    [Field("已建长度", "length built", Unit = "km", Min = 0)]
    public required decimal BuiltLength { get; init; }

    /// <summary>The areas without collection that it closes.</summary>
    [Field("服务的空白区", "areas it closes", Refers = "gap-areas")]
    public IReadOnlyList<string> GapAreas { get; init; } = [];

    /// <summary>The plant to which its water goes.</summary>
    [Field("接入的污水处理厂", "plant it leads to", Refers = "plants")]
    public string? Plant { get; init; }

    /// <summary>Milestone: the project was approved.</summary>
    [Field("立项批复日期", "approved on")]
    public DateOnly? ApprovedOn { get; init; }

    /// <summary>Milestone: work began.</summary>
    [Field("开工日期", "started on")]
    public DateOnly? StartedOn { get; init; }

    /// <summary>Milestone: by when it is to be finished.</summary>
    [Field("计划完工日期", "planned completion")]
    public DateOnly? PlannedOn { get; init; }

    /// <summary>Milestone: it was finished.</summary>
    [Field("完工日期", "completed on")]
    public DateOnly? CompletedOn { get; init; }

    /// <inheritdoc/>
    public IEnumerable<FieldFault> Check(SewerProject? before, DateOnly from)
    {
        if (StartedOn < ApprovedOn) yield return new(nameof(StartedOn), "before-approval", "开工不得早于立项批复", "work cannot begin before the approval");
        if (CompletedOn < StartedOn) yield return new(nameof(CompletedOn), "before-start", "完工不得早于开工", "work cannot end before it begins");
        if (CompletedOn is not null && StartedOn is null) yield return new(nameof(StartedOn), "missing", "完工的项目须填开工日期", "what is completed was started");
        if (BuiltLength > 0 && StartedOn is null) yield return new(nameof(StartedOn), "missing", "已有建成长度的项目须填开工日期", "where something is built, work was started");
    }
}
