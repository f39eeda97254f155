using System.Security.Claims;
using Bishui.Features.Requests;
using Bishui.Features.Tasks;
using Bishui.Hosting;
using Bishui.Hosting.Identity;
using Bishui.Hosting.Time;
using Bishui.Risk.Incidents;
using Bishui.Storage.Documents;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Bishui.Risk.Alerts;

/// <summary>A unit sees what was measured at its own sites; units with a task of this service, supervisors and administrators see all.</summary>
internal static class AlertEndpoints
{
    public static IServiceCollection AddAlerts(this IServiceCollection services) =>
        services.AddCollection(AlertCollections.Alerts).AddCollection(AlertCollections.Standings);

    public static void MapAlerts(this IEndpointRouteBuilder routes) => routes.MapGroup("/alerts").WithTags("超标预警 Alerts")
        .MapGet("/", List)
        .WithSummary("各服务通报的超标及其案件现状，新的在前 / Exceedances told by any service and how their cases stand, newest first");

    private static async Task<Ok<ListAnswer<AlertView>>> List(
        IDocumentReader store, ClaimsPrincipal user, RequestClock clock, string? after, int? limit, CancellationToken cancel)
    {
        var caller = user.Caller();
        var all = await caller.HasTaskAsync(store, clock.Today(), cancel);
        var page = await store.FilterAsync(AlertCollections.Alerts, new()
        {
            Index = AlertCollections.ByTime,
            After = after,
            Limit = Paging.Limit(limit),
            Descending = true,
        }, alert => all || alert.Body.Exceedance.Unit == caller.Unit, cancel);
        var views = new List<AlertView>(page.Items.Count);
        foreach (var alert in page.Items.Select(item => item.Body))
        {
            var id = IncidentCollections.Id(alert.Exceedance.Service, alert.Exceedance.ExceedanceId);
            views.Add(new(alert.Exceedance, alert.ReceivedAt, (await store.FindAsync(AlertCollections.Standings, id, cancel))?.Body.Case));
        }
        return TypedResults.Ok(new ListAnswer<AlertView>(views, page.Next));
    }
}
