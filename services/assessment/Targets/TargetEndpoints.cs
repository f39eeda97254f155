using Bishui.Assessment.Common;
using Bishui.Assessment.Scores;
using Bishui.Hosting.PublicAnswers;
using Bishui.Hosting.Time;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Bishui.Assessment.Targets;

/// <summary>The figures that the plan leaves to be given from above.</summary>
internal static class TargetEndpoints
{
    public static void MapTargets(this IEndpointRouteBuilder routes) =>
        routes.MapGet("/api/plan/targets", List).WithTags("Plan").AllowAnonymous().IsPublicAnswer()
            .WithSummary("待下达目标：是否已登记、数值、依据文件和历次登记").WithDescription(QueryInstants.Help);

    private static async Task<Results<Ok<TargetPage>, ProblemHttpResult>> List(string? at, ScoreBook book, RequestClock clock, CancellationToken cancel)
    {
        if (!QueryInstants.TryRead(at, clock, out var instant)) return QueryInstants.Bad();
        return TypedResults.Ok(await book.AskAsync(new(instant), page => new TargetPage(TargetBook.Of(page.Document.Plan, page.Facts), null), cancel));
    }
}

internal sealed record TargetPage(IReadOnlyList<TargetView> Items, string? Next);
