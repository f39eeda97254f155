using Bishui.Features.Requests;
using Bishui.Hosting.Time;
using Bishui.Storage.Documents;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;

namespace Bishui.Features.Tasks;

/// <summary>A topic of the service and who answers for it this year.</summary>
/// <param name="Key">Stable key.</param>
/// <param name="TitleZh">Chinese name.</param>
/// <param name="TitleEn">English name.</param>
/// <param name="Covers">What it covers, in Chinese.</param>
/// <param name="Tasks">Numbers of the tasks that carry it in the plan in force; empty where the plan has none.</param>
public sealed record TopicView(string Key, string TitleZh, string TitleEn, string Covers, IReadOnlyList<int> Tasks);

internal static class TopicEndpoints
{
    public static void MapTopics(this IEndpointRouteBuilder routes) => routes.MapGroup("/topics").WithTags("任务与台账 Tasks")
        .MapGet("/", List).WithSummary("工作主题及承担它的任务 / Topics, and the tasks of the plan in force that carry them");

    private static async Task<Ok<ListAnswer<TopicView>>> List(TopicCatalogue catalogue, IDocumentReader store, RequestClock clock, string? plan, CancellationToken cancel)
    {
        var tasks = plan is null ? await TopicTasks.OfAsync(store, clock.Today(), cancel) : await TopicTasks.OfPlanAsync(store, plan, cancel);
        return TypedResults.Ok(new ListAnswer<TopicView>([.. catalogue.All.Select(topic =>
            new TopicView(topic.Key, topic.TitleZh, topic.TitleEn, topic.CoversZh, tasks.NumbersOf(topic.Key)))]));
    }
}
