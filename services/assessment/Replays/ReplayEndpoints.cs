using System.Globalization;
using System.Text;
using Bishui.Assessment.Plan;
using Bishui.Assessment.SchemeStore;
using Bishui.Assessment.Scores;
using Bishui.Features.Requests;
using Bishui.Hosting;
using Bishui.Hosting.Errors;
using Bishui.Hosting.Identity;
using Bishui.Hosting.Load;
using Bishui.Hosting.Time;
using Bishui.Rules.Time;
using Bishui.Storage.Documents;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Bishui.Assessment.Replays;

/// <summary>Replays of a year: asked for, watched, taken back, read as a curve.</summary>
internal static class ReplayEndpoints
{
    private const int MostDays = 3700;

    public static IServiceCollection AddReplays(this IServiceCollection services) => services
        .AddCollection(HeldReplay.Replays).AddCollection(ReplayStretch.Stretches)
        .AddSingleton<ReplayRounds>().AddHostedService(provider => provider.GetRequiredService<ReplayRounds>());

    public static void MapReplays(this IEndpointRouteBuilder routes)
    {
        var group = routes.MapGroup("/replays").WithTags("Replays");
        group.MapPost("/", Start).Produces<ReplayView>(StatusCodes.Status202Accepted)
            .WithSummary("回放：逐日重算全区和各单位得分，后台进行 / Score every day anew; runs in the background");
        group.MapGet("/", List).WithSummary("全部回放，新的在前 / Every replay, the newest first");
        group.MapGet("/{id}", Find).WithSummary("回放进度 / How far a replay is");
        group.MapGet("/{id}/curve", Curve).IsCostly().WithSummary("得分曲线，可选单位和起止日期 / The curve of the district or a unit");
        group.MapGet("/{id}/curve.csv", Csv).IsCostly().Produces(StatusCodes.Status200OK, contentType: "text/csv").WithSummary("得分曲线 CSV / The curve as CSV");
        group.MapPost("/{id}/cancellation", Cancel).Produces<ReplayView>().WithSummary("取消回放，已算的保留 / Take a replay back; what was scored stays");
    }

    private static async Task<IResult> Start(
        ReplayRequest request, HttpContext http, IdempotentWrites writes, ScoreBook book, SchemeBook schemes, PlanStore plans, ReplayRounds rounds, RequestClock clock,
        CancellationToken cancel)
    {
        var caller = http.User.Caller();
        if (!caller.SeesAll()) return Problems.Of(403, "forbidden", "回放由考核单位发起", "Replays are asked for by supervising units");
        var plan = (await plans.InForceAtAsync(clock.Now, cancel)).Plan;
        var (from, to) = (request.From ?? new DateOnly(plan.Year, 1, 1), request.To ?? new DateOnly(plan.Year, 12, 31));
        List<RowError> errors = [];
        if (from > to) errors.Add(new(null, "from", "bad-period", "不能晚于 to / must not be after to"));
        else if (to.DayNumber - from.DayNumber >= MostDays) errors.Add(new(null, "to", "too-long", $"不能超过 {MostDays} 天 / must not span more than {MostDays} days"));
        if (request.Scheme is { } named && await schemes.FindAsync(named, plan, cancel) is null) errors.Add(new(null, "scheme", "unknown-scheme", "没有这个评分方案 / there is no such scheme"));
        if (errors.Count > 0) return Refusals.Invalid(errors);
        var facts = await book.CountAsync(cancel);
        var answer = await writes.WriteAsync(http, request, (_, commit) =>
        {
            var replay = new HeldReplay
            {
                Id = Guid.CreateVersion7(clock.Now).ToString("N"),
                RequestedBy = caller.Unit,
                RequestedAt = clock.Now,
                From = from,
                To = to,
                AsKnown = request.AsKnown,
                Scheme = request.Scheme,
                Facts = facts,
                State = ReplayState.Queued,
                Done = 0,
                Attempts = 0,
            };
            commit.Insert(HeldReplay.Replays, replay.Id, replay);
            return ValueTask.FromResult(Answer.Accepted($"/api/assessment/replays/{replay.Id}", ReplayView.Of(replay)));
        }, cancel);
        rounds.Wake();
        return answer;
    }

    private static async Task<Ok<ListAnswer<ReplayView>>> List(IDocumentReader store, string? after, int? limit, CancellationToken cancel)
    {
        var page = await store.ListAsync(HeldReplay.Replays, new() { Index = HeldReplay.ByTime, Descending = true, After = after, Limit = Paging.Limit(limit) }, cancel);
        return TypedResults.Ok(new ListAnswer<ReplayView>([.. page.Items.Select(item => ReplayView.Of(item.Body))], page.Next));
    }

    private static async Task<Results<Ok<ReplayView>, ProblemHttpResult>> Find(string id, IDocumentReader store, CancellationToken cancel) =>
        await store.FindAsync(HeldReplay.Replays, id, cancel) is { } held ? TypedResults.Ok(ReplayView.Of(held.Body)) : Unknown();

    private static async Task<IResult> Curve(string id, string? unit, string? from, string? to, IDocumentReader store, CancellationToken cancel)
    {
        if (await store.FindAsync(HeldReplay.Replays, id, cancel) is not { } held) return Unknown();
        List<RowError> errors = [];
        var (first, last) = (Features.Requests.Instants.Day(from, "from", errors) ?? held.Body.From, Features.Requests.Instants.Day(to, "to", errors) ?? held.Body.To);
        if (errors.Count > 0) return Refusals.Invalid(errors);
        List<TrendPoint> points = [];
        await foreach (var day in DaysAsync(id, store, cancel))
            if (day.Day >= first && day.Day <= last && (unit is null ? day.District : day.Units.GetValueOrDefault(unit)) is { } point) points.Add(point);
        return TypedResults.Ok(new ListAnswer<TrendPoint>(points));
    }

    private static async Task<IResult> Csv(string id, IDocumentReader store, CancellationToken cancel)
    {
        if (await store.FindAsync(HeldReplay.Replays, id, cancel) is null) return Unknown();
        var text = new StringBuilder("day,unit,points,maximum,quality,work,grade,provisional\n");
        await foreach (var day in DaysAsync(id, store, cancel))
        {
            Line(day.Day, "district", day.District);
            foreach (var (unit, point) in day.Units.OrderBy(each => each.Key, StringComparer.Ordinal)) Line(day.Day, unit, point);
        }
        return TypedResults.Text(text.ToString(), "text/csv; charset=utf-8");

        // Keys and figures only: nothing that would have to be quoted.
        void Line(DateOnly day, string unit, TrendPoint point) => text.Append(CultureInfo.InvariantCulture,
            $"{day:yyyy-MM-dd},{unit},{point.Points},{point.Maximum},{point.Quality},{point.Work},{point.Grade},{(point.Provisional ? "true" : "false")}\n");
    }

    private static async Task<IResult> Cancel(string id, HttpContext http, IdempotentWrites writes, RequestClock clock, CancellationToken cancel)
    {
        var caller = http.User.Caller();
        if (!caller.SeesAll()) return Problems.Of(403, "forbidden", "回放由考核单位取消", "Replays are taken back by supervising units");
        return await writes.WriteAsync(http, id, async (reader, commit) =>
        {
            if (await reader.FindAsync(HeldReplay.Replays, id, cancel) is not { } held) return Unknown();
            if (!held.Body.IsOpen) return Problems.Of(409, "not-running", "回放已结束", "The replay has ended");
            var taken = held.Body with { State = ReplayState.Cancelled, FinishedAt = clock.Now };
            commit.Update(HeldReplay.Replays, id, held.Version, taken);
            return Answer.Ok(ReplayView.Of(taken));
        }, cancel);
    }

    private static async IAsyncEnumerable<ReplayDay> DaysAsync(string id, IDocumentReader store, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancel)
    {
        await foreach (var stretch in store.StreamAsync(ReplayStretch.Stretches, new() { Index = ReplayStretch.ByDay, From = id + "|", Before = id + "}" }, cancel))
            foreach (var day in stretch.Body.Days) yield return day;
    }

    private static ProblemHttpResult Unknown() => Problems.Of(404, "unknown-replay", "没有这次回放", "There is no such replay");
}

/// <summary>A replay to run.</summary>
internal sealed record ReplayRequest
{
    /// <summary>First civil day; the first of the plan's year when left out.</summary>
    public DateOnly? From { get; init; }

    /// <summary>Last civil day; the last of the plan's year when left out.</summary>
    public DateOnly? To { get; init; }

    /// <summary>On each day only what had been received by its end counts.</summary>
    public bool AsKnown { get; init; }

    /// <summary>Key and version of one scheme for all days; the one in force on each day when left out.</summary>
    public string? Scheme { get; init; }
}

/// <summary>How far a replay is.</summary>
internal sealed record ReplayView(
    string Id, string RequestedBy, DateTimeOffset RequestedAt, DateOnly From, DateOnly To, bool AsKnown, string? Scheme, int Facts, ReplayState State, int Done, int Total,
    DateTimeOffset? FinishedAt, string? Failure, string Curve)
{
    public static ReplayView Of(HeldReplay replay) => new(
        replay.Id, replay.RequestedBy, replay.RequestedAt.ToOffset(ChinaTime.Offset), replay.From, replay.To, replay.AsKnown, replay.Scheme, replay.Facts, replay.State,
        replay.Done, replay.Total, replay.FinishedAt?.ToOffset(ChinaTime.Offset), replay.Failure, $"/api/assessment/replays/{replay.Id}/curve");
}
