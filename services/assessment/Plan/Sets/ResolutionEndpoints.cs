using Bishui.Assessment.Common;
using Bishui.Hosting.PublicAnswers;
using Bishui.Hosting.Time;
using Bishui.Rules.Time;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Bishui.Assessment.Plan.Sets;

/// <summary>How every printed name of the plan was resolved.</summary>
internal static class ResolutionEndpoints
{
    public static void MapResolution(this IEndpointRouteBuilder routes) =>
        routes.MapGet("/api/plan/resolution", Find).WithTags("Plan").AllowAnonymous().IsPublicAnswer()
            .WithSummary("单位名称归并记录：附件1每个牵头、配合单位名称在某日指谁，未能确定的逐条标出；另列须人工知晓的事项")
            .WithDescription(QueryInstants.Help);

    private static async Task<Results<Ok<ResolutionView>, ProblemHttpResult>> Find(
        string? at, PlanStore plans, MembershipStore members, RequestClock clock, CancellationToken cancel)
    {
        if (!QueryInstants.TryRead(at, clock, out var instant)) return QueryInstants.Bad();
        var document = await plans.InForceAtAsync(instant, cancel);
        var day = ChinaTime.DayOf(instant);
        var lines = PlanResolution.Of(document, await members.ReadAsync(cancel), day);
        return TypedResults.Ok(new ResolutionView(
            document.Plan.PlanId, document.Plan.Version, day, lines.Count, lines.Count(line => line.Unresolved), lines, PlanFindings.Of(document)));
    }
}

internal sealed record ResolutionView(
    string PlanId, int Version, DateOnly On, int Names, int Unresolved, IReadOnlyList<ResolutionLine> Lines, IReadOnlyList<PlanFinding> Findings);
