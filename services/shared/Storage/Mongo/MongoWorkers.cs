using Bishui.Storage.Workers;
using MongoDB.Bson;
using MongoDB.Driver;

namespace Bishui.Storage.Mongo;

/// <summary>
/// Touched keys as a document for each worker and touch: nothing that two commits would both change, and no order in which they would have to become
/// visible. Leases as a document each.
/// </summary>
internal sealed class MongoWorkers(IMongoDatabase database, MongoClock clock, TimeProvider time)
{
    private readonly IMongoCollection<BsonDocument> _touched = database.GetCollection<BsonDocument>("touched");
    private readonly IMongoCollection<BsonDocument> _leases = database.GetCollection<BsonDocument>("leases");
    private readonly IMongoCollection<BsonDocument> _inbox = database.GetCollection<BsonDocument>("inbox");
    private volatile string[] _workers = [];

    public async Task DeclareAsync(IReadOnlyCollection<string> workers, CancellationToken cancel)
    {
        _workers = [.. workers.Distinct(StringComparer.Ordinal)];
        await _touched.DeleteManyAsync(new BsonDocument("w", new BsonDocument("$nin", new BsonArray(_workers))), cancel);
    }

    /// <summary>The writes that leave keys to all workers, and the one that holds a commit to its lease.</summary>
    public IEnumerable<MongoStep> Steps(IReadOnlyList<TouchedKey> touched, Lease? lease)
    {
        if (lease is not null)
            yield return new(_leases, new UpdateOneModel<BsonDocument>(Held(lease), new BsonDocument("$inc", new BsonDocument("commits", 1L))), Expects: true,
                _ => throw new LeaseLostException(lease.Name));
        var workers = _workers;
        if (touched.Count * workers.Length == 0) yield break;
        var position = clock.Next(touched.Count * workers.Length);
        foreach (var worker in workers)
            foreach (var (kind, id) in touched)
            {
                yield return new(_touched, new InsertOneModel<BsonDocument>(new() { ["_id"] = position, ["w"] = worker, ["kind"] = kind, ["id"] = id }),
                    Expects: false, _ => Task.FromResult(PartOutcome.Stale));
                position = MongoClock.After(position, 1);
            }
    }

    public async Task<TouchedKeys> TakeAsync(string worker, int max, CancellationToken cancel) => TouchedKeys.Of(worker,
        [.. (await _touched.Find(new BsonDocument("w", worker)).Sort(new BsonDocument("_id", 1)).Limit(max).ToListAsync(cancel))
            .Select(row => (row["_id"].AsInt64, new TouchedKey(row["kind"].AsString, row["id"].AsString)))]);

    public Task AcknowledgeAsync(TouchedKeys taken, CancellationToken cancel) => taken.Positions.Count == 0
        ? Task.CompletedTask
        : _touched.DeleteManyAsync(new BsonDocument { ["_id"] = new BsonDocument("$in", new BsonArray(taken.Positions)), ["w"] = taken.Worker }, cancel);

    public async Task<Lease?> TryLeaseAsync(string name, string holder, DateTimeOffset until, CancellationToken cancel)
    {
        var (ends, now) = (until.ToUnixTimeMilliseconds(), time.GetUtcNow().ToUnixTimeMilliseconds());
        var after = new FindOneAndUpdateOptions<BsonDocument> { ReturnDocument = ReturnDocument.After };
        var taken = await _leases.FindOneAndUpdateAsync(
                new BsonDocument { ["_id"] = name, ["holder"] = holder, ["until"] = new BsonDocument("$gt", now) },
                new BsonDocument("$set", new BsonDocument("until", ends)), after, cancel)
            ?? await _leases.FindOneAndUpdateAsync(
                new BsonDocument { ["_id"] = name, ["until"] = new BsonDocument("$lte", now) },
                new BsonDocument { ["$set"] = new BsonDocument { ["holder"] = holder, ["until"] = ends }, ["$inc"] = new BsonDocument("fence", 1L) }, after, cancel);
        if (taken is not null) return new(name, holder, DateTimeOffset.FromUnixTimeMilliseconds(ends), taken["fence"].ToInt64());
        try
        {
            await _leases.InsertOneAsync(new() { ["_id"] = name, ["holder"] = holder, ["until"] = ends, ["fence"] = 1L }, null, cancel);
            return new(name, holder, DateTimeOffset.FromUnixTimeMilliseconds(ends), 1);
        }
        catch (MongoException held) when (DuplicateKeys.Means(held))
        {
            return null;
        }
    }

    public Task ReleaseAsync(Lease lease, CancellationToken cancel) =>
        _leases.UpdateOneAsync(Held(lease), new BsonDocument("$set", new BsonDocument("until", 0L)), null, cancel);

    public async Task<int> ForgetConsumedAsync(DateTimeOffset before, int max, CancellationToken cancel)
    {
        var old = await _inbox.Find(new BsonDocument("consumedAt", new BsonDocument("$lt", before.UtcDateTime)))
            .Sort(new BsonDocument("consumedAt", 1)).Limit(max).ToListAsync(cancel);
        if (old.Count == 0) return 0;
        await _inbox.DeleteManyAsync(new BsonDocument("_id", new BsonDocument("$in", new BsonArray(old.Select(row => row["_id"])))), cancel);
        return old.Count;
    }

    private static BsonDocument Held(Lease lease) => new() { ["_id"] = lease.Name, ["holder"] = lease.Holder, ["fence"] = lease.Fence };
}
