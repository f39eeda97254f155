using Bishui.Features.Sites;
using Bishui.Rules.Indicators;
using Bishui.Rules.Judging;
using Bishui.Rules.SurfaceWater;
using Bishui.Rules.Time;
using Bishui.Storage.Documents;
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

/// <summary>A reading held against its limit by the district's own rules.</summary>
/// <param name="Time">When it was taken.</param>
/// <param name="Parameter">Key of the parameter.</param>
/// <param name="Verdict">What it came to; without a limit in force, or where it cannot be compared, nobody knows that it is good.</param>
/// <param name="Evidence">Names the reading with its version.</param>
public sealed record JudgedReading(DateTimeOffset Time, string Parameter, Verdict Verdict, EvidenceId Evidence);

/// <summary>The figures of many sites, for evaluations over them. Readings that a verdict excludes take no part.</summary>
public sealed class SiteFigures
{
    private readonly SiteDirectory _sites;
    private readonly SectionCalculator _calculator;
    private readonly CountedReadings _counted;
    private readonly IReadingStore _readings;
    private readonly ReadingJudging _judging;

    internal SiteFigures(SiteDirectory sites, SectionCalculator calculator, CountedReadings counted, IReadingStore readings, ReadingJudging judging) =>
        (_sites, _calculator, _counted, _readings, _judging) = (sites, calculator, counted, readings, judging);

    /// <summary>The sites for which something holds, by id.</summary>
    public async ValueTask<IReadOnlyList<Site>> SitesAsync(Func<Site, bool> which, CancellationToken cancel) =>
        [.. (await _sites.CurrentAsync(cancel)).Values.Select(entry => entry.Site).DistinctBy(site => site.Id).Where(which).OrderBy(site => site.Id, StringComparer.Ordinal)];

    /// <summary>The sites for which something holds, by id, as a decision's own reader shows them.</summary>
    public static async ValueTask<IReadOnlyList<Site>> SitesAsync(IDocumentReader reader, Func<Site, bool> which, CancellationToken cancel)
    {
        var found = new List<Site>();
        await foreach (var stored in reader.StreamAsync(SiteCollections.Sites, new() { Limit = 1000 }, cancel))
            if (which(stored.Body)) found.Add(stored.Body);
        return found;
    }

    /// <summary>
    /// The figures of the sites for which something holds, from the first to the last civil day, by id; provisional where the last day is not over
    /// <paramref name="now"/>.
    /// </summary>
    public async ValueTask<IReadOnlyList<SiteFigure>> OverAsync(Func<Site, bool> which, DateOnly first, DateOnly last, DateTimeOffset now, CancellationToken cancel)
    {
        var known = await _sites.CurrentAsync(cancel);
        var figures = new List<SiteFigure>();
        foreach (var site in await SitesAsync(which, cancel))
        {
            var found = await _calculator.OverAsync(known[site.Id], ChinaTime.StartOf(first), ChinaTime.StartOf(last.AddDays(1)), now, null, cancel);
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

    /// <summary>
    /// The readings of a site from the first to the last civil day, each held against its limit, oldest first; empty where nothing was
    /// measured. Those whose mark says nothing of the water, and those a person found wrong, are left out.
    /// </summary>
    public async ValueTask<IReadOnlyList<JudgedReading>> JudgedAsync(
        string site, DateOnly first, DateOnly last, CancellationToken cancel, DateTimeOffset? knownAt = null)
    {
        if ((await _sites.CurrentAsync(cancel)).GetValueOrDefault(site) is not { } entry) return [];
        var range = new ReadingRange { Site = site, From = ChinaTime.StartOf(first), To = ChinaTime.StartOf(last.AddDays(1)), KnownAt = knownAt };
        var verdicts = await _counted.VerdictsAsync(range, cancel);
        var held = (await _readings.ReadAsync(range, cancel)).Where(reading => verdicts.On(reading.Parameter, reading.Time)?.Excludes != true).ToList();
        var versions = held.ToDictionary(reading => (reading.Parameter, reading.Kind, reading.Time));
        return [.. (await _judging.HeldAsync(entry, held, cancel)).OrderBy(row => row.Row.Time)
            .Select(row => (Row: row, Judgement: ReadingJudging.Of(row.Site.District(ChinaTime.DayOf(row.Row.Time)), row)))
            .Where(one => one.Judgement is not null)
            .Select(one => (one.Judgement, Reading: versions[(one.Row.Parameter.Key, one.Row.Row.Kind, one.Row.Row.Time)]))
            .Select(one => new JudgedReading(
                one.Reading.Time, one.Reading.Parameter, one.Judgement!.Verdict, new("reading", ReadingId.Of(one.Reading), one.Reading.Version)))];
    }

    private static decimal ValueOf(Reading reading) => reading.Value ?? reading.DetectionLimit!.Value;
}
