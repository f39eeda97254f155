using Bishui.Features.Readings;
using Bishui.Rules.SurfaceWater;

namespace Bishui.Ecological.Evaluations;

/// <summary>The trophic levels of lakes and reservoirs (综合营养状态指数).</summary>
/// <param name="Period">The time.</param>
/// <param name="Points">The points.</param>
public sealed record LakesAnswer(EvaluatedPeriod Period, IReadOnlyList<LakeAnswer> Points);

/// <summary>The level at one point.</summary>
/// <param name="Site">Id of the site.</param>
/// <param name="Name">Its name.</param>
/// <param name="Water">Name of the lake, or null.</param>
/// <param name="Level">The level with its items, or what is missing for it.</param>
/// <param name="State">How far it can be trusted.</param>
public sealed record LakeAnswer(string Site, string Name, string? Water, TrophicLevel Level, FigureState State);

internal static class Lakes
{
    private const decimal CentimetresOfMetre = 100m;

    public static async ValueTask<LakesAnswer> EvaluateAsync(SiteFigures figures, EvaluatedPeriod period, CancellationToken cancel) => new(
        period,
        [.. (await figures.OverAsync(site => site.Kind == EvaluationEndpoints.LakePoint, period.From, period.To, period.Now, cancel)).Select(Evaluate)]);

    private static LakeAnswer Evaluate(SiteFigure point)
    {
        var level = TrophicLevels.Of(point.Class.Items.ToDictionary(
            item => item.Parameter, item => item.Parameter == "transparency" ? item.Value / CentimetresOfMetre : item.Value));

        // The level has parameters of its own: those that the class requires do not make it final.
        var months = level.Index is null ? 0 : TrophicLevels.Parameters.Min(key => point.ByMonth.Count(mean => mean.Parameter == key));
        return new(
            point.Site.Id, point.Site.Name, point.Site.Water, level,
            level.Index is null ? FigureState.NoData : months < point.MonthsWanted || point.Provisional ? FigureState.Provisional : FigureState.Final);
    }
}
