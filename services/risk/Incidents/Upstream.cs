using Bishui.Features.Sites;

namespace Bishui.Risk.Incidents;

/// <summary>A site of some service.</summary>
/// <param name="Service">The service that holds it.</param>
/// <param name="Site">Its id there.</param>
public sealed record SiteName(string Service, string Site);

/// <summary>A site from which water comes.</summary>
/// <param name="Service">The service that holds it.</param>
/// <param name="Site">Its id there.</param>
/// <param name="Distance">How many links away.</param>
/// <param name="Href">Asks that service what lies further upstream.</param>
public sealed record UpstreamSite(string Service, string Site, int Distance, string Href);

/// <summary>Follows the links that this service's sites state, also to sites of others: what one says of its downstream is the other's upstream. Pure.</summary>
public static class Upstream
{
    /// <summary>What lies upstream of the places, the nearest first; the places themselves have distance 0.</summary>
    public static IReadOnlyList<UpstreamSite> Of(IEnumerable<SiteName> places, IEnumerable<Site> sites, string service)
    {
        var above = sites.SelectMany(site => site.Links, (site, link) =>
        {
            var (self, other) = (new SiteName(service, site.Id), new SiteName(link.Service ?? service, link.Site));
            return link.Direction == SiteLink.Upstream ? (Below: self, Above: other) : (Below: other, Above: self);
        }).ToLookup(one => one.Below, one => one.Above);
        var seen = new Dictionary<SiteName, int>();
        var waiting = new Queue<SiteName>();
        foreach (var place in places.Distinct()) Reach(place, 0);
        while (waiting.TryDequeue(out var at))
            foreach (var next in above[at]) Reach(next, seen[at] + 1);
        return [.. seen.Select(one => new UpstreamSite(one.Key.Service, one.Key.Site, one.Value, $"/api/{one.Key.Service}/sites/{one.Key.Site}/tracing?direction=upstream"))];

        void Reach(SiteName place, int distance)
        {
            if (seen.TryAdd(place, distance)) waiting.Enqueue(place);
        }
    }
}
