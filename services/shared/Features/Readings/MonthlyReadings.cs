using Bishui.Rules.Time;
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
internal sealed class MonthlyReadings(IReadingStore readings, IEnumerable<IReadingVerdicts> verdicts)
{
    // A mean never mixes kinds, or one hour would count once for each. The analysed sample stands above the device, the day above the hour.
    private static readonly ReadingKind[] Preference =
        [ReadingKind.Manual, ReadingKind.Day, ReadingKind.Hour, ReadingKind.Realtime, ReadingKind.Minute];

    /// <summary>The lower, the sooner a kind is taken.</summary>
    public static int RankOf(ReadingKind kind) => Array.IndexOf(Preference, kind);

    /// <summary>The months of a time; with <paramref name="knownAt"/> as they were known then.</summary>
    public async ValueTask<MonthsOfReadings> OverAsync(
        string site, DateTimeOffset from, DateTimeOffset to, DateTimeOffset? knownAt, CancellationToken cancel)
    {
        var range = new ReadingRange { Site = site, From = from, To = to, KnownAt = knownAt };
        var measured = await readings.AggregateAsync(range, AggregatePeriod.Month, ReadingFlags.Valid, cancel);
        var given = await VerdictsAsync(site, from, to, knownAt, cancel);
        if (!given.Any(verdict => verdict.Excludes)) return new(OneKind(measured), OneKind(measured), given);

        var counting = new List<ReadingAggregate>();
        foreach (var month in measured)
            if (await WithoutAsync(month, range, [.. given.Where(v => v.Excludes && v.Parameter == month.Parameter)], cancel) is { } left) counting.Add(left);
        return new(OneKind(counting), OneKind(measured), given);
    }

    /// <summary>The verdicts on a site's readings, those that had been given by <paramref name="knownAt"/>.</summary>
    public async ValueTask<IReadOnlyList<ReadingVerdict>> VerdictsAsync(
        string site, DateTimeOffset from, DateTimeOffset to, DateTimeOffset? knownAt, CancellationToken cancel)
    {
        var given = new List<ReadingVerdict>();
        foreach (var source in verdicts) given.AddRange(await source.OfAsync(site, null, from, to, cancel));
        return knownAt is null ? given : given.FindAll(verdict => verdict.At <= knownAt);
    }

    private static List<ReadingAggregate> OneKind(IReadOnlyList<ReadingAggregate> months) =>
    [
        .. months.GroupBy(month => month.Parameter)
            .SelectMany(parameter => parameter.GroupBy(month => month.Kind).MinBy(kind => RankOf(kind.Key))!)
            .OrderBy(month => month.Parameter, StringComparer.Ordinal).ThenBy(month => month.From),
    ];

    /// <summary>The month without the times that verdicts exclude, added up from what lies between them; null when nothing does.</summary>
    private async ValueTask<ReadingAggregate?> WithoutAsync(
        ReadingAggregate month, ReadingRange range, IReadOnlyList<ReadingVerdict> excluding, CancellationToken cancel)
    {
        var end = Earlier(range.To, ChinaTime.StartOf(ChinaTime.DayOf(month.From).AddMonths(1)));
        var next = Later(range.From, month.From);
        if (!excluding.Any(verdict => verdict.From < end && verdict.To > next)) return month;

        ReadingAggregate? left = null;
        foreach (var (from, to) in excluding.OrderBy(verdict => verdict.From).Select(verdict => (verdict.From, verdict.To)).Append((end, end)))
        {
            var until = Earlier(from, end);
            if (next < until)
                foreach (var part in await readings.AggregateAsync(
                    range with { Parameter = month.Parameter, Kind = month.Kind, From = next, To = until }, AggregatePeriod.Month, ReadingFlags.Valid, cancel))
                    left = left is null ? part with { From = month.From } : Together(left, part);
            next = Later(next, to);
        }
        return left;
    }

    private static ReadingAggregate Together(ReadingAggregate one, ReadingAggregate other) => one with
    {
        Count = one.Count + other.Count,
        Sum = one.Sum + other.Sum,
        Least = Math.Min(one.Least, other.Least),
        Greatest = Math.Max(one.Greatest, other.Greatest),
        Last = Later(one.Last, other.Last),
    };

    private static DateTimeOffset Earlier(DateTimeOffset one, DateTimeOffset other) => one < other ? one : other;

    private static DateTimeOffset Later(DateTimeOffset one, DateTimeOffset other) => one > other ? one : other;
}
