using System.Security.Claims;
using Bishui.Features.Requests;
using Bishui.Features.Tasks;
using Bishui.Hosting;
using Bishui.Hosting.Errors;
using Bishui.Hosting.Identity;
using Bishui.Storage.Documents;
using MassTransit;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Bishui.Risk.Incidents;

internal static class IncidentEndpoints
{
    public static IServiceCollection AddIncidents(this IServiceCollection services) => services.AddCollection(IncidentCollections.Incidents);

    public static void AddIncidents(this IBusRegistrationConfigurator bus) => bus.AddConsumer<FollowCasesConsumer>();

    public static void MapIncidents(this IEndpointRouteBuilder routes)
    {
        var group = routes.MapGroup("/incidents").WithTags("突发水环境事件 Incidents");
        group.MapGet("/", List).WithSummary("上报的突发水环境事件，新的在前 / Incidents, newest first");
        group.MapGet("/{id}", Get).WithSummary("一个突发水环境事件 / One incident");
    }

    private static async Task<Ok<ListAnswer<Incident>>> List(
        IDocumentReader store, ClaimsPrincipal user, string? after, int? limit, CancellationToken cancel)
    {
        var caller = user.Caller();
        var all = await caller.HasTaskAsync(store, cancel);
        return TypedResults.Ok(ListAnswer.Of(await store.FilterAsync(IncidentCollections.Incidents, new()
        {
            Index = IncidentCollections.ByOpened,
            After = after,
            Limit = Paging.Limit(limit),
            Descending = true,
        }, incident => all || Concerns(incident.Body, caller), cancel)));
    }

    private static async Task<Results<Ok<Incident>, ProblemHttpResult>> Get(string id, IDocumentReader store, ClaimsPrincipal user, CancellationToken cancel)
    {
        if (await store.FindAsync(IncidentCollections.Incidents, id, cancel) is not { } stored)
            return Problems.Of(StatusCodes.Status404NotFound, "unknown-incident", $"没有突发水环境事件 {id}", $"there is no incident {id}");
        var caller = user.Caller();
        return Concerns(stored.Body, caller) || await caller.HasTaskAsync(store, cancel)
            ? TypedResults.Ok(stored.Body)
            : Problems.Of(StatusCodes.Status403Forbidden, "not-your-incident", "本单位与该事件无关", "the incident does not concern your unit");
    }

    private static bool Concerns(Incident incident, Caller caller) => caller.Unit == incident.Case.Unit || caller.Unit == incident.Case.Holder;
}
