using System.Globalization;
using Bishui.Rules.Calendars;

namespace Bishui.Rules.Obligations;

/// <summary>Makes the dated duties of a rule: a pure function, so that making them twice, or in two places, makes the same ones.</summary>
public static class Duties
{
    /// <summary>All dated duties of a rule. Gates, what happens as it happens, cases and optional rules make none.</summary>
    /// <remarks>
    /// A duty for each object exists where the row valid on the due day meets the condition and the object was on file by then; two schedules
    /// that count from a date of the object itself, rolling ones and operating years, also reach back before its first row.
    /// </remarks>
    /// <param name="rule">A rule without <see cref="DutyRule.Fault"/>.</param>
    /// <param name="plan">The plan it belongs to.</param>
    /// <param name="objects">Objects of any kind; those of the rule's kind count.</param>
    /// <param name="dayOfEvent">The civil day of a named event; null while it has not been recorded.</param>
    /// <param name="calendar">Where workdays are counted by.</param>
    public static IReadOnlyList<Duty> Of(
        DutyRule rule, DutyPlan plan, IReadOnlyList<DutyObject> objects, Func<string, DateOnly?> dayOfEvent, WorkCalendar calendar)
    {
        if (rule.Optional)
            return [];
        var dated = rule.Schedule switch
        {
            Schedule.Throughout throughout => [new(null, new(throughout.Year, 1, 1), new(throughout.Year, 12, 31))],
            Schedule.By by => [new(null, new(by.Day.Year, 1, 1), by.Day)],
            Schedule.Every every => [.. Period.Of(every.Kind, plan.Year).Select(period => new Occurrence(period.Id, period.First, every.DueOf(period)) { Period = period })],
            Schedule.Within within => [WithinWorkdays(within, dayOfEvent(within.Event), calendar)],
            _ => (IReadOnlyList<Occurrence>)[],
        };
        if (rule.Each is null)
            return [.. dated.SelectMany(one => Made(rule, plan, null, one))];
        return [.. objects.Where(one => one.Kind == rule.Each).SelectMany(one => (rule.Schedule switch
        {
            Schedule.EveryYears rolling => RollingDuties.Of(rolling, rule.If, plan, one),
            Schedule.OperatingYears operating => OperatingYears(operating, rule.If, plan, one),
            _ => dated.Where(occurrence => Owes(rule.If, one, occurrence.Due ?? EndOf(plan))),
        }).SelectMany(occurrence => Made(rule, plan, one, occurrence)))];
    }

    /// <summary>The duty that lasts while a case is open; it has no due day of its own.</summary>
    /// <param name="rule">A rule whose schedule is <see cref="Schedule.WhileACaseIsOpen"/>.</param>
    /// <param name="plan">The plan it belongs to.</param>
    /// <param name="caseId">Id of the case.</param>
    /// <param name="about">The object the case is about; null where the platform keeps none.</param>
    /// <param name="openedOn">The civil day on which it was opened.</param>
    public static Duty OfCase(DutyRule rule, DutyPlan plan, string caseId, DutyObject? about, DateOnly openedOn) =>
        Made(rule with { PerUnit = false }, plan, about, new(caseId, openedOn, null)).Single();

    /// <summary>Whether an object owes a duty that falls on a day.</summary>
    internal static bool Owes(Condition? condition, DutyObject one, DateOnly day) =>
        one.RowAt(day) is { } row && condition?.Holds(row.Attributes, day) != false;

    private static Occurrence WithinWorkdays(Schedule.Within within, DateOnly? eventDay, WorkCalendar calendar)
    {
        if (eventDay is not { } day)
            return new(null, null, null) { Undated = Undated.AnchorOpen };
        var (due, missing) = calendar.AddWorkdays(day, within.Workdays);
        return new(null, day, due) { Since = day, Undated = due is null ? Undated.NotComputable : null, MissingYear = missing };
    }

    // A plant whose date of commissioning is not on file is shown as waiting for it; it must not drop out of sight.
    private static IEnumerable<Occurrence> OperatingYears(Schedule.OperatingYears operating, Condition? condition, DutyPlan plan, DutyObject one)
    {
        var since = one.DateOnFile(operating.Attribute, DateOnly.MaxValue);
        if (since is { } date && Values.Anniversary(date, operating.Targets.Count) is null)
            since = null;
        for (var year = 1; year <= operating.Targets.Count; year++)
        {
            var from = since is null ? (DateOnly?)null : StartOf(since.Value, year);
            var due = since is null ? (DateOnly?)null : StartOf(since.Value, year + 1).AddDays(-1);
            var asked = due ?? EndOf(plan);
            if (one.Rows.Count > 0 && Owes(condition, one, asked < one.Rows[0].From ? one.Rows[0].From : asked))
            {
                yield return new(string.Create(CultureInfo.InvariantCulture, $"year-{year}"), from, due)
                {
                    Since = since,
                    Undated = since is null ? Undated.AnchorOpen : null,
                    Target = operating.Targets[year - 1],
                };
            }
        }
    }

    // Whole operating years without a gap: one that would begin on 29 February begins, where there is none, on 1 March.
    private static DateOnly StartOf(DateOnly since, int year)
    {
        var start = since.AddYears(year - 1);
        return start.Day == since.Day ? start : start.AddDays(1);
    }

    private static DateOnly EndOf(DutyPlan plan) => new(plan.Year, 12, 31);

    private static IEnumerable<Duty> Made(DutyRule rule, DutyPlan plan, DutyObject? one, Occurrence occurrence)
    {
        foreach (var unit in rule.PerUnit ? rule.Units : (IReadOnlyList<string?>)[null])
        {
            yield return new Duty
            {
                Id = DutyId.Of(plan.PlanId, rule.Key, one?.Id, occurrence.Basis, unit),
                Rule = rule.Key,
                Task = rule.Task,
                Title = rule.Title,
                Units = unit is null ? rule.Units : [unit],
                ObjectId = one?.Id,
                ObjectName = one?.Name,
                Period = occurrence.Period,
                From = occurrence.From,
                Due = occurrence.Due,
                Undated = occurrence.Undated,
                MissingYear = occurrence.MissingYear,
                Target = occurrence.Target,
                Since = occurrence.Since,
            };
        }
    }
}
