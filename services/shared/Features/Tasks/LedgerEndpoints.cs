using System.Text;
using Bishui.Contracts.Tasks;
using Bishui.Features.Requests;
using Bishui.Hosting.Errors;
using Bishui.Hosting.Identity;
using Bishui.Hosting.Load;
using Bishui.Storage.Documents;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;

namespace Bishui.Features.Tasks;

/// <summary>The service's ledger as a whole: its check, its roots and its export.</summary>
internal static class LedgerEndpoints
{
    private const int LongestSearch = 200;

    public static void MapLedger(this IEndpointRouteBuilder routes)
    {
        var group = routes.MapGroup("/ledger").WithTags("台账 Ledger");
        group.MapGet("/entries", Search).WithSummary("检索台账：文字、任务、单位、类别、日期，新的在前 / Search the ledgers the caller may read, newest first");
        group.MapGet("/verification", Verify).IsCostly().WithSummary("核验台账链 / Check the ledger's chain");
        group.MapGet("/roots", ListRoots).WithSummary("每日链根，新的在前 / Daily roots, newest first");
        group.MapGet("/export", Export).IsCostly().Produces<string>(StatusCodes.Status200OK, "application/x-ndjson")
            .WithSummary("导出全部台账，每行一条，可离线核验 / Export the ledger as JSON Lines, to be checked without the platform");
    }

    private static async Task<Results<Ok<ListAnswer<LedgerEntry>>, ProblemHttpResult>> Search(
        IDocumentReader store, HttpContext http, string? text, string? plan, int? task, string? unit, string? kind, string? from, string? to, string? after, int? limit,
        CancellationToken cancel)
    {
        if (text is { Length: > LongestSearch })
            return Refusals.Invalid([new(null, "text", "too-long", $"检索词不得超过 {LongestSearch} 字 / at most {LongestSearch} characters")]);
        var errors = new List<RowError>();
        var (first, last) = (Instants.Day(from, "from", errors), Instants.Day(to, "to", errors));
        if (errors.Count > 0) return Refusals.Invalid(errors);
        var readable = await Readable.OfAsync(store, http.User.Caller(), cancel);
        return TypedResults.Ok(ListAnswer.Of(await store.FilterAsync(TaskCollections.Entries, new()
        {
            Index = TaskCollections.BySequence,
            Text = string.IsNullOrWhiteSpace(text) ? null : text,
            After = after,
            Limit = Paging.Limit(limit),
            Descending = true,
        }, held => held.Body is var entry && readable.Holds(TaskLedger.IdOf(entry.PlanId, entry.TaskKey))
            && (plan is null || entry.PlanId == plan) && (task is null || entry.Task == task) && (unit is null || entry.Unit == unit) && (kind is null || entry.Kind == kind)
            && (first is null || entry.OccurredOn >= first) && (last is null || entry.OccurredOn <= last), cancel)));
    }

    private static async Task<Ok<LedgerVerification>> Verify(LedgerVerifier verifier, CancellationToken cancel) =>
        TypedResults.Ok(await verifier.VerifyAsync(cancel));

    private static async Task<Ok<ListAnswer<LedgerRootTaken>>> ListRoots(IDocumentReader store, string? after, int? limit, CancellationToken cancel) =>
        TypedResults.Ok(ListAnswer.Of(await store.ListAsync(LedgerRoots.Roots,
            new() { After = after, Limit = Paging.Limit(limit), Descending = true }, cancel)));

    // It holds the entries of every task, so it is for those who read across units.
    private static IResult Export(LedgerVerifier verifier, HttpContext http, CancellationToken cancel)
    {
        var caller = http.User.Caller();
        if (!caller.Is(Roles.Supervisor) && !caller.Is(Roles.Admin))
            return TaskRights.Refuse("not-a-supervisor", "只有督办人员或管理员可以导出全部台账", "only supervisors and administrators may export the whole ledger");
        return Results.Stream(async body =>
        {
            await using var writer = new StreamWriter(body, new UTF8Encoding(false), 1 << 16, leaveOpen: true) { NewLine = "\n" };
            await foreach (var line in verifier.LinesAsync(cancel)) await writer.WriteLineAsync(line.AsMemory(), cancel);
        }, "application/x-ndjson", "ledger.jsonl");
    }
}
