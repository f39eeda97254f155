using System.Text;
using Bishui.Contracts.Tasks;
using Bishui.Features.Requests;
using Bishui.Hosting.Identity;
using Bishui.Storage.Documents;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;

namespace Bishui.Features.Tasks;

/// <summary>The service's ledger as a whole: its check, its roots and its export.</summary>
internal static class LedgerEndpoints
{
    public static void MapLedger(this IEndpointRouteBuilder routes)
    {
        var group = routes.MapGroup("/ledger").WithTags("台账 Ledger");
        group.MapGet("/verification", Verify).WithSummary("核验台账链 / Check the ledger's chain");
        group.MapGet("/roots", ListRoots).WithSummary("每日链根，新的在前 / Daily roots, newest first");
        group.MapGet("/export", Export).Produces<string>(StatusCodes.Status200OK, "application/x-ndjson")
            .WithSummary("导出全部台账，每行一条，可离线核验 / Export the ledger as JSON Lines, to be checked without the platform");
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
