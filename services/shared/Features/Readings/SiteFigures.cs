using Bishui.Features.Sites;
using Bishui.Rules.SurfaceWater;
using Bishui.Rules.Time;
using Bishui.Storage.Readings;

namespace Bishui.Features.Readings;

/// <summary>The mean of one parameter in one month, in the unit of the class limits, or in the parameter's own where it has none.</summary>
/// <param name="Month">First day of the month.</param>
/// <param name="Parameter">Key of the parameter.</param>
/// <param name="Mean">The mean.</param>
public sealed record MonthMean(DateOnly Month, string Parameter, decimal Mean);

/// <summary>What a site's readings come to over a time.</summary>
public sealed record SiteFigure
{
    /// <summary>The site.</summary>
    public required Site Site { get; init; }

    /// <summary>Its class by means, against the district's own objective.</summary>
    public required SectionClass Class { get; init; }

    /// <summary>Its class limits.</summary>
    public required SectionTable Limits { get; init; }

    /// <summary>Months that every required parameter has.</summary>
    public required int Months { get; init; }

    /// <summary>Months that it should have.</summary>
    public required int MonthsWanted { get; init; }

    /// <summary>True until the time is over and every month is in.</summary>
    public required bool Provisional { get; init; }

    /// <summary>The monthly means; empty where nothing was measured.</summary>
    public required IReadOnlyList<MonthMean> ByMonth { get; init; }
}

/// <summary>What was found in one sample of a site.</summary>
/// <param name="At">When it was taken.</param>
/// <param name="Values">Values by parameter key, in the parameters' own units; a result below detection stands as its detection limit.</param>
public sealed record SiteSample(DateTimeOffset At, IReadOnlyDictionary<string, decimal> Values);

/// <summary>The figures of many sites, for evaluations over them. Readings that a verdict excludes take no part.</summary>
public sealed class SiteFigures
{
    private readonly SiteDirectory _sites;
    private readonly SectionCalculator _calculator;
    private readonly CountedReadings _counted;
    private readonly IReadingStore _readings;

    internal SiteFigures(SiteDirectory sites, SectionCalculator calculator, CountedReadings counted, IReadingStore readings) =>
        (_sites, _calculator, _counted, _readings) = (sites, calculator, counted, readings);

    /// <summary>The sites for which something holds, by id.</summary>
    public async ValueTask<IReadOnlyList<Site>> SitesAsync(Func<Site, bool> which, CancellationToken cancel) =>
        [.. (await _sites.CurrentAsync(cancel)).Values.Select(entry => entry.Site).DistinctBy(site => site.Id).Where(which).OrderBy(site => site.Id, StringComparer.Ordinal)];

    /// <summary>The figures of the sites for which something holds, from the first to the last civil day, by id.</summary>
    public async ValueTask<IReadOnlyList<SiteFigure>> OverAsync(Func<Site, bool> which, DateOnly first, DateOnly last, CancellationToken cancel)
    {
        var known = await _sites.CurrentAsync(cancel);
        var figures = new List<SiteFigure>();
        foreach (var site in await SitesAsync(which, cancel))
        {
            var found = await _calculator.OverAsync(known[site.Id], ChinaTime.StartOf(first), ChinaTime.StartOf(last.AddDays(1)), null, cancel);
            figures.Add(new()
            {
                Site = site,
                Class = found.Class,
                Limits = _calculator.TableOf(site, last),
                Months = found.Months ?? 0,
                MonthsWanted = found.MonthsWanted ?? 0,
                Provisional = found.Provisional,
                ByMonth = found.ByMonth,
            });
        }
        return figures;
    }

    /// <summary>The samples of a site from the first to the last civil day, oldest first; of each parameter the most trusted kind at the moment.</summary>
    public async ValueTask<IReadOnlyList<SiteSample>> SamplesAsync(string site, DateOnly first, DateOnly last, CancellationToken cancel)
    {
        var (from, to) = (ChinaTime.StartOf(first), ChinaTime.StartOf(last.AddDays(1)));
        var range = new ReadingRange { Site = site, From = from, To = to };
        var verdicts = await _counted.VerdictsAsync(range, cancel);
        return [.. (await _readings.ReadAsync(range, cancel)).Where(verdicts.Counts)
            .GroupBy(r => r.Time).OrderBy(moment => moment.Key)
            .Select(moment => new SiteSample(moment.Key, moment.GroupBy(r => r.Parameter)
                .ToDictionary(p => p.Key, p => ValueOf(p.MinBy(r => MonthlyReadings.RankOf(r.Kind))!))))];
    }

    private static decimal ValueOf(Reading reading) => reading.Value ?? reading.DetectionLimit!.Value;
}
