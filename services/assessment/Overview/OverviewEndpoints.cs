using Bishui.Assessment.Scores;
using Bishui.Hosting.PublicAnswers;
using Bishui.Hosting.Time;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Bishui.Assessment.Overview;

/// <summary>The anonymous door.</summary>
internal static class OverviewEndpoints
{
    public static void MapOverview(this IEndpointRouteBuilder routes) =>
        routes.MapGet("/api/public/overview", Find).WithTags("Public").AllowAnonymous().IsPublicAnswer()
            .WithSummary("总览：任务、断面水质、单位得分和超标");

    private static async Task<Ok<PublicOverview>> Find(ScoreBook book, RequestClock clock, PlatformClock platform, CancellationToken cancel) =>
        TypedResults.Ok(await book.AskAsync(new(clock.Now), page => PublicOverview.Of(page, platform.IsReal), cancel));
}
