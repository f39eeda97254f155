using System.Text.RegularExpressions;
using Bishui.Features.Requests;
using Bishui.Features.Tasks;
using Bishui.Hosting;
using Bishui.Hosting.Errors;
using Bishui.Hosting.Identity;
using Bishui.Rules.Standards;
using Bishui.Rules.SurfaceWater;
using Bishui.Storage.Documents;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace Bishui.Features.Sites;

internal static partial class SiteEndpoints
{
    public static IServiceCollection AddSites(this IServiceCollection services) =>
        services.AddCollection(SiteCollections.Sites).AddSingleton<SiteDirectory>()
            .AddSingleton<IOpensWithPlan>(provider => provider.GetRequiredService<SiteDirectory>());

    public static void MapSites(this IEndpointRouteBuilder routes)
    {
        var group = routes.MapGroup("/sites").WithTags("监测点位 Sites");
        group.MapGet("/", List).WithSummary("监测点位 / Monitored sites");
        group.MapGet("/{id}", Get).WithSummary("一个监测点位 / One site");
        group.MapPut("/{id}", Put).WithSummary("登记或修改监测点位 / Add or change a site");
    }

    private static async Task<Ok<ListAnswer<Site>>> List(
        IDocumentReader store, string? kind, string? after, int? limit, CancellationToken cancel) =>
        TypedResults.Ok(ListAnswer.Of(await store.ListAsync(SiteCollections.Sites, new()
        {
            Index = kind is null ? null : "kind",
            EqualTo = kind,
            After = after,
            Limit = Paging.Limit(limit),
        }, cancel)));

    private static async Task<Results<Ok<Site>, ProblemHttpResult>> Get(string id, IDocumentReader store, HttpContext http, CancellationToken cancel)
    {
        if (await store.FindAsync(SiteCollections.Sites, id, cancel) is not { } stored) return UnknownSite(id);
        http.Response.SetETag(stored.Version);
        return TypedResults.Ok(stored.Body);
    }

    private static async Task<Results<Ok<Site>, Created<Site>, ProblemHttpResult>> Put(
        string id, Site site, HttpContext http, IDocumentStore store, SiteDirectory sites, StandardLibrary standards, Category category,
        CancellationToken cancel)
    {
        if (Check(id, site, standards) is { Count: > 0 } errors) return Refusals.Invalid(errors);
        var caller = http.User.Caller();
        var (version, refused) = await store.DecideAsync(async reader =>
        {
            var held = await reader.FindAsync(SiteCollections.Sites, id, cancel);
            var refusal = http.Request.Refusal(held?.Version)
                ?? await MayPutAsync(caller, site, reader, cancel)
                ?? (held is null ? null : await MayPutAsync(caller, held.Body, reader, cancel));
            var commit = new Commit();
            if (refusal is null && held is null) commit.Insert(SiteCollections.Sites, id, site);
            else if (refusal is null) commit.Update(SiteCollections.Sites, id, held!.Version, site);
            return new Decision<(long, ProblemHttpResult?)>(commit, ((held?.Version ?? 0) + 1, refusal));
        }, cancel);
        if (refused is not null) return refused;

        sites.Refresh();
        http.Response.SetETag(version);
        return version == 1 ? TypedResults.Created($"/api/{category.Name}/sites/{id}", site) : TypedResults.Ok(site);
    }

    /// <summary>An administrator, or a unit that leads one of the tasks the site serves.</summary>
    private static async ValueTask<ProblemHttpResult?> MayPutAsync(Caller caller, Site site, IDocumentReader reader, CancellationToken cancel)
    {
        if (caller.Is(Roles.Admin)) return null;
        if (caller.Is(Roles.Reporter))
            foreach (var task in site.Tasks)
                if (await reader.FindTaskAsync(task, cancel) is { } ledger
                    && ledger.Body.LeadUnits.Contains(caller.Unit)) return null;
        return Problems.Of(StatusCodes.Status403Forbidden, "not-your-site",
            "只有该点位所属任务的牵头单位可以登记或修改点位", "only a unit that leads a task the site serves may add or change it");
    }

    private static List<RowError> Check(string id, Site site, StandardLibrary standards)
    {
        var errors = new List<RowError>();
        if (!SiteId().IsMatch(id)) errors.Add(new(null, "id", "bad-id", "只能用小写字母、数字和连字符 / lower-case letters, digits and hyphens only"));
        if (site.Id != id) errors.Add(new(null, "id", "bad-id", "与路径中的编号不一致 / differs from the id in the path"));
        if (string.IsNullOrWhiteSpace(site.Name)) errors.Add(new(null, "name", "missing", "须填名称 / a name is required"));
        if (site.Longitude is < -180 or > 180) errors.Add(new(null, "longitude", "out-of-range", "经度应在 −180 到 180 之间 / −180 to 180"));
        if (site.Latitude is < -90 or > 90) errors.Add(new(null, "latitude", "out-of-range", "纬度应在 −90 到 90 之间 / −90 to 90"));
        if (site.Target is { } target && WaterClasses.Find(target) is null or WaterClass.InferiorV)
            errors.Add(new(null, "target", "unknown-class", "应为 I 至 V / must be I to V"));
        if (site.WaterBody is not (null or "river" or "lake-reservoir"))
            errors.Add(new(null, "waterBody", "unknown-water-body", "应为 river 或 lake-reservoir / river or lake-reservoir"));
        if (site.Standard is { } code)
        {
            if (standards.Find(code) is not { } standard) errors.Add(new(null, "standard", "unknown-standard", $"没有标准 {code} / no standard {code}"));
            else if (site.Grade is null || !standard.Grades.Contains(site.Grade))
                errors.Add(new(null, "grade", "unknown-grade", $"{code}: {string.Join(", ", standard.Grades)}"));
        }
        return errors;
    }

    public static ProblemHttpResult UnknownSite(string id) =>
        Problems.Of(StatusCodes.Status404NotFound, "unknown-site", $"没有监测点位 {id}", $"there is no site {id}");

    [GeneratedRegex("^[a-z0-9][a-z0-9-]{0,63}$")]
    private static partial Regex SiteId();
}
