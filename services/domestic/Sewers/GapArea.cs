using Bishui.Features.Registers;

namespace Bishui.Domestic.Sewers;

/// <summary>What kind of quarter it is; the three that the plan names.</summary>
public enum GapKind
{
    /// <summary>城中村.</summary>
    [Term("城中村", "urban village")] UrbanVillage,

    /// <summary>老旧城区.</summary>
    [Term("老旧城区", "old quarter")] OldQuarter,

    /// <summary>城乡结合部.</summary>
    [Term("城乡结合部", "urban-rural fringe")] UrbanRuralFringe,
}

/// <summary>An area whose sewage is not collected (生活污水收集处理设施空白区).</summary>
[Register("gap-areas", "污水收集空白区", "Areas without sewage collection", DomesticTopics.SewersAndInfluent, HelpZh = "消除时进度填100，并填消除日期和验收材料所在的台账记录。")]
public sealed record GapArea : IChecked<GapArea>
{
    /// <summary>Its name.</summary>
    [Field("名称", "name", IsName = true)]
    public required string Name { get; init; }

    /// <summary>What kind of quarter it is.</summary>
    [Field("类型", "kind")]
    public required GapKind Kind { get; init; }

    /// <summary>Town or subdistrict where it lies.</summary>
    [Field("所在镇（街道）", "town or subdistrict", Also = ["所在街道", "所在镇"])]
    public required string Place { get; init; }

    /// <summary>Its area; null where it is not known.</summary>
    [Field("面积", "area", Unit = "km²", Min = 0)]
    public decimal? Area { get; init; }

    /// <summary>Who lives there; null where it is not known.</summary>
    [Field("人口", "population", Unit = "人", Min = 0)]
    public decimal? Population { get; init; }

    /// <summary>How it is to be closed.</summary>
    [Field("消除措施", "measures")]
    public string? Measures { get; init; }

    /// <summary>How far the work is.</summary>
    [Field("进度", "progress", Unit = "%", Min = 0, Max = 100)]
    public required decimal Progress { get; init; }

    /// <summary>The day by which it is to be closed; null where none was set.</summary>
    [Field("计划消除日期", "planned closing")]
    public DateOnly? PlannedOn { get; init; }

    /// <summary>The day on which it was closed; null while it is open.</summary>
    [Field("消除日期", "closed on")]
    public DateOnly? ClosedOn { get; init; }

    /// <summary>The ledger entry with the acceptance papers.</summary>
    [Field("验收材料（台账记录）", "entry with the acceptance papers", Refers = "entry")]
    public string? Acceptance { get; init; }

    /// <inheritdoc/>
    public IEnumerable<FieldFault> Check(GapArea? before, DateOnly from)
    {
        if (ClosedOn is null)
        {
            if (Progress == 100) yield return new(nameof(ClosedOn), "missing", "进度为100时须填消除日期", "work that is done has a day of closing");
            yield break;
        }
        if (Progress < 100) yield return new(nameof(Progress), "not-done", "已消除的进度应为100", "what is closed is done to 100 %");
        if (Acceptance is null) yield return new(nameof(Acceptance), "missing", "消除须有验收材料的台账记录", "a closing needs the entry with its papers");
        if (ClosedOn > from) yield return new(nameof(ClosedOn), "after-from", "消除日期不得晚于本次登记的生效日期", "it cannot be closed later than the day from which this holds");
    }
}
