using Bishui.Features.Registers;

namespace Bishui.Risk.EmergencyPlans;

/// <summary>How a plan was drilled.</summary>
public enum DrillKind
{
    /// <summary>At the table.</summary>
    [Term("桌面推演", "table-top")] TableTop,

    /// <summary>In the field.</summary>
    [Term("实战演练", "field")] Field,

    /// <summary>One function of the plan, for example emergency monitoring.</summary>
    [Term("专项演练", "single function")] Function,
}

/// <summary>A drill of an emergency plan (应急演练).</summary>
[Register("emergency-drills", "应急演练", "Emergency drills", RiskTopics.EmergencyPlans)]
public sealed record EmergencyDrill : IChecked<EmergencyDrill>
{
    /// <summary>What was drilled.</summary>
    [Field("演练名称", "Title", IsName = true)]
    public required string Name { get; init; }

    /// <summary>The plan that was drilled.</summary>
    [Field("应急预案", "Emergency plan", Refers = "emergency-plans")]
    public required string Plan { get; init; }

    /// <summary>When.</summary>
    [Field("演练日期", "Held on")]
    public required DateOnly HeldOn { get; init; }

    /// <summary>How.</summary>
    [Field("演练方式", "Kind")]
    public required DrillKind Kind { get; init; }

    /// <summary>How many took part; null where nobody counted.</summary>
    [Field("参加人数", "Participants", Unit = "人", Min = 1)]
    public int? Participants { get; init; }

    /// <summary>The incident, marked as a drill, in which its steps were recorded.</summary>
    [Field("演练事件", "Incident", HelpZh = "标为演练的突发水环境事件编号")]
    public string? Incident { get; init; }

    /// <summary>What it showed to be wrong; null where nothing was.</summary>
    [Field("发现问题", "Problems found")]
    public string? Problems { get; init; }

    /// <summary>What was done about it.</summary>
    [Field("改进情况", "Improvement")]
    public string? Improvement { get; init; }

    /// <summary>When that was done; null while it is not.</summary>
    [Field("改进完成日期", "Improved on")]
    public DateOnly? ImprovedOn { get; init; }

    /// <inheritdoc/>
    public IEnumerable<FieldFault> Check(EmergencyDrill? before, DateOnly from)
    {
        if (HeldOn > from) yield return new(nameof(HeldOn), "future-day", "演练后方可登记", "a drill is registered once it was held");
        if (ImprovedOn < HeldOn) yield return new(nameof(ImprovedOn), "before-drill", "改进不得早于演练", "must not be before the drill");
        if (ImprovedOn is not null && Improvement is null) yield return new(nameof(Improvement), "missing", "须写明如何改进", "say what was done");
        if (Problems is null && (Improvement is not null || ImprovedOn is not null))
            yield return new(nameof(Problems), "missing", "须写明改进的是什么问题", "say which problem was put right");
    }
}
