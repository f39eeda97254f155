using System.Collections.Concurrent;
using Bishui.Storage.Readings;
using MongoDB.Bson;
using MongoDB.Driver;

namespace Bishui.Storage.Mongo;

/// <summary>Readings as one packed document a series and hour, read and replaced within the transaction that appends to it.</summary>
internal sealed class MongoReadings(IMongoClient client, IMongoDatabase database, MongoTransactions transactions)
{
    private delegate void Visitor(in MongoSeries series, long time, in Entry entry);

    private static readonly ClientSessionOptions Snapshot = new() { Snapshot = true };
    private readonly IMongoCollection<BsonDocument> _series = database.GetCollection<BsonDocument>("series");
    private readonly IMongoCollection<BsonDocument> _buckets = database.GetCollection<BsonDocument>("buckets");
    private readonly ConcurrentDictionary<(string, string, ReadingKind), MongoSeries> _known = new();
    private readonly Marks _marks = new();

    /// <summary>Says what each reading of a batch is; nothing is written before <see cref="WriteAsync"/>.</summary>
    public async Task<MongoAppend> StageAsync(Transaction transaction, IReadOnlyList<Reading> batch)
    {
        var append = new MongoAppend(batch.Count);
        foreach (var key in batch.Select(reading => (reading.Site, reading.Parameter, reading.Kind)).Distinct())
            append.Series.Add(key, await SeriesAsync(transaction, append, key));

        var places = batch.Select(reading => Hours.Split(reading.Time)).ToList();
        var ids = batch.Select((reading, i) => append.Series[(reading.Site, reading.Parameter, reading.Kind)].BucketId(places[i].Hour)).ToList();
        foreach (var id in ids.Distinct()) append.Hours.Add(id, new HourEntries());
        var held = await _buckets.Find(transaction.Session, new BsonDocument("_id", new BsonDocument("$in", new BsonArray(append.Hours.Keys))))
            .ToListAsync(transaction.Cancel);
        foreach (var bucket in held) append.Hours[bucket["_id"].AsInt64].Load(bucket["body"].AsByteArray, _marks);

        for (var i = 0; i < batch.Count; i++)
        {
            append.Results[i] = append.Hours[ids[i]].Stage(places[i].Offset, batch[i], _marks.Of(batch[i].Flag, batch[i].Source), out var entry);
            append.Versions[i] = append.Results[i] == AppendResult.Duplicate ? 0 : entry.Version;
            if (append.Results[i] != AppendResult.Duplicate) append.Changed.Add(ids[i]);
        }
        return append;
    }

    public async Task WriteAsync(Transaction transaction, MongoAppend append)
    {
        if (append.Changed.Count == 0) return;
        if (append.Created.Count > 0)
            await _series.InsertManyAsync(transaction.Session, append.Created.Select(series => series.ToBson()), null, transaction.Cancel);
        var packer = new PackWriter();
        // In order of series and hour, as the buckets lie on the disk.
        var replacements = append.Changed.Order().Select(id => Replacement(packer, id, append.Hours[id])).ToList();
        await _buckets.BulkWriteAsync(transaction.Session, replacements, null, transaction.Cancel);
    }

    /// <summary>Remembers the series of an append that was committed.</summary>
    public void Remember(MongoAppend append)
    {
        foreach (var (key, series) in append.Series) _known.TryAdd(key, series);
    }

    public async Task<IReadOnlyList<Reading>> ReadAsync(ReadingRange range, CancellationToken cancel)
    {
        var found = new List<Reading>();
        await VisitAsync(range, HourSelection.Of(range), (in series, time, in entry) => found.Add(series.ToReading(time, entry)), cancel);
        return found;
    }

    public async Task<IReadOnlyList<ReadingAggregate>> AggregateAsync(
        ReadingRange range, AggregatePeriod every, IReadOnlySet<string> flags, CancellationToken cancel)
    {
        var periods = new Aggregation(every, flags);
        await VisitAsync(range, HourSelection.Of(range with { AllVersions = false }),
            (in series, time, in entry) => periods.Add(series.Parameter, series.Kind, time, entry), cancel);
        return periods.Result();
    }

    public async Task<Reading?> LatestAsync(string site, string parameter, ReadingKind kind, DateTimeOffset at, CancellationToken cancel)
    {
        using var session = await client.StartSessionAsync(Snapshot, cancel);
        if (await FindSeriesAsync(session, site, parameter, kind, cancel) is not [var series]) return null;
        var until = at.ToUnixTimeMilliseconds();
        var upTo = Hours.Of(until);
        while (true)
        {
            var bucket = await _buckets.Find(session, Between(series, 0, upTo)).Sort(new BsonDocument("_id", -1)).FirstOrDefaultAsync(cancel);
            if (bucket is null) return null;
            var (hour, entries) = Unpack(bucket);
            var last = default(Entry?);
            foreach (var entry in entries)
                if (Hours.Start(hour) + entry.Offset <= until) last = entry;
            if (last is { } newest) return series.ToReading(Hours.Start(hour) + newest.Offset, newest);
            upTo = hour - 1;
        }
    }

    public async Task<IReadOnlyList<ReadingSeries>> SeriesAsync(string? site, CancellationToken cancel)
    {
        using var session = await client.StartSessionAsync(Snapshot, cancel);
        return [.. (await FindSeriesAsync(session, site, null, null, cancel)).Select(series => new ReadingSeries(series.Site, series.Parameter, series.Kind))];
    }

    private async Task VisitAsync(ReadingRange range, HourSelection selection, Visitor visit, CancellationToken cancel)
    {
        if (selection.IsEmpty) return;
        // All series of the site at one moment, as a batch was committed.
        using var session = await client.StartSessionAsync(Snapshot, cancel);
        foreach (var series in await FindSeriesAsync(session, range.Site, range.Parameter, range.Kind, cancel))
        {
            using var cursor = await _buckets.Find(session, Between(series, Hours.Of(selection.First), Hours.Of(selection.Last)))
                .Sort(new BsonDocument("_id", 1)).ToCursorAsync(cancel);
            while (await cursor.MoveNextAsync(cancel))
                foreach (var bucket in cursor.Current)
                {
                    var (hour, entries) = Unpack(bucket);
                    var (start, at) = (Hours.Start(hour), 0);
                    while (selection.Next(entries, start, ref at, out var entry)) visit(series, start + entry.Offset, entry);
                }
        }
    }

    private async Task<MongoSeries> SeriesAsync(Transaction transaction, MongoAppend append, (string Site, string Parameter, ReadingKind Kind) key)
    {
        if (_known.TryGetValue(key, out var series)) return series;
        var found = await _series.Find(transaction.Session, MongoSeries.Filter(key.Site, key.Parameter, key.Kind)).FirstOrDefaultAsync(transaction.Cancel);
        if (found is not null) return MongoSeries.Of(found);
        series = new(await transactions.NextSeriesAsync(transaction), key.Site, key.Parameter, key.Kind);
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

    private (long Hour, Entry[] Entries) Unpack(BsonDocument bucket)
    {
        var hour = new HourEntries();
        hour.Load(bucket["body"].AsByteArray, _marks);
        return (bucket["_id"].AsInt64 & uint.MaxValue, hour.All.ToArray());
    }

    private static WriteModel<BsonDocument> Replacement(PackWriter packer, long id, HourEntries hour)
    {
        var bucket = new BsonDocument { ["_id"] = id, ["n"] = hour.Count, ["body"] = HourPack.Pack(packer, id & uint.MaxValue, hour.All) };
        return new ReplaceOneModel<BsonDocument>(new BsonDocument("_id", id), bucket) { IsUpsert = true };
    }

    private static BsonDocument Between(in MongoSeries series, long from, long to) =>
        new("_id", new BsonDocument { ["$gte"] = series.BucketId(from), ["$lte"] = series.BucketId(to) });
}

/// <summary>A batch between being judged and being written.</summary>
internal sealed class MongoAppend(int count)
{
    public AppendResult[] Results { get; } = new AppendResult[count];
    public int[] Versions { get; } = new int[count];
    public Dictionary<(string, string, ReadingKind), MongoSeries> Series { get; } = [];
    public List<MongoSeries> Created { get; } = [];
    public Dictionary<long, HourEntries> Hours { get; } = [];
    public HashSet<long> Changed { get; } = [];
}

/// <summary>One series with the number its buckets carry.</summary>
internal readonly record struct MongoSeries(long Id, string Site, string Parameter, ReadingKind Kind)
{
    public long BucketId(long hour) => Id << 32 | hour;

    public BsonDocument ToBson() => new() { ["_id"] = Id, ["site"] = Site, ["parameter"] = Parameter, ["kind"] = (int)Kind };

    public static MongoSeries Of(BsonDocument document) =>
        new(document["_id"].AsInt64, document["site"].AsString, document["parameter"].AsString, (ReadingKind)document["kind"].ToInt32());

    public static BsonDocument Filter(string? site, string? parameter, ReadingKind? kind)
    {
        var filter = new BsonDocument();
        if (site is not null) filter["site"] = site;
        if (parameter is not null) filter["parameter"] = parameter;
        if (kind is { } one) filter["kind"] = (int)one;
        return filter;
    }

    public Reading ToReading(long time, in Entry entry) => entry.ToReading(Site, Parameter, Kind, time);
}
