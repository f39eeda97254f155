using Bishui.Storage.Documents;

namespace Bishui.Storage.Readings;

/// <summary>
/// The readings of one service: appended in batches, never changed. Shaped so that an adapter can append to a log, fold it into buckets
/// of a series and a span of time, and share one durable commit among the callers that wait for it.
/// </summary>
public interface IReadingStore
{
    /// <summary>
    /// Appends a batch, durable when the call returns. Each reading is new, a repeat (nothing is written) or a correction (a new version;
    /// the old one stays). Keys repeated within the batch are treated in order.
    /// <paramref name="decide"/> learns which is which before anything is written and answers with the documents and events that follow:
    /// they are committed with the readings, or neither is. The rules of <see cref="IDocumentStore.DecideAsync"/> hold for it.
    /// </summary>
    Task<AppendOutcome> AppendAsync(
        IReadOnlyList<Reading> batch, Func<AppendOutcome, IDocumentReader, ValueTask<Commit>>? decide = null, CancellationToken cancel = default);

    /// <summary>The readings the range names, by parameter, kind and time; by default only the version in force of each.</summary>
    ValueTask<IReadOnlyList<Reading>> ReadAsync(ReadingRange range, CancellationToken cancel = default);

    /// <summary>The same one by one, all at one moment: what is asked for is never in memory whole. That moment is kept until the end, so read without delay.</summary>
    IAsyncEnumerable<Reading> StreamAsync(ReadingRange range, CancellationToken cancel = default);

    /// <summary>The reading of the range that was taken first, of any parameter and kind that it names; null where there is none.</summary>
    ValueTask<Reading?> FirstAsync(ReadingRange range, CancellationToken cancel = default);

    /// <summary>The reading of the range that was taken last, of any parameter and kind that it names; null where there is none.</summary>
    ValueTask<Reading?> LastAsync(ReadingRange range, CancellationToken cancel = default);

    /// <summary>
    /// The readings of the range with the least and the greatest value, of equals the first; one below its detection limit counts with half the limit, and
    /// one without either, or beyond <see cref="Reading.MostComputable"/>, does not count. Null where none counts.
    /// </summary>
    ValueTask<ReadingExtremes?> ExtremesAsync(ReadingRange range, CancellationToken cancel = default);

    /// <summary>The last reading at or before an instant, or null.</summary>
    ValueTask<Reading?> LatestAsync(string site, string parameter, ReadingKind kind, DateTimeOffset at, CancellationToken cancel = default);

    /// <summary>The last reading at or before an instant of each series of a site, by parameter and kind, all at one moment.</summary>
    ValueTask<IReadOnlyList<Reading>> LatestAsync(string site, DateTimeOffset at, CancellationToken cancel = default);

    /// <summary>
    /// Count, sum, least and greatest value of each period that holds a reading in force with one of the flags and a value, or below its
    /// detection limit: that takes part with half the limit (环办〔2011〕22号). Numbers beyond <see cref="Reading.MostComputable"/> take no part. Days and months are those of China Standard Time.
    /// Figures of days are kept as readings come, so that months and years of them are added up from days.
    /// </summary>
    ValueTask<IReadOnlyList<ReadingAggregate>> AggregateAsync(
        ReadingRange range, AggregatePeriod every, IReadOnlySet<string> flags, CancellationToken cancel = default);

    /// <summary>The series that exist for a site, or for all sites when null.</summary>
    ValueTask<IReadOnlyList<ReadingSeries>> SeriesAsync(string? site = null, CancellationToken cancel = default);
}

/// <summary>Which readings: one site, optionally one parameter and kind, from (inclusive) to (exclusive).</summary>
public sealed record ReadingRange
{
    /// <summary>Id of the site.</summary>
    public required string Site { get; init; }

    /// <summary>Key of the parameter; null for all.</summary>
    public string? Parameter { get; init; }

    /// <summary>Null for all kinds.</summary>
    public ReadingKind? Kind { get; init; }

    /// <summary>First instant.</summary>
    public required DateTimeOffset From { get; init; }

    /// <summary>The instant after the last.</summary>
    public required DateTimeOffset To { get; init; }

    /// <summary>What was known then: versions recorded later are left out. Null for what is known now.</summary>
    public DateTimeOffset? KnownAt { get; init; }

    /// <summary>Only readings whose mark is one of these; null for all marks.</summary>
    public IReadOnlySet<string>? Flags { get; init; }

    /// <summary>Only readings that have a value: neither without one nor below detection.</summary>
    public bool WithValue { get; init; }

    /// <summary>All versions of each reading, oldest first, instead of the one in force.</summary>
    public bool AllVersions { get; init; }
}

/// <summary>What became of one reading of a batch.</summary>
public enum AppendResult
{
    /// <summary>New.</summary>
    Accepted,

    /// <summary>A repeat: same key, value, detection limit, flag and lab report as the version in force.</summary>
    Duplicate,

    /// <summary>A new version of a reading held before.</summary>
    Corrected,
}

/// <summary>What became of a batch, in the batch's order.</summary>
/// <param name="Results">One result a reading.</param>
/// <param name="Versions">The version each reading has now: with it and the natural key the reading can be cited as evidence. A repeat has none, 0.</param>
public sealed record AppendOutcome(IReadOnlyList<AppendResult> Results, IReadOnlyList<int> Versions)
{
    /// <summary>Every reading of the batch was held already.</summary>
    internal static AppendOutcome OfRepeat(int count) =>
        new([.. Enumerable.Repeat(AppendResult.Duplicate, count)], new int[count]);
}

/// <summary>The readings with the least and the greatest value.</summary>
public sealed record ReadingExtremes(Reading Least, Reading Greatest);

/// <summary>One series: a site's parameter of one kind.</summary>
public sealed record ReadingSeries(string Site, string Parameter, ReadingKind Kind);

/// <summary>Length of an aggregate's periods.</summary>
public enum AggregatePeriod
{
    /// <summary>Clock hours.</summary>
    Hour,

    /// <summary>Civil days, China Standard Time.</summary>
    Day,

    /// <summary>Calendar months, China Standard Time.</summary>
    Month,
}

/// <summary>One period of one series; sums are exact.</summary>
/// <param name="Parameter">Key of the parameter.</param>
/// <param name="Kind">Kind of the readings.</param>
/// <param name="From">First instant of the period.</param>
/// <param name="Count">Readings it rests on, at least one.</param>
/// <param name="Sum">Their sum.</param>
/// <param name="Least">The least.</param>
/// <param name="Greatest">The greatest.</param>
/// <param name="Last">When the newest was taken.</param>
/// <param name="BelowDetection">How many of them were below their detection limit.</param>
public sealed record ReadingAggregate(
    string Parameter, ReadingKind Kind, DateTimeOffset From, int Count, decimal Sum, decimal Least, decimal Greatest, DateTimeOffset Last,
    int BelowDetection = 0);
