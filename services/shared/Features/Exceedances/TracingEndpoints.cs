using Bishui.Features.Requests;
using Bishui.Features.Sites;
using Bishui.Rules.Cases;
using Bishui.Storage.Documents;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Bishui.Features.Exceedances;

/// <summary>Follows the water (溯源): from a case to the outfall, the enterprise, the plant and the zone along it.</summary>
internal static class TracingEndpoints
{
    public static async Task<Results<Ok<SiteTracing>, ProblemHttpResult>> Trace(
        string id, IDocumentReader store, ServiceName service, string? direction, CancellationToken cancel)
    {
        var side = direction ?? SiteLink.Upstream;
        if (side is not (SiteLink.Upstream or SiteLink.Downstream))
            return Refusals.Invalid([new(null, "direction", "unknown-direction", "应为 upstream 或 downstream / upstream or downstream")]);

        var sites = new Dictionary<string, Site>();
        await foreach (var held in store.StreamAsync(SiteCollections.Sites, new() { Limit = 1000 }, cancel)) sites.Add(held.Id, held.Body);
        if (!sites.TryGetValue(id, out var start)) return SiteEndpoints.UnknownSite(id);

        var traced = new List<TracedSite> { await ViewAsync(start, null, null, 0) };
        var elsewhere = new List<SiteReference>();
        foreach (var (step, from, distance) in new WaterWays(sites.Values, service.Name).Walk(id, side))
        {
            if (step.Service is { } other) elsewhere.Add(new(other, step.Site, from, distance, step.Note));
            else if (sites.TryGetValue(step.Site, out var site)) traced.Add(await ViewAsync(site, from, step.Note, distance));
        }
        return TypedResults.Ok(new SiteTracing(id, side, traced, elsewhere));

        async ValueTask<TracedSite> ViewAsync(Site site, string? from, string? note, int distance) => new()
        {
            Site = site.Id,
            Name = site.Name,
            Kind = site.Kind,
            Unit = site.Unit,
            Zone = site.Zone,
            Distance = distance,
            From = from,
            Note = note,
            Cases = await OpenCasesAsync(store, site.Id, cancel),
        };
    }

    private static async ValueTask<IReadOnlyList<TracedCase>> OpenCasesAsync(IDocumentReader store, string site, CancellationToken cancel)
    {
        var cases = new List<TracedCase>();
        await foreach (var held in store.StreamAsync(ExceedanceCollections.Cases, new() { Index = "site", From = site + "|", Before = site + "}", Limit = 1000 }, cancel))
            if (held.Body.State != CaseState.Archived)
                cases.Add(new(held.Body.Id, held.Body.Parameter, held.Body.Rule, Words.Of(held.Body.State), held.Body.OpenedAt));
        return cases;
    }
}

/// <summary>What lies on one side of a site along the water.</summary>
/// <param name="Site">Where the tracing began.</param>
/// <param name="Direction">upstream or downstream.</param>
/// <param name="Sites">This service's sites, the nearest first; the first is the one asked for.</param>
/// <param name="Elsewhere">Sites of other services that are linked to them: ask there to go on.</param>
public sealed record SiteTracing(string Site, string Direction, IReadOnlyList<TracedSite> Sites, IReadOnlyList<SiteReference> Elsewhere);

/// <summary>A site met on the way.</summary>
public sealed record TracedSite
{
    /// <summary>Id of the site.</summary>
    public required string Site { get; init; }

    /// <summary>Its name.</summary>
    public required string Name { get; init; }

    /// <summary>Its kind.</summary>
    public required string Kind { get; init; }

    /// <summary>Key of the unit that answers for it.</summary>
    public required string Unit { get; init; }

    /// <summary>Code of the water function zone it represents, or null.</summary>
    public string? Zone { get; init; }

    /// <summary>How many links away; 0 for the site asked for.</summary>
    public required int Distance { get; init; }

    /// <summary>The site from which it was reached; null for the site asked for.</summary>
    public string? From { get; init; }

    /// <summary>How the two are joined, or null.</summary>
    public string? Note { get; init; }

    /// <summary>Its open cases, the oldest first.</summary>
    public required IReadOnlyList<TracedCase> Cases { get; init; }
}

/// <summary>An open case of a site met on the way.</summary>
/// <param name="Id">Id of the case.</param>
/// <param name="Parameter">Key of the parameter.</param>
/// <param name="Rule">Rule that found it.</param>
/// <param name="State">Where it stands.</param>
/// <param name="OpenedAt">When it was opened.</param>
public sealed record TracedCase(string Id, string? Parameter, string Rule, string State, DateTimeOffset OpenedAt);

/// <summary>A site that another service holds.</summary>
/// <param name="Service">That service.</param>
/// <param name="Site">Its id there.</param>
/// <param name="From">This service's site that names it.</param>
/// <param name="Distance">How many links away.</param>
/// <param name="Note">How the two are joined, or null.</param>
public sealed record SiteReference(string Service, string Site, string From, int Distance, string? Note);
