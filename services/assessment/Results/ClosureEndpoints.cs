using Bishui.Assessment.Plan;
using Bishui.Contracts.Assessments;
using Bishui.Features.Requests;
using Bishui.Hosting.Errors;
using Bishui.Hosting.Identity;
using Bishui.Hosting.Json;
using Bishui.Hosting.Time;
using Bishui.Rules.Calendars;
using Bishui.Rules.Time;
using Bishui.Storage.Documents;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Bishui.Assessment.Results;

/// <summary>Closes a year for good: after its result was published, the time for objections is over, and every objection is settled.</summary>
internal static class ClosureEndpoints
{
    public static void MapClosures(this IEndpointRouteBuilder routes)
    {
        var group = routes.MapGroup("/results").WithTags("Results");
        group.MapGet("/{period}/closure", Find).WithSummary("年度结果的定案决定；未定案为 404 / The decision that closed a year; 404 while it is open");
        group.MapPost("/{period}/closure", Close).Produces<ClosureView>(StatusCodes.Status201Created)
            .WithSummary("年度结果定案：此后该年度不再登记、审核、评分和更正 / Close a year for good: nothing of it is recorded, reviewed, marked or restated afterwards");
    }

    private static async Task<Results<Ok<ClosureView>, ProblemHttpResult>> Find(string period, IDocumentReader store, CancellationToken cancel) =>
        await PlanOfAsync(period, store, cancel) is not { } plan ? Unknown()
        : await YearClosure.FindAsync(store, plan.Plan.PlanId, cancel) is { } closed ? TypedResults.Ok(ClosureView.Of(closed))
        : Problems.Of(404, "not-closed", "该年度结果尚未定案", "The year is still open");

    private static async Task<IResult> Close(
        string period, ClosureRequest request, HttpContext http, IdempotentWrites writes, WorkCalendar calendar, RequestClock clock, CancellationToken cancel)
    {
        var caller = http.User.Caller();
        if (!caller.MayDecide()) return Problems.Of(403, "forbidden", "年度结果由区生态环境保护委员会定案", "Years are closed by the ecology committee");
        return await writes.WriteAsync(http, request, async (reader, commit) =>
        {
            if (await PlanOfAsync(period, reader, cancel) is not { Plan: var plan }) return Unknown();
            if (await YearClosure.ToChangeAsync(reader, plan.PlanId, cancel) is { } closed) return closed;
            if (await HeldResult.FindAsync(reader, period, null, cancel) is not { } result)
                return Problems.Of(409, "not-published", "年度结果尚未公布，不能定案", "The year's result is not published, and cannot be closed");
            var last = calendar.AddWorkdays(ChinaTime.DayOf(result.PublishedAt), ResultRules.Carried.ObjectionWorkdays).Day;
            if (await OpenAsync(period, last, reader, clock, cancel) is { Count: > 0 } open)
                return Problems.Of(409, "not-settled", "尚有未了的申诉，或申诉期限未满，不能定案", "Objections are open, or may still be made", open);
            List<RowError> errors = [];
            if (string.IsNullOrWhiteSpace(request.Reason)) errors.Add(new(null, "reason", "missing", "须写明定案依据 / say by which decision it is closed"));
            // Where the calendar is not known the platform cannot say that the time is over: then somebody has to, on record.
            if (last is null && string.IsNullOrWhiteSpace(request.ObjectionsOver))
                errors.Add(new(null, "objectionsOver", "missing", "该年节假日安排未登记，申诉期限无法计算，须写明期限已满的依据 / the year's calendar is not on file: say why the time for objections is over"));
            if (errors.Count > 0) return Refusals.Invalid(errors);
            var closure = new YearClosure
            {
                PlanId = plan.PlanId,
                Year = plan.Year,
                Revision = result.Revision,
                Sha256 = result.Sha256,
                Reason = request.Reason!,
                ObjectionsOver = request.ObjectionsOver,
                ClosedBy = caller.Unit,
                ClosedAt = clock.Now,
            };
            commit.Insert(YearClosure.Closures, plan.PlanId, closure);
            commit.Publish(new YearClosed { PlanId = plan.PlanId, Year = plan.Year, Revision = result.Revision, ClosedBy = caller.Unit, ClosedAt = clock.Now });
            return Answer.Created($"/api/assessment/results/{period}/closure", ClosureView.Of(closure));
        }, cancel);
    }

    /// <summary>What stands against closing, each with the row it would have in a list.</summary>
    private static async ValueTask<List<RowError>> OpenAsync(
        string period, DateOnly? objectionsUntil, IDocumentReader reader, RequestClock clock, CancellationToken cancel)
    {
        List<RowError> open = [];
        if (objectionsUntil is { } last && last >= ChinaTime.DayOf(clock.Now))
            open.Add(new(null, "period", "objections-may-be-made", $"申诉期限至 {last:yyyy-MM-dd} / objections may be made until then"));
        await foreach (var held in reader.StreamAsync(HeldObjection.Objections, new() { Index = HeldObjection.ByPeriod, From = period + "|", Before = period + "}" }, cancel))
            if (held.Body.Ruling is null) open.Add(new(null, "objections", "open-objection", $"申诉未裁定 / not ruled on: {held.Id}"));
            else if (held.Body is { Ruling.Decision: HeldObjection.Upheld, RestatedIn: null })
                open.Add(new(null, "objections", "upheld-objection", $"申诉成立，尚未更正 / upheld and not restated: {held.Id}"));
        return open;
    }

    private static async ValueTask<PlanDocument?> PlanOfAsync(string text, IDocumentReader reader, CancellationToken cancel) =>
        ResultPeriod.Parse(text) is { IsYear: true } period ? await PlanStore.FindAsync(reader, plan => plan.Year == period.Year, cancel) : null;

    private static ProblemHttpResult Unknown() => Problems.Of(404, "unknown-period", "没有这个年度，应如 2021", "There is no such year; 2021");
}

/// <summary>Closes a year.</summary>
internal sealed record ClosureRequest
{
    /// <summary>Why, or by which document.</summary>
    [LongText]
    public string? Reason { get; init; }

    /// <summary>Why the time for objections is over; asked for where the calendar of the year is not on file, so that it cannot be computed.</summary>
    [LongText]
    public string? ObjectionsOver { get; init; }
}

/// <summary>The decision that closed a year.</summary>
internal sealed record ClosureView(string PlanId, int Year, int Revision, string Sha256, string Reason, string? ObjectionsOver, string ClosedBy, DateTimeOffset ClosedAt)
{
    public static ClosureView Of(YearClosure closure) => new(
        closure.PlanId, closure.Year, closure.Revision, closure.Sha256, closure.Reason, closure.ObjectionsOver, closure.ClosedBy, closure.ClosedAt.ToOffset(ChinaTime.Offset));
}
