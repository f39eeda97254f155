using System.ComponentModel.DataAnnotations;
using System.Text.Json;
using Bishui.Hosting.Json;
using Bishui.Storage.Documents;

namespace Bishui.Features.Sites;

/// <summary>A monitored site (监测点位): anything that is measured.</summary>
public sealed record Site
{
    /// <summary>Stable key: lower-case letters, digits and hyphens. A request may leave it to the path.</summary>
    [MaxLength(64)]
    public string Id { get; init; } = "";

    /// <summary>Name in use; readings may name the site by it.</summary>
    public required string Name { get; init; }

    /// <summary>What is measured there, for example river-section or plant-outlet; one of <c>/sites/kinds</c>.</summary>
    public required string Kind { get; init; }

    /// <summary>Key of the unit that answers for the site and reports its readings.</summary>
    public required string Unit { get; init; }

    /// <summary>
    /// Keys of the topics (工作主题) it serves, see <c>…/topics</c>. A request may name <see cref="Tasks"/> instead: then it serves the topics that
    /// these carry. Null only where it was described before topics existed.
    /// </summary>
    public IReadOnlyList<string>? Topics { get; init; }

    /// <summary>Numbers of the tasks that carry one of its topics in the plan in force.</summary>
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

    /// <summary>Datum of the place: CGCS2000, WGS84, GCJ-02, BD-09, Beijing54 or Xian80; null where the source states none.</summary>
    public string? Datum { get; init; }

    /// <summary>
    /// The standard its readings are judged by, for example GB 3838-2002, on every day that <see cref="Periods"/> leaves open; from the day
    /// another version replaces it, by that version. Null: no limit is in force.
    /// </summary>
    public string? Standard { get; init; }

    /// <summary>Grade or class of the standard that applies, for example III; null: no limit is in force.</summary>
    public string? Grade { get; init; }

    /// <summary>The worst water class that still meets the objective: I to V; null where it has none.</summary>
    public string? Target { get; init; }

    /// <summary>Standards, grades and objectives that hold for a time, or for another rule set than the district's own.</summary>
    public IReadOnlyList<SitePeriod> Periods { get; init; } = [];

    /// <summary>
    /// Values on which a limit may depend, by name, for example <c>built</c> of a discharger; see the vocabulary of conditions. The water body is
    /// <see cref="WaterBody"/>.
    /// </summary>
    public IReadOnlyDictionary<string, string> Conditions { get; init; } = new Dictionary<string, string>();

    /// <summary>What should arrive from it, and how often; empty where nothing is owed.</summary>
    public IReadOnlyList<ExpectedReadings> Expected { get; init; } = [];

    /// <summary>Where its water comes from and goes to, for the tracing of sources.</summary>
    public IReadOnlyList<SiteLink> Links { get; init; } = [];

    /// <summary>Code of the water function zone it represents, or null.</summary>
    public string? Zone { get; init; }

    /// <summary>Number of its on-line device, or null.</summary>
    public string? Device { get; init; }

    /// <summary>Where the description comes from.</summary>
    [MaxLength(Texts.Address)]
    public string? Source { get; init; }
}

/// <summary>By what a site is judged over a time. A later period of the same rule set stands for an earlier one where they overlap.</summary>
public sealed record SitePeriod
{
    /// <summary>The rule set of the district itself, which duties and scores go by.</summary>
    public const string District = "district";

    /// <summary>Whose view it is: <c>district</c>, or a superior's such as <c>city</c>, judged beside it over the same readings.</summary>
    public string RuleSet { get; init; } = District;

    /// <summary>First civil day; null: from the beginning.</summary>
    public DateOnly? From { get; init; }

    /// <summary>Last civil day; null: until further notice.</summary>
    public DateOnly? To { get; init; }

    /// <summary>The standard, as in <see cref="Site.Standard"/>; null: no limit is in force.</summary>
    public string? Standard { get; init; }

    /// <summary>Grade or class of the standard.</summary>
    public string? Grade { get; init; }

    /// <summary>The worst water class that meets the objective: I to V; null where there is none.</summary>
    public string? Target { get; init; }

    /// <summary>Conditions of this period, over those of the site.</summary>
    public IReadOnlyDictionary<string, string> Conditions { get; init; } = new Dictionary<string, string>();

    /// <summary>Where it is laid down: a permit, a plan.</summary>
    [MaxLength(Texts.Address)]
    public string? Source { get; init; }
}

/// <summary>Readings that a site owes.</summary>
public sealed record ExpectedReadings
{
    /// <summary>realtime, minute, hour, day or manual.</summary>
    public required string Kind { get; init; }

    /// <summary>How often, as an ISO 8601 duration: PT4H, P1D, P1M, P3M.</summary>
    public required string Every { get; init; }

    /// <summary>Keys of the parameters; empty: any one will do.</summary>
    public IReadOnlyList<string> Parameters { get; init; } = [];
}

/// <summary>A neighbour along the water.</summary>
public sealed record SiteLink
{
    /// <summary>Its water comes from there.</summary>
    public const string Upstream = "upstream";

    /// <summary>Its water goes there.</summary>
    public const string Downstream = "downstream";

    /// <summary><see cref="Upstream"/> or <see cref="Downstream"/>.</summary>
    public required string Direction { get; init; }

    /// <summary>The service that holds the neighbour; null: this one.</summary>
    public string? Service { get; init; }

    /// <summary>Id of the neighbour.</summary>
    public required string Site { get; init; }

    /// <summary>How they are joined, or null.</summary>
    [LongText(Texts.Address)]
    public string? Note { get; init; }
}

internal static class SiteCollections
{
    public static readonly Collection<Site> Sites = new("sites", new DocumentIndex<Site>("kind", s => s.Kind));

    /// <summary>
    /// Adds a site that a plan brings; one that is held keeps what was changed by hand, except for the plan's own objective. What held in the
    /// years of other plans stays as it was.
    /// </summary>
    public static async ValueTask BringAsync(
        IDocumentReader reader, Commit commit, Site site, Func<Site, Site> upgrade, int year, DateTimeOffset now, CancellationToken cancel)
    {
        var held = await reader.FindAsync(Sites, site.Id, cancel);
        var body = held is null ? site : upgrade(held.Body);
        if (site.Target is not null)
        {
            var ofYear = new SitePeriod
            {
                From = new DateOnly(year, 1, 1),
                To = new DateOnly(year, 12, 31),
                Standard = site.Standard,
                Grade = site.Grade,
                Target = site.Target,
                Source = site.Source,
            };
            // In its place where it has one: what was laid down by hand after it goes on standing above it.
            var at = body.Periods.ToList().FindIndex(p => p.RuleSet == ofYear.RuleSet && p.From == ofYear.From && p.To == ofYear.To);
            body = body with { Zone = site.Zone, Periods = at < 0 ? [.. body.Periods, ofYear] : [.. body.Periods.Select((p, i) => i == at ? ofYear : p)] };
            // What no period covers goes by the newest year, whichever plan was told last.
            if (!body.Periods.Any(p => p.RuleSet == ofYear.RuleSet && p.From > ofYear.From))
                body = body with { Target = site.Target, Grade = site.Grade, Standard = site.Standard };
        }
        if (held is null || JsonSerializer.Serialize(body) != JsonSerializer.Serialize(held.Body))
            SiteHistory.Write(commit, held, body, SiteHistory.Plan, now);
    }
}
