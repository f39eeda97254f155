using Bishui.Features.Registers;

namespace Bishui.Risk.RiverSets;

/// <summary>Why a river needs a set.</summary>
public enum RiverKind
{
    /// <summary>A drinking-water source lies on it.</summary>
    [Term("集中式饮用水水源地河流", "river of a drinking-water source")] DrinkingSource,

    /// <summary>Important for other reasons.</summary>
    [Term("重要河流", "important river")] Important,
}

/// <summary>A part of a set. Which are required is data.</summary>
internal enum SetPart
{
    [Term("一策（应急处置方案）", "policy")] Policy,
    [Term("一图（应急处置图）", "map")] Map,
    [Term("应急预案", "emergency plan")] Plan,
    [Term("应急空间清单", "emergency spaces")] Spaces,
    [Term("敏感点清单", "sensitive points")] SensitivePoints,
}

/// <summary>The set of a river for emergencies (一河一策一图), and how far the "南阳实践" has come there. The row's id names the river in routes.</summary>
[Register("river-sets", "一河一策一图", "River sets", RiskTopics.RiverResponseSets, HelpZh = "一条水源地河流或重要河流一个条目")]
public sealed record RiverSet : IChecked<RiverSet>
{
    /// <summary>Name of the river, as sites name their water.</summary>
    [Field("河流名称", "River", IsName = true)]
    public required string River { get; init; }

    /// <summary>Why it needs a set.</summary>
    [Field("河流类型", "Kind")]
    public required RiverKind Kind { get; init; }

    /// <summary>Document of the policy; null while there is none.</summary>
    [Field("一策文号", "Policy document")]
    public string? PolicyDocument { get; init; }

    /// <summary>Document of the map; null while there is none.</summary>
    [Field("一图编号", "Map document")]
    public string? MapDocument { get; init; }

    /// <summary>The emergency plan that covers the river; null while there is none.</summary>
    [Field("应急预案", "Emergency plan", Refers = "emergency-plans")]
    public string? Plan { get; init; }

    /// <summary>Step 1: sources of risk and sensitive points were surveyed.</summary>
    [Field("风险源和敏感点调查完成日期", "Surveyed on")]
    public DateOnly? SurveyedOn { get; init; }

    /// <summary>Step 2: spaces that can hold polluted water were found.</summary>
    [Field("应急空间识别完成日期", "Spaces found on")]
    public DateOnly? SpacesFoundOn { get; init; }

    /// <summary>Step 3: policy and map were drawn up.</summary>
    [Field("方案图件编制完成日期", "Drawn up on")]
    public DateOnly? DrawnUpOn { get; init; }

    /// <summary>Step 4: they were issued.</summary>
    [Field("印发实施日期", "Issued on")]
    public DateOnly? IssuedOn { get; init; }

    /// <summary>Step 5: they were tried in a drill.</summary>
    [Field("演练验证日期", "Tried on")]
    public DateOnly? TriedOn { get; init; }

    /// <summary>The steps of the practice in their order, with the day on which each was done.</summary>
    internal IReadOnlyList<(string Field, string Zh, DateOnly? DoneOn)> Steps =>
    [
        (nameof(SurveyedOn), "风险源和敏感点调查", SurveyedOn), (nameof(SpacesFoundOn), "应急空间识别", SpacesFoundOn),
        (nameof(DrawnUpOn), "方案图件编制", DrawnUpOn), (nameof(IssuedOn), "印发实施", IssuedOn), (nameof(TriedOn), "演练验证", TriedOn),
    ];

    /// <inheritdoc/>
    public IEnumerable<FieldFault> Check(RiverSet? before, DateOnly from)
    {
        var steps = Steps;
        for (var i = 0; i < steps.Count; i++)
        {
            if (steps[i].DoneOn is not { } done) continue;
            if (done > from) yield return new(steps[i].Field, "future-day", "完成日期不得晚于条目生效日", "must not be after the day from which the row holds");
            if (i > 0 && !(steps[i - 1].DoneOn <= done))
                yield return new(steps[i].Field, "out-of-order", $"须在“{steps[i - 1].Zh}”完成之后", "comes after the step before it");
        }
        if (IssuedOn is not null && PolicyDocument is null) yield return new(nameof(PolicyDocument), "missing", "已印发的须填一策文号", "what was issued names its document");
    }
}
