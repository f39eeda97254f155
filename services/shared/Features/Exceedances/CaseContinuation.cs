using Bishui.Rules.Cases;

namespace Bishui.Features.Exceedances;

/// <summary>What becomes of a closed case when the condition shows again.</summary>
internal enum Continuation
{
    /// <summary>Nothing: it is another matter, and a case of its own.</summary>
    None,

    /// <summary>It belongs to what was closed: evidence that came late.</summary>
    Add,

    /// <summary>The case goes on.</summary>
    Reopen,
}

/// <summary>Decides by the days of the rules, by the sample on which the case was closed and by what a person judged.</summary>
internal static class CaseContinuation
{
    /// <summary>What becomes of an archived case.</summary>
    /// <param name="held">The case.</param>
    /// <param name="first">When the condition showed first in what arrived.</param>
    /// <param name="last">When it showed last.</param>
    public static Continuation Of(Exceedance held, DateTimeOffset first, DateTimeOffset last)
    {
        var judgedAway = held.Verdict is { Verdict: not CaseVerdict.Genuine } ? held.Verdict : null;
        var closedOn = judgedAway?.To ?? held.FollowUp?.Time ?? held.Latest?.Time ?? held.RecoveredAt ?? held.ArchivedAt!.Value;
        if (first >= held.Since && last <= closedOn) return Continuation.Add;
        if (judgedAway is not null || last <= closedOn) return Continuation.None;
        return last <= held.ArchivedAt!.Value.AddDays(CaseRuleFile.Carried.Reopening.Days) ? Continuation.Reopen : Continuation.None;
    }
}
