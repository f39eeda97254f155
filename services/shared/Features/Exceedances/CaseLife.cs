using Bishui.Features.Tasks;
using Bishui.Hosting.Identity;
using Bishui.Rules.Cases;
using Bishui.Rules.Measures;

namespace Bishui.Features.Exceedances;

/// <summary>How a case changes; every change is a step that stays.</summary>
internal static class CaseLife
{
    /// <summary>Holds cases that were passed to the enforcement of the law (执法), which has no account of its own.</summary>
    public const string Enforcement = "enforcement";

    /// <summary>The case with a step of the platform added; the state stays.</summary>
    public static Exceedance With(Exceedance about, CaseStep step, DateTimeOffset now, string? reason = null, Caller? by = null) => about with
    {
        Steps =
        [
            .. about.Steps,
            new()
            {
                Step = step,
                State = about.State,
                Actor = by?.Unit ?? ExceedanceStep.Platform,
                Client = by?.ClientId,
                At = now,
                Reason = reason,
                Due = about.Due,
                Severity = step is CaseStep.Register or CaseStep.Raise ? about.Severity : null,
            },
        ],
    };

    /// <summary>The case in a state it newly enters, with the time that it has there.</summary>
    public static Exceedance Enter(Exceedance about, CaseState state, DateTimeOffset now) => about with
    {
        State = state,
        Due = (state is CaseState.Handled or CaseState.SentBack ? about.FinishBy : null) ?? CaseRuleFile.Carried.Limits.DueFrom(state, now),
        Overdue = false,
        Holder = state is CaseState.Registered or CaseState.Refused or CaseState.Archived ? null : about.Holder,
        ArchivedAt = state == CaseState.Archived ? now : null,
    };

    /// <summary>An archived case, open again.</summary>
    public static Exceedance Reopen(Exceedance about, DateTimeOffset now, string reason, Caller? by = null) => With(
        Enter(about, CaseState.Registered, now) with { ReopenedAt = now, RecoveredAt = null, FollowUp = null, FinishBy = null, Escalation = null },
        CaseStep.Reopen, now, reason, by);

    /// <summary>A demand on whoever has to take the present step.</summary>
    public static Exceedance Urged(Exceedance about, string unit, Caller? by, string text, DateTimeOffset answerBy, DateTimeOffset now) =>
        With(about, CaseStep.Urge, now, text, by) with
        {
            Urgings =
            [
                .. about.Urgings,
                new()
                {
                    Number = about.Urgings.Count + 1,
                    By = unit,
                    // Who looks at what is done is not the unit that did it.
                    Unit = about.State == CaseState.Done ? null : about.Holder,
                    Text = text,
                    At = now,
                    AnswerBy = answerBy,
                },
            ],
        };

    /// <summary>The case at the severity that its figures give, if that is graver than it was.</summary>
    public static Exceedance Weigh(Exceedance about, decimal hours, int samples, DateTimeOffset now)
    {
        if (about is not { Worst: { } worst, Parameter: { } parameter }) return about;
        var severity = CaseRuleFile.Carried.Severity.Of(new()
        {
            SiteKind = about.SiteKind,
            Parameter = parameter,
            Value = worst.Value,
            Limit = worst.Limit,
            Multiple = worst.Multiple,
            Hours = hours,
            Samples = samples,
        });
        if (about.Severity >= severity) return about;
        return about.Severity is null ? about with { Severity = severity } : With(about with { Severity = severity }, CaseStep.Raise, now);
    }

    /// <summary>The worse of two readings of one case.</summary>
    public static ExceedingReading Worse(ExceedingReading one, ExceedingReading other) => Badness(other) > Badness(one) ? other : one;

    /// <summary>A link to a reading.</summary>
    public static EntryLink ReadingLink(string id) => new() { Kind = "reading", Id = id };

    // Of one parameter: either every reading has a multiple or none has.
    private static decimal Badness(ExceedingReading reading) =>
        reading.Multiple ?? (reading.Limit is { } limit ? Computable.Distance(reading.Value, limit) : reading.Value);
}
