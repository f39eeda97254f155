namespace Bishui.Rules.Calendars;

/// <summary>
/// What the holiday notice of one year says. A Saturday or Sunday is a day off unless it is among the days worked; a list may reach into
/// the last days of the year before, as that of 2023 does.
/// </summary>
public sealed record CalendarYear
{
    /// <summary>The calendar year the notice is for.</summary>
    public required int Year { get; init; }

    /// <summary>Public holidays and the days exchanged for them.</summary>
    public required IReadOnlyList<DateOnly> DaysOff { get; init; }

    /// <summary>Days worked in exchange for others, most of them at a weekend.</summary>
    public required IReadOnlyList<DateOnly> DaysWorked { get; init; }

    /// <summary>The notices the lists are taken from; never empty.</summary>
    public required IReadOnlyList<string> Papers { get; init; }
}
