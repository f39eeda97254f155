using Bishui.Rules.Time;
using Bishui.Storage.Readings;

namespace Bishui.Features.Readings;

/// <summary>What people decided about the readings of one parameter, by the time the readings were taken.</summary>
internal sealed class GivenVerdicts(IReadOnlyList<ReadingVerdict> verdicts)
{
    /// <summary>All of them, oldest reading first.</summary>
    public IReadOnlyList<ReadingVerdict> All => verdicts;

    /// <summary>The newest verdict on readings of a moment; null where nobody has spoken.</summary>
    public ReadingVerdict? On(string parameter, DateTimeOffset time) =>
        verdicts.Where(one => one.Parameter == parameter && one.From <= time && time < one.To).MaxBy(one => one.At);

    /// <summary>Whether any verdict within a time may leave readings out.</summary>
    public bool MayExclude(DateTimeOffset from, DateTimeOffset to) => verdicts.Any(one => one.Excludes && one.From < to && from < one.To);

    /// <summary>Whether a reading takes part in means, classes and rates.</summary>
    public bool Counts(Reading reading) =>
        (reading.Value ?? reading.DetectionLimit) is >= -Reading.MostComputable and <= Reading.MostComputable && ReadingFlags.Valid.Contains(reading.Flag) && On(reading.Parameter, reading.Time)?.Excludes != true;
}

/// <summary>The readings that count: valid ones, but for those a person found not genuine.</summary>
internal sealed class CountedReadings(IReadingStore readings, IEnumerable<IReadingVerdicts> sources)
{
    /// <summary>The verdicts on a range's readings, as they were known at the range's instant.</summary>
    public async ValueTask<GivenVerdicts> VerdictsAsync(ReadingRange range, CancellationToken cancel)
    {
        var given = new List<ReadingVerdict>();
        foreach (var source in sources) given.AddRange(await source.OfAsync(range.Site, range.Parameter, range.From, range.To, cancel));
        return new([.. given.Where(one => !(one.At > range.KnownAt))]);
    }

    /// <summary>Means of the readings that count. Only the periods with a verdict are read one by one; of the others the store knows them.</summary>
    public async ValueTask<IReadOnlyList<ReadingAggregate>> MeansAsync(ReadingRange range, AggregatePeriod every, GivenVerdicts verdicts, CancellationToken cancel)
    {
        var means = new List<ReadingAggregate>();
        foreach (var mean in await readings.AggregateAsync(range, every, ReadingFlags.Valid, cancel))
        {
            var end = EndOf(mean.From, every);
            if (!verdicts.MayExclude(mean.From, end)) means.Add(mean);
            else if (await WithoutAsync(mean, end) is { } rest) means.Add(rest);
        }
        return means;

        async ValueTask<ReadingAggregate?> WithoutAsync(ReadingAggregate mean, DateTimeOffset end)
        {
            var held = await readings.ReadAsync(range with
            {
                Parameter = mean.Parameter,
                Kind = mean.Kind,
                From = Later(mean.From, range.From),
                To = Earlier(end, range.To),
                AllVersions = false,
            }, cancel);
            var counted = held.Where(verdicts.Counts).Select(reading => (reading.Time, Value: reading.Value ?? (reading.DetectionLimit!.Value / 2), IsBelow: reading.Value is null)).ToList();
            return counted.Count == 0 ? null : mean with
            {
                Count = counted.Count,
                Sum = counted.Sum(one => one.Value),
                Least = counted.Min(one => one.Value),
                Greatest = counted.Max(one => one.Value),
                Last = counted.Max(one => one.Time),
                BelowDetection = counted.Count(one => one.IsBelow),
            };
        }
    }

    /// <summary>The instant after a period of means that begins at an instant.</summary>
    public static DateTimeOffset EndOf(DateTimeOffset from, AggregatePeriod every) => every switch
    {
        AggregatePeriod.Hour => from.AddHours(1),
        AggregatePeriod.Day => from.AddDays(1),
        _ => ChinaTime.StartOf(ChinaTime.DayOf(from).AddMonths(1)),
    };

    private static DateTimeOffset Later(DateTimeOffset one, DateTimeOffset other) => one > other ? one : other;

    private static DateTimeOffset Earlier(DateTimeOffset one, DateTimeOffset other) => one < other ? one : other;
}
