using System.Text.Json;
using Bishui.Assessment.Common;
using Bishui.Assessment.Plan;
using Bishui.Assessment.SchemeStore;
using Bishui.Assessment.Scores;
using Bishui.Assessment.Scoring;
using Bishui.Features.Requests;
using Bishui.Hosting;
using Bishui.Hosting.Errors;
using Bishui.Hosting.Identity;
using Bishui.Hosting.Json;
using Bishui.Hosting.Load;
using Bishui.Hosting.Time;
using Bishui.Rules.Time;
using Bishui.Storage.Documents;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Bishui.Assessment.Schemes;

/// <summary>Scoring schemes as versioned data: posted, rehearsed on the facts on file, then put in force from a day on. A version never changes.</summary>
internal static class SchemeEndpoints
{
    public static IServiceCollection AddSchemes(this IServiceCollection services) =>
        services.AddCollection(HeldScheme.Schemes).AddCollection(SchemeHead.Heads).AddSingleton<SchemeBook>();

    public static void MapSchemes(this IEndpointRouteBuilder routes)
    {
        var group = routes.MapGroup("/schemes").WithTags("Schemes");
        group.MapGet("/", List).WithSummary("评分方案的全部版本及是否生效 / Every version, and whether it is in force");
        group.MapGet("/schema", () => TypedResults.Ok(SchemeFiles.Schema())).WithSummary("评分方案的 JSON Schema / The form of a scoring scheme");
        group.MapGet("/{key}/{version:int}", Find).WithSummary("一个版本的原文 / A version as it was written");
        group.MapPost("/", Post).RequireAuthorization(PlanRights.Deciders).Produces<SchemeView>(StatusCodes.Status201Created).WithSummary("提交新方案或新版本，逐项校验，不立即生效 / Post a version; every fault is named, nothing is in force yet");
        group.MapPost("/{key}/{version:int}/rehearsal", Rehearse).IsCostly().Produces<Rehearsal>()
            .WithSummary("试算：按现有事实，与现行方案逐单位、逐月对照 / Score the facts on file by it and by the one in force, side by side");
        group.MapPost("/{key}/{version:int}/adoption", Adopt).Produces<SchemeView>().WithSummary("自某日起生效，须先试算 / Put a rehearsed version in force from a day on");
    }

    private static async Task<Ok<ListAnswer<SchemeView>>> List(SchemeBook book, PlanStore plans, IDocumentReader store, RequestClock clock, CancellationToken cancel)
    {
        var plan = (await plans.InForceAtAsync(clock.Now, cancel)).Plan;
        var now = await book.InForceAtAsync(plan, clock.Now, cancel);
        var views = SchemeFiles.All.Select(file => SchemeFiles.LoadFor(file, plan)).Select(scheme => new SchemeView(
            scheme.Key, scheme.Version, scheme.Title, IsShipped: true, InForce: Same(scheme, now), null, null, null, null, null, null, null)).ToList();
        await foreach (var held in store.StreamAsync(HeldScheme.Schemes, new() { Index = HeldScheme.ByName }, cancel))
            views.Add(SchemeView.Of(held.Body, await book.ReadAsync(held.Body, plan, cancel), now));
        return TypedResults.Ok(new ListAnswer<SchemeView>(views));
    }

    private static async Task<Results<ContentHttpResult, ProblemHttpResult>> Find(string key, int version, IDocumentReader store, PlanStore plans, RequestClock clock, CancellationToken cancel)
    {
        var plan = (await plans.InForceAtAsync(clock.Now, cancel)).Plan;
        foreach (var file in SchemeFiles.All)
            if (SchemeFiles.LoadFor(file, plan) is var scheme && (scheme.Key, scheme.Version) == (key, version)) return TypedResults.Text(DataFiles.Text($"schemes/{file}.json"), "application/json");
        return await store.FindAsync(HeldScheme.Schemes, HeldScheme.IdOf(key, version), cancel) is { } held ? TypedResults.Text(held.Body.Text, "application/json") : Unknown();
    }

    private static async Task<IResult> Post(
        JsonElement request, HttpContext http, IdempotentWrites writes, PlanStore plans, RequestClock clock, CancellationToken cancel)
    {
        var caller = http.User.Caller();
        if (!caller.MayDecide()) return Forbidden();
        var plan = (await plans.InForceAtAsync(clock.Now, cancel)).Plan;
        Scheme scheme;
        try
        {
            scheme = SchemeFiles.Parse("scheme", request.GetRawText(), plan);
        }
        catch (DataFileException faulty)
        {
            return Refusals.Invalid([.. faulty.Faults.Select(fault => new RowError(null, FieldOf(fault), "bad-scheme", fault))]);
        }
        var id = HeldScheme.IdOf(scheme.Key, scheme.Version);
        return await writes.WriteAsync(http, request, async (reader, commit) =>
        {
            if (await reader.FindAsync(HeldScheme.Schemes, id, cancel) is not null || SchemeFiles.All.Any(file => SchemeFiles.LoadFor(file, plan) is var shipped && Same(shipped, scheme)))
                return Problems.Of(409, "version-exists", "这个版本已存在，修改请提交新版本", "This version exists; post a change as a new one");
            var held = new HeldScheme
            {
                Key = scheme.Key,
                Version = scheme.Version,
                Text = request.GetRawText(),
                PlanId = plan.PlanId,
                PlanVersion = plan.Version,
                PostedBy = caller.Unit,
                PostedAt = clock.Now,
            };
            commit.Insert(HeldScheme.Schemes, id, held);
            return Answer.Created($"/api/assessment/schemes/{id}", SchemeView.Of(held, scheme, null));
        }, cancel);
    }

    private static async Task<IResult> Rehearse(
        string key, int version, string? at, HttpContext http, IDocumentStore store, SchemeBook schemes, ScoreBook book, PlanStore plans, RequestClock clock, CancellationToken cancel)
    {
        if (!http.User.Caller().MayDecide()) return Forbidden();
        if (!QueryInstants.TryRead(at, clock, out var instant)) return QueryInstants.Bad();
        var plan = (await plans.InForceAtAsync(instant, cancel)).Plan;
        if (await schemes.FindAsync(HeldScheme.IdOf(key, version), plan, cancel) is not { } scheme) return Unknown();
        var facts = await book.CountAsync(cancel);
        var now = await book.AskAsync(new(instant), Standing.Of, cancel);
        var would = await book.AskAsync(new(instant), Standing.Of, cancel, scheme);
        var ends = Enumerable.Range(1, 12).Select(month => CivilDays.EndOf(ChinaTime.MonthOf(new DateOnly(plan.Year, month, 1)).Last)).TakeWhile(end => end <= instant).ToList();
        List<TrendPoint> course = [], other = [];
        await book.WalkAsync(ends, false, page => { course.Add(TrendPoint.Of(page.Of(null))); return ValueTask.CompletedTask; }, cancel, first: facts);
        await book.WalkAsync(ends, false, page => { other.Add(TrendPoint.Of(page.Of(null))); return ValueTask.CompletedTask; }, cancel, scheme, facts);
        await store.DecideAsync(async reader =>
        {
            var commit = new Commit();
            // A shipped version needs no rehearsal on record.
            if (await reader.FindAsync(HeldScheme.Schemes, HeldScheme.IdOf(key, version), cancel) is { } held)
                commit.Update(HeldScheme.Schemes, HeldScheme.IdOf(key, version), held.Version, held.Body with { RehearsedAt = clock.Now, RehearsedFacts = facts });
            return new Decision<bool>(commit, true);
        }, cancel);
        return TypedResults.Ok(new Rehearsal(instant.ToOffset(ChinaTime.Offset), facts, now.Scheme, would.Scheme,
            [.. now.Scores.Zip(would.Scores, (one, another) => new Rehearsed(one.Unit, one.Name, one, another, another.Points - one.Points))],
            [.. course.Zip(other, (one, another) => new RehearsedMonth(one.Day, one, another))]));
    }

    private static async Task<IResult> Adopt(
        string key, int version, AdoptionRequest request, HttpContext http, IdempotentWrites writes, PlanStore plans, RequestClock clock, CancellationToken cancel)
    {
        var caller = http.User.Caller();
        if (!caller.MayDecide()) return Forbidden();
        var plan = (await plans.InForceAtAsync(clock.Now, cancel)).Plan;
        var id = HeldScheme.IdOf(key, version);
        return await writes.WriteAsync(http, request, async (reader, commit) =>
        {
            if (await reader.FindAsync(HeldScheme.Schemes, id, cancel) is not { } held) return Unknown();
            List<RowError> errors = [];
            // Earlier days keep the scheme by which their scores were read.
            if (request.From is not { } from || from < ChinaTime.DayOf(clock.Now)) errors.Add(new(null, "from", "bad-day", "应为今天或以后的日期 / must be today or later"));
            if (string.IsNullOrWhiteSpace(request.Reason)) errors.Add(new(null, "reason", "missing", "须写明理由 / give a reason"));
            if (errors.Count > 0) return Refusals.Invalid(errors);
            if (held.Body.From is not null) return Problems.Of(409, "already-adopted", "这个版本已生效或已定生效日", "This version was put in force already");
            if (held.Body.RehearsedAt is null) return Problems.Of(409, "not-rehearsed", "须先在现有事实上试算", "It has to be rehearsed on the facts on file first");
            var adopted = held.Body with { From = request.From, AdoptedAt = clock.Now, AdoptedBy = caller.Unit, Reason = request.Reason };
            commit.Update(HeldScheme.Schemes, id, held.Version, adopted);
            if (await reader.FindAsync(SchemeHead.Heads, SchemeHead.Id, cancel) is { } head) commit.Update(SchemeHead.Heads, SchemeHead.Id, head.Version, new(head.Body.Revision + 1));
            else commit.Insert(SchemeHead.Heads, SchemeHead.Id, new(1));
            return Answer.Ok(SchemeView.Of(adopted, SchemeFiles.Parse(id, adopted.Text, plan), null));
        }, cancel);
    }

    /// <summary>Faults begin with their place: <c>item x: weight: …</c>.</summary>
    private static string FieldOf(string fault) => fault.Split(':')[0] is { Length: < 80 } place && fault.Contains(':', StringComparison.Ordinal) ? place : "scheme";

    private static bool Same(Scheme one, Scheme other) => (one.Key, one.Version) == (other.Key, other.Version);

    private static ProblemHttpResult Unknown() => Problems.Of(404, "unknown-scheme", "没有这个评分方案", "There is no such scheme");

    private static ProblemHttpResult Forbidden() => Problems.Of(403, "forbidden", "评分方案由区生态环境保护委员会决定", "Schemes are decided by the ecology committee");

    private sealed record Standing(string Scheme, IReadOnlyList<ScoreView> Scores)
    {
        public static Standing Of(ScorePage page) => new(HeldScheme.IdOf(page.Scheme.Key, page.Scheme.Version),
            [ScoreView.Of(page, null), .. page.Document.Plan.Units.Select(unit => ScoreView.Of(page, unit.Key))]);
    }
}

/// <summary>Puts a version in force.</summary>
internal sealed record AdoptionRequest
{
    /// <summary>The first civil day.</summary>
    public DateOnly? From { get; init; }

    /// <summary>Why.</summary>
    [LongText]
    public string? Reason { get; init; }
}

/// <summary>A version of a scheme.</summary>
internal sealed record SchemeView(
    string Scheme, int Version, string Title, bool IsShipped, bool InForce, string? PostedBy, DateTimeOffset? PostedAt, DateTimeOffset? RehearsedAt, int? RehearsedFacts,
    DateOnly? From, string? AdoptedBy, string? Reason)
{
    public static SchemeView Of(HeldScheme held, Scheme scheme, Scheme? now) => new(
        held.Key, held.Version, scheme.Title, false, now is not null && (now.Key, now.Version) == (held.Key, held.Version), held.PostedBy, held.PostedAt.ToOffset(ChinaTime.Offset),
        held.RehearsedAt?.ToOffset(ChinaTime.Offset), held.RehearsedFacts, held.From, held.AdoptedBy, held.Reason);
}

/// <summary>A scheme tried on the facts on file, beside the one in force.</summary>
/// <param name="At">The instant.</param>
/// <param name="Facts">How many facts were on file.</param>
/// <param name="InForce">Key and version of the scheme in force.</param>
/// <param name="Tried">Key and version of the scheme that was tried.</param>
/// <param name="Scores">The district first, then every unit.</param>
/// <param name="Months">The district at the end of every month of the plan's year so far.</param>
internal sealed record Rehearsal(
    DateTimeOffset At, int Facts, string InForce, string Tried, IReadOnlyList<Rehearsed> Scores, IReadOnlyList<RehearsedMonth> Months);

internal sealed record Rehearsed(string? Unit, string Name, ScoreView InForce, ScoreView Tried, decimal Difference);

internal sealed record RehearsedMonth(DateOnly Day, TrendPoint InForce, TrendPoint Tried);
