using Bishui.Features.Requests;
using Bishui.Hosting;
using Bishui.Storage.Documents;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Bishui.Risk.Alerts;

internal static class AlertEndpoints
{
    public static IServiceCollection AddAlerts(this IServiceCollection services) => services.AddCollection(AlertCollections.Alerts);

    public static void MapAlerts(this IEndpointRouteBuilder routes) => routes.MapGroup("/alerts").WithTags("超标预警 Alerts")
        .MapGet("/", List).WithSummary("各服务通报的超标，新的在前 / Exceedances told by any service, newest first");

    private static async Task<Ok<ListAnswer<Alert>>> List(IDocumentReader store, string? after, int? limit, CancellationToken cancel) =>
        TypedResults.Ok(ListAnswer.Of(await store.ListAsync(AlertCollections.Alerts, new()
        {
            Index = AlertCollections.ByTime,
            After = after,
            Limit = Paging.Limit(limit),
            Descending = true,
        }, cancel)));
}
