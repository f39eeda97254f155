using Bishui.Features.Readings;
using Bishui.Rules.SurfaceWater;

namespace Bishui.Ecological.Evaluations;

/// <summary>The city water quality index (城市水质指数); smaller is better.</summary>
/// <param name="Period">The time.</param>
/// <param name="City">The index; null where nothing was measured.</param>
/// <param name="Rivers">The rivers' part, with its items.</param>
/// <param name="Lakes">The lakes' part, with its items.</param>
/// <param name="Base">The time it is compared with; null where none was asked for.</param>
/// <param name="BaseCity">The index of that time; null where nothing was measured then.</param>
/// <param name="Change">The change against it in percent, negative is better; null where either index is.</param>
/// <param name="Sites">Sections and points it rests on.</param>
/// <param name="State">How far it can be trusted.</param>
/// <param name="Rule">Name and version of the rule.</param>
public sealed record CityIndexAnswer(
    EvaluatedPeriod Period, decimal? City, CwqiGroup Rivers, CwqiGroup Lakes, EvaluatedPeriod? Base, decimal? BaseCity, decimal? Change,
    IReadOnlyList<EvaluatedSite> Sites, FigureState State, string Rule);

internal static class CityIndex
{
    public static async ValueTask<CityIndexAnswer> EvaluateAsync(
        SiteFigures figures, EvaluatedPeriod period, EvaluatedPeriod? before, CancellationToken cancel)
    {
        var (sites, rivers, lakes) = await OverAsync(figures, period, cancel);
        var city = Cwqi.City(rivers, lakes);
        decimal? baseCity = null;
        if (before is not null)
        {
            var (_, riversBefore, lakesBefore) = await OverAsync(figures, before, cancel);
            baseCity = Cwqi.City(riversBefore, lakesBefore);
        }

        return new(
            period, city, rivers, lakes, before, baseCity, city is { } now && baseCity is { } then ? Cwqi.Change(now, then) : null, sites,
            EvaluatedSite.StateOf(sites.Select(site => site.State), city is not null), Cwqi.Rule);
    }

    private static async ValueTask<(EvaluatedSite[] Sites, CwqiGroup Rivers, CwqiGroup Lakes)> OverAsync(
        SiteFigures figures, EvaluatedPeriod period, CancellationToken cancel)
    {
        var measured = await figures.OverAsync(
            site => site.Kind is EvaluationEndpoints.RiverSection or EvaluationEndpoints.LakePoint, period.From, period.To, period.Now, cancel);
        return ([.. measured.Select(EvaluatedSite.Of)], GroupOf(measured, EvaluationEndpoints.RiverSection), GroupOf(measured, EvaluationEndpoints.LakePoint));
    }

    private static CwqiGroup GroupOf(IReadOnlyList<SiteFigure> measured, string kind)
    {
        // A site of which nothing was measured has no weight.
        var sites = measured.Where(figure => figure.Site.Kind == kind && figure.Class.Items.Count > 0).ToArray();
        return sites.Length == 0
            ? new(null, 0, [], Cwqi.Rule)
            : Cwqi.Of([.. sites.Select(site => site.Class.Items.ToDictionary(item => item.Parameter, item => item.Value))], sites[0].Limits);
    }
}
