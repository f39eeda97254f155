using Bishui.Storage.Documents;

namespace Bishui.Features.Sites;

/// <summary>A monitored site (监测点位): anything that is measured.</summary>
public sealed record Site
{
    /// <summary>Stable key: lower-case letters, digits and hyphens.</summary>
    public required string Id { get; init; }

    /// <summary>Name in use; readings may name the site by it.</summary>
    public required string Name { get; init; }

    /// <summary>river-section, drinking-water-source, or another kind of the service.</summary>
    public required string Kind { get; init; }

    /// <summary>Key of the unit that answers for the site and reports its readings.</summary>
    public required string Unit { get; init; }

    /// <summary>Numbers of the plan's tasks it serves.</summary>
    public IReadOnlyList<int> Tasks { get; init; } = [];

    /// <summary>Name of the river or lake, or null.</summary>
    public string? Water { get; init; }

    /// <summary>river or lake-reservoir: which total-phosphorus limits apply. A property of the site, not of its name.</summary>
    public string? WaterBody { get; init; }

    /// <summary>Degrees east, or null where it is not known.</summary>
    public decimal? Longitude { get; init; }

    /// <summary>Degrees north, or null where it is not known.</summary>
    public decimal? Latitude { get; init; }

    /// <summary>How far the printed place may be off, in metres; null where it is not known.</summary>
    public int? PrecisionMetres { get; init; }

    /// <summary>Datum of the place, for example CGCS2000; null where the source states none.</summary>
    public string? Datum { get; init; }

    /// <summary>The standard its readings are judged by, for example GB 3838-2002; null: no limit is in force.</summary>
    public string? Standard { get; init; }

    /// <summary>Grade or class of the standard that applies, for example III; null: no limit is in force.</summary>
    public string? Grade { get; init; }

    /// <summary>The worst water class that still meets the objective: I to V; null where it has none.</summary>
    public string? Target { get; init; }

    /// <summary>Code of the water function zone it represents, or null.</summary>
    public string? Zone { get; init; }

    /// <summary>Number of its on-line device, or null.</summary>
    public string? Device { get; init; }

    /// <summary>Where the description comes from.</summary>
    public string? Source { get; init; }
}

internal static class SiteCollections
{
    public static readonly Collection<Site> Sites = new("sites", new DocumentIndex<Site>("kind", s => s.Kind));

    /// <summary>Adds a site that a plan brings; one that is held keeps what was changed by hand, except for the plan's own objective.</summary>
    public static async ValueTask BringAsync(IDocumentReader reader, Commit commit, Site site, CancellationToken cancel)
    {
        var held = await reader.FindAsync(Sites, site.Id, cancel);
        if (held is null) commit.Insert(Sites, site.Id, site);
        else if (held.Body.Target != site.Target || held.Body.Zone != site.Zone)
            commit.Update(Sites, site.Id, held.Version, held.Body with { Target = site.Target, Grade = site.Grade, Zone = site.Zone });
    }
}
