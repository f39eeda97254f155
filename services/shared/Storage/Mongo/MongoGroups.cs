using System.Diagnostics;
using MongoDB.Bson;
using MongoDB.Driver;

namespace Bishui.Storage.Mongo;

/// <summary>A group could not be committed as it is.</summary>
/// <param name="cause">The part that is to blame, where that is known.</param>
/// <param name="isBusy">Another replica's transaction was in the way: the same group may pass later.</param>
/// <param name="inner">The server's failure, where there was one.</param>
internal sealed class GroupRefusedException(MongoPart? cause, bool isBusy, Exception? inner = null) : Exception("The group was refused.", inner)
{
    public MongoPart? Cause => cause;

    public bool IsBusy => isBusy;
}

/// <summary>Writes groups of parts, each in one transaction: a bulk write a collection, whatever the number of parts.</summary>
internal sealed class MongoGroups(IMongoClient client, IMongoDatabase database, int replica)
{
    private const int WriteConflict = 112;
    private const int LongestPause = 64;
    private const string Transient = "TransientTransactionError";
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    private static readonly TransactionOptions Strict = new(ReadConcern.Snapshot, ReadPreference.Primary, WriteConcern.WMajority);
    private static readonly BulkWriteOptions InOrder = new() { IsOrdered = true };
    private readonly IMongoCollection<BsonDocument> _replicas = database.GetCollection<BsonDocument>("replicas");

    /// <summary>Commits a group, or throws <see cref="GroupRefusedException"/> and leaves nothing of it.</summary>
    public Task WriteAsync(IReadOnlyList<MongoPart> group, int lane) => TransactAsync(session => WriteAsync(session, group, lane));

    /// <summary>Commits one part, again while other replicas are in the way, or says why it cannot be.</summary>
    public async Task<PartOutcome> WriteAloneAsync(MongoPart part, int lane)
    {
        var began = Stopwatch.GetTimestamp();
        for (var attempt = 0; ; attempt++)
        {
            try
            {
                await WriteAsync([part], lane);
                return PartOutcome.Committed;
            }
            catch (GroupRefusedException refused)
            {
                if (!refused.IsBusy && await FindRefusalAsync(part) is { } outcome) return outcome;
                if (Stopwatch.GetElapsedTime(began) > Patience) throw new TimeoutException("Other replicas, or a failure of the server, were in the way of a commit.", refused);
                await Task.Delay(Random.Shared.Next(1, Math.Min(2 << Math.Min(attempt, 10), LongestPause)));
            }
        }
    }

    /// <summary>Sends the writes one by one to find the one that is refused; null when none is any more. Nothing of it stays.</summary>
    private async Task<PartOutcome?> FindRefusalAsync(MongoPart part)
    {
        MongoStep? refused = null;
        MongoException? failure = null;
        try
        {
            await TransactAsync(async session =>
            {
                foreach (var step in part.Steps)
                {
                    refused = step;
                    var result = await step.Collection.BulkWriteAsync(session, [step.Model], InOrder);
                    if (step.Expects && Found(result) == 0) throw new GroupRefusedException(part, isBusy: false);
                }
                refused = null;
                await session.AbortTransactionAsync();
            });
        }
        catch (GroupRefusedException stopped)
        {
            if (stopped.IsBusy) return null;
            failure = stopped.InnerException as MongoException;
        }
        return refused is null ? null : await refused.Refusal(failure);
    }

    private async Task WriteAsync(IClientSessionHandle session, IReadOnlyList<MongoPart> group, int lane)
    {
        var steps = group.SelectMany(part => part.Steps, (part, step) => (Part: part, Step: step)).ToList();
        // In one order of collections, so that two replicas meet at the first of them.
        foreach (var some in steps.GroupBy(each => each.Step.Collection.CollectionNamespace).OrderBy(some => some.Key.CollectionName, StringComparer.Ordinal))
        {
            var writes = some.ToList();
            try
            {
                var result = await writes[0].Step.Collection.BulkWriteAsync(session, writes.Select(each => each.Step.Model), InOrder);
                if (Found(result) < writes.Count(each => each.Step.Expects))
                    throw new GroupRefusedException(group.Count == 1 ? group[0] : null, isBusy: false);
            }
            catch (MongoBulkWriteException<BsonDocument> taken) when (DuplicateKeys.Means(taken))
            {
                throw new GroupRefusedException(writes[taken.WriteErrors[0].Index].Part, isBusy: false, taken);
            }
        }
        // One write a group, of this replica and lane alone: others learn from it that something has changed.
        await _replicas.UpdateOneAsync(session, new BsonDocument("_id", replica * MongoCommitter.Lanes + lane), new BsonDocument("$inc", new BsonDocument("groups", 1L)), new UpdateOptions { IsUpsert = true });
    }

    private async Task TransactAsync(Func<IClientSessionHandle, Task> body)
    {
        using var session = await client.StartSessionAsync();
        try
        {
            await session.WithTransactionAsync(async (inner, _) =>
            {
                try
                {
                    await body(inner);
                    return true;
                }
                catch (MongoException busy) when (IsBusy(busy))
                {
                    // Not begun anew by the driver: the group may be cut first.
                    throw new GroupRefusedException(null, isBusy: true, busy);
                }
                catch (MongoException taken) when (DuplicateKeys.Means(taken))
                {
                    throw new GroupRefusedException(null, isBusy: false, taken);
                }
            }, Strict);
        }
        catch (MongoException busy) when (IsBusy(busy))
        {
            throw new GroupRefusedException(null, isBusy: true, busy);
        }
    }

    private static long Found(BulkWriteResult<BsonDocument> result) => result.MatchedCount + result.Upserts.Count + result.DeletedCount;

    private static bool IsBusy(MongoException failure) => failure.HasErrorLabel(Transient) || failure switch
    {
        MongoCommandException command => command.Code == WriteConflict,
        MongoBulkWriteException bulk => bulk.WriteErrors.Any(error => error.Code == WriteConflict),
        _ => false,
    };
}
