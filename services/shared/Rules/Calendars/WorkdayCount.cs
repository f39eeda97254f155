namespace Bishui.Rules.Calendars;

/// <summary>The end of a count of workdays, or the year whose calendar is not known.</summary>
/// <param name="Day">The last day counted; null where the count needs a year that is not known.</param>
/// <param name="MissingYear">That year; null where the day could be computed.</param>
public readonly record struct WorkdayCount(DateOnly? Day, int? MissingYear);
