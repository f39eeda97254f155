namespace Bishui.Rules.Obligations;

/// <summary>A step of the reminders of one duty.</summary>
public enum ReminderStep
{
    /// <summary>Seven days before the due day.</summary>
    SevenDaysBefore,

    /// <summary>The day before the due day.</summary>
    OneDayBefore,

    /// <summary>The due day.</summary>
    OnTheDay,

    /// <summary>The day after the due day.</summary>
    After,
}

/// <summary>When a duty that is not met is reminded of.</summary>
public static class ReminderLadder
{
    private static readonly (int Days, ReminderStep Step)[] Steps =
        [(1, ReminderStep.After), (0, ReminderStep.OnTheDay), (-1, ReminderStep.OneDayBefore), (-7, ReminderStep.SevenDaysBefore)];

    /// <summary>
    /// The latest step whose day has come; null before the first. Only this one is sent: a platform that slept does not send what it missed.
    /// </summary>
    public static ReminderStep? StepOn(DateOnly due, DateOnly today)
    {
        foreach (var (days, step) in Steps)
        {
            if (today.DayNumber >= due.DayNumber + days)
                return step;
        }

        return null;
    }
}
