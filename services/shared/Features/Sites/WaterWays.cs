namespace Bishui.Features.Sites;

/// <summary>A step along the water.</summary>
/// <param name="Service">The service that holds the neighbour; null: this one.</param>
/// <param name="Site">Id of the neighbour.</param>
/// <param name="Note">How they are joined, or null.</param>
internal sealed record WaterStep(string? Service, string Site, string? Note);

/// <summary>The links of a service's sites as one net: what one site says of its upstream, the other need not say of its downstream.</summary>
internal sealed class WaterWays
{
    private readonly ILookup<(string Site, string Direction), WaterStep> _steps;

    public WaterWays(IReadOnlyCollection<Site> sites, string service) => _steps = sites
        .SelectMany(site => site.Links, (site, link) => (Site: site.Id, Link: link))
        .SelectMany(one => one.Link.Service is { } other && other != service
            ? [(From: one.Site, one.Link.Direction, Step: new WaterStep(other, one.Link.Site, one.Link.Note))]
            : new[]
            {
                (From: one.Site, one.Link.Direction, Step: new WaterStep(null, one.Link.Site, one.Link.Note)),
                (From: one.Link.Site, Direction: Reverse(one.Link.Direction), Step: new WaterStep(null, one.Site, one.Link.Note)),
            })
        .DistinctBy(one => (one.From, one.Direction, one.Step.Service, one.Step.Site))
        .ToLookup(one => (one.From, one.Direction), one => one.Step);

    /// <summary>The neighbours of a site on one side.</summary>
    public IEnumerable<WaterStep> Of(string site, string direction) => _steps[(site, direction)];

    /// <summary>Everything on one side of a site, the nearest first, with how many steps it is away and from where it was reached.</summary>
    public IEnumerable<(WaterStep Step, string From, int Distance)> Walk(string site, string direction)
    {
        var seen = new HashSet<(string?, string)> { (null, site) };
        var waiting = new Queue<(string Site, int Distance)>([(site, 0)]);
        while (waiting.TryDequeue(out var at))
            foreach (var step in Of(at.Site, direction))
            {
                if (!seen.Add((step.Service, step.Site))) continue;
                yield return (step, at.Site, at.Distance + 1);
                if (step.Service is null) waiting.Enqueue((step.Site, at.Distance + 1));
            }
    }

    /// <summary>Whether the water of a site would come back to it.</summary>
    public bool LeadsBackTo(string site) =>
        Walk(site, SiteLink.Downstream).Select(one => one.Step).Where(step => step.Service is null).Select(step => step.Site).Append(site)
            .Any(reached => Of(reached, SiteLink.Downstream).Any(step => step.Service is null && step.Site == site));

    private static string Reverse(string direction) => direction == SiteLink.Upstream ? SiteLink.Downstream : SiteLink.Upstream;
}
