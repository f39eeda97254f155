namespace Bishui.Assessment.Scoring;

/// <summary>What became of a duty, as far as points go.</summary>
internal enum DutyOutcome
{
    /// <summary>Met in time.</summary>
    OnTime,

    /// <summary>Met after its last day.</summary>
    Late,

    /// <summary>Told as missed, or still open past its last day.</summary>
    Missed,

    /// <summary>Open, and not past its last day.</summary>
    Open,

    /// <summary>Due before the plan was issued, waived, lapsed, or without a day that can be said.</summary>
    Aside,
}

/// <summary>How many duties stand how: kept up with each change, so that counting them costs nothing.</summary>
internal sealed class DutyTally
{
    // As many keys as there are states and, of open ones, last days.
    private readonly Dictionary<Kind, int> _counts = [];

    public bool IsEmpty => _counts.Count == 0;

    public void Add(DutyFile duty, int times)
    {
        var kind = Kind.Of(duty);
        if ((_counts[kind] = _counts.GetValueOrDefault(kind) + times) == 0) _counts.Remove(kind);
    }

    /// <summary>How many have an outcome on a day; duties that the plan only strives for only where they are asked for.</summary>
    public int Count(DutyOutcome outcome, DateOnly today, bool warnings) =>
        _counts.Where(each => (warnings || !each.Key.Warning) && each.Key.On(today) == outcome).Sum(each => each.Value);

    /// <summary>What became of a duty by a day.</summary>
    public static DutyOutcome OutcomeOf(DutyFile duty, DateOnly today) => Kind.Of(duty).On(today);

    private readonly record struct Kind(DutyOutcome Told, DateOnly? Due, bool Warning)
    {
        public static Kind Of(DutyFile duty) => new(
            duty.Told.BeforeIssue ? DutyOutcome.Aside : duty.Told.State switch
            {
                "met" => DutyOutcome.OnTime,
                "met-late" => DutyOutcome.Late,
                "missed" => DutyOutcome.Missed,
                "open" => DutyOutcome.Open,
                _ => DutyOutcome.Aside,
            },
            duty.Told is { State: "open", BeforeIssue: false } ? duty.Told.Due : null,
            duty.Told.Nature == "warning");

        // The service that owns the duty may not have looked yet on the day after.
        public DutyOutcome On(DateOnly today) => Told == DutyOutcome.Open && Due < today ? DutyOutcome.Missed : Told;
    }
}
