using Bishui.Rules.Measures;

namespace Bishui.Rules.Cases;

/// <summary>What a reading says about a condition.</summary>
public enum CourseMark
{
    /// <summary>It is beyond the limit.</summary>
    Beyond,

    /// <summary>It meets the limit, but not by the margin after which a condition is over.</summary>
    Near,

    /// <summary>It meets the limit by the margin.</summary>
    Within,
}

/// <summary>A reading as it counts in the course of a condition.</summary>
/// <param name="Kind">Kind of the reading, for example <c>hour</c>: only readings of one kind follow one another.</param>
/// <param name="Time">When it was taken.</param>
/// <param name="Mark">What it says.</param>
public sealed record CourseReading(string Kind, DateTimeOffset Time, CourseMark Mark);

/// <summary>When a condition is over, so that a value that swings around a limit is one case and not ten.</summary>
public sealed record RecoveryRule
{
    /// <summary>How many readings in a row must meet the limit, by their kind.</summary>
    public required IReadOnlyDictionary<string, int> Readings { get; init; }

    /// <summary>By which share of the limit they must keep away from it; 0: to meet it is enough.</summary>
    public required decimal Margin { get; init; }

    /// <summary>What a reading says that meets its limit.</summary>
    /// <param name="value">The value.</param>
    /// <param name="limit">The nearer end of the limit; null where it is a word.</param>
    public CourseMark MarkOf(decimal value, decimal? limit) =>
        limit is { } end && Computable.Distance(value, end) < Math.Abs(end) * Margin ? CourseMark.Near : CourseMark.Within;
}

/// <summary>How a condition went, as the readings in force tell it.</summary>
public sealed record CaseCourse
{
    /// <summary>How many readings are beyond.</summary>
    public required int Beyond { get; init; }

    /// <summary>The most of one kind in a row.</summary>
    public required int Streak { get; init; }

    /// <summary>The most samples by hand in a row.</summary>
    public required int Samples { get; init; }

    /// <summary>The longest time from the first to the last reading of a device in such a row, in hours.</summary>
    public required decimal Hours { get; init; }

    /// <summary>When the last reading was taken that it needed to be over; null while it is not, and where no reading is beyond.</summary>
    public DateTimeOffset? RecoveredAt { get; init; }

    /// <summary>The kind of samples that are taken by hand.</summary>
    public const string Manual = "manual";

    /// <summary>
    /// Reads the course. Readings of each kind are followed on their own, in the order in which they were taken, whatever the order in which they
    /// arrived; the condition is over when it is over in every kind that was ever beyond.
    /// </summary>
    public static CaseCourse Of(IEnumerable<CourseReading> readings, RecoveryRule rule)
    {
        var (beyond, streak, samples, hours) = (0, 0, 0, 0m);
        DateTimeOffset? recoveredAt = null;
        var lasting = false;
        foreach (var kind in readings.GroupBy(reading => reading.Kind))
        {
            var needed = rule.Readings.GetValueOrDefault(kind.Key, 1);
            var (inARow, goodInARow, ever) = (0, 0, false);
            DateTimeOffset since = default;
            DateTimeOffset? over = null;
            foreach (var reading in kind.OrderBy(reading => reading.Time))
            {
                if (reading.Mark == CourseMark.Beyond)
                {
                    if (inARow++ == 0) since = reading.Time;
                    (beyond, ever, goodInARow, over) = (beyond + 1, true, 0, null);
                    streak = Math.Max(streak, inARow);
                    if (kind.Key == Manual) samples = Math.Max(samples, inARow);
                    else hours = Math.Max(hours, (decimal)(reading.Time - since).Ticks / TimeSpan.TicksPerHour);
                    continue;
                }
                inARow = 0;
                goodInARow = reading.Mark == CourseMark.Within ? goodInARow + 1 : 0;
                if (ever && goodInARow == needed) over ??= reading.Time;
            }
            if (!ever) continue;
            if (over is null) lasting = true;
            else if (recoveredAt is null || over > recoveredAt) recoveredAt = over;
        }
        return new() { Beyond = beyond, Streak = streak, Samples = samples, Hours = hours, RecoveredAt = lasting ? null : recoveredAt };
    }
}
