using System.Text.Json;
using Bishui.Contracts.Plans;
using Bishui.Features.Sites;

namespace Bishui.Ecological;

/// <summary>The sites of Data/sites.json, with the objectives and places that the plan's annexes 2 and 3 give them.</summary>
internal static class KnownSites
{
    private const string Standard = "GB 3838-2002";

    // The annexes print two decimals of a degree, about a kilometre, and no datum.
    private const int AnnexPrecisionMetres = 1000;

    public static IReadOnlyList<Site> Of(PlanAdopted plan)
    {
        using var stream = typeof(KnownSites).Assembly.GetManifestResourceStream("sites.json")!;
        var file = JsonSerializer.Deserialize<SiteFile>(stream, JsonSerializerOptions.Web)!;
        return [.. file.Sites.Select(site => WithObjective(site, plan, file.Source))];
    }

    private static Site WithObjective(Site site, PlanAdopted plan, string source)
    {
        var known = site with { Source = source };
        if (plan.WaterFunctionZones.FirstOrDefault(z => z.RiverSection == site.Name) is { } zone)
            return Judged(known, zone.TargetClass) with
            {
                Zone = zone.Code,
                Longitude = zone.Longitude,
                Latitude = zone.Latitude,
                PrecisionMetres = AnnexPrecisionMetres,
                Source = $"{plan.DocumentNumber} 附件3",
            };
        if (plan.DrinkingWaterSources.FirstOrDefault(s => s.Name.StartsWith(site.Name, StringComparison.Ordinal)) is { } drinking)
            return Judged(known, drinking.TargetClass) with
            {
                Longitude = drinking.Longitude,
                Latitude = drinking.Latitude,
                PrecisionMetres = AnnexPrecisionMetres,
                Source = $"{plan.DocumentNumber} 附件2",
            };
        return known;
    }

    private static Site Judged(Site site, string target) => site with { Target = target, Standard = Standard, Grade = target };

    private sealed record SiteFile(string Source, IReadOnlyList<Site> Sites);
}
