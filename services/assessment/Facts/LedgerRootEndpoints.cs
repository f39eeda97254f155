using System.Security.Claims;
using Bishui.Assessment.Intake;
using Bishui.Assessment.Scores;
using Bishui.Hosting.Errors;
using Bishui.Hosting.Identity;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Bishui.Assessment.Facts;

/// <summary>The independent copy of every service's daily roots.</summary>
internal static class LedgerRootEndpoints
{
    public static void MapLedgerRoots(this IEndpointRouteBuilder routes) =>
        routes.MapGet("/ledger-roots", List).WithTags("Facts")
            .WithSummary("台账日根：各服务每日链尾的独立留存，相互矛盾的都保留并标出")
            .WithDescription("Roots by service and day; `conflict` marks those that contradict another. `service` leaves one service's.");

    private static async Task<Results<Ok<LedgerRootPage>, ProblemHttpResult>> List(
        string? service, ClaimsPrincipal user, FactBase facts, CancellationToken cancel)
    {
        var caller = user.Caller();
        if (caller.Unit.Length == 0 && !caller.SeesAll())
            return Problems.Of(403, "forbidden", "无权查看台账日根", "Ledger roots are for officials");
        return TypedResults.Ok(new LedgerRootPage(LedgerRoots.Of(await facts.ReadAsync(cancel), service), null));
    }
}

internal sealed record LedgerRootPage(IReadOnlyList<LedgerRoot> Items, string? Next);
