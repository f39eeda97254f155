using Bishui.Rules.Calendars;
using Bishui.Rules.Time;

namespace Bishui.Assessment.Complaints;

/// <summary>What is done with a complaint.</summary>
internal enum ComplaintMove
{
    /// <summary>登记: it is received.</summary>
    Receive,

    /// <summary>受理.</summary>
    Accept,

    /// <summary>不予受理, with the reason told to the reporter.</summary>
    Decline,

    /// <summary>交办: give it to a unit.</summary>
    Assign,

    /// <summary>转办: pass it on to another unit.</summary>
    Transfer,

    /// <summary>答复: the unit answers the reporter.</summary>
    Answer,

    /// <summary>退回重办: the answer does not do.</summary>
    SendBack,

    /// <summary>办结.</summary>
    Close,

    /// <summary>回访: ask the reporter what became of it.</summary>
    CallBack,

    /// <summary>评价: the reporter says so unasked.</summary>
    Rate,

    /// <summary>并案: it is about the same as another.</summary>
    Merge,

    /// <summary>重新办理: the reporter is not content.</summary>
    Reopen,

    /// <summary>溯源: trace it to a site or a case.</summary>
    Link,

    /// <summary>催办.</summary>
    Urge,

    /// <summary>备注.</summary>
    Note,

    /// <summary>准予公开: a person found that the public may know of it.</summary>
    Release,

    /// <summary>不予公开: the public does not learn of it, or no longer.</summary>
    Withhold,
}

/// <summary>What is due next.</summary>
/// <param name="Move">The move that is waited for.</param>
/// <param name="By">Last day; null where the calendar of a year is not known.</param>
/// <param name="MissingYear">That year.</param>
internal sealed record ComplaintDue(ComplaintMove Move, DateOnly? By, int? MissingYear);

/// <summary>A complaint from its receipt, or a reopening, to its closing: each has its own terms.</summary>
internal sealed record ComplaintRound
{
    public required DateTimeOffset From { get; init; }
    public required ComplaintTerms Terms { get; init; }

    /// <summary>When it was accepted or not; null while it was not decided.</summary>
    public DateTimeOffset? DecidedAt { get; init; }

    /// <summary>It was not accepted.</summary>
    public bool Declined { get; init; }

    /// <summary>It goes on under another complaint.</summary>
    public bool Merged { get; init; }

    public DateTimeOffset? ClosedAt { get; init; }
    public DateOnly? CallBackBy { get; init; }

    /// <summary>When the reporter was reached; a call that was not taken is none.</summary>
    public DateTimeOffset? CalledBackAt { get; init; }

    /// <summary>What the reporter said last; null while nothing was said.</summary>
    public ReporterVerdict? Outcome { get; init; }
}

/// <summary>The course of a complaint: which moves a state allows, where they lead, and what is due. Pure.</summary>
internal static class ComplaintCourse
{
    private static readonly Dictionary<(ComplaintState From, ComplaintMove By), ComplaintState> Moves = new()
    {
        [(ComplaintState.Received, ComplaintMove.Accept)] = ComplaintState.Accepted,
        [(ComplaintState.Received, ComplaintMove.Decline)] = ComplaintState.NotAccepted,
        [(ComplaintState.Accepted, ComplaintMove.Assign)] = ComplaintState.Assigned,
        [(ComplaintState.Assigned, ComplaintMove.Transfer)] = ComplaintState.Assigned,
        [(ComplaintState.Assigned, ComplaintMove.Answer)] = ComplaintState.Answered,
        [(ComplaintState.Answered, ComplaintMove.SendBack)] = ComplaintState.Assigned,
        [(ComplaintState.Answered, ComplaintMove.Close)] = ComplaintState.Closed,
        [(ComplaintState.Closed, ComplaintMove.CallBack)] = ComplaintState.Closed,
        [(ComplaintState.Closed, ComplaintMove.Rate)] = ComplaintState.Closed,
        [(ComplaintState.Closed, ComplaintMove.Reopen)] = ComplaintState.Received,
        [(ComplaintState.NotAccepted, ComplaintMove.Reopen)] = ComplaintState.Received,
        [(ComplaintState.Received, ComplaintMove.Merge)] = ComplaintState.Merged,
        [(ComplaintState.Accepted, ComplaintMove.Merge)] = ComplaintState.Merged,
        [(ComplaintState.Assigned, ComplaintMove.Merge)] = ComplaintState.Merged,
    };

    public static ComplaintState StateOf(Complaint complaint) => complaint.Steps[^1].State;

    /// <summary>Whether somebody has something to do before it is closed.</summary>
    public static bool IsOpen(ComplaintState state) => state is ComplaintState.Received or ComplaintState.Accepted or ComplaintState.Assigned or ComplaintState.Answered;

    /// <summary>Whether the reporter still waits for an answer.</summary>
    public static bool IsUnanswered(Complaint complaint) => StateOf(complaint) is ComplaintState.Received or ComplaintState.Accepted or ComplaintState.Assigned;

    /// <summary>
    /// Whether a person released it (准予公开). Until then nothing of it is public, not even that there is such a complaint; a later withholding
    /// takes it back.
    /// </summary>
    public static bool IsReleased(Complaint complaint) =>
        complaint.Steps.LastOrDefault(step => step.Move is ComplaintMove.Release or ComplaintMove.Withhold)?.Move == ComplaintMove.Release;

    /// <summary>
    /// Whether it counts in public numbers: a person entered it, decided on it or released it, and nobody withheld it. What anybody sent and
    /// nobody has looked at counts nowhere in public.
    /// </summary>
    public static bool IsCounted(Complaint complaint) => IsReleased(complaint)
        || (complaint.Steps.All(step => step.Move != ComplaintMove.Withhold)
            && complaint.Steps.Any(step =>
                step.By is not null && step.Move is (ComplaintMove.Receive or ComplaintMove.Accept or ComplaintMove.Decline or ComplaintMove.Merge)));

    /// <summary>Where a move leads; null where the state does not allow it.</summary>
    public static ComplaintState? After(ComplaintState state, ComplaintMove move) =>
        Moves.TryGetValue((state, move), out var after) ? after
        : move is (ComplaintMove.Link or ComplaintMove.Note or ComplaintMove.Release or ComplaintMove.Withhold) && state != ComplaintState.Merged ? state
        : move == ComplaintMove.Urge && IsOpen(state) ? state
        : null;

    /// <summary>The moves that a state allows.</summary>
    public static IReadOnlyList<ComplaintMove> Allowed(ComplaintState state) => [.. Enum.GetValues<ComplaintMove>().Where(move => After(state, move) is not null)];

    /// <summary>Key of the unit that has to answer, or has answered; null while it was given to none since it was last opened.</summary>
    public static string? AssigneeOf(Complaint complaint) =>
        complaint.Steps.Reverse().TakeWhile(step => step.Move != ComplaintMove.Reopen).FirstOrDefault(step => step.ToUnit is not null)?.ToUnit;

    /// <summary>The terms that run, or ran last.</summary>
    public static ComplaintTerms TermsOf(Complaint complaint) => complaint.Steps.Last(step => step.Terms is not null).Terms!;

    /// <summary>What is due next; null where nothing is.</summary>
    public static ComplaintDue? DueOf(Complaint complaint)
    {
        var (state, terms) = (StateOf(complaint), TermsOf(complaint));
        if (state == ComplaintState.Received) return new(ComplaintMove.Accept, terms.AcceptBy, terms.MissingYear);
        if (IsOpen(state)) return new(ComplaintMove.Close, terms.CloseBy, null);
        return state == ComplaintState.Closed && complaint.HasContact && RoundsOf(complaint)[^1] is { CalledBackAt: null, CallBackBy: { } by }
            ? new(ComplaintMove.CallBack, by, null)
            : null;
    }

    /// <summary>Whether what is due is overdue on a day; null where that cannot be said.</summary>
    public static bool? IsOverdue(Complaint complaint, DateOnly today) => DueOf(complaint) is not { } due ? false : due.By is { } by ? today > by : null;

    /// <summary>Until which day the reporter may have it reopened; null where it is not over.</summary>
    public static DateOnly? ReopenUntil(Complaint complaint, ComplaintLimits limits) =>
        StateOf(complaint) is ComplaintState.Closed or ComplaintState.NotAccepted
            ? ChinaTime.DayOf(complaint.Steps.Last(step => step.Move is ComplaintMove.Close or ComplaintMove.Decline).At).AddDays(limits.ReopenDays)
            : null;

    /// <summary>The terms of what is received, or opened again, on a day.</summary>
    public static ComplaintTerms Terms(DateOnly day, ComplaintChannel channel, ComplaintLimits limits, WorkCalendar calendar)
    {
        var accept = calendar.AddWorkdays(day, channel.AcceptWorkdays ?? limits.AcceptWorkdays);
        return new(accept.Day, accept.MissingYear, day.AddDays(channel.CloseDays ?? limits.CloseDays));
    }

    /// <summary>Its rounds, the oldest first.</summary>
    public static IReadOnlyList<ComplaintRound> RoundsOf(Complaint complaint)
    {
        var rounds = new List<ComplaintRound>();
        foreach (var step in complaint.Steps)
        {
            if (step.Terms is { } terms)
            {
                // The limits of the first round run from the receipt by the channel, which may lie before the entry here.
                rounds.Add(new() { From = step.Move == ComplaintMove.Receive ? complaint.ReceivedAt : step.At, Terms = terms });
                continue;
            }
            var round = rounds[^1];
            rounds[^1] = step.Move switch
            {
                ComplaintMove.Accept => round with { DecidedAt = step.At },
                ComplaintMove.Decline => round with { DecidedAt = step.At, Declined = true },
                ComplaintMove.Merge => round with { Merged = true },
                ComplaintMove.Close => round with { ClosedAt = step.At, CallBackBy = step.CallBackBy },
                ComplaintMove.CallBack when step.Outcome != ReporterVerdict.NotReached => round with { CalledBackAt = round.CalledBackAt ?? step.At, Outcome = step.Outcome },
                ComplaintMove.Rate => round with { Outcome = step.Outcome },
                _ => round,
            };
        }
        return rounds;
    }

    /// <summary>The complaint with one more step.</summary>
    public static Complaint With(Complaint complaint, ComplaintStep step)
    {
        var due = DueOf(complaint);
        // A note, a link or a word on its publicity is beside the course and never late.
        var moves = step.State != StateOf(complaint) || step.Move is ComplaintMove.CallBack or ComplaintMove.Transfer;
        return complaint with
        {
            Steps = [.. complaint.Steps, step with { Due = due?.By, Late = moves && due?.By is { } by ? ChinaTime.DayOf(step.At) > by : null }],
        };
    }
}
