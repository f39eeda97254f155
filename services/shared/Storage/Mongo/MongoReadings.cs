using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using Bishui.Storage.Readings;
using MongoDB.Bson;
using MongoDB.Driver;

namespace Bishui.Storage.Mongo;

/// <summary>
/// Readings as one packed document a series and span of time. An append reads it, and replaces it only if nobody added to it since: readings are never
/// removed, so their number says which state of it was read.
/// </summary>
internal sealed class MongoReadings(IMongoClient client, IMongoDatabase database)
{
    private delegate void Visitor(in MongoSeries series, in Entry entry);

    /// <summary>Figures of a bucket's days, written with it.</summary>
    private const string Days = "days";

    private static readonly ClientSessionOptions Snapshot = new() { Snapshot = true };
    private readonly IMongoCollection<BsonDocument> _series = database.GetCollection<BsonDocument>("series");
    private readonly IMongoCollection<BsonDocument> _state = database.GetCollection<BsonDocument>("state");
    private readonly IMongoCollection<BsonDocument> _buckets = database.GetCollection<BsonDocument>("buckets");
    private readonly ConcurrentDictionary<(string, string, ReadingKind), MongoSeries> _known = new();
    private readonly Marks _marks = new();

    /// <summary>Says what each reading of a batch is, as a moment shows it; nothing is written.</summary>
    public async Task<MongoAppend> StageAsync(IClientSessionHandle session, IReadOnlyList<Reading> batch, CancellationToken cancel)
    {
        var append = new MongoAppend(batch.Count);
        foreach (var key in batch.Select(reading => (reading.Site, reading.Parameter, reading.Kind)).Distinct())
            append.Series.Add(key, await SeriesAsync(session, append, key, cancel));

        var times = batch.Select(reading => reading.Time.ToUnixTimeMilliseconds()).ToList();
        var ids = batch.Select((reading, i) => append.Series[(reading.Site, reading.Parameter, reading.Kind)].BucketId(times[i])).ToList();
        foreach (var id in ids.Distinct()) append.Buckets.Add(id, new BucketEntries());
        if (append.Buckets.Count > 0)
            foreach (var bucket in await _buckets.Find(session, new BsonDocument("_id", new BsonDocument("$in", new BsonArray(append.Buckets.Keys)))).ToListAsync(cancel))
            {
                append.Seen.Add(bucket["_id"].AsInt64, bucket["n"].ToInt32());
                append.Buckets[bucket["_id"].AsInt64].Load(bucket["body"].AsByteArray, _marks);
            }

        for (var i = 0; i < batch.Count; i++)
        {
            var bucket = append.Buckets[ids[i]];
            append.Results[i] = Entry.Judge(batch[i], times[i], _marks.Of(batch[i].Flag, batch[i].Source), bucket.Find(times[i]), out var entry);
            if (append.Results[i] == AppendResult.Duplicate) continue;
            append.Versions[i] = entry.Version;
            append.Changed.Add(ids[i]);
            bucket.Add(entry);
        }
        return append;
    }

    /// <summary>The writes of an append.</summary>
    public IEnumerable<MongoStep> Steps(MongoAppend append)
    {
        static Task<PartOutcome> Stale(MongoException? failure) => Task.FromResult(PartOutcome.Stale);
        if (append.Changed.Count == 0) yield break;
        foreach (var series in append.Created) yield return new(_series, new InsertOneModel<BsonDocument>(series.ToBson()), Expects: false, Stale);
        var packer = new PackWriter();
        // In order of series and time, as the buckets lie on the disk.
        foreach (var id in append.Changed.Order())
        {
            append.Buckets[id].Pack(packer);
            var bucket = new BsonDocument { ["_id"] = id, ["n"] = packer.Count, ["body"] = packer.ToArray() };
            if (DayFigures.AreKept(append.KindOf(id))) bucket[Days] = DayFigures.Pack(DayFigures.Of(append.Buckets[id].Sort()));
            yield return append.Seen.TryGetValue(id, out var count)
                ? new(_buckets, new ReplaceOneModel<BsonDocument>(new BsonDocument { ["_id"] = id, ["n"] = count }, bucket), Expects: true, Stale)
                : new(_buckets, new InsertOneModel<BsonDocument>(bucket), Expects: false, Stale);
        }
    }

    /// <summary>What an append writes, as names that two parts of a group must not share.</summary>
    public static IEnumerable<string> Keys(MongoAppend append) =>
        append.Changed.Select(id => $"b/{id}").Concat(append.Created.Select(series => $"s/{series.Site}/{series.Parameter}/{(int)series.Kind}"));

    /// <summary>Remembers the series of an append that was committed.</summary>
    public void Remember(MongoAppend append)
    {
        foreach (var (key, series) in append.Series) _known.TryAdd(key, series);
    }

    public async Task<IReadOnlyList<Reading>> ReadAsync(ReadingRange range, CancellationToken cancel)
    {
        var found = new List<Reading>();
        await VisitAsync(range, (in series, in entry) => found.Add(series.ToReading(entry)), cancel);
        return found;
    }

    public async Task<IReadOnlyList<ReadingAggregate>> AggregateAsync(
        ReadingRange range, AggregatePeriod every, IReadOnlySet<string> flags, CancellationToken cancel)
    {
        var periods = new Aggregation(every, flags);
        range = range with { AllVersions = false };
        var selection = ReadingSelection.Of(range);
        if (every == AggregatePeriod.Hour || !selection.IsOfAllInForce)
        {
            await VisitAsync(range, (in series, in entry) => periods.Add(series.Parameter, series.Kind, entry), cancel);
            return periods.Result();
        }
        if (selection.IsEmpty) return [];
        using var session = await client.StartSessionAsync(Snapshot, cancel);
        foreach (var series in await FindSeriesAsync(session, range.Site, range.Parameter, range.Kind, cancel))
            await AddAsync(session, series, selection, periods, cancel);
        return periods.Result();
    }

    /// <summary>The readings one by one.</summary>
    public async IAsyncEnumerable<Reading> StreamAsync(ReadingRange range, [EnumeratorCancellation] CancellationToken cancel)
    {
        var selection = ReadingSelection.Of(range);
        if (selection.IsEmpty) yield break;
        using var session = await client.StartSessionAsync(Snapshot, cancel);
        var some = new List<Reading>();
        foreach (var series in await FindSeriesAsync(session, range.Site, range.Parameter, range.Kind, cancel))
            await foreach (var bucket in BucketsAsync(session, series, selection, cancel))
            {
                some.Clear();
                for (var at = 0; selection.Next(bucket.All, ref at, out var entry);) some.Add(series.ToReading(entry));
                foreach (var reading in some) yield return reading;
            }
    }

    /// <summary>The first or the last of a range.</summary>
    public async Task<Reading?> EndAsync(ReadingRange range, bool last, CancellationToken cancel)
    {
        var selection = ReadingSelection.Of(range);
        if (selection.IsEmpty) return null;
        using var session = await client.StartSessionAsync(Snapshot, cancel);
        Reading? found = null;
        foreach (var series in await FindSeriesAsync(session, range.Site, range.Parameter, range.Kind, cancel))
            await foreach (var bucket in BucketsAsync(session, series, selection, cancel, newestFirst: last, few: true))
            {
                var end = default(Entry?);
                for (var at = 0; (last || end is null) && selection.Next(bucket.All, ref at, out var entry);) end = entry;
                if (end is not { } reached) continue;
                if (found is null || (last ? Hours.Time(reached.Time) > found.Time : Hours.Time(reached.Time) < found.Time)) found = series.ToReading(reached);
                break;
            }
        return found;
    }

    public async Task<ReadingExtremes?> ExtremesAsync(ReadingRange range, CancellationToken cancel)
    {
        var extremes = new Extremes();
        await VisitAsync(range, (in series, in entry) =>
        {
            if (extremes.Wants(entry)) extremes.Add(entry, series.ToReading(entry));
        }, cancel);
        return extremes.Result;
    }

    /// <summary>The last reading at or before an instant of each series of a site, or of those with a parameter and kind.</summary>
    public async Task<IReadOnlyList<Reading>> LatestAsync(
        string site, string? parameter, ReadingKind? kind, DateTimeOffset at, CancellationToken cancel)
    {
        var until = at.ToUnixTimeMilliseconds();
        using var session = await client.StartSessionAsync(Snapshot, cancel);
        var found = new List<Reading>();
        foreach (var series in await FindSeriesAsync(session, site, parameter, kind, cancel))
            if (await LastAsync(session, series, until, cancel) is { } last) found.Add(series.ToReading(last));
        return found;
    }

    public async Task<IReadOnlyList<ReadingSeries>> SeriesAsync(string? site, CancellationToken cancel)
    {
        using var session = await client.StartSessionAsync(Snapshot, cancel);
        return [.. (await FindSeriesAsync(session, site, null, null, cancel)).Select(series => new ReadingSeries(series.Site, series.Parameter, series.Kind))];
    }

    private async Task VisitAsync(ReadingRange range, Visitor visit, CancellationToken cancel)
    {
        var selection = ReadingSelection.Of(range);
        if (selection.IsEmpty) return;
        // All series of the site at one moment, as a batch was committed.
        using var session = await client.StartSessionAsync(Snapshot, cancel);
        foreach (var series in await FindSeriesAsync(session, range.Site, range.Parameter, range.Kind, cancel))
            await foreach (var bucket in BucketsAsync(session, series, selection, cancel))
                for (var at = 0; selection.Next(bucket.All, ref at, out var entry);) visit(series, entry);
    }

    private async IAsyncEnumerable<BucketEntries> BucketsAsync(
        IClientSessionHandle session, MongoSeries series, ReadingSelection selection, [EnumeratorCancellation] CancellationToken cancel,
        bool newestFirst = false, bool few = false)
    {
        using var cursor = await _buckets.Find(session, Between(series.BucketId(selection.First), series.BucketId(selection.Last)), new() { BatchSize = few ? 2 : null })
            .Sort(new BsonDocument("_id", newestFirst ? -1 : 1)).ToCursorAsync(cancel);
        while (await cursor.MoveNextAsync(cancel))
            foreach (var bucket in cursor.Current) yield return Unpack(bucket);
    }

    /// <summary>Adds a series up from the figures of its days; what lies only partly in the time is read itself.</summary>
    private async Task AddAsync(IClientSessionHandle session, MongoSeries series, ReadingSelection selection, Aggregation periods, CancellationToken cancel)
    {
        if (!DayFigures.AreKept(series.Kind))
        {
            await foreach (var bucket in BucketsAsync(session, series, selection, cancel))
                for (var at = 0; selection.Next(bucket.All, ref at, out var entry);) periods.Add(series.Parameter, series.Kind, entry);
            return;
        }
        using var cursor = await _buckets.Find(session, Between(series.BucketId(selection.First), series.BucketId(selection.Last)))
            .Sort(new BsonDocument("_id", 1)).Project<BsonDocument>(new BsonDocument("body", 0)).ToCursorAsync(cancel);
        while (await cursor.MoveNextAsync(cancel))
            foreach (var head in cursor.Current)
            {
                var isWhole = series.Span.IsWithin(BucketSpan.BucketOfId(head["_id"].AsInt64), selection.First, selection.Last);
                if (isWhole && head.TryGetValue(Days, out var days))
                {
                    foreach (var day in DayFigures.Unpack(days.AsByteArray)) periods.Add(series.Parameter, series.Kind, day);
                    continue;
                }
                var bucket = await _buckets.Find(session, new BsonDocument("_id", head["_id"])).SingleAsync(cancel);
                var entries = Unpack(bucket);
                for (var at = 0; selection.Next(entries.All, ref at, out var entry);) periods.Add(series.Parameter, series.Kind, entry);
                // Of a database from before figures were kept: made when first asked for, if nothing came meanwhile.
                if (!head.Contains(Days))
                    await _buckets.UpdateOneAsync(new BsonDocument { ["_id"] = head["_id"], ["n"] = head["n"] },
                        new BsonDocument("$set", new BsonDocument(Days, DayFigures.Pack(DayFigures.Of(entries.All)))), null, cancel);
            }
    }

    private async Task<Entry?> LastAsync(IClientSessionHandle session, MongoSeries series, long until, CancellationToken cancel)
    {
        var upTo = series.BucketId(until);
        while (await _buckets.Find(session, Between(series.Span.Ids.First, upTo)).Sort(new BsonDocument("_id", -1)).FirstOrDefaultAsync(cancel) is { } bucket)
        {
            var last = default(Entry?);
            foreach (var entry in Unpack(bucket).All)
                if (entry.Time <= until) last = entry;
            if (last is not null) return last;
            upTo = bucket["_id"].AsInt64 - 1;
        }
        return null;
    }

    private async Task<MongoSeries> SeriesAsync(
        IClientSessionHandle session, MongoAppend append, (string Site, string Parameter, ReadingKind Kind) key, CancellationToken cancel)
    {
        if (_known.TryGetValue(key, out var series)) return series;
        var found = await _series.Find(session, MongoSeries.Filter(key.Site, key.Parameter, key.Kind)).FirstOrDefaultAsync(cancel);
        if (found is not null) return MongoSeries.Of(found);
        // Not part of the commit: a number that was not used in the end is never given again, and nobody waits for who took the last one.
        var counters = await _state.FindOneAndUpdateAsync<BsonDocument>(new BsonDocument("_id", "writer"), new BsonDocument("$inc", new BsonDocument("series", 1L)),
            new() { IsUpsert = true, ReturnDocument = ReturnDocument.After }, cancel);
        series = new(new(counters["series"].ToInt64(), BucketSpan.Of(key.Kind)), key.Site, key.Parameter, key.Kind);
        append.Created.Add(series);
        return series;
    }

    private async Task<List<MongoSeries>> FindSeriesAsync(
        IClientSessionHandle session, string? site, string? parameter, ReadingKind? kind, CancellationToken cancel)
    {
        if (site is not null && parameter is not null && kind is { } one && _known.TryGetValue((site, parameter, one), out var known)) return [known];
        var found = await _series.Find(session, MongoSeries.Filter(site, parameter, kind))
            .Sort(new BsonDocument { ["site"] = 1, ["parameter"] = 1, ["kind"] = 1 }).ToListAsync(cancel);
        return [.. found.Select(MongoSeries.Of)];
    }

    private BucketEntries Unpack(BsonDocument bucket)
    {
        var entries = new BucketEntries(bucket["n"].ToInt32());
        entries.Load(bucket["body"].AsByteArray, _marks);
        return entries;
    }

    private static BsonDocument Between(long first, long last) => new("_id", new BsonDocument { ["$gte"] = first, ["$lte"] = last });
}

/// <summary>A batch between being judged and being written.</summary>
internal sealed class MongoAppend(int count)
{
    public AppendResult[] Results { get; } = new AppendResult[count];
    public int[] Versions { get; } = new int[count];
    public Dictionary<(string, string, ReadingKind), MongoSeries> Series { get; } = [];
    public List<MongoSeries> Created { get; } = [];
    public Dictionary<long, BucketEntries> Buckets { get; } = [];

    /// <summary>The kind of the readings in a bucket.</summary>
    public ReadingKind KindOf(long bucket) => Series.Values.First(series => series.Span.Series == bucket >> 32).Kind;

    /// <summary>How many readings each bucket had that was there.</summary>
    public Dictionary<long, int> Seen { get; } = [];
    public HashSet<long> Changed { get; } = [];
}

/// <summary>One series and how its buckets are cut.</summary>
internal readonly record struct MongoSeries(BucketSpan Span, string Site, string Parameter, ReadingKind Kind)
{
    /// <summary>The id of the bucket that holds an instant in Unix milliseconds.</summary>
    public long BucketId(long time) => Span.Id(Span.BucketOf(time));

    public BsonDocument ToBson() =>
        new() { ["_id"] = Span.Series, ["site"] = Site, ["parameter"] = Parameter, ["kind"] = (int)Kind, ["span"] = Span.Hours };

    public static MongoSeries Of(BsonDocument document) => new(
        new(document["_id"].AsInt64, document.GetValue("span", BucketSpan.First).ToInt32()),
        document["site"].AsString, document["parameter"].AsString, (ReadingKind)document["kind"].ToInt32());

    public static BsonDocument Filter(string? site, string? parameter, ReadingKind? kind)
    {
        var filter = new BsonDocument();
        if (site is not null) filter["site"] = site;
        if (parameter is not null) filter["parameter"] = parameter;
        if (kind is { } one) filter["kind"] = (int)one;
        return filter;
    }

    public Reading ToReading(in Entry entry) => entry.ToReading(Site, Parameter, Kind);
}
