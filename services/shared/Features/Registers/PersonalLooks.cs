using System.Text.Json;
using Bishui.Features.Requests;
using Bishui.Hosting.Identity;
using Bishui.Hosting.Time;
using Bishui.Rules.Time;
using Bishui.Storage.Documents;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;

namespace Bishui.Features.Registers;

/// <summary>Somebody looked at a row's personal data (查阅记录). Records are added, never changed.</summary>
internal sealed record PersonalLook
{
    public required string Register { get; init; }
    public required string Row { get; init; }

    /// <summary>The version of the row that was shown.</summary>
    public required int Version { get; init; }

    public required DateTimeOffset At { get; init; }
    public required string Unit { get; init; }

    /// <summary>Client that looked.</summary>
    public required string By { get; init; }

    public required string Reason { get; init; }
}

/// <summary>Why somebody wants to see personal data.</summary>
/// <param name="Reason">Such as a call about a case.</param>
internal sealed record PersonalLookRequest(string? Reason = null);

/// <summary>A row's personal data, whole.</summary>
/// <param name="Id">The row's id.</param>
/// <param name="Values">Its personal fields by name.</param>
internal sealed record PersonalView(string Id, JsonElement Values);

/// <summary>Shows personal data to who needs it, one row at a time, and keeps who looked, when and why.</summary>
internal static class PersonalLooks
{
    private const string ByRow = "row";
    private const int LongestReason = 500;

    public static readonly Collection<PersonalLook> Looks = new("register-looks",
        new DocumentIndex<PersonalLook>(ByRow, look => $"{RegisterCollections.IdOf(look.Register, look.Row)}|{look.At.UtcDateTime:O}"));

    public static void MapLooks(this IEndpointRouteBuilder registers)
    {
        registers.MapPost("/{register}/{id}/looks", Look).Produces<PersonalView>()
            .WithSummary("查看条目中的个人信息（如电话）：须写明事由，每次查看均留痕 / See a row's personal data whole; says why, and is on record");
        registers.MapGet("/{register}/{id}/looks", List).WithSummary("个人信息查阅记录 / Who looked at a row's personal data, when and why");
    }

    // Not a write with an Idempotency-Key: the answer kept for it would be a second copy of what was looked at.
    private static async Task<Results<Ok<PersonalView>, ProblemHttpResult>> Look(
        string register, string id, PersonalLookRequest request, HttpContext http, RegisterBook book, IDocumentStore store, RequestClock clock, CancellationToken cancel)
    {
        if (book.Find(register) is not { } declared) return RegisterEndpoints.Unknown(register);
        var (caller, now) = (http.User.Caller(), clock.Now);
        var (view, refusal) = await store.DecideAsync(new Aggregate("register", declared.Key), async reader =>
        {
            var commit = new Commit();
            var rights = await RegisterRights.OfAsync(caller, declared, reader, clock.Today(), cancel);
            if (await reader.FindAsync(RegisterCollections.Rows, RegisterCollections.IdOf(declared.Key, id), cancel) is not { Body: var held }
                || held.On(ChinaTime.DayOf(now)) is not { Version: var version })
                return Answer(null, rights.ToRead() ?? RegisterEndpoints.UnknownRow(declared, id));
            if (rights.ToLook(held.Versions[0].Unit) is { } notYours) return Answer(null, notYours);
            if (string.IsNullOrWhiteSpace(request.Reason) || request.Reason.Length > LongestReason)
                return Answer(null, Refusals.Invalid([new(null, "reason", "missing", $"须写明查看事由，不超过 {LongestReason} 字 / say why, in at most {LongestReason} characters")]));
            commit.Insert(Looks, Guid.CreateVersion7(now).ToString("N"), new()
            {
                Register = declared.Key,
                Row = id,
                Version = version.Version,
                At = now,
                Unit = caller.Unit,
                By = caller.ClientId,
                Reason = request.Reason.Trim(),
            });
            return Answer(new(id, declared.OnlyPersonal(version.Values)), null);

            Decision<(PersonalView?, ProblemHttpResult?)> Answer(PersonalView? shown, ProblemHttpResult? refused) => new(commit, (shown, refused));
        }, cancel);
        return view is null ? refusal! : TypedResults.Ok(view);
    }

    private static async Task<Results<Ok<ListAnswer<PersonalLook>>, ProblemHttpResult>> List(
        string register, string id, HttpContext http, RegisterBook book, IDocumentReader store, RequestClock clock, string? after, int? limit, CancellationToken cancel)
    {
        if (book.Find(register) is not { } declared) return RegisterEndpoints.Unknown(register);
        if ((await RegisterRights.OfAsync(http.User.Caller(), declared, store, clock.Today(), cancel)).ToReadLooks() is { } refusal) return refusal;
        var row = RegisterCollections.IdOf(declared.Key, id);
        return TypedResults.Ok(ListAnswer.Of(await store.ListAsync(Looks, new() { Index = ByRow, From = row + "|", Before = row + "}", After = after, Limit = Paging.Limit(limit) }, cancel)));
    }
}
