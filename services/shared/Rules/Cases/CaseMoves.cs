using System.Collections.Frozen;

namespace Bishui.Rules.Cases;

/// <summary>Which step leads where. A pair that is not in the table is an illegal move.</summary>
public static class CaseMoves
{
    private static readonly FrozenDictionary<(CaseState From, CaseStep By), CaseState> Table = new Dictionary<(CaseState, CaseStep), CaseState>
    {
        [(CaseState.Registered, CaseStep.Assign)] = CaseState.Assigned,
        [(CaseState.Refused, CaseStep.Assign)] = CaseState.Assigned,
        [(CaseState.Assigned, CaseStep.Refuse)] = CaseState.Refused,
        [(CaseState.Assigned, CaseStep.Accept)] = CaseState.Handled,
        [(CaseState.Assigned, CaseStep.HandOver)] = CaseState.Assigned,
        [(CaseState.Handled, CaseStep.HandOver)] = CaseState.Assigned,
        [(CaseState.SentBack, CaseStep.HandOver)] = CaseState.Assigned,
        [(CaseState.Handled, CaseStep.Rectify)] = CaseState.Handled,
        [(CaseState.SentBack, CaseStep.Rectify)] = CaseState.Handled,
        [(CaseState.Handled, CaseStep.Finish)] = CaseState.Done,
        [(CaseState.SentBack, CaseStep.Finish)] = CaseState.Done,
        [(CaseState.Done, CaseStep.SendBack)] = CaseState.SentBack,
        [(CaseState.Done, CaseStep.Archive)] = CaseState.Archived,
        [(CaseState.Archived, CaseStep.Reopen)] = CaseState.Registered,
    }.ToFrozenDictionary();

    // These leave the state as it is; a verdict may come long after the closing.
    private static readonly CaseStep[] Beside = [CaseStep.Verdict, CaseStep.Escalate, CaseStep.Urge, CaseStep.Answer];

    /// <summary>The state that a step leads to; null where the step is not allowed.</summary>
    public static CaseState? After(CaseState state, CaseStep step)
    {
        if (Table.TryGetValue((state, step), out var next)) return next;
        return Beside.Contains(step) && (state != CaseState.Archived || step == CaseStep.Verdict) ? state : null;
    }

    /// <summary>The steps allowed in a state, in the order in which they are declared.</summary>
    public static IReadOnlyList<CaseStep> From(CaseState state) =>
        [.. Enum.GetValues<CaseStep>().Where(step => After(state, step) is not null)];
}
