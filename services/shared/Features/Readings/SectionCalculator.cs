using System.Collections.Concurrent;
using Bishui.Features.Sites;
using Bishui.Rules.Measures;
using Bishui.Rules.Obligations;
using Bishui.Rules.Standards;
using Bishui.Rules.Statistics;
using Bishui.Rules.SurfaceWater;
using Bishui.Rules.Time;
using Bishui.Storage.Readings;

namespace Bishui.Features.Readings;

/// <summary>One parameter's value or mean, with what it rests on.</summary>
internal sealed record ParameterValue(
    string Parameter, ReadingKind Kind, decimal Value, int Count, int Months, Reading? Reading, DateTimeOffset From, DateTimeOffset To);

/// <summary>The class held against the objective of one rule set.</summary>
internal sealed record RuleSetClass(string RuleSet, SectionClass Class);

/// <summary>A class with its values.</summary>
internal sealed record CalculatedClass
{
    public required SectionClass Class { get; init; }
    public required Standard Standard { get; init; }

    /// <summary>Name and version of the rule, which says over what the values were averaged.</summary>
    public required string Rule { get; init; }

    public required IReadOnlyList<ParameterValue> Values { get; init; }

    /// <summary>Parameters with too few months for a mean, or too coarse a detection limit to be judged.</summary>
    public required IReadOnlyList<string> NotJudged { get; init; }

    public required bool Provisional { get; init; }

    /// <summary>Months that every required parameter has; null for a sample.</summary>
    public int? Months { get; init; }

    /// <summary>Months that it should have; null for a sample.</summary>
    public int? MonthsWanted { get; init; }

    /// <summary>One for each rule set with an objective on the day, the district's own first.</summary>
    public required IReadOnlyList<RuleSetClass> Views { get; init; }

    public IReadOnlyList<ReadingVerdict> Verdicts { get; init; } = [];

    /// <summary>The class without regard to verdicts; null where none excludes anything.</summary>
    public SectionClass? Measured { get; init; }

    /// <summary>The monthly means that count, in the units of the limits; empty for a sample.</summary>
    public IReadOnlyList<MonthMean> ByMonth { get; init; } = [];
}

/// <summary>Classifies a site's water from its readings: one sample, or the means of a period.</summary>
internal sealed class SectionCalculator(
    IReadingStore readings, CountedReadings counted, MonthlyReadings monthly, StandardLibrary standards)
{
    private const string Media = "surface-water";

    // How far back a sample is looked for where the store must be asked what was known: its last readings are those of today.
    private static readonly TimeSpan LookBack = TimeSpan.FromDays(31);
    private static readonly TimeSpan Instant = TimeSpan.FromMilliseconds(1);

    private readonly ConcurrentDictionary<(string Standard, WaterBody), SectionTable> _tables = new();

    /// <summary>
    /// The class of the last sample at or before an instant; null when there is none. Its values are those taken at the same moment. With
    /// <paramref name="knownAt"/> the last sample known then, no more than 31 days old.
    /// </summary>
    public async ValueTask<(CalculatedClass Class, DateTimeOffset SampledAt)?> AtAsync(
        SiteEntry entry, DateTimeOffset at, DateTimeOffset? knownAt, CancellationToken cancel)
    {
        var site = entry.Site.Id;
        var latest = await LastAsync(site, at, knownAt, cancel);
        if (latest.Count == 0) return null;

        var sampledAt = latest.Max(r => r.Time);
        var taken = latest
            .Where(r => r.Time == sampledAt && ReadingFlags.Valid.Contains(r.Flag) && (r.Value ?? r.DetectionLimit) is not null)
            .GroupBy(r => r.Parameter).Select(g => g.MinBy(r => MonthlyReadings.RankOf(r.Kind))!).ToList();
        var verdicts = await counted.VerdictsAsync(new() { Site = site, From = sampledAt, To = sampledAt + Instant, KnownAt = knownAt }, cancel);
        var day = ChinaTime.DayOf(sampledAt);

        var sample = Classify(entry, day, OfSample(entry, day, taken.FindAll(verdicts.Counts), sampledAt), SectionClassifier.Rule);
        return (sample with
        {
            Provisional = sample.Class.Missing.Count > 0,
            Verdicts = verdicts.All,
            Measured = taken.Exists(r => !verdicts.Counts(r))
                ? Classify(entry, day, OfSample(entry, day, taken, sampledAt), SectionClassifier.Rule).Class : null,
        }, sampledAt);
    }

    /// <summary>
    /// The class of a period by means: of a month the mean of its readings, of a longer period the mean of its monthly means. A calendar quarter needs
    /// two months of a parameter, a year eight (环办〔2011〕22号). Provisional until the period is over and every month holds readings of each required
    /// parameter.
    /// </summary>
    public async ValueTask<CalculatedClass> OverAsync(
        SiteEntry entry, DateTimeOffset from, DateTimeOffset to, DateTimeOffset now, DateTimeOffset? knownAt, CancellationToken cancel)
    {
        var (first, last) = (ChinaTime.DayOf(from), ChinaTime.DayOf(to.AddTicks(-1)));
        var period = ChinaTime.StartOf(first) == from && ChinaTime.StartOf(last.AddDays(1)) == to ? Period.Between(first, last) : null;
        var months = await monthly.OverAsync(entry.Site.Id, from, to, knownAt, cancel);

        var result = Classify(entry, last, OfMonths(months.Counting, period, from, to), RuleOf(period));
        var wanted = (last.Year - first.Year) * 12 + last.Month - first.Month + 1;
        var counted = SectionClassifier.RequiredOfAutomaticStations.Min(key => months.Counting.Count(m => m.Parameter == key));
        return result with
        {
            Months = counted,
            MonthsWanted = wanted,
            Provisional = to > now || counted < wanted || result.Class.Missing.Count > 0,
            Verdicts = months.Verdicts,
            Measured = months.AnyExcluded ? Classify(entry, last, OfMonths(months.Measured, period, from, to), RuleOf(period)).Class : null,
            ByMonth = [.. months.Counting
                .Select(m => (Month: ChinaTime.DayOf(m.From), m.Parameter, Mean: InLimitUnit(result.Standard, m.Parameter, m.Sum / m.Count)))
                .Where(m => m.Mean is not null).Select(m => new MonthMean(m.Month, m.Parameter, m.Mean!.Value))],
        };
    }

    /// <summary>The unit in which a parameter's readings are kept; empty where it is unknown.</summary>
    public string UnitOf(string parameter) => standards.Parameters.Find(parameter)?.Unit ?? "";

    /// <summary>The class limits of a site on a day.</summary>
    public SectionTable TableOf(Site site, DateOnly day) => TableOf(site, StandardOn(day));

    private SectionTable TableOf(Site site, Standard standard)
    {
        var body = site.WaterBody == WaterBody.LakeReservoir.Key() ? WaterBody.LakeReservoir : WaterBody.River;
        return _tables.GetOrAdd((standard.Code, body), _ => SectionTable.Prepare(standard, body));
    }

    private Standard StandardOn(DateOnly day) =>
        standards.InForce(Media, day) ?? throw new InvalidOperationException($"no {Media} standard is in force on {day:O}");

    private static string RuleOf(Period? period) => period?.Kind switch
    {
        PeriodKind.Month => "single-factor-month/1",
        PeriodKind.Quarter => "single-factor-quarter/1",
        PeriodKind.Year => "single-factor-year/1",
        _ => "single-factor-period/1",
    };

    private async ValueTask<IReadOnlyList<Reading>> LastAsync(string site, DateTimeOffset at, DateTimeOffset? knownAt, CancellationToken cancel)
    {
        if (knownAt is null) return await readings.LatestAsync(site, at, cancel);
        var range = new ReadingRange { Site = site, From = at - LookBack, To = at + Instant, KnownAt = knownAt };
        return await readings.LastAsync(range, cancel) is { Time: var last } ? await readings.ReadAsync(range with { From = last, To = last + Instant }, cancel) : [];
    }

    private (List<ParameterValue> Values, List<string> NotJudged) OfSample(SiteEntry entry, DateOnly day, List<Reading> taken, DateTimeOffset sampledAt)
    {
        var (values, notJudged) = (new List<ParameterValue>(), new List<string>());
        var standard = StandardOn(day);
        foreach (var reading in taken)
        {
            // Checked in the unit of the limit; the value itself is kept in the parameter's own.
            var judged = reading.DetectionLimit is { } limit && InLimitUnit(standard, reading.Parameter, limit) is { } converted
                ? TableOf(entry.Site, standard).OfSingleBelowDetection(reading.Parameter, converted, entry.District(day).Target)
                : reading.Value;
            if (judged is null) notJudged.Add(reading.Parameter);
            else values.Add(new(reading.Parameter, reading.Kind, reading.Value ?? reading.DetectionLimit!.Value, 1, 1, reading, sampledAt, sampledAt));
        }
        return (values, notJudged);
    }

    private static (List<ParameterValue> Values, List<string> NotJudged) OfMonths(
        IReadOnlyList<ReadingAggregate> months, Period? period, DateTimeOffset from, DateTimeOffset to)
    {
        var (values, notJudged) = (new List<ParameterValue>(), new List<string>());
        var kind = period?.Kind is PeriodKind.Quarter or PeriodKind.Year ? period.Kind : PeriodKind.Month; // one month is enough for any other
        foreach (var parameter in months.GroupBy(m => m.Parameter))
        {
            var mean = PeriodMeans.Of([.. parameter.Select(m => m.Sum / m.Count)], kind);
            if (mean.Value is { } value) values.Add(new(parameter.Key, parameter.First().Kind, value, parameter.Sum(m => m.Count), mean.Months, null, from, to));
            else notJudged.Add(parameter.Key);
        }
        return (values, notJudged);
    }

    private CalculatedClass Classify(SiteEntry entry, DateOnly day, (List<ParameterValue> Values, List<string> NotJudged) given, string rule)
    {
        var standard = StandardOn(day);
        var table = TableOf(entry.Site, standard);
        var inLimitUnits = new Dictionary<string, decimal>(StringComparer.Ordinal);
        foreach (var value in given.Values)
            if (InLimitUnit(standard, value.Parameter, value.Value) is { } converted) inLimitUnits[value.Parameter] = converted;

        return new()
        {
            Class = Against(entry.District(day).Target),
            Standard = standard,
            Rule = rule,
            Values = given.Values.FindAll(value => inLimitUnits.ContainsKey(value.Parameter)),
            NotJudged = given.NotJudged,
            Provisional = true,
            Views = [.. entry.On(day).Where(set => set.Target is not null).Select(set => new RuleSetClass(set.RuleSet, Against(set.Target)))],
        };

        SectionClass Against(WaterClass? target) => table.Classify(inLimitUnits, target, SectionClassifier.RequiredOfAutomaticStations);
    }

    private decimal? InLimitUnit(Standard standard, string parameter, decimal value)
    {
        var unit = standards.Parameters.Find(parameter)?.Unit;
        var limits = standard.LimitsOf(parameter);
        if (limits.Count == 0 || unit is null) return value;
        return Units.TryConvert(value, unit, limits[0].Unit, out var converted) ? converted : null;
    }
}
