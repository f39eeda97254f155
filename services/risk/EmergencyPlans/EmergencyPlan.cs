using Bishui.Features.Registers;

namespace Bishui.Risk.EmergencyPlans;

/// <summary>Whose plan it is.</summary>
public enum PlanKind
{
    /// <summary>Of the district government.</summary>
    [Term("政府预案", "government")] Government,

    /// <summary>Of a bureau.</summary>
    [Term("部门预案", "bureau")] Bureau,

    /// <summary>For a drinking-water source.</summary>
    [Term("饮用水水源地预案", "drinking-water source")] DrinkingSource,

    /// <summary>Of an enterprise or a park.</summary>
    [Term("企业（园区）预案", "enterprise or park")] Enterprise,
}

/// <summary>A part of an emergency plan. Which are required is data.</summary>
public enum PlanContent
{
    /// <summary>Who commands and who does what.</summary>
    [Term("组织指挥体系及职责", "organisation")] Organisation,

    /// <summary>Sources of risk and what they hold.</summary>
    [Term("风险源与风险评估", "risk sources")] RiskSources,

    /// <summary>How an accident is noticed.</summary>
    [Term("监测预警", "monitoring and warning")] MonitoringAndWarning,

    /// <summary>Who reports what to whom, and by when.</summary>
    [Term("信息报告与通报", "reporting")] Reporting,

    /// <summary>Levels of accidents and of the response.</summary>
    [Term("事件分级与响应启动", "grading")] Grading,

    /// <summary>How pollution is cut off, contained and treated.</summary>
    [Term("应急处置措施", "response measures")] ResponseMeasures,

    /// <summary>What is sampled where during an accident.</summary>
    [Term("应急监测", "emergency monitoring")] EmergencyMonitoring,

    /// <summary>People, materials and equipment.</summary>
    [Term("应急队伍与物资保障", "resources")] Resources,

    /// <summary>Stopping intakes and supplying water otherwise.</summary>
    [Term("饮用水安全保障", "protection of drinking water")] DrinkingWaterProtection,

    /// <summary>Ending the response, assessment of the damage, recovery.</summary>
    [Term("响应终止与后期处置", "after-care")] AfterCare,

    /// <summary>Training, drills and revision.</summary>
    [Term("培训演练与预案管理", "training and revision")] Training,
}

/// <summary>An emergency plan for accidents that pollute water (水污染事故应急预案).</summary>
[Register("emergency-plans", "水污染事故应急预案", "Emergency plans", RiskTopics.EmergencyPlans, DutyObject = "emergency-plan",
    HelpZh = "一份预案一个条目；印发、评估修订后从当日起更新")]
public sealed record EmergencyPlan : IChecked<EmergencyPlan>
{
    /// <summary>Title of the plan.</summary>
    [Field("预案名称", "Title", IsName = true)]
    public required string Name { get; init; }

    /// <summary>Whose plan it is.</summary>
    [Field("预案类型", "Kind")]
    public required PlanKind Kind { get; init; }

    /// <summary>Waters, places and accidents it is for.</summary>
    [Field("适用范围", "Scope")]
    public required string Scope { get; init; }

    /// <summary>Parts it has.</summary>
    [Field("已含内容", "Contents", HelpZh = "逐项核对后填写")]
    public IReadOnlyList<PlanContent> Contents { get; init; } = [];

    /// <summary>When it was issued; null while it is a draft.</summary>
    [Field("印发日期", "Issued on", Also = ["发布日期"])]
    public DateOnly? IssuedOn { get; init; }

    /// <summary>Number of the document by which it was issued.</summary>
    [Field("印发文号", "Document", Also = ["文号"])]
    public string? Document { get; init; }

    /// <summary>The ledger entry that holds the file.</summary>
    [Field("台账记录", "Ledger entry", Refers = "entry", HelpZh = "附有预案文件的台账记录编号")]
    public string? Entry { get; init; }

    /// <summary>When it was last reviewed and revised; null while it never was.</summary>
    [Field("最近评估修订日期", "Last review")]
    public DateOnly? LastReview { get; init; }

    /// <inheritdoc/>
    public IEnumerable<FieldFault> Check(EmergencyPlan? before, DateOnly from)
    {
        if (IssuedOn is not null && Document is null)
            yield return new(nameof(Document), "missing", "已印发的预案须填印发文号", "a plan that was issued names its document");
        if (IssuedOn is null && (Document is not null || LastReview is not null))
            yield return new(nameof(IssuedOn), "missing", "有文号或评估日期的预案须填印发日期", "a plan with a document or a review states when it was issued");
        if (IssuedOn > from)
            yield return new(nameof(IssuedOn), "future-day", "印发日期不得晚于条目生效日", "must not be after the day from which the row holds");
        if (LastReview < IssuedOn)
            yield return new(nameof(LastReview), "before-issue", "评估修订不得早于印发", "a review cannot be before the issue");
    }
}
