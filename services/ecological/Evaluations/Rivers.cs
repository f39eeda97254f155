using Bishui.Features.Readings;
using Bishui.Rules.Statistics;
using Bishui.Rules.SurfaceWater;

namespace Bishui.Ecological.Evaluations;

/// <summary>The grades of the rivers (河流水质状况).</summary>
/// <param name="Period">The time.</param>
/// <param name="Rivers">One for each named water with a section.</param>
/// <param name="Unassigned">Ids of sections of which no water is named: they grade no river.</param>
public sealed record RiversAnswer(EvaluatedPeriod Period, IReadOnlyList<RiverAnswer> Rivers, IReadOnlyList<string> Unassigned);

/// <summary>The grade of one river, and what it rests on.</summary>
/// <param name="Water">Name of the river.</param>
/// <param name="Grade">excellent to heavy-pollution; null where no section has a class.</param>
/// <param name="GradeName">优 to 重度污染.</param>
/// <param name="Colour">The colour it is drawn in.</param>
/// <param name="Method">section-shares, or section-means with fewer than five sections.</param>
/// <param name="Good">Sections of class Ⅲ or better.</param>
/// <param name="WorseThanV">Sections worse than class Ⅴ.</param>
/// <param name="Main">Main pollutants of the river with their section exceedance rates; with fewer than five sections each names its own.</param>
/// <param name="Sections">Its sections.</param>
/// <param name="State">How far it can be trusted.</param>
/// <param name="Rule">Name and version of the rule.</param>
public sealed record RiverAnswer(
    string Water, string? Grade, string? GradeName, string? Colour, RiverMethod Method, Share Good, Share WorseThanV,
    IReadOnlyList<RiverPollutant> Main, IReadOnlyList<EvaluatedSite> Sections, FigureState State, string Rule);

internal static class Rivers
{
    public static async ValueTask<RiversAnswer> EvaluateAsync(SiteFigures figures, EvaluatedPeriod period, CancellationToken cancel)
    {
        var sections = await figures.OverAsync(site => site.Kind == EvaluationEndpoints.RiverSection, period.From, period.To, period.Now, cancel);
        return new(
            period,
            [.. sections.Where(section => section.Site.Water is not null).GroupBy(section => section.Site.Water!).OrderBy(river => river.Key, StringComparer.Ordinal)
                .Select(river => Evaluate(river.Key, [.. river]))],
            [.. sections.Where(section => section.Site.Water is null).Select(section => section.Site.Id)]);
    }

    private static RiverAnswer Evaluate(string water, SiteFigure[] sections)
    {
        var river = RiverEvaluation.Grade([.. sections.Select(section => section.Class)], sections[0].Limits);
        EvaluatedSite[] sites = [.. sections.Select(EvaluatedSite.Of)];
        return new(
            water, river.Grade?.Key(), river.Grade?.NameZh(), river.Grade?.Colour(), river.Method, river.Good, river.WorseThanV, river.Main, sites,
            EvaluatedSite.StateOf(sites.Select(site => site.State), river.Grade is not null), river.Rule);
    }
}
