using Bishui.Features.Registers;

namespace Bishui.Industrial.Access;

/// <summary>Into which section a place drains (task 14). It is stated, never taken from the map.</summary>
[Register("receiving-waters", "受纳水体对应断面", "Places and their receiving sections", IndustrialTopics.AccessControl)]
public sealed record ReceivingWater
{
    [Field("地点", "place", IsName = true)]
    public required string Name { get; init; }

    [Field("受纳断面", "receiving section", Pattern = "[a-z0-9][a-z0-9-]*", HelpZh = "断面编号，如 lutang")]
    public required string Section { get; init; }

    [Field("依据", "source")]
    public required string Source { get; init; }
}

/// <summary>A plan that cuts the load of a pollutant in the area of a section (task 14).</summary>
[Register("reduction-plans", "水污染物削减方案", "Reduction plans", IndustrialTopics.AccessControl, HelpZh = "一个断面一项污染物一条；结束日期之后不再有效")]
public sealed record ReductionPlan : IChecked<ReductionPlan>
{
    [Field("方案名称", "name", IsName = true)]
    public required string Name { get; init; }

    [Field("断面", "section", Pattern = "[a-z0-9][a-z0-9-]*")]
    public required string Section { get; init; }

    [Field("污染物", "parameter", Pattern = "[a-z0-9][a-z0-9-]*", HelpZh = "指标编号，如 total-phosphorus")]
    public required string Parameter { get; init; }

    [Field("削减量", "reduction", Unit = "t/a", Min = 0)]
    public required decimal Reduction { get; init; }

    [Field("批准文件", "document")]
    public required string Document { get; init; }

    [Field("开始日期", "begins on")]
    public required DateOnly BeginsOn { get; init; }

    [Field("结束日期", "ends on")]
    public DateOnly? EndsOn { get; init; }

    internal bool IsInForce(DateOnly day) => BeginsOn <= day && !(EndsOn < day);

    /// <inheritdoc/>
    public IEnumerable<FieldFault> Check(ReductionPlan? before, DateOnly from) => RowFaults.NotBefore(nameof(EndsOn), EndsOn, BeginsOn);
}

/// <summary>A project whose approval is asked for (task 14); its number names it in checks and in the ledger.</summary>
[Register("project-applications", "建设项目审批", "Applications for the approval of projects", IndustrialTopics.AccessControl)]
public sealed record ProjectApplication : IChecked<ProjectApplication>
{
    [Field("项目名称", "name", IsName = true)]
    public required string Name { get; init; }

    [Field("受理日期", "received on")]
    public required DateOnly ReceivedOn { get; init; }

    [Field("批准日期", "approved on")]
    public DateOnly? ApprovedOn { get; init; }

    /// <inheritdoc/>
    public IEnumerable<FieldFault> Check(ProjectApplication? before, DateOnly from) =>
    [
        .. RowFaults.NotLater(from, (nameof(ReceivedOn), ReceivedOn), (nameof(ApprovedOn), ApprovedOn)),
        .. RowFaults.NotBefore(nameof(ApprovedOn), ApprovedOn, ReceivedOn),
    ];
}
