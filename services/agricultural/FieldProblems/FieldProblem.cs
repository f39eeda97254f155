using Bishui.Features.Registers;

namespace Bishui.Agricultural.FieldProblems;

/// <summary>What task 9 does not want to see in a village.</summary>
internal enum ProblemKind
{
    [Term("粪污直排", "excrement discharged")]
    DirectDischarge,

    [Term("污水横流", "sewage overflowing")]
    SewageOverflow,

    [Term("垃圾乱堆乱放", "waste heaped up")]
    WasteHeap,
}

/// <summary>Something found in a village (现场问题), with what shows it, and how it was put right.</summary>
[Register("field-problems", "农村环境现场问题", "Field problems", AgriculturalTopics.RuralSewage, AgriculturalTopics.RuralWaste, HelpZh = "发现时登记；整改后补填整改日期、措施和佐证")]
internal sealed record FieldProblem : IChecked<FieldProblem>
{
    [Field("问题描述", "What was found", IsName = true, MaxLength = 200)]
    public required string Description { get; init; }

    [Field("问题类型", "Kind")]
    public required ProblemKind Kind { get; init; }

    [Field("行政村", "Village", Refers = "villages")]
    public required string Village { get; init; }

    [Field("具体位置", "Place")]
    public string? Place { get; init; }

    [Field("发现日期", "Found on")]
    public required DateOnly FoundOn { get; init; }

    [Field("发现佐证", "Entry that shows it", Refers = "entry", HelpZh = "附现场照片的台账记录")]
    public string? FoundEntry { get; init; }

    [Field("整改日期", "Put right on")]
    public DateOnly? RectifiedOn { get; init; }

    [Field("整改措施", "How it was put right")]
    public string? Rectification { get; init; }

    [Field("整改佐证", "Entry that shows it put right", Refers = "entry", HelpZh = "附整改后照片的台账记录")]
    public string? RectifiedEntry { get; init; }

    public IEnumerable<FieldFault> Check(FieldProblem? before, DateOnly from)
    {
        foreach (var fault in RowFaults.NotLater(from, (nameof(FoundOn), FoundOn), (nameof(RectifiedOn), RectifiedOn))) yield return fault;
        foreach (var fault in RowFaults.NotBefore(nameof(RectifiedOn), RectifiedOn, FoundOn)) yield return fault;
        if (RectifiedOn is null) yield break;
        if (Rectification is null) yield return new(nameof(Rectification), "missing", "须写明整改措施", "say how it was put right");
        if (RectifiedEntry is null) yield return new(nameof(RectifiedEntry), "missing", "须有整改佐证的台账记录", "name the ledger entry that shows it");
    }
}
