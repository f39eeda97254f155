using Bishui.Hosting.Time;
using Bishui.Web.Api;
using Bishui.Web.Glossary;

namespace Bishui.Web.Parts;

/// <summary>One section's month as the page shows it: which section, which month, which parameter, and what was found.</summary>
public sealed record SectionQuality
{
    private const string UsualParameter = "permanganate-index";

    public required Answer<SectionList> Sections { get; init; }

    /// <summary>Null when no section is known.</summary>
    public Section? Section { get; init; }

    public Month Month { get; init; }

    public string Parameter { get; init; } = UsualParameter;

    public Answer<SectionClass> Class { get; init; } = new(null, null);

    /// <summary>The class of the newest sample, whatever its month.</summary>
    public Answer<SectionClass> Newest { get; init; } = new(null, null);

    public Answer<Series> Series { get; init; } = new(null, null);

    /// <summary>Of when the oldest of it is, in real time; null where all of it is of just now.</summary>
    public DateTimeOffset? AsOf => new[] { Sections.AsOf, Class.AsOf, Newest.AsOf, Series.AsOf }.Min();

    public static async Task<SectionQuality> LoadAsync(
        PublicApi api, Overview? overview, string? site, string? month, string? parameter, RequestClock clock, CancellationToken ct)
    {
        var sections = await api.SectionsAsync(ct);
        var known = sections.Value?.Items ?? [];
        var section = known.FirstOrDefault(s => s.Id == site)
            ?? known.FirstOrDefault(s => s is { Kind: "river-section", Target: not null })
            ?? (known.Count > 0 ? known[0] : null);
        if (section is null)
            return new() { Sections = sections };

        // Without a month asked for: the last one the section was classified in, else the one of its last sample.
        var newest = await api.NewestClassAsync(section.Id, ct);
        var shown = Month.Parse(month)
            ?? MonthOf(overview?.Sections.FirstOrDefault(s => s.Site == section.Id)?.From)
            ?? MonthOf(newest.Value?.SampledAt is { } sampled ? DateOnly.FromDateTime(Terms.InChina(sampled).Date) : null)
            ?? Month.Of(DateOnly.FromDateTime(Terms.InChina(clock.Now).Date));

        var ofMonth = await api.ClassAsync(section.Id, shown, ct);
        var measured = ofMonth.Value?.Items.Select(item => item.Parameter).ToList() ?? [];
        var wanted = parameter ?? (ofMonth.Value is { Deciding: [var deciding, ..] } ? deciding
            : measured.Count == 0 || measured.Contains(UsualParameter) ? UsualParameter
            : measured[0]);
        return new()
        {
            Sections = sections,
            Section = section,
            Month = shown,
            Parameter = wanted,
            Class = ofMonth,
            Newest = newest,
            Series = await api.ReadingsAsync(section.Id, wanted, shown, ct),
        };
    }

    /// <summary>An address of the first page with one thing changed.</summary>
    public string Link(string? site = null, Month? month = null, string? parameter = null) =>
        $"/?site={Uri.EscapeDataString(site ?? Section!.Id)}"
        + (site is null ? $"&month={month ?? Month}" : "")
        + (site is null ? $"&parameter={Uri.EscapeDataString(parameter ?? Parameter)}" : "")
        + "#water";

    private static Month? MonthOf(DateOnly? day) => day is { } known ? Month.Of(known) : null;
}
