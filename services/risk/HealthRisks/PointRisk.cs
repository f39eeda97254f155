using Bishui.Features.Indicators;
using Bishui.Features.Sites;
using Bishui.Rules.Indicators;

namespace Bishui.Risk.HealthRisks;

/// <summary>The health risk at a tap (末梢水) over a time.</summary>
public sealed record PointRisk
{
    /// <summary>Id of the site.</summary>
    public required string Site { get; init; }

    /// <summary>Its name.</summary>
    public required string Name { get; init; }

    /// <summary>HI = Σ HQ; null where no substance with a reference dose was measured.</summary>
    public decimal? HazardIndex { get; init; }

    /// <summary>Σ ILCR; null where no substance with a slope factor was measured.</summary>
    public decimal? CancerRisk { get; init; }

    /// <summary>The cancer risk's state; not-acceptable too where HI is beyond its level.</summary>
    public required RiskState State { get; init; }

    /// <summary>Whether HI and ILCR are both acceptable; null where that cannot be said.</summary>
    public bool? Acceptable { get; init; }

    /// <summary>Every chemical substance that was measured.</summary>
    public required IReadOnlyList<MeasuredSubstance> Substances { get; init; }

    /// <summary>Those of them for which no toxicity is configured: the sums leave them out, and are at least what they say.</summary>
    public required IReadOnlyList<string> NotConfigured { get; init; }
}

/// <summary>A substance at a point with the readings its mean rests on.</summary>
/// <param name="Risk">What it comes to.</param>
/// <param name="Readings">How many readings.</param>
/// <param name="BelowDetection">How many of them below detection, counted as half the limit.</param>
/// <param name="Evidence">The readings.</param>
public sealed record MeasuredSubstance(SubstanceRisk Risk, int Readings, int BelowDetection, IReadOnlyList<EvidenceId> Evidence);

internal static class PointRisks
{
    private static readonly string[] Taps = ["tap-mains", "tap-secondary-supply"];

    /// <summary>The risk at each tap of the service, by id; one where nothing was measured has no sums.</summary>
    public static async ValueTask<IReadOnlyList<PointRisk>> OfAsync(Basis basis, DateOnly first, DateOnly last, CancellationToken cancel)
    {
        var points = new List<PointRisk>();
        foreach (var site in await basis.Sites.SitesAsync(site => Taps.Contains(site.Kind), cancel))
            points.Add(Of(site, await basis.ReadingsAsync(site.Id, first, last, cancel), HealthRiskInputs.Carried));
        return points;
    }

    private static PointRisk Of(Site site, IReadOnlyList<BasisReading> readings, HealthRiskInputs inputs)
    {
        var substances = readings.Where(reading => !inputs.NotSubstances.Contains(reading.Parameter))
            .GroupBy(reading => reading.Parameter).OrderBy(same => same.Key, StringComparer.Ordinal)
            .Select(same =>
            {
                // A laboratory's results and a device's of the same water are not averaged together: samples go before telemetry.
                var kind = same.Max(reading => reading.Kind);
                var counted = same.Where(reading => reading.Kind == kind).ToList();
                return new MeasuredSubstance(
                    HealthRisk.Of(same.Key, counted.Average(reading => reading.Value), inputs.Substances.FirstOrDefault(one => one.Parameter == same.Key), inputs.Exposure, inputs.Levels),
                    counted.Count, counted.Count(reading => reading.BelowDetection), [.. counted.Select(reading => reading.Evidence)]);
            }).ToList();
        var index = HealthRisk.Sum(substances.Select(one => one.Risk.HazardQuotient));
        var cancer = HealthRisk.Sum(substances.Select(one => one.Risk.CancerRisk));
        return new()
        {
            Site = site.Id,
            Name = site.Name,
            HazardIndex = index,
            CancerRisk = cancer,
            State = index > inputs.Levels.HazardIndex ? RiskState.NotAcceptable : HealthRisk.CancerState(cancer, inputs.Levels),
            Acceptable = HealthRisk.IsAcceptable(index, cancer, inputs.Levels),
            Substances = substances,
            NotConfigured = [.. substances.Where(one => one.Risk.Toxicity is null).Select(one => one.Risk.Parameter)],
        };
    }
}
