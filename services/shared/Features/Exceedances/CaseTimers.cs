using Bishui.Rules.Cases;
using Bishui.Rules.Time;
using static System.FormattableString;

namespace Bishui.Features.Exceedances;

/// <summary>What time does to a case. It marks, urges and raises; it never takes a step in a unit's place.</summary>
internal static class CaseTimers
{
    /// <summary>When time next does something to the case; null: never, as it stands.</summary>
    public static DateTimeOffset? NextOf(Exceedance about, CaseRules rules)
    {
        if (about.State == CaseState.Archived) return null;
        var due = about.Overdue ? null : about.Due;
        var raise = RaiseAt(about, rules);
        return due is null || raise < due ? raise : due;
    }

    /// <summary>The case as time has made it by now; the same where time did nothing.</summary>
    public static Exceedance Apply(Exceedance about, DateTimeOffset now, CaseRules rules)
    {
        if (about.State == CaseState.Archived) return about;
        if (about is { Overdue: false, Due: { } due } && due <= now) about = Urged(about, due, now, rules);
        if (RaiseAt(about, rules) <= now)
        {
            var reason = rules.Escalation.AtOnce.Contains(about.Severity!.Value)
                ? "达到自动升级的严重程度 / grave enough to be raised at once"
                : Invariant($"逾期 {rules.Escalation.OverdueHours[about.Severity.Value]} 小时仍未处置 / overdue and still not dealt with");
            about = CaseLife.With(about with { Escalation = new(now, ExceedanceStep.Platform, reason) }, CaseStep.Escalate, now, reason);
        }
        return about;
    }

    private static Exceedance Urged(Exceedance about, DateTimeOffset due, DateTimeOffset now, CaseRules rules)
    {
        var text = Invariant($"应于 {due.ToOffset(ChinaTime.Offset):yyyy-MM-dd HH:mm} 前完成，现已逾期 / was due then and is overdue");
        return CaseLife.Urged(about with { Overdue = true }, ExceedanceStep.Platform, null, text, now.AddHours(rules.Limits.AnswerWithinHours), now);
    }

    private static DateTimeOffset? RaiseAt(Exceedance about, CaseRules rules)
    {
        if (about.Escalation is not null || about.Severity is not { } severity || about.Verdict?.Verdict is CaseVerdict.NotGenuine or CaseVerdict.DeviceFault) return null;
        if (rules.Escalation.AtOnce.Contains(severity)) return about.ReopenedAt ?? about.OpenedAt;
        // Only once it is marked: the demand comes before the raising.
        return about is { Overdue: true, Due: { } due } && rules.Escalation.OverdueHours.TryGetValue(severity, out var hours) ? due.AddHours(hours) : null;
    }
}
