using Bishui.Features.Readings;
using Bishui.Features.Sites;
using Bishui.Rules.BlackOdorousWater;
using Bishui.Rules.Standards;

namespace Bishui.Ecological.Evaluations;

/// <summary>The grades of black and odorous waters (黑臭水体分级).</summary>
/// <param name="Period">The time.</param>
/// <param name="Waters">One for each water with a point.</param>
/// <param name="Rule">Name and version of the rule.</param>
public sealed record BlackOdorousAnswer(EvaluatedPeriod Period, IReadOnlyList<BlackOdorousWater> Waters, string Rule);

/// <summary>One water body.</summary>
/// <param name="Water">Its name.</param>
/// <param name="Grade">not-black-odorous, mild or severe; null where no point has enough rounds.</param>
/// <param name="Points">Its points in the order of their ids, which is taken for the order along the water.</param>
/// <param name="SevereReaches">Reaches between three or more consecutive severe points, by their first and last point.</param>
/// <param name="State">final where every point has enough rounds.</param>
public sealed record BlackOdorousWater(
    string Water, BlackOdorousGrade? Grade, IReadOnlyList<BlackOdorousPoint> Points, IReadOnlyList<SevereReach> SevereReaches, FigureState State);

/// <summary>One point over its rounds.</summary>
/// <param name="Site">Id of the site.</param>
/// <param name="Name">Its name.</param>
/// <param name="Grade">The grade; null with fewer than three rounds.</param>
/// <param name="Rounds">Rounds sampled.</param>
/// <param name="Indicators">How many data of each indicator are severe.</param>
/// <param name="BounceBack">For a point that is held to <c>not-black-odorous</c>: the samples in which an indicator left that band.</param>
public sealed record BlackOdorousPoint(
    string Site, string Name, BlackOdorousGrade? Grade, int Rounds, IReadOnlyList<IndicatorShare> Indicators, IReadOnlyList<BounceBack> BounceBack);

/// <summary>A reach that is severe.</summary>
/// <param name="First">Id of its first point.</param>
/// <param name="Last">Id of its last point.</param>
public sealed record SevereReach(string First, string Last);

/// <summary>A sample of treated water that is black and odorous again.</summary>
/// <param name="At">When it was taken.</param>
/// <param name="Indicators">Keys of the indicators that left the band.</param>
public sealed record BounceBack(DateTimeOffset At, IReadOnlyList<string> Indicators);

internal static class BlackOdorousWaters
{
    private const string Treated = "not-black-odorous";

    public static async ValueTask<BlackOdorousAnswer> EvaluateAsync(
        SiteFigures figures, StandardLibrary standards, EvaluatedPeriod period, CancellationToken cancel)
    {
        var guide = standards.InForce("black-odorous-water", period.To)
            ?? throw new InvalidOperationException($"No guide for black and odorous water is in force on {period.To:O}.");
        var grading = BlackOdorousGrading.Prepare(guide);
        var points = new List<(string Water, BlackOdorousPoint Point)>();
        foreach (var site in await figures.SitesAsync(site => site.Kind == "black-odorous-point", cancel))
            points.Add((site.Water ?? site.Name, PointOf(site, grading, await figures.SamplesAsync(site.Id, period.From, period.To, cancel))));
        return new(
            period, [.. points.GroupBy(one => one.Water, one => one.Point).OrderBy(water => water.Key, StringComparer.Ordinal).Select(water => WaterOf(water.Key, [.. water]))],
            BlackOdorousGrading.Rule);
    }

    private static BlackOdorousPoint PointOf(Site site, BlackOdorousGrading grading, IReadOnlyList<SiteSample> samples)
    {
        var rounds = samples.Select(sample => (sample.At, Graded: grading.OfSample(sample.Values))).ToArray();
        var point = BlackOdorousGrading.OfPoint([.. rounds.Select(round => round.Graded)]);
        return new(
            site.Id, site.Name, point.Grade, point.Rounds, point.Indicators,
            site.Grade != Treated ? []
                : [.. rounds.Select(round => new BounceBack(round.At, BlackOdorousGrading.BounceBack(round.Graded))).Where(back => back.Indicators.Count > 0)]);
    }

    private static BlackOdorousWater WaterOf(string water, BlackOdorousPoint[] points)
    {
        BlackOdorousGrade?[] grades = [.. points.Select(point => point.Grade)];
        var grade = BlackOdorousGrading.OfWaterBody(grades);
        return new(
            water, grade, points,
            [.. BlackOdorousGrading.SevereReaches(grades).Select(reach => new SevereReach(points[reach.First].Site, points[reach.Last].Site))],
            grade is null ? FigureState.NoData : grades.All(one => one is not null) ? FigureState.Final : FigureState.Provisional);
    }
}
