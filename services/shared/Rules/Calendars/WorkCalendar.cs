namespace Bishui.Rules.Calendars;

/// <summary>
/// Workdays by the national calendar and, where one is given, a region's on top of it. A day of a year that either does not cover is not
/// known: the notices follow no rule from which it could be told.
/// </summary>
public sealed class WorkCalendar
{
    // The notice of a year may dispose of the turn of the year before it (31 December 2022 stands in that of 2023).
    private const int DaysAtTheTurn = 3;

    private readonly HashSet<int> _national;
    private readonly HashSet<int>? _regional;
    private readonly Dictionary<DateOnly, bool> _said = [];

    /// <summary>Joins a region's years to the national ones; null for the national calendar alone, empty for a region of which nothing is known.</summary>
    public WorkCalendar(IReadOnlyList<CalendarYear> national, IReadOnlyList<CalendarYear>? region = null)
    {
        _national = [.. national.Select(year => year.Year)];
        _regional = region is null ? null : [.. region.Select(year => year.Year)];
        foreach (var year in national.Concat(region ?? []))
        {
            foreach (var day in year.DaysOff)
                _said[day] = false;
            foreach (var day in year.DaysWorked)
                _said[day] = true;
        }
    }

    /// <summary>The year whose calendar would have to be known to say what the day is; null where it can be said.</summary>
    public int? MissingYearFor(DateOnly day)
    {
        if (!_national.Contains(day.Year) || _regional?.Contains(day.Year) == false)
            return day.Year;
        var next = day.AddDays(DaysAtTheTurn).Year;
        return _national.Contains(next) ? null : next;
    }

    /// <summary>Whether the day is worked; null where that is not known.</summary>
    public bool? IsWorkday(DateOnly day)
    {
        if (MissingYearFor(day) is not null)
            return null;
        return _said.TryGetValue(day, out var worked) ? worked : day.DayOfWeek is not (DayOfWeek.Saturday or DayOfWeek.Sunday);
    }

    /// <summary>
    /// The n-th workday after an event. The day of the event itself is not counted, so nothing need be known of it.
    /// </summary>
    public WorkdayCount AddWorkdays(DateOnly eventDay, int workdays)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(workdays, 1);
        var day = eventDay;
        while (workdays > 0)
        {
            if (day == DateOnly.MaxValue)
                return new(null, day.Year);
            day = day.AddDays(1);
            if (IsWorkday(day) is not { } worked)
                return new(null, MissingYearFor(day));
            if (worked)
                workdays--;
        }

        return new(day, null);
    }
}
