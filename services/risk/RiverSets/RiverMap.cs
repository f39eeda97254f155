using System.Security.Claims;
using Bishui.Features.Indicators;
using Bishui.Features.Registers;
using Bishui.Features.Requests;
using Bishui.Features.Tasks;
using Bishui.Hosting.Errors;
using Bishui.Hosting.Identity;
using Bishui.Hosting.Time;
using Bishui.Storage.Documents;

namespace Bishui.Risk.RiverSets;

/// <summary>A river's map as GeoJSON (RFC 7946).</summary>
/// <param name="River">Name of the river.</param>
/// <param name="AsOf">The civil day as of which it is.</param>
/// <param name="Note">How its coordinates are to be read.</param>
/// <param name="Features">What lies along it.</param>
internal sealed record RiverMap(string River, DateOnly AsOf, string Note, IReadOnlyList<MapFeature> Features)
{
    public string Type { get; } = "FeatureCollection";
}

/// <summary>A point of the map.</summary>
/// <param name="Id">Id within its layer.</param>
/// <param name="Geometry">Its place; null where it is not known.</param>
/// <param name="Properties">What it is.</param>
internal sealed record MapFeature(string Id, MapPoint? Geometry, MapProperties Properties)
{
    public string Type { get; } = "Feature";
}

/// <summary>A place.</summary>
/// <param name="Coordinates">Degrees east and north, as printed.</param>
internal sealed record MapPoint(IReadOnlyList<decimal> Coordinates)
{
    public string Type { get; } = "Point";
}

/// <summary>What a point is.</summary>
/// <param name="Layer">emergency-space, sensitive-point or site.</param>
/// <param name="Name">Name for people.</param>
/// <param name="Kind">Its kind within the layer.</param>
/// <param name="KindZh">The kind in Chinese; null for sites, whose kinds are at <c>/sites/kinds</c>.</param>
/// <param name="CapacityCubicMetres">What it can hold; null where that is not known or does not apply.</param>
/// <param name="Use">How it is used; null where nobody says.</param>
/// <param name="PrecisionMetres">How far the place may be off; null where that is not known.</param>
/// <param name="Datum">Datum of the coordinates; null where it is not known.</param>
internal sealed record MapProperties(
    string Layer, string Name, string Kind, string? KindZh, decimal? CapacityCubicMetres, string? Use, int? PrecisionMetres, string? Datum);

internal static class RiverMapEndpoints
{
    public static void MapRivers(this IEndpointRouteBuilder routes) => routes.MapGroup("/rivers").WithTags("一河一策一图 River sets")
        .MapGet("/{river}/map", Map).Produces<RiverMap>(contentType: "application/geo+json")
        .WithSummary("河流应急处置图：应急空间、敏感点和监测点位（GeoJSON） / The river's map: emergency spaces, sensitive points and sites along it");

    private static async Task<IResult> Map(
        string river, IDocumentReader store, BasisSource facts, ClaimsPrincipal user, RequestClock clock, string? at, CancellationToken cancel)
    {
        if (await TaskEntries.RefusalAsync(store, user.Caller(), RiskTopics.RiverResponseSets, TaskAction.Read, clock.Today(), cancel) is { } refusal) return refusal;
        var errors = new List<RowError>();
        var basis = facts.On(Instants.Day(at, "at", clock, errors));
        if (errors.Count > 0) return Refusals.Invalid(errors);
        if ((await RiverFacts.OfAsync(basis, cancel)).FirstOrDefault(one => one.Set.Id == river) is not { } found)
            return Problems.Of(StatusCodes.Status404NotFound, "unknown-river", $"没有登记河流 {river}", $"there is no river {river}");
        var name = found.Set.Values.River;
        var sites = await basis.Sites.SitesAsync(site => site.Water == name, cancel);
        // The platform holds no transformation: a shifted datum (GCJ-02, BD-09) or an old one is named, never passed off as WGS 84.
        return TypedResults.Json(new RiverMap(name, basis.On, "坐标按原文，坐标系见各点 datum / coordinates as printed, see each point's datum",
        [
            .. found.Spaces.Select(space => new MapFeature(space.Id, PointOf(space.Values.Longitude, space.Values.Latitude), new(
                "emergency-space", space.Values.Name, Words.Of(space.Values.Kind), Terms.Zh(space.Values.Kind), space.Values.Capacity, space.Values.Use,
                space.Values.PrecisionMetres, space.Values.Datum))),
            .. found.Points.Select(point => new MapFeature(point.Id, PointOf(point.Values.Longitude, point.Values.Latitude), new(
                "sensitive-point", point.Values.Name, Words.Of(point.Values.Kind), Terms.Zh(point.Values.Kind), null, null,
                point.Values.PrecisionMetres, point.Values.Datum))),
            .. sites.Select(site => new MapFeature(site.Id, PointOf(site.Longitude, site.Latitude), new(
                "site", site.Name, site.Kind, null, null, null, site.PrecisionMetres, site.Datum))),
        ]), contentType: "application/geo+json");
    }

    private static MapPoint? PointOf(decimal? longitude, decimal? latitude) => longitude is { } east && latitude is { } north ? new([east, north]) : null;
}
