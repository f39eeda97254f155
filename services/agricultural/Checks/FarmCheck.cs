using Bishui.Features.Registers;
using Bishui.Hosting.Json;

namespace Bishui.Agricultural.Checks;

/// <summary>What a check came to.</summary>
internal enum CheckResult
{
    [Term("未发现问题", "nothing found")]
    NoProblem,

    [Term("发现问题", "problems found")]
    Problem,
}

/// <summary>
/// A check of a pig farm (生猪养殖污染排查), opened because the month of its section does not meet the target. It stays, whatever the month comes
/// to later: then it says so.
/// </summary>
[Register("farm-checks", "生猪养殖污染排查", "Farm checks", AgriculturalTopics.Livestock, HelpZh = "断面某月未达标时自动登记；排查后补填结果和治理情况")]
internal sealed record FarmCheck : IChecked<FarmCheck>
{
    [Field("排查事项", "Title", IsName = true)]
    public required string Title { get; init; }

    [Field("养殖场", "Farm", Refers = "farms")]
    public required string Farm { get; init; }

    [Field("未达标断面", "Section below standard")]
    public required string Section { get; init; }

    [Field("未达标月份", "Month", Pattern = CivilYears.Pattern + "-(0[1-9]|1[0-2])", HelpZh = "如 2021-10")]
    public required string Month { get; init; }

    [Field("当时水质类别", "Class as it was then")]
    public string? SectionClass { get; init; }

    [Field("水质目标", "Target")]
    public string? SectionTarget { get; init; }

    [Field("登记日期", "Opened on")]
    public required DateOnly OpenedOn { get; init; }

    [Field("排查期限", "To be checked by")]
    public required DateOnly DueOn { get; init; }

    /// <summary>The class as it was determined last; null where the check was opened by hand.</summary>
    [Field("最新水质类别", "Class as it is now", HelpZh = "该月水质重新评价后自动更新")]
    public string? NewestClass { get; init; }

    [Field("最新评价是否达标", "Meets the target now")]
    public bool? NewestMeets { get; init; }

    [Field("排查日期", "Checked on")]
    public DateOnly? CheckedOn { get; init; }

    [Field("排查结果", "Result")]
    public CheckResult? Result { get; init; }

    [Field("发现的问题", "What was found")]
    public string? Problem { get; init; }

    [Field("治理完成日期", "Treated on")]
    public DateOnly? TreatedOn { get; init; }

    [Field("治理措施", "Treatment")]
    public string? Treatment { get; init; }

    [Field("台账记录", "Ledger entry", Refers = "entry")]
    public string? Entry { get; init; }

    /// <summary>The last day for the treatment of what was found; null where nothing was.</summary>
    public DateOnly? TreatBy(CheckRules rules) => Result == CheckResult.Problem ? CheckedOn?.AddDays(rules.TreatWithinDays) : null;

    public IEnumerable<FieldFault> Check(FarmCheck? before, DateOnly from)
    {
        foreach (var fault in RowFaults.NotLater(from, (nameof(OpenedOn), OpenedOn), (nameof(CheckedOn), CheckedOn), (nameof(TreatedOn), TreatedOn))) yield return fault;
        foreach (var fault in RowFaults.NotBefore(nameof(DueOn), DueOn, OpenedOn)) yield return fault;
        foreach (var fault in RowFaults.NotBefore(nameof(CheckedOn), CheckedOn, OpenedOn)) yield return fault;
        foreach (var fault in RowFaults.NotBefore(nameof(TreatedOn), TreatedOn, CheckedOn)) yield return fault;
        if (CheckedOn is null && Result is not null) yield return new(nameof(CheckedOn), "missing", "有结果须填排查日期", "a result needs the day of the check");
        if (CheckedOn is not null && Result is null) yield return new(nameof(Result), "missing", "已排查须填结果", "a check that was made needs its result");
        if (Result == CheckResult.Problem && Problem is null) yield return new(nameof(Problem), "missing", "须写明发现的问题", "say what was found");
        if (TreatedOn is not null && Result != CheckResult.Problem) yield return new(nameof(TreatedOn), "nothing-to-treat", "未发现问题，不应有治理", "nothing was found that could be treated");
        if (TreatedOn is not null && Treatment is null) yield return new(nameof(Treatment), "missing", "须写明治理措施", "say what was done");
        if (before is null) yield break;
        // What opened the check, and by when it is due, is not for those who are checked on.
        foreach (var (field, was, now) in new (string, object?, object?)[]
        {
            (nameof(Farm), before.Farm, Farm), (nameof(Section), before.Section, Section), (nameof(Month), before.Month, Month),
            (nameof(SectionClass), before.SectionClass, SectionClass), (nameof(SectionTarget), before.SectionTarget, SectionTarget),
            (nameof(OpenedOn), before.OpenedOn, OpenedOn), (nameof(DueOn), before.DueOn, DueOn),
        })
            if (!Equals(was, now)) yield return new(field, "fixed", "登记后不得更改", "cannot be changed once it stands");
        if (before.NewestClass is not null && NewestClass is null) yield return new(nameof(NewestClass), "missing", "不得删去最新水质类别", "the newest class must not be left out");
    }
}
