using Bishui.Features;
using Bishui.Features.Registers;
using Bishui.Features.Tasks;

namespace Bishui.Tests.Functional.Registers;

/// <summary>A category with one register that has a field of every kind, and an empty one beside it.</summary>
internal sealed class SampleCategory : ICategory
{
    public static string Name => "sample";

    public static string NameZh => "样例";

    public static IReadOnlyList<Topic> Topics => [new(TestPlans.Topic, "样例主题", "sample topic", "测试"), new(TestPlans.OtherTopic, "另一主题", "another topic", "测试")];

    public static IReadOnlyList<Register> Registers => [Register.Of<Works>(), Register.Of<Basin>()];
}

internal enum WorksState
{
    [Term("在建", "under construction")] Building,
    [Term("运行", "running")] InOperation,
    [Term("停运", "stopped")] Stopped,
}

[Register("basins", "流域", "basins", TestPlans.Topic)]
internal sealed record Basin
{
    [Field("名称", "name", IsName = true)]
    public required string Name { get; init; }
}

[Register("works", "处理设施", "treatment works", TestPlans.Topic, HelpZh = "每座设施一条", DutyObject = "works")]
internal sealed record Works : IChecked<Works>
{
    [Field("设施名称", "name", IsName = true, MaxLength = 20, Also = ["单位名称"])]
    public required string Name { get; init; }

    [Field("处理能力", "capacity", Unit = "m³/d", Min = 0, Max = 1000000, HelpZh = "设计规模")]
    public required decimal Capacity { get; init; }

    [Field("负荷率", "load", Unit = "%", Min = 0, Max = 150)]
    public decimal? Load { get; init; }

    [Field("机组数", "units", Min = 0)]
    public int? Sets { get; init; }

    [Field("在线监测", "monitored")]
    public required bool Monitored { get; init; }

    [Field("投运日期", "commissioned on")]
    public DateOnly? CommissionedOn { get; init; }

    [Field("状态", "state")]
    public required WorksState State { get; init; }

    [Field("工艺", "processes")]
    public IReadOnlyList<string> Processes { get; init; } = [];

    [Field("历史状态", "past states")]
    public IReadOnlyList<WorksState> Past { get; init; } = [];

    [Field("许可证号", "permit", Pattern = @"[A-Z]{2}\d{4}", HelpZh = "两个字母四位数字")]
    public string? Permit { get; init; }

    [Field("上级设施", "parent", Refers = "works")]
    public string? Parent { get; init; }

    [Field("联系人", "contact", Personal = true)]
    public string? Contact { get; init; }

    public IEnumerable<FieldFault> Check(Works? before, DateOnly from)
    {
        if (State != WorksState.Building && CommissionedOn is null) yield return new(nameof(CommissionedOn), "missing", "须填投运日期", "say when it was commissioned");
        if (before?.State == WorksState.Stopped && State == WorksState.Building) yield return new(nameof(State), "no-way-back", "停运后不能再建", "what was stopped is not built again");
    }
}
