using Bishui.Features.Requests;
using Bishui.Features.Tasks;
using Bishui.Hosting.Errors;
using Bishui.Rules.Cases;
using Bishui.Rules.Time;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Bishui.Features.Exceedances;

/// <summary>A step that is asked for: the case as it is, who asks, what for, and when.</summary>
/// <param name="About">The case.</param>
/// <param name="Step">The step.</param>
/// <param name="Request">What was sent.</param>
/// <param name="Access">What the caller may do.</param>
/// <param name="FollowUp">A compliant sample after the rectification, as the store shows it; null while there is none.</param>
/// <param name="Now">Now.</param>
internal sealed record AskedStep(Exceedance About, CaseStep Step, CaseStepRequest Request, CaseAccess Access, FollowUpSample? FollowUp, DateTimeOffset Now);

/// <summary>What each step asks for, and what it does to the case.</summary>
internal static class CaseSteps
{
    private static readonly CaseStep[] MayGoWithoutReason = [CaseStep.Assign, CaseStep.Accept, CaseStep.Archive];
    private static readonly string[] Roles = ["before", "after"];

    /// <summary>The steps that the caller may take now.</summary>
    public static IReadOnlyList<CaseStep> Allowed(Exceedance about, CaseAccess access, DateTimeOffset now) =>
        [.. CaseMoves.From(about.State).Where(step => InTheWay(about, step, now) is null && access.To(step, about) is null)];

    /// <summary>Why the step cannot be taken in the case as it stands, whoever asks; then whether the caller may. Null: go on.</summary>
    public static ProblemHttpResult? Refusal(AskedStep asked) => InTheWay(asked.About, asked.Step, asked.Now) ?? asked.Access.To(asked.Step, asked.About);

    /// <summary>Adds what is wrong with the request's own fields.</summary>
    public static void Check(AskedStep asked, EntryCheck check)
    {
        var (request, step) = (asked.Request, asked.Step);
        if (!MayGoWithoutReason.Contains(step) || !string.IsNullOrWhiteSpace(request.Reason)) check.Text("reason", request.Reason);
        if (step is CaseStep.Assign or CaseStep.HandOver)
        {
            if (string.IsNullOrEmpty(request.To)) check.Add("to", "missing", "须指明单位 / the unit is required");
            else if (request.To != CaseLife.Enforcement && !asked.Access.Units.Contains(request.To))
                check.Add("to", "unknown-unit", $"没有单位 {request.To} / there is no unit {request.To}");
            else if (request.To == asked.About.Holder) check.Add("to", "same-unit", "案件已由该单位承办 / the unit holds the case already");
        }
        else if (request.To is not null)
        {
            check.Add("to", "unexpected", "该步骤不指明单位 / the step names no unit");
        }
        if (step == CaseStep.Verdict && VerdictOf(request) is null)
            check.Add("verdict", "unknown-verdict", "应为 / must be one of: " + string.Join(", ", Enum.GetValues<CaseVerdict>().Select(Words.Of)));
        if (step == CaseStep.Rectify)
        {
            check.Day("doneOn", request.DoneOn, required: true);
            var opened = ChinaTime.DayOf(asked.About.ReopenedAt ?? asked.About.OpenedAt);
            if (request.DoneOn < opened) check.Add("doneOn", "out-of-range", $"整改日期早于立案日期 {opened:O} / is before the day on which the case was opened");
        }
        if (request.Due is { } due && due <= asked.Now) check.Add("due", "out-of-range", "期限应晚于当前时间 / must lie in the future");
        if (step == CaseStep.Answer && request.Urging is { } number && asked.Access.Waiting(asked.About).All(urging => urging.Number != number))
            check.Add("urging", "unknown-urging", $"没有待本单位回复的催办 {number} / no demand {number} waits for your unit");
        foreach (var (attachment, i) in (request.Attachments ?? []).Select((a, i) => (a, i)))
            if (attachment.Role is not null && !Roles.Contains(attachment.Role))
                check.Errors.Add(new(i, "attachments", "unknown-role", "role 应为 / must be one of: " + string.Join(", ", Roles)));
    }

    /// <summary>What a case still lacks before it can be finished, each named; empty when nothing.</summary>
    public static IReadOnlyList<RowError> Missing(Exceedance about, FollowUpSample? followUp)
    {
        var missing = new List<RowError>();
        void Add(string code, string detail) => missing.Add(new(null, null, code, detail));
        if (about.Urgings.Any(urging => urging.Answer is null && urging.Unit is not null && urging.Unit == about.Holder))
            Add("urging-unanswered", "有催办尚未回复 / a demand has not been answered");
        if (about.Kind == CaseKind.Silence)
        {
            if (about.RecoveredAt is null) Add("not-recovered", "数据尚未恢复 / no data have arrived again");
            return missing;
        }
        if (about.Verdict is { Verdict: not CaseVerdict.Genuine } judged)
        {
            if (about.Latest?.Time > judged.To) Add("verdict-outdated", "人工认定之后又有超标数据 / readings beyond the limit came after those that were judged");
            return missing;
        }
        if (RectifiedAt(about) is null) Add("no-rectification", "没有立案之后的整改记录 / no rectification after the opening is recorded");
        // A reading beyond the limit that arrived while the sample was looked up speaks against it.
        if (followUp is null || (about.Latest is { WithdrawnBy: null } latest && latest.Time >= followUp.Time && about.Evidence != CaseEvidenceState.Withdrawn))
            Add("no-follow-up-sample", "没有整改之后的达标复测数据 / no compliant sample after the rectification is on file");
        return missing;
    }

    /// <summary>
    /// The instant at which the work was certainly done: a day names no hour, so it is the end of the day, or when it was recorded, if that was
    /// earlier. Null where no work since the opening is recorded.
    /// </summary>
    public static DateTimeOffset? RectifiedAt(Exceedance about)
    {
        if (about.Rectifications.LastOrDefault(done => done.At >= (about.ReopenedAt ?? about.OpenedAt)) is not { } last) return null;
        var endOfDay = ChinaTime.StartOf(last.DoneOn.AddDays(1));
        return endOfDay < last.At ? endOfDay : last.At;
    }

    /// <summary>The case after the step.</summary>
    public static Exceedance Take(AskedStep asked)
    {
        var (about, request, now) = (asked.About, asked.Request, asked.Now);
        var unit = asked.Access.Caller.Unit;
        var reason = string.IsNullOrWhiteSpace(request.Reason) ? null : request.Reason.Trim();
        var next = CaseMoves.After(about.State, asked.Step)!.Value;
        var after = asked.Step switch
        {
            CaseStep.Assign or CaseStep.HandOver => CaseLife.Enter(about with
            {
                Holder = request.To,
                FinishBy = request.Due ?? about.FinishBy,
                HandOvers = [.. about.HandOvers, new(about.Holder, request.To!, unit, now, reason)],
            }, next, now),
            CaseStep.SendBack => CaseLife.Enter(about with { FinishBy = request.Due }, next, now),
            CaseStep.Rectify => Rectified(about, next, new(request.DoneOn!.Value, reason!, unit, now)),
            CaseStep.Finish => CaseLife.Enter(about with { FollowUp = asked.FollowUp }, next, now),
            CaseStep.Verdict => Judged(about, VerdictOf(request)!.Value, reason!, unit, now),
            CaseStep.Escalate => about with { Escalation = new(now, unit, reason!) },
            CaseStep.Answer => Answered(about, request.Urging ?? asked.Access.Waiting(about).First().Number, reason!, unit, now),
            CaseStep.Urge => CaseLife.Urged(about, unit, asked.Access.Caller, reason!, request.Due ?? now.AddHours(CaseRuleFile.Carried.Limits.AnswerWithinHours), now),
            CaseStep.Reopen => CaseLife.Reopen(about, now, reason!, asked.Access.Caller),
            _ => CaseLife.Enter(about, next, now),
        };
        if (asked.Step is not (CaseStep.Urge or CaseStep.Reopen)) after = CaseLife.With(after, asked.Step, now, reason, asked.Access.Caller);
        return after with
        {
            Steps =
            [
                .. after.Steps.SkipLast(1),
                after.Steps[^1] with
                {
                    To = request.To,
                    Due = asked.Step == CaseStep.Urge ? after.Urgings[^1].AnswerBy : after.Due,
                    Verdict = asked.Step == CaseStep.Verdict ? after.Verdict!.Verdict : null,
                    DoneOn = asked.Step == CaseStep.Rectify ? request.DoneOn : null,
                    Attachments = request.Attachments ?? [],
                    Links = asked is { Step: CaseStep.Finish, FollowUp: { } sample } ? [.. request.Links ?? [], CaseLife.ReadingLink(sample.Id)] : request.Links ?? [],
                },
            ],
        };
    }

    private static ProblemHttpResult? InTheWay(Exceedance about, CaseStep step, DateTimeOffset now)
    {
        var allowed = CaseMoves.From(about.State);
        if (!allowed.Contains(step))
            return Wrong(about, allowed, $"案件的状态为 {Words.Of(about.State)}，不能 {Words.Of(step)}", $"the case is {Words.Of(about.State)}, which does not allow {Words.Of(step)}");
        return step switch
        {
            CaseStep.Refuse when about.HandOvers[^1].At.AddHours(CaseRuleFile.Carried.Limits.RefuseWithinHours) < now =>
                Wrong(about, allowed.Except([step]), $"已超过责任退回的 {CaseRuleFile.Carried.Limits.RefuseWithinHours} 小时时限",
                    $"the {CaseRuleFile.Carried.Limits.RefuseWithinHours} hours within which a unit may refuse are over"),
            CaseStep.Escalate when about.Escalation is not null => Wrong(about, allowed.Except([step]), "案件已升级", "the case has been raised already"),
            CaseStep.Answer when about.Urgings.All(urging => urging.Answer is not null) =>
                Wrong(about, allowed.Except([step]), "没有待回复的催办", "no demand waits for an answer"),
            _ => null,
        };
    }

    private static ProblemHttpResult Wrong(Exceedance about, IEnumerable<CaseStep> allowed, string zh, string en)
    {
        var problem = Problems.Of(StatusCodes.Status409Conflict, "wrong-state", zh, en);
        problem.ProblemDetails.Extensions["state"] = about.State;
        problem.ProblemDetails.Extensions["allowed"] = allowed.ToList();
        return problem;
    }

    private static CaseVerdict? VerdictOf(CaseStepRequest request) =>
        Enum.GetValues<CaseVerdict>().Where(each => Words.Of(each) == request.Verdict).Select(each => (CaseVerdict?)each).FirstOrDefault();

    // Work on what was sent back runs within the time that was set for it.
    private static Exceedance Rectified(Exceedance about, CaseState next, Rectification done) =>
        about with { State = next, Rectifications = [.. about.Rectifications, done] };

    private static Exceedance Judged(Exceedance about, CaseVerdict verdict, string reason, string unit, DateTimeOffset now) => about with
    {
        Verdict = new()
        {
            Verdict = verdict,
            Reason = reason,
            Unit = unit,
            At = now,
            From = about.Since,
            To = about.Latest?.Time ?? about.RecoveredAt ?? now,
            Earlier = about.Verdict is { } before ? [.. before.Earlier, before with { Earlier = [] }] : [],
        },
    };

    private static Exceedance Answered(Exceedance about, int number, string text, string unit, DateTimeOffset now) => about with
    {
        Urgings = [.. about.Urgings.Select(urging => urging.Number == number
            ? urging with { Answer = text, AnsweredBy = unit, AnsweredAt = now }
            : urging)],
    };
}
