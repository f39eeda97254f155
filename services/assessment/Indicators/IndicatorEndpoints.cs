using System.Security.Claims;
using Bishui.Assessment.Common;
using Bishui.Assessment.Scores;
using Bishui.Features.Requests;
using Bishui.Hosting.Identity;
using Bishui.Hosting.Time;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Bishui.Assessment.Indicators;

/// <summary>The indicators of all services: a unit sees those of the tasks it has a part in.</summary>
internal static class IndicatorEndpoints
{
    public static async Task<Results<Ok<ListAnswer<ToldIndicator>>, ProblemHttpResult>> List(
        int? task, string? state, string? at, ClaimsPrincipal user, ScoreBook book, RequestClock clock, CancellationToken cancel)
    {
        if (!QueryInstants.TryRead(at, clock, out var instant)) return QueryInstants.Bad();
        var caller = user.Caller();
        return TypedResults.Ok(await book.AskAsync(new(instant), page => new ListAnswer<ToldIndicator>([.. page.Document.Plan.Tasks
            .Where(each => (task is null || each.Number == task) && caller.Sees(each))
            .SelectMany(page.Facts.IndicatorsOf).Select(ToldIndicator.Of)
            .Where(each => state is null || each.State == state)]), cancel));
    }
}
