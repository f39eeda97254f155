namespace Bishui.Rules.Obligations;

/// <summary>How a duty stands on a day, as a pure function of what is on file.</summary>
/// <param name="State">The state.</param>
/// <param name="DaysLate">Calendar days after the due day on which it was met, or which have passed by the day asked; zero in every other state.</param>
/// <param name="BeforeIssue">It was due before the plan was issued: whatever its state, it does not count.</param>
public readonly record struct DutyStatus(DutyState State, int DaysLate, bool BeforeIssue)
{
    /// <summary>How a duty stands.</summary>
    /// <remarks>
    /// Evidence of a day after <paramref name="today"/> is not known yet. A waiver frees from what is open or late; what was met in time stays met.
    /// While the due day cannot be said, nobody can say either whether evidence came in time, so the duty stays undated.
    /// </remarks>
    /// <param name="duty">The duty.</param>
    /// <param name="issuedOn">When its plan was issued.</param>
    /// <param name="metOn">The civil day of the evidence that closes it; null while there is none.</param>
    /// <param name="waived">It was waived.</param>
    /// <param name="lapsed">It is no longer owed.</param>
    /// <param name="today">The civil day asked about.</param>
    /// <param name="extendedTo">The due day that extensions gave it; null where it was never extended.</param>
    public static DutyStatus At(
        Duty duty, DateOnly issuedOn, DateOnly? metOn, bool waived, bool lapsed, DateOnly today, DateOnly? extendedTo = null)
    {
        var effective = extendedTo ?? duty.Due;
        var beforeIssue = effective < issuedOn;
        var met = metOn <= today ? metOn : null;
        if (lapsed)
            return new(DutyState.Lapsed, 0, beforeIssue);
        if (effective is not { } due)
            return new(Undue(duty.Undated, met is not null, waived), 0, false);
        if (met <= due)
            return new(DutyState.Met, 0, beforeIssue);
        if (waived)
            return new(DutyState.Waived, 0, beforeIssue);
        if (met is { } day)
            return new(DutyState.MetLate, day.DayNumber - due.DayNumber, beforeIssue);
        if (beforeIssue)
            return new(DutyState.BeforeIssue, 0, true);
        return today <= due ? new(DutyState.Open, 0, false) : new(DutyState.Missed, today.DayNumber - due.DayNumber, false);
    }

    // Without a due day: either it cannot be said yet, or there is none, as for a case.
    private static DutyState Undue(Undated? undated, bool met, bool waived) => (undated, met, waived) switch
    {
        (null, true, _) => DutyState.Met,
        (_, _, true) => DutyState.Waived,
        (null, false, false) => DutyState.Open,
        (Undated.AnchorOpen, _, _) => DutyState.AnchorOpen,
        _ => DutyState.NotComputable,
    };
}
