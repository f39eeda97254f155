using System.Security.Claims;
using Bishui.Assessment.Common;
using Bishui.Assessment.Scores;
using Bishui.Features.Requests;
using Bishui.Hosting.Errors;
using Bishui.Hosting.Identity;
using Bishui.Hosting.Time;
using Bishui.Rules.Obligations;
using Bishui.Rules.Time;
using Bishui.Storage.Documents;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Bishui.Assessment.Reports;

/// <summary>A report that a unit owes.</summary>
/// <param name="Unit">Key of the unit.</param>
/// <param name="Name">Its name.</param>
/// <param name="Period">The half-year whose duty it is; the annual report answers the second.</param>
/// <param name="Kind">The report that answers it.</param>
/// <param name="Due">Last day.</param>
/// <param name="State">Of the duty: open, met, met-late, missed, before-issue or waived.</param>
/// <param name="SentOn">When it was sent; null while it was not.</param>
/// <param name="DaysLate">Days after the last day, up to today while it is not sent; null while it is in time.</param>
/// <param name="Report">The report on the platform, for callers who may read it; a unit may also have recorded one by hand.</param>
/// <param name="Obligation">Id of the duty.</param>
internal sealed record DueReport(
    string Unit, string Name, string Period, ReportKind Kind, DateOnly Due, string State, DateOnly? SentOn, int? DaysLate, ReportHead? Report, string Obligation);

/// <summary>The calendar of reports: who has reported, and who is late.</summary>
internal static class DueReports
{
    public static async Task<Results<Ok<ListAnswer<DueReport>>, ProblemHttpResult>> List(
        string? at, ClaimsPrincipal user, ScoreBook book, IDocumentReader store, RequestClock clock, CancellationToken cancel)
    {
        if (!QueryInstants.TryRead(at, clock, out var instant)) return QueryInstants.Bad();
        var caller = user.Caller();
        if (caller.Unit.Length == 0 && !caller.SeesAll())
            return Problems.Of(StatusCodes.Status403Forbidden, "forbidden", "无权查看报送日历", "The calendar of reports is for officials");
        var owed = await book.AskAsync(new(instant), page => Of(page, ChinaTime.DayOf(instant)), cancel);
        var answered = new List<DueReport>();
        foreach (var one in owed)
        {
            var period = one.Kind == ReportKind.Annual ? one.Period[..4] : one.Period;
            var place = ReportCollections.PlaceOf(one.Unit, period);
            var report = (await store.FindByAsync(ReportCollections.Reports, ReportCollections.ByOpen, place, cancel))?.Body
                ?? await store.IssuedAsync(one.Unit, period, cancel);
            answered.Add(report is not null && ReportLife.MayRead(caller, report) ? one with { Report = ReportHead.Of(report) } : one);
        }
        return TypedResults.Ok(new ListAnswer<DueReport>(answered));
    }

    private static List<DueReport> Of(ScorePage page, DateOnly today)
    {
        var plan = page.Document.Plan;
        return [.. from task in plan.Tasks
            let rules = (task.Duties ?? []).Where(ReportIssue.Asks).Select(duty => duty.Key).ToHashSet()
            where rules.Count > 0
            from file in page.Facts.DutiesOf(task)
            let told = file.Told
            where rules.Contains(told.Rule) && told.Due is not null
            from unit in told.Units
            let period = Period.Of(PeriodKind.HalfYear, told.Due!.Value)
            let late = (told.MetOn ?? today).DayNumber - told.Due!.Value.DayNumber
            orderby told.Due, told.Units[0]
            select new DueReport(unit, plan.Units.FirstOrDefault(each => each.Key == unit)?.Name ?? unit, period.Id,
                period.Number == 1 ? ReportKind.HalfYear : ReportKind.Annual, told.Due!.Value, told.State, told.MetOn,
                late > 0 && told.State != "waived" ? late : null, null, told.Id)];
    }
}
