using Bishui.Features.Requests;
using Bishui.Features.Tasks;
using Bishui.Hosting;
using Bishui.Hosting.Errors;
using Bishui.Hosting.Identity;
using Bishui.Hosting.Time;
using Bishui.Rules.Standards;
using Bishui.Storage.Documents;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace Bishui.Features.Sites;

internal static class SiteEndpoints
{
    public static IServiceCollection AddSites(this IServiceCollection services) =>
        services.AddCollection(SiteCollections.Sites).AddCollection(SiteHistory.Versions).AddSingleton<SiteDirectory>().AddSingleton<ILinkTarget, SiteLinks>()
            .AddSingleton<IOpensWithPlan>(provider => provider.GetRequiredService<SiteDirectory>());

    public static void MapSites(this IEndpointRouteBuilder routes)
    {
        var group = routes.MapGroup("/sites").WithTags("监测点位 Sites");
        group.MapGet("/", List).WithSummary("监测点位 / Monitored sites");
        group.MapGet("/kinds", Kinds).WithSummary("点位类型及其适用标准的对象 / Kinds of sites and the media whose standards can apply");
        group.MapGet("/{id}", Get).WithSummary("一个监测点位 / One site");
        group.MapPut("/{id}", Put).WithSummary("登记或修改监测点位 / Add or change a site");
        group.MapGet("/{id}/history", History).WithSummary("点位的历次登记 / How the site was described, from when on");
    }

    private static Ok<ListAnswer<SiteKind>> Kinds() => TypedResults.Ok(new ListAnswer<SiteKind>(SiteKinds.All));

    private static async Task<Ok<ListAnswer<Site>>> List(
        IDocumentReader store, RequestClock clock, string? kind, string? unit, int? task, string? topic, string? water, string? after, int? limit, CancellationToken cancel)
    {
        var tasks = await TopicTasks.OfAsync(store, clock.Today(), cancel);
        var page = await store.FilterAsync(SiteCollections.Sites, new()
        {
            Index = kind is null ? null : "kind",
            EqualTo = kind,
            After = after,
            Limit = Paging.Limit(limit),
        }, held => (unit is null || held.Body.Unit == unit)
            && (task is null || tasks.TasksOf(held.Body).Any(each => each.Number == task))
            && (topic is null || held.Body.Topics?.Contains(topic) == true)
            && (water is null || held.Body.Water == water), cancel);
        return TypedResults.Ok(new ListAnswer<Site>([.. page.Items.Select(held => held.Body.WithTasks(tasks))], page.Next));
    }

    private static async Task<Results<Ok<ListAnswer<SiteVersion>>, ProblemHttpResult>> History(
        string id, IDocumentReader store, string? after, int? limit, CancellationToken cancel) =>
        await store.FindAsync(SiteCollections.Sites, id, cancel) is null
            ? UnknownSite(id)
            : TypedResults.Ok(ListAnswer.Of(await SiteHistory.OfAsync(store, id, after, Paging.Limit(limit), cancel)));

    private static async Task<Results<Ok<Site>, ProblemHttpResult>> Get(string id, IDocumentReader store, RequestClock clock, HttpContext http, CancellationToken cancel)
    {
        if (await store.FindAsync(SiteCollections.Sites, id, cancel) is not { } stored) return UnknownSite(id);
        http.Response.SetETag(stored.Version);
        return TypedResults.Ok(stored.Body.WithTasks(await TopicTasks.OfAsync(store, clock.Today(), cancel)));
    }

    private static async Task<Results<Ok<Site>, Created<Site>, ProblemHttpResult>> Put(
        string id, Site site, HttpContext http, IDocumentStore store, SiteDirectory sites, StandardLibrary standards, ServiceName service, TopicCatalogue topics,
        RequestClock clock, CancellationToken cancel)
    {
        site = site with { Id = id };
        if (SiteCheck.Of(id, site, standards) is { Count: > 0 } errors) return Refusals.Invalid(errors);
        var caller = http.User.Caller();
        // This service has two names for itself; one is kept.
        site = site with { Links = [.. site.Links.Select(link => link.Service == service.Name ? link with { Service = null } : link)] };
        var (version, refused, written) = await store.DecideAsync(new Aggregate("site", id), async reader =>
        {
            var tasks = await TopicTasks.OfAsync(reader, clock.Today(), cancel);
            var (described, loose) = SiteReferences.WithTopics(site, tasks, topics);
            var held = await reader.FindAsync(SiteCollections.Sites, id, cancel);
            var refusal = http.Request.Refusal(held?.Version)
                ?? MayPut(caller, described, tasks)
                ?? (held is null ? null : MayPut(caller, held.Body, tasks));
            if (refusal is null) loose.AddRange(await SiteReferences.CheckAsync(described, service.Name, clock.Today(), reader, cancel));
            if (refusal is null && loose.Count > 0) refusal = Refusals.Invalid(loose);
            var commit = new Commit();
            if (refusal is null) SiteHistory.Write(commit, held, described, caller.ClientId, clock.Now);
            return new Decision<(long, ProblemHttpResult?, Site)>(commit, ((held?.Version ?? 0) + 1, refusal, described.WithTasks(tasks)));
        }, cancel);
        if (refused is not null) return refused;

        sites.Refresh();
        http.Response.SetETag(version);
        return version == 1 ? TypedResults.Created($"/api/{service.Name}/sites/{id}", written) : TypedResults.Ok(written);
    }

    /// <summary>An administrator, or a unit that leads one of the tasks the site serves.</summary>
    private static ProblemHttpResult? MayPut(Caller caller, Site site, TopicTasks tasks) =>
        caller.Is(Roles.Admin) || (caller.Is(Roles.Reporter) && tasks.TasksOf(site).Any(task => task.LeadUnits.Contains(caller.Unit)))
            ? null
            : Problems.Of(StatusCodes.Status403Forbidden, "not-your-site",
                "只有该点位所属任务的牵头单位可以登记或修改点位", "only a unit that leads a task the site serves may add or change it");

    public static ProblemHttpResult UnknownSite(string id) =>
        Problems.Of(StatusCodes.Status404NotFound, "unknown-site", $"没有监测点位 {id}", $"there is no site {id}");
}
