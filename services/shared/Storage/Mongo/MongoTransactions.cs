using MongoDB.Bson;
using MongoDB.Driver;

namespace Bishui.Storage.Mongo;

/// <summary>
/// Runs writes one after another over all replicas of a service. Every transaction first changes one and the same document, so of two at a time
/// the later is refused by the server and begun anew: what a decision read cannot change under it, a snapshot alone would not see to that, and
/// the numbers of turns are those of commits, so events keep their order.
/// </summary>
internal sealed class MongoTransactions(IMongoClient client, IMongoCollection<BsonDocument> state) : IDisposable
{
    private const string Writer = "writer";
    private const int LongestPause = 64;
    private static readonly BsonDocument TakeTurn = new("$inc", new BsonDocument("turn", 1L));
    private static readonly FindOneAndUpdateOptions<BsonDocument> AfterIt = new() { ReturnDocument = ReturnDocument.After };
    private static readonly TransactionOptions Strict = new(ReadConcern.Snapshot, ReadPreference.Primary, WriteConcern.WMajority);

    // Callers of this process queue here rather than refuse each other at the server.
    private readonly SemaphoreSlim _turn = new(1, 1);

    public Task PrepareAsync(CancellationToken cancel) => DuplicateKeys.OnceMoreAsync(() => state.UpdateOneAsync(
        new BsonDocument("_id", Writer), new BsonDocument("$setOnInsert", new BsonDocument { ["turn"] = 0L, ["series"] = 0L }),
        new UpdateOptions { IsUpsert = true }, cancel));

    /// <summary>The number of the last turn that was committed, by any replica.</summary>
    public async Task<long> TurnAsync(CancellationToken cancel) =>
        (await state.Find(new BsonDocument("_id", Writer)).FirstAsync(cancel))["turn"].ToInt64();

    /// <summary>Runs a body, again after a conflict between replicas; its part stays when it says so.</summary>
    public async Task<TResult> RunAsync<TResult>(Func<Transaction, Task<(TResult Result, bool Keep)>> body, CancellationToken cancel)
    {
        await _turn.WaitAsync(cancel);
        try
        {
            using var session = await client.StartSessionAsync(cancellationToken: cancel);
            var attempt = 0;
            return await session.WithTransactionAsync(async (inner, stop) =>
            {
                if (attempt++ > 0) await Task.Delay(Random.Shared.Next(1, Math.Min(1 << Math.Min(attempt, 10), LongestPause)), stop);
                var turn = await state.FindOneAndUpdateAsync(inner, new BsonDocument("_id", Writer), TakeTurn, AfterIt, stop);
                var transaction = new Transaction(inner, turn["turn"].ToInt64(), stop);
                var (result, keep) = await body(transaction);
                if (!keep) await inner.AbortTransactionAsync(CancellationToken.None);
                return result;
            }, Strict, cancel);
        }
        finally
        {
            _turn.Release();
        }
    }

    /// <summary>The next number for a series.</summary>
    public async Task<long> NextSeriesAsync(Transaction transaction)
    {
        var counters = await state.FindOneAndUpdateAsync(
            transaction.Session, new BsonDocument("_id", Writer), new BsonDocument("$inc", new BsonDocument("series", 1L)), AfterIt, transaction.Cancel);
        return counters["series"].ToInt64();
    }

    public void Dispose() => _turn.Dispose();
}

/// <summary>One attempt at one caller's write.</summary>
/// <param name="Session">Give it to every operation that belongs to the transaction.</param>
/// <param name="Turn">Increases with every commit of the service.</param>
/// <param name="Cancel">The caller's.</param>
internal sealed record Transaction(IClientSessionHandle Session, long Turn, CancellationToken Cancel);
