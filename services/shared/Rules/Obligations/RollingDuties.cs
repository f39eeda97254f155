using System.Globalization;

namespace Bishui.Rules.Obligations;

/// <summary>
/// What rolls on from a date of an object: each date on file makes one duty, that of the next date, and so does the lack of a first date.
/// </summary>
/// <remarks>
/// An object is never better off for being late: while the date on file has run out, or there is none, when the plan is issued and the object is
/// on file, the next is owed at once, on the later of these two days. A date that had been followed by another before then keeps its own due day,
/// which lies before the issue. Where the condition begins to hold only with a later row, the duty begins with that row.
/// </remarks>
internal static class RollingDuties
{
    private const string NoDate = "no-date";

    public static IEnumerable<Occurrence> Of(Schedule.EveryYears rolling, Condition? condition, DutyPlan plan, DutyObject one)
    {
        if (one.Rows.Count == 0)
            yield break;
        var atOnce = Later(plan.IssuedOn, one.Rows[0].From);
        foreach (var since in one.DatesOf(rolling.Attribute).Select(date => (DateOnly?)date).Prepend(null))
        {
            if (DueSince(since) is not { } due)
                continue;
            var basis = since?.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture) ?? NoDate;
            yield return new(basis, since ?? one.Rows[0].From, due) { Since = since };
        }

        DateOnly? DueSince(DateOnly? since)
        {
            var end = since is { } date ? Values.Anniversary(date, rolling.Years) : null;
            if (since is not null && end is null)
                return null;
            var start = end is null ? atOnce : Later(end.Value, atOnce);
            if (start != end && end is not null && one.DateOnFile(rolling.Attribute, start) > since)
                return Duties.Owes(condition, one, end.Value) ? end : null;
            foreach (var day in one.Rows.Select(row => row.From).Where(from => from > start).Prepend(start))
            {
                if (day != end && one.DateOnFile(rolling.Attribute, day) is { } other && !(other <= since))
                    return null;
                if (Duties.Owes(condition, one, day))
                    return day;
            }

            return null;
        }
    }

    private static DateOnly Later(DateOnly one, DateOnly other) => one > other ? one : other;
}
