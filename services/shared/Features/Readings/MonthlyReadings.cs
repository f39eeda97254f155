using Bishui.Storage.Readings;

namespace Bishui.Features.Readings;

/// <summary>A site's readings month by month, one kind a parameter.</summary>
/// <param name="Counting">What takes part in means and classes.</param>
/// <param name="Measured">What was measured, with the readings that a verdict excludes.</param>
/// <param name="Verdicts">The verdicts on readings of the time.</param>
internal sealed record MonthsOfReadings(
    IReadOnlyList<ReadingAggregate> Counting, IReadOnlyList<ReadingAggregate> Measured, IReadOnlyList<ReadingVerdict> Verdicts)
{
    /// <summary>Whether a verdict takes readings out.</summary>
    public bool AnyExcluded => Verdicts.Any(verdict => verdict.Excludes);
}

/// <summary>Asks the store once for all of a site's months, and again only for what a verdict cuts out of them.</summary>
internal sealed class MonthlyReadings(IReadingStore readings, CountedReadings counted)
{
    // A mean never mixes kinds, or one hour would count once for each. The kind with the most months is taken, so that one sample by hand does not
    // stand for a year of a device; of equals the analysed sample stands above the device, the day above the hour.
    private static readonly ReadingKind[] Preference =
        [ReadingKind.Manual, ReadingKind.Day, ReadingKind.Hour, ReadingKind.Realtime, ReadingKind.Minute];

    /// <summary>The lower, the sooner a kind is taken.</summary>
    public static int RankOf(ReadingKind kind) => Array.IndexOf(Preference, kind);

    /// <summary>The months of a time; with <paramref name="knownAt"/> as they were known then.</summary>
    public async ValueTask<MonthsOfReadings> OverAsync(
        string site, DateTimeOffset from, DateTimeOffset to, DateTimeOffset? knownAt, CancellationToken cancel)
    {
        var range = new ReadingRange { Site = site, From = from, To = to, KnownAt = knownAt };
        var measured = OneKind(await readings.AggregateAsync(range, AggregatePeriod.Month, ReadingFlags.Valid, cancel));
        var verdicts = await counted.VerdictsAsync(range, cancel);
        return verdicts.MayExclude(from, to)
            ? new(OneKind(await counted.MeansAsync(range, AggregatePeriod.Month, verdicts, cancel)), measured, verdicts.All)
            : new(measured, measured, verdicts.All);
    }

    private static List<ReadingAggregate> OneKind(IReadOnlyList<ReadingAggregate> months) =>
    [
        .. months.GroupBy(month => month.Parameter)
            .SelectMany(parameter => parameter.GroupBy(month => month.Kind).OrderByDescending(kind => kind.Count()).ThenBy(kind => RankOf(kind.Key)).First())
            .OrderBy(month => month.Parameter, StringComparer.Ordinal).ThenBy(month => month.From),
    ];
}
