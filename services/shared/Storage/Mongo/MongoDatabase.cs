using Bishui.Storage.Documents;
using Bishui.Storage.Files;
using Bishui.Storage.Messages;
using Bishui.Storage.Readings;
using MongoDB.Bson;
using MongoDB.Driver;

namespace Bishui.Storage.Mongo;

/// <summary>
/// One service's database on a MongoDB replica set, for any number of replicas of the service: each commit is one multi-document transaction,
/// acknowledged by a majority.
/// </summary>
public sealed class MongoDatabase : IDatabase
{
    private readonly MongoClient _client;
    private readonly IMongoDatabase _database;
    private readonly MongoDocuments _documents;
    private readonly MongoReadings _readings;
    private readonly MongoFiles _files;
    private readonly MongoTransactions _transactions;
    private readonly TimeProvider _time;
    private readonly EventSignal _events = new();

    private MongoDatabase(MongoClient client, IMongoDatabase database, CollectionSet collections, TimeProvider time)
    {
        _client = client;
        _database = database;
        _time = time;
        _transactions = new(client, State);
        _documents = new(database, collections);
        _readings = new(client, database, _transactions);
        _files = new(database);
    }

    /// <inheritdoc/>
    public string Engine => "mongodb";

    private IMongoCollection<BsonDocument> State => _database.GetCollection<BsonDocument>("state");

    /// <summary>
    /// Opens a database, makes what is missing of its collections and indexes, and fails with a message when the server is not reached or is
    /// not a replica set. Throws <see cref="DatabaseTooNewException"/> rather than guess.
    /// </summary>
    public static async Task<MongoDatabase> OpenAsync(
        string connectionString, string name, IReadOnlyCollection<Collection> collections, TimeProvider time, CancellationToken cancel = default)
    {
        ArgumentNullException.ThrowIfNull(collections);
        ArgumentNullException.ThrowIfNull(time);
        var declared = new CollectionSet(collections);
        var settings = MongoClientSettings.FromConnectionString(connectionString);
        // What was acknowledged or read must not vanish when the primary changes.
        settings.ReadConcern = ReadConcern.Majority;
        settings.WriteConcern = WriteConcern.WMajority;
        settings.ReadPreference = ReadPreference.Primary;
        settings.ApplicationName ??= name;
        var client = new MongoClient(settings);
        try
        {
            var database = client.GetDatabase(name);
            await MongoSchema.PrepareAsync(database, declared, cancel);
            var opened = new MongoDatabase(client, database, declared, time);
            await opened._transactions.PrepareAsync(cancel);
            return opened;
        }
        catch
        {
            client.Dispose();
            throw;
        }
    }

    /// <inheritdoc/>
    public async ValueTask<long> ChangesAsync(CancellationToken cancel = default) => await _transactions.TurnAsync(cancel);

    /// <inheritdoc/>
    public ValueTask<Stored<T>?> FindAsync<T>(Collection<T> collection, string id, CancellationToken cancel = default) where T : class =>
        _documents.FindAsync(null, collection, id, cancel);

    /// <inheritdoc/>
    public ValueTask<DocumentPage<T>> ListAsync<T>(Collection<T> collection, DocumentQuery query, CancellationToken cancel = default) where T : class =>
        _documents.ListAsync(null, collection, query, cancel);

    /// <inheritdoc/>
    public async Task<CommitOutcome> CommitAsync(Commit commit, CancellationToken cancel = default)
    {
        ArgumentNullException.ThrowIfNull(commit);
        if (commit.IsEmpty) return CommitOutcome.Committed;
        var prepared = PreparedCommit.Of(commit, PreparedCommit.CurrentTrace);
        var outcome = await _transactions.RunAsync(async transaction =>
        {
            var outcome = await _documents.ApplyAsync(transaction, prepared, _time.GetUtcNow());
            return (outcome, outcome == CommitOutcome.Committed);
        }, cancel);
        if (prepared.Events.Count > 0) _events.Set();
        return outcome;
    }

    /// <inheritdoc/>
    public async Task<TResult> DecideAsync<TResult>(
        Func<IDocumentReader, ValueTask<Decision<TResult>>> decide, CancellationToken cancel = default)
    {
        ArgumentNullException.ThrowIfNull(decide);
        var trace = PreparedCommit.CurrentTrace;
        var told = false;
        var result = await _transactions.RunAsync(async transaction =>
        {
            var (commit, result) = await decide(new TransactionReader(_documents, transaction));
            told = commit.Events.Count > 0;
            return (result, await ApplyAsync(transaction, commit, trace) == CommitOutcome.Committed && !commit.IsEmpty);
        }, cancel);
        if (told) _events.Set();
        return result;
    }

    /// <inheritdoc/>
    public async Task<AppendOutcome> AppendAsync(
        IReadOnlyList<Reading> batch, Func<AppendOutcome, IDocumentReader, ValueTask<Commit>>? decide = null, CancellationToken cancel = default)
    {
        ArgumentNullException.ThrowIfNull(batch);
        if (batch.Count == 0 && decide is null) return AppendOutcome.OfRepeat(0);
        var trace = PreparedCommit.CurrentTrace;
        var told = false;
        MongoAppend? append = null;
        var outcome = await _transactions.RunAsync(async transaction =>
        {
            append = await _readings.StageAsync(transaction, batch);
            var outcome = new AppendOutcome(append.Results, append.Versions);
            if (decide is not null)
            {
                var commit = await decide(outcome, new TransactionReader(_documents, transaction));
                told = commit.Events.Count > 0;
                // The message was answered before, and with it these readings were taken in.
                if (await ApplyAsync(transaction, commit, trace) == CommitOutcome.AlreadyConsumed)
                {
                    append = null;
                    return (AppendOutcome.OfRepeat(batch.Count), false);
                }
            }
            await _readings.WriteAsync(transaction, append);
            return (outcome, true);
        }, cancel);
        if (append is { Changed.Count: > 0 }) _readings.Remember(append);
        if (told) _events.Set();
        return outcome;
    }

    /// <inheritdoc/>
    public async ValueTask<IReadOnlyList<Reading>> ReadAsync(ReadingRange range, CancellationToken cancel = default)
    {
        ArgumentNullException.ThrowIfNull(range);
        return await _readings.ReadAsync(range, cancel);
    }

    /// <inheritdoc/>
    public async ValueTask<Reading?> LatestAsync(
        string site, string parameter, ReadingKind kind, DateTimeOffset at, CancellationToken cancel = default) =>
        await _readings.LatestAsync(site, parameter, kind, at, cancel) is [var last] ? last : null;

    /// <inheritdoc/>
    public async ValueTask<IReadOnlyList<Reading>> LatestAsync(string site, DateTimeOffset at, CancellationToken cancel = default) =>
        await _readings.LatestAsync(site, null, null, at, cancel);

    /// <inheritdoc/>
    public async ValueTask<IReadOnlyList<ReadingAggregate>> AggregateAsync(
        ReadingRange range, AggregatePeriod every, IReadOnlySet<string> flags, CancellationToken cancel = default)
    {
        ArgumentNullException.ThrowIfNull(range);
        ArgumentNullException.ThrowIfNull(flags);
        return await _readings.AggregateAsync(range, every, flags, cancel);
    }

    /// <inheritdoc/>
    public async ValueTask<IReadOnlyList<ReadingSeries>> SeriesAsync(string? site = null, CancellationToken cancel = default) =>
        await _readings.SeriesAsync(site, cancel);

    /// <inheritdoc/>
    public async ValueTask<IReadOnlyList<OutboxMessage>> PendingAsync(int limit, CancellationToken cancel = default)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(limit, 1);
        var pending = await _documents.Outbox.Find(new BsonDocument()).Sort(new BsonDocument("_id", 1)).Limit(limit).ToListAsync(cancel);
        return [.. pending.Select(MongoShapes.ReadOutbox)];
    }

    /// <inheritdoc/>
    public async Task ForgetAsync(IReadOnlyCollection<long> positions, CancellationToken cancel = default)
    {
        ArgumentNullException.ThrowIfNull(positions);
        if (positions.Count > 0)
            await _documents.Outbox.DeleteManyAsync(new BsonDocument("_id", new BsonDocument("$in", new BsonArray(positions))), cancel);
    }

    /// <inheritdoc/>
    public Task<ReceivedFile> ReceiveFileAsync(Stream content, long limit, CancellationToken cancel = default) =>
        _files.ReceiveAsync(content, limit, _time, cancel);

    /// <inheritdoc/>
    public ValueTask<Stream?> OpenFileAsync(string sha256, CancellationToken cancel = default) => _files.OpenAsync(sha256, cancel);

    /// <inheritdoc/>
    public ValueTask<bool> HasFileAsync(string sha256, CancellationToken cancel = default) => _files.HasAsync(sha256, cancel);

    /// <inheritdoc/>
    public Task<bool> DeleteFileAsync(string sha256, DateTimeOffset notKeptSince, CancellationToken cancel = default) =>
        _transactions.RunAsync(async transaction => (await _files.DeleteAsync(transaction, sha256, notKeptSince), true), cancel);

    /// <inheritdoc/>
    public Task WaitAsync(TimeSpan atMost, CancellationToken cancel = default) => _events.WaitAsync(atMost, cancel);

    /// <inheritdoc/>
    public async Task CheckAsync(CancellationToken cancel = default)
    {
        var probe = new BsonDocument("_id", "probe");
        await DuplicateKeys.OnceMoreAsync(() => State.UpdateOneAsync(
            probe, new BsonDocument("$inc", new BsonDocument("value", 1L)), new UpdateOptions { IsUpsert = true }, cancel));
        if (!await State.Find(probe).AnyAsync(cancel))
            throw new InvalidOperationException("The database does not give back what was written to it.");
    }

    /// <summary>Closes the connections. Calls after it fail.</summary>
    public ValueTask DisposeAsync()
    {
        _transactions.Dispose();
        _client.Dispose();
        return ValueTask.CompletedTask;
    }

    private async Task<CommitOutcome> ApplyAsync(Transaction transaction, Commit commit, string? trace) => commit.IsEmpty
        ? CommitOutcome.Committed
        : await _documents.ApplyAsync(transaction, PreparedCommit.Of(commit, trace), _time.GetUtcNow());

    private sealed class TransactionReader(MongoDocuments documents, Transaction transaction) : IDocumentReader
    {
        public ValueTask<Stored<T>?> FindAsync<T>(Collection<T> collection, string id, CancellationToken cancel = default) where T : class =>
            documents.FindAsync(transaction.Session, collection, id, cancel);

        public ValueTask<DocumentPage<T>> ListAsync<T>(Collection<T> collection, DocumentQuery query, CancellationToken cancel = default) where T : class =>
            documents.ListAsync(transaction.Session, collection, query, cancel);
    }
}
