using System.Security.Claims;
using System.Text.Json;
using Bishui.Assessment.Plan;
using Bishui.Assessment.Scores;
using Bishui.Assessment.Scoring;
using Bishui.Features.Requests;
using Bishui.Hosting;
using Bishui.Hosting.Errors;
using Bishui.Hosting.Identity;
using Bishui.Hosting.Json;
using Bishui.Hosting.Load;
using Bishui.Hosting.PublicAnswers;
using Bishui.Hosting.Time;
using Bishui.Rules.Time;
using Bishui.Storage.Documents;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Bishui.Assessment.Results;

/// <summary>Half-year and year results: published after what stands against it was shown, frozen with a hash, restated beside, never changed.</summary>
internal static class ResultEndpoints
{
    public static IServiceCollection AddResults(this IServiceCollection services) => services.AddCollection(HeldResult.Results).AddCollection(ResultTree.Trees);

    public static void MapResults(this IEndpointRouteBuilder routes)
    {
        var group = routes.MapGroup("/results").WithTags("Results");
        group.MapGet("/", List).WithSummary("半年和全年结果：是否已公布，各次修订 / Half-year and year results, and their revisions");
        group.MapGet("/{period}", Find).WithSummary("已公布的结果，revision 指定修订号 / A published result");
        group.MapGet("/{period}/blockers", ShowBlockers).IsCostly().WithSummary("公布前须处理或说明的事项 / What stands against publishing");
        group.MapGet("/{period}/units/{unit}", Tree).Produces<ScoreNode>().WithSummary("已公布的得分说明，district 为全区；单位只见本单位 / An explanation as published");
        group.MapGet("/{period}/{revision:int}/verification", Verify).WithSummary("校验：内容与公布时的哈希是否一致 / Whether it is what was published");
        group.MapPost("/{period}/publication", Publish).Produces<ResultView>(StatusCodes.Status201Created)
            .WithSummary("公布并定稿；未了事项须逐项写明理由 / Publish and freeze; each blocker needs a reason");
        group.MapPost("/{period}/restatements", Restate).Produces<ResultView>(StatusCodes.Status201Created)
            .WithSummary("更正：与原结果并列，写明理由和所答复的申诉 / Restate beside the old, with the reason");
    }

    public static void MapPublicResults(this IEndpointRouteBuilder routes) => routes.MapGet("/api/public/results", ListPublic).WithTags("Public").AllowAnonymous().IsPublicAnswer()
        .WithSummary("已公布的考核结果：得分、等级、哈希，含更正 / Published results with their restatements");

    private static async Task<Ok<ListAnswer<ResultPeriodView>>> List(ClaimsPrincipal user, IDocumentReader store, PlanStore plans, RequestClock clock, CancellationToken cancel)
    {
        var years = (await plans.ListAsync(cancel)).Select(document => document.Plan.Year).Distinct().OrderDescending();
        var (held, caller) = (await AllAsync(store, cancel), user.Caller());
        return TypedResults.Ok(new ListAnswer<ResultPeriodView>([.. years.SelectMany(ResultPeriod.Of).Select(period => new ResultPeriodView(
            period.Key, period.Last, clock.Now > period.At, [.. held.Where(result => result.Period == period.Key).Select(result => ResultView.Of(result).For(caller))]))]));
    }

    private static async Task<Ok<ListAnswer<PublicResult>>> ListPublic(IDocumentReader store, CancellationToken cancel) =>
        TypedResults.Ok(new ListAnswer<PublicResult>([.. (await AllAsync(store, cancel)).Select(PublicResult.Of)]));

    private static async Task<Results<Ok<ResultView>, ProblemHttpResult>> Find(string period, int? revision, ClaimsPrincipal user, IDocumentReader store, CancellationToken cancel) =>
        await HeldResult.FindAsync(store, period, revision, cancel) is { } held ? TypedResults.Ok(ResultView.Of(held).For(user.Caller())) : NotPublished();

    private static async Task<Results<Ok<ListAnswer<Blocker>>, ProblemHttpResult>> ShowBlockers(
        string period, ClaimsPrincipal user, ScoreBook book, PlanStore plans, IDocumentReader store, RequestClock clock, CancellationToken cancel) =>
        user.Caller().ToSeeWhole(null) is { } refusal ? refusal
        : await PeriodAsync(period, plans, cancel) is var (asked, planId)
            ? TypedResults.Ok(new ListAnswer<Blocker>(await Blockers.OfAsync(asked, planId, book, store, clock.Now, cancel)))
            : UnknownPeriod();

    private static async Task<IResult> Tree(string period, string unit, int? revision, HttpContext http, IDocumentReader store, CancellationToken cancel)
    {
        var caller = http.User.Caller();
        if (caller.ToSeeWhole(unit == "district" ? null : unit) is { } refusal) return refusal;
        if (await HeldResult.FindAsync(store, period, revision, cancel) is not { } held) return NotPublished();
        return await store.FindAsync(ResultTree.Trees, ResultTree.IdOf(held.Period, held.Revision, unit == "district" ? null : unit), cancel) is { } tree
            ? TypedResults.Text(tree.Body.Json, "application/json")
            : Problems.Of(404, "unknown-unit", "结果中没有这个单位", "The result has no such unit");
    }

    private static async Task<Results<Ok<ResultCheck>, ProblemHttpResult>> Verify(string period, int revision, IDocumentReader store, CancellationToken cancel)
    {
        if (await HeldResult.FindAsync(store, period, revision, cancel) is not { } held) return NotPublished();
        List<string> changed = [];
        if (HeldResult.HashOf(held) != held.Sha256) changed.Add("result");
        foreach (var score in held.Scores)
        {
            var tree = await store.FindAsync(ResultTree.Trees, ResultTree.IdOf(period, revision, score.Unit), cancel);
            if (tree is null || Hash.Of(tree.Body.Json) != score.TreeSha256) changed.Add(score.Unit ?? "district");
        }
        return TypedResults.Ok(new ResultCheck(changed.Count == 0, held.Sha256, changed));
    }

    private static async Task<IResult> Publish(
        string period, PublicationRequest request, HttpContext http, IdempotentWrites writes, ScoreBook book, PlanStore plans, IDocumentReader store, RequestClock clock,
        CancellationToken cancel)
    {
        var caller = http.User.Caller();
        if (!caller.MayDecide()) return Forbidden();
        if (await PeriodAsync(period, plans, cancel) is not var (asked, planId)) return UnknownPeriod();
        var blockers = await Blockers.OfAsync(asked, planId, book, store, clock.Now, cancel);
        var (frozen, trees) = await FreezeAsync(asked, planId, 1, caller.Unit, book, clock, cancel);
        return await writes.WriteAsync(http, request, async (reader, commit) =>
        {
            if (await HeldResult.FindAsync(reader, period, null, cancel) is not null)
                return Problems.Of(409, "already-published", "这一期结果已公布，只能更正", "The result was published; it can only be restated");
            if (Refused(blockers, request.Accepted ?? []) is { } refusal) return refusal;
            return Keep(commit, frozen with { Accepted = Taken(blockers, request.Accepted ?? []) }, trees);
        }, cancel);
    }

    private static async Task<IResult> Restate(
        string period, RestatementRequest request, HttpContext http, IdempotentWrites writes, ScoreBook book, PlanStore plans, IDocumentReader store, RequestClock clock,
        CancellationToken cancel)
    {
        var caller = http.User.Caller();
        if (!caller.MayDecide()) return Forbidden();
        if (await PeriodAsync(period, plans, cancel) is not var (asked, planId)) return UnknownPeriod();
        if (await HeldResult.FindAsync(store, period, null, cancel) is not { } newest) return NotPublished();
        var (frozen, trees) = await FreezeAsync(asked, planId, newest.Revision + 1, caller.Unit, book, clock, cancel);
        return await writes.WriteAsync(http, request, async (reader, commit) =>
        {
            if (await YearClosure.ToChangeAsync(reader, planId, cancel) is { } closed) return closed;
            List<RowError> errors = [];
            if (string.IsNullOrWhiteSpace(request.Reason)) errors.Add(new(null, "reason", "missing", "须写明更正理由 / say why it is restated"));
            foreach (var (id, row) in (request.Objections ?? []).Select((id, row) => (id, row)))
            {
                if (await reader.FindAsync(HeldObjection.Objections, id, cancel) is not { Body: { Ruling.Decision: HeldObjection.Upheld, RestatedIn: null } upheld } held || upheld.Period != period)
                    errors.Add(new(row, "objections", "not-upheld", "没有这项待更正的申诉 / no upheld objection of this period waits for a restatement"));
                else commit.Update(HeldObjection.Objections, id, held.Version, upheld with { RestatedIn = frozen.Revision });
            }
            if (errors.Count > 0) return Refusals.Invalid(errors);
            return Keep(commit, frozen with { Accepted = newest.Accepted, Reason = request.Reason, Objections = [.. request.Objections ?? []] }, trees);
        }, cancel);
    }

    /// <summary>Scores the period by its own plan, as known now, with every tree.</summary>
    private static async Task<(HeldResult Result, IReadOnlyList<ResultTree> Trees)> FreezeAsync(
        ResultPeriod period, string planId, int revision, string by, ScoreBook book, RequestClock clock, CancellationToken cancel)
    {
        var now = clock.Now;
        var facts = await book.CountAsync(cancel);
        return await book.AskAsync(new(period.ScoredAt(now), now, planId), page =>
        {
            var scores = page.Document.Plan.Units.Select(unit => unit.Key).Prepend(null)
                .Select(unit => (Score: ScoreView.Of(page, unit), Tree: JsonSerializer.Serialize(page.Of(unit).Explanation, JsonDefaults.Options))).ToList();
            return (new HeldResult
            {
                Period = period.Key,
                Revision = revision,
                At = period.ScoredAt(now),
                KnownAt = now,
                Facts = facts,
                PlanId = page.Document.Plan.PlanId,
                PlanVersion = page.Document.Plan.Version,
                Scheme = FormattableString.Invariant($"{page.Scheme.Key}/{page.Scheme.Version}"),
                Scores = [.. scores.Select(each => ResultScore.Of(each.Score, each.Tree))],
                Accepted = [],
                PublishedBy = by,
                PublishedAt = now,
                Sha256 = "",
            }, (IReadOnlyList<ResultTree>)[.. scores.Select(each => new ResultTree(period.Key, revision, each.Score.Unit, each.Tree))]);
        }, cancel);
    }

    private static Answer Keep(Commit commit, HeldResult result, IReadOnlyList<ResultTree> trees)
    {
        result = result with { Sha256 = HeldResult.HashOf(result) };
        commit.Insert(HeldResult.Results, HeldResult.IdOf(result.Period, result.Revision), result);
        foreach (var tree in trees) commit.Insert(ResultTree.Trees, ResultTree.IdOf(tree.Period, tree.Revision, tree.Unit), tree);
        return Answer.Created($"/api/assessment/results/{result.Period}?revision={result.Revision}", ResultView.Of(result));
    }

    private static ProblemHttpResult? Refused(IReadOnlyList<Blocker> blockers, IReadOnlyList<BlockerReason> accepted)
    {
        var reasons = accepted.Where(each => !string.IsNullOrWhiteSpace(each.Reason)).Select(each => each.Key).ToHashSet();
        var standing = blockers.Where(blocker => !blocker.Acceptable || !reasons.Contains(blocker.Key)).ToList();
        return standing.Count == 0 ? null : Problems.Of(409, "blocked", "尚有未了事项，须处理或逐项写明理由", "Some things are not settled: settle them, or give a reason for each",
            [.. standing.Select(blocker => new RowError(null, blocker.Key, blocker.Kind, blocker.Title))]);
    }

    private static List<AcceptedBlocker> Taken(IReadOnlyList<Blocker> blockers, IReadOnlyList<BlockerReason> accepted) =>
        [.. blockers.Join(accepted, blocker => blocker.Key, reason => reason.Key, (blocker, reason) => new AcceptedBlocker(blocker.Key, blocker.Title, reason.Reason!))];

    private static async Task<IReadOnlyList<HeldResult>> AllAsync(IDocumentReader store, CancellationToken cancel)
    {
        List<HeldResult> all = [];
        await foreach (var held in store.StreamAsync(HeldResult.Results, new() { Index = HeldResult.ByPeriod }, cancel)) all.Add(held.Body);
        return all;
    }

    /// <summary>The period and its plan, where one was adopted for its year.</summary>
    private static async Task<(ResultPeriod Period, string PlanId)?> PeriodAsync(string text, PlanStore plans, CancellationToken cancel) =>
        ResultPeriod.Parse(text) is { } period && (await plans.ListAsync(cancel)).FirstOrDefault(document => document.Plan.Year == period.Year) is { } document
            ? (period, document.Plan.PlanId) : null;

    private static ProblemHttpResult UnknownPeriod() => Problems.Of(404, "unknown-period", "没有这一期，应如 2021-H1 或 2021", "There is no such period; 2021-H1 or 2021");

    private static ProblemHttpResult NotPublished() => Problems.Of(404, "not-published", "这一期结果尚未公布", "The result is not published");

    private static ProblemHttpResult Forbidden() => Problems.Of(403, "forbidden", "结果由区生态环境保护委员会公布", "Results are published by the ecology committee");
}

/// <summary>Publishes a result.</summary>
internal sealed record PublicationRequest
{
    /// <summary>The blockers that are accepted, each with a reason.</summary>
    public IReadOnlyList<BlockerReason>? Accepted { get; init; }
}

/// <summary>Why a blocker is accepted.</summary>
internal sealed record BlockerReason
{
    public required string Key { get; init; }

    [LongText]
    public string? Reason { get; init; }
}

/// <summary>Restates a result.</summary>
internal sealed record RestatementRequest
{
    [LongText]
    public string? Reason { get; init; }

    /// <summary>Ids of upheld objections that it answers.</summary>
    public IReadOnlyList<string>? Objections { get; init; }
}

/// <summary>A period and what was published for it.</summary>
internal sealed record ResultPeriodView(string Period, DateOnly Last, bool IsOver, IReadOnlyList<ResultView> Revisions);

/// <summary>Whether a result is what was published.</summary>
internal sealed record ResultCheck(bool Intact, string Sha256, IReadOnlyList<string> Changed);

/// <summary>A published result without its trees. Accepted, reason and objections are null for who does not see why the district has its score.</summary>
internal sealed record ResultView(
    string Period, int Revision, DateTimeOffset At, DateTimeOffset KnownAt, int Facts, string PlanId, int PlanVersion, string Scheme, IReadOnlyList<ResultScore> Scores,
    IReadOnlyList<AcceptedBlocker>? Accepted, string? Reason, IReadOnlyList<string>? Objections, string PublishedBy, DateTimeOffset PublishedAt, string Sha256)
{
    /// <summary>What of it the caller may see.</summary>
    public ResultView For(Caller caller) => caller.SeesWhole(null) ? this : this with { Accepted = null, Reason = null, Objections = null };

    public static ResultView Of(HeldResult held) => new(
        held.Period, held.Revision, held.At.ToOffset(ChinaTime.Offset), held.KnownAt.ToOffset(ChinaTime.Offset), held.Facts, held.PlanId, held.PlanVersion, held.Scheme, held.Scores,
        held.Accepted, held.Reason, held.Objections, held.PublishedBy, held.PublishedAt.ToOffset(ChinaTime.Offset), held.Sha256);
}

/// <summary>A published result as everybody reads it: points, grades and the hash; reasons and objections stay within.</summary>
internal sealed record PublicResult(
    string Period, int Revision, DateTimeOffset At, string Scheme, IReadOnlyList<ResultScore> Scores, DateTimeOffset PublishedAt, string Sha256)
{
    public static PublicResult Of(HeldResult held) => new(
        held.Period, held.Revision, held.At.ToOffset(ChinaTime.Offset), held.Scheme, held.Scores, held.PublishedAt.ToOffset(ChinaTime.Offset), held.Sha256);
}
