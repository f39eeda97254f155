using System.Collections.Concurrent;
using System.Diagnostics;
using MongoDB.Bson;
using MongoDB.Driver;

namespace Bishui.Storage.Mongo;

/// <summary>
/// A document an aggregate, with a version that every commit about it raises. A replica that lost to others a few times puts its name down there:
/// the others then let it go first, for a moment.
/// </summary>
internal sealed class MongoAggregates(IMongoDatabase database, MongoClock clock, TimeProvider time)
{
    private const int MostKnown = 100_000;
    private static readonly TimeSpan Precedence = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(5);
    private readonly IMongoCollection<BsonDocument> _aggregates = database.GetCollection<BsonDocument>("aggregates");
    private readonly ConcurrentDictionary<string, long> _left = new(StringComparer.Ordinal);
    private readonly string _self = Guid.NewGuid().ToString("N");

    /// <summary>
    /// The aggregates as this process itself left them; null where it does not know one. Who has changed one since is not missed: versions only rise,
    /// and a commit on this one is refused then.
    /// </summary>
    public IReadOnlyList<SeenAggregate>? Known(IReadOnlyCollection<string> keys)
    {
        var known = new List<SeenAggregate>(keys.Count);
        foreach (var key in keys)
            if (_left.TryGetValue(key, out var version)) known.Add(new(key, version));
            else return null;
        return known;
    }

    /// <summary>A commit on these was written, or was refused.</summary>
    public void Remember(IReadOnlyList<SeenAggregate> seen, bool written)
    {
        // There are some thousands in practice; made-up ones must not fill the memory.
        if (_left.Count > MostKnown) _left.Clear();
        foreach (var (key, version) in seen)
            if (written && version is { } before) _left[key] = before + 1;
            else _left.TryRemove(key, out _);
    }

    /// <summary>The aggregates as a moment shows them, and whether another replica asked to go first with one of them.</summary>
    public async Task<(IReadOnlyList<SeenAggregate> Seen, bool IsOthersTurn)> SeeAsync(IClientSessionHandle session, IReadOnlyCollection<string> keys, CancellationToken cancel)
    {
        var found = (await _aggregates.Find(session, In(keys)).ToListAsync(cancel)).ToDictionary(each => each["_id"].AsString, StringComparer.Ordinal);
        foreach (var each in found.Values) clock.Observe(each[MongoShapes.Position].ToInt64());
        var now = time.GetUtcNow().ToUnixTimeMilliseconds();
        var othersTurn = found.Values.Any(each => each["until"].ToInt64() > now && each["first"].AsString != _self);
        return ([.. keys.Select(key => new SeenAggregate(key, found.TryGetValue(key, out var each) ? each["v"].ToInt64() : 0))], othersTurn);
    }

    /// <summary>The write that raises an aggregate's version.</summary>
    public MongoStep Step(SeenAggregate seen, long position)
    {
        var id = new BsonDocument("_id", seen.Key);
        // Whoever put its name down has had its turn, or must ask again.
        var raise = new BsonDocument
        {
            ["$inc"] = new BsonDocument("v", 1L),
            ["$max"] = new BsonDocument(MongoShapes.Position, position),
            ["$set"] = new BsonDocument { ["first"] = "", ["until"] = 0L },
        };
        WriteModel<BsonDocument> model = seen.Version switch
        {
            null => new UpdateOneModel<BsonDocument>(id, raise) { IsUpsert = true },
            0 => new InsertOneModel<BsonDocument>(new() { ["_id"] = seen.Key, ["v"] = 1L, [MongoShapes.Position] = position, ["first"] = "", ["until"] = 0L }),
            { } version => new UpdateOneModel<BsonDocument>(id.Add("v", version), raise),
        };
        return new(_aggregates, model, model is not InsertOneModel<BsonDocument>, _ => Task.FromResult(PartOutcome.Stale));
    }

    /// <summary>Asks the other replicas to let this one go first; whoever asked before it and is waiting still comes before it.</summary>
    public Task AskToGoFirstAsync(IReadOnlyCollection<string> keys, CancellationToken cancel)
    {
        var now = time.GetUtcNow();
        var free = In(keys);
        free["until"] = new BsonDocument("$lt", now.ToUnixTimeMilliseconds());
        return _aggregates.UpdateManyAsync(free,
            new BsonDocument
            {
                ["$set"] = new BsonDocument { ["first"] = _self, ["until"] = (now + Precedence).ToUnixTimeMilliseconds() },
                // Who goes by what it left itself is refused, and looks.
                ["$inc"] = new BsonDocument("v", 1L),
            }, null, cancel);
    }

    /// <summary>Waits while another replica is to go first.</summary>
    public async Task LetOthersGoFirstAsync(IReadOnlyCollection<string> keys, CancellationToken cancel)
    {
        var began = Stopwatch.GetTimestamp();
        var waited = In(keys);
        waited["until"] = new BsonDocument("$gt", time.GetUtcNow().ToUnixTimeMilliseconds());
        waited["first"] = new BsonDocument("$ne", _self);
        // By this process' own clock: another's may be wrong.
        while (Stopwatch.GetElapsedTime(began) < Precedence && await _aggregates.Find(waited).AnyAsync(cancel)) await Task.Delay(Look, cancel);
    }

    private static BsonDocument In(IReadOnlyCollection<string> keys) => new("_id", new BsonDocument("$in", new BsonArray(keys)));
}
