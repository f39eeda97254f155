using System.ComponentModel.DataAnnotations;
using System.Text.Json;
using Bishui.Assessment.Plan;
using Bishui.Assessment.Results;
using Bishui.Assessment.Scores;
using Bishui.Features.Requests;
using Bishui.Hosting;
using Bishui.Hosting.Errors;
using Bishui.Hosting.Identity;
using Bishui.Hosting.Json;
using Bishui.Hosting.Time;
using Bishui.Rules.Calendars;
using Bishui.Rules.Time;
using Bishui.Storage.Documents;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Bishui.Assessment.Objections;

/// <summary>Objections of assessed units to their published score, and the rulings on them.</summary>
internal static class ObjectionEndpoints
{
    private const int LongestText = 5000;
    private const int MostLinks = 50;

    public static IServiceCollection AddObjections(this IServiceCollection services) => services.AddCollection(HeldObjection.Objections);

    public static void MapObjections(this IEndpointRouteBuilder routes)
    {
        var group = routes.MapGroup("/objections").WithTags("Results");
        group.MapGet("/", List).WithSummary("申诉：单位见本单位的，考核单位见全部 / Objections: a unit's own, or all");
        group.MapGet("/{id}", Find).WithSummary("一项申诉 / One objection");
        group.MapPost("/", File).Produces<ObjectionView>(StatusCodes.Status201Created).WithSummary("对本单位已公布的得分提出申诉 / Object to one's own published score");
        group.MapPost("/{id}/ruling", Rule).Produces<ObjectionView>().WithSummary("裁定：成立或不成立，写明理由 / Rule on an objection, with the reason");
    }

    private static async Task<Ok<ListAnswer<ObjectionView>>> List(string? period, HttpContext http, IDocumentReader store, RequestClock clock, CancellationToken cancel)
    {
        var caller = http.User.Caller();
        List<ObjectionView> views = [];
        await foreach (var held in store.StreamAsync(HeldObjection.Objections, new() { Index = HeldObjection.ByPeriod }, cancel))
            if (caller.SeesWhole(held.Body.Unit) && (period is null || held.Body.Period == period)) views.Add(ObjectionView.Of(held.Body, clock.Now));
        return TypedResults.Ok(new ListAnswer<ObjectionView>(views));
    }

    private static async Task<Results<Ok<ObjectionView>, ProblemHttpResult>> Find(string id, HttpContext http, IDocumentReader store, RequestClock clock, CancellationToken cancel) =>
        await store.FindAsync(HeldObjection.Objections, id, cancel) is { } held && http.User.Caller().SeesWhole(held.Body.Unit)
            ? TypedResults.Ok(ObjectionView.Of(held.Body, clock.Now))
            : Unknown();

    private static async Task<IResult> File(
        ObjectionRequest request, HttpContext http, IdempotentWrites writes, WorkCalendar calendar, RequestClock clock, CancellationToken cancel)
    {
        var caller = http.User.Caller();
        return await writes.WriteAsync(http, request, async (reader, commit) =>
        {
            if (await HeldResult.FindAsync(reader, request.Period ?? "", null, cancel) is not { } result)
                return Refusals.Invalid([new(null, "period", "not-published", "这一期结果尚未公布 / the result is not published")]);
            if (await YearClosure.ToChangeAsync(reader, result.PlanId, cancel) is { } closed) return closed;
            if (!caller.Is(Roles.Approver) || result.Scores.All(score => score.Unit is null || score.Unit != caller.Unit))
                return Problems.Of(403, "forbidden", "申诉由被考核单位对本单位得分提出", "An assessed unit objects to its own score");
            var today = ChinaTime.DayOf(clock.Now);
            // Where the calendar is not known the window cannot be said to have closed.
            if (calendar.AddWorkdays(ChinaTime.DayOf(result.PublishedAt), ResultRules.Carried.ObjectionWorkdays).Day < today)
                return Problems.Of(409, "window-closed", "申诉期限已过", "The time for objections is over");
            List<RowError> errors = [];
            var tree = await reader.FindAsync(ResultTree.Trees, ResultTree.IdOf(result.Period, result.Revision, caller.Unit), cancel);
            if (request.Node is not { Length: > 0 } node || tree is null || !Has(JsonSerializer.Deserialize<JsonElement>(tree.Body.Json), node))
                errors.Add(new(null, "node", "unknown-node", "本单位已公布的得分说明中没有这一项 / the unit's published explanation has no such node"));
            if (string.IsNullOrWhiteSpace(request.Text) || request.Text.Length > LongestText)
                errors.Add(new(null, "text", "missing", $"须写明理由，不超过 {LongestText} 字 / state the grounds in at most {LongestText} characters"));
            if (request.Links is { Count: > MostLinks }) errors.Add(new(null, "links", "too-many", $"最多 {MostLinks} 个 / at most {MostLinks}"));
            if (errors.Count > 0) return Refusals.Invalid(errors);
            var objection = new HeldObjection
            {
                Id = Guid.CreateVersion7(clock.Now).ToString("N"),
                Period = result.Period,
                Revision = result.Revision,
                Unit = caller.Unit,
                Node = request.Node!,
                Text = request.Text!,
                Links = request.Links ?? [],
                FiledAt = clock.Now,
                RuleBy = calendar.AddWorkdays(today, ResultRules.Carried.RulingWorkdays).Day,
            };
            commit.Insert(HeldObjection.Objections, objection.Id, objection);
            return Answer.Created($"/api/assessment/objections/{objection.Id}", ObjectionView.Of(objection, clock.Now));
        }, cancel);
    }

    private static async Task<IResult> Rule(string id, RulingRequest request, HttpContext http, IdempotentWrites writes, RequestClock clock, CancellationToken cancel)
    {
        var caller = http.User.Caller();
        if (!caller.MayDecide()) return Problems.Of(403, "forbidden", "申诉由区生态环境保护委员会裁定", "The ecology committee rules on objections");
        return await writes.WriteAsync(http, request, async (reader, commit) =>
        {
            if (await reader.FindAsync(HeldObjection.Objections, id, cancel) is not { } held) return Unknown();
            if (held.Body.Unit == caller.Unit) return Problems.Of(403, "own-objection", "不得裁定本单位的申诉", "Nobody rules on their own objection");
            if (held.Body.Ruling is not null) return Problems.Of(409, "already-ruled", "这项申诉已裁定", "The objection was ruled on");
            List<RowError> errors = [];
            if (request.Decision is not (HeldObjection.Upheld or HeldObjection.Rejected)) errors.Add(new(null, "decision", "unknown-decision", "应为 / must be upheld 或 / or rejected"));
            if (string.IsNullOrWhiteSpace(request.Reason)) errors.Add(new(null, "reason", "missing", "须写明理由 / give a reason"));
            if (errors.Count > 0) return Refusals.Invalid(errors);
            var ruled = held.Body with { Ruling = new(request.Decision!, request.Reason!, request.Effect, caller.Unit, clock.Now) };
            commit.Update(HeldObjection.Objections, id, held.Version, ruled);
            return Answer.Ok(ObjectionView.Of(ruled, clock.Now));
        }, cancel);
    }

    private static bool Has(JsonElement node, string key) =>
        node.GetProperty("key").GetString() == key || node.GetProperty("children").EnumerateArray().Any(child => Has(child, key));

    private static ProblemHttpResult Unknown() => Problems.Of(404, "unknown-objection", "没有这项申诉", "There is no such objection");
}

/// <summary>An objection to make.</summary>
internal sealed record ObjectionRequest
{
    public string? Period { get; init; }

    /// <summary>Key of a node of the unit's published explanation.</summary>
    [MaxLength(500)]
    public string? Node { get; init; }

    [LongText]
    public string? Text { get; init; }

    public IReadOnlyList<string>? Links { get; init; }
}

/// <summary>A ruling to make.</summary>
internal sealed record RulingRequest
{
    public string? Decision { get; init; }

    [LongText]
    public string? Reason { get; init; }

    public string? Effect { get; init; }
}

/// <summary>An objection as it stands.</summary>
internal sealed record ObjectionView(
    string Id, string Period, int Revision, string Unit, string Node, string Text, IReadOnlyList<string> Links, DateTimeOffset FiledAt, DateOnly? RuleBy, string State, bool Overdue,
    Ruling? Ruling, int? RestatedIn)
{
    public static ObjectionView Of(HeldObjection held, DateTimeOffset now) => new(
        held.Id, held.Period, held.Revision, held.Unit, held.Node, held.Text, held.Links, held.FiledAt.ToOffset(ChinaTime.Offset), held.RuleBy,
        held.Ruling is null ? "open" : held.RestatedIn is not null ? "restated" : held.Ruling.Decision, held.Ruling is null && held.RuleBy < ChinaTime.DayOf(now),
        held.Ruling, held.RestatedIn);
}
