using Bishui.Storage.Documents;
using Bishui.Storage.Files;
using Bishui.Storage.Messages;
using Bishui.Storage.Readings;
using Bishui.Storage.Workers;
using MongoDB.Bson;
using MongoDB.Driver;

namespace Bishui.Storage.Mongo;

/// <summary>
/// One service's database on a MongoDB replica set, for any number of replicas of the service. A decision reads one moment of the database and is
/// written only if what it was about has not changed; what waits in this process to be written shares a transaction, acknowledged by a majority.
/// </summary>
public sealed class MongoDatabase : IDatabase
{
    private readonly MongoClient _client;
    private readonly IMongoDatabase _database;
    private readonly MongoDocuments _documents;
    private readonly MongoReadings _readings;
    private readonly MongoFiles _files;
    private readonly MongoWorkers _workers;
    private readonly MongoDecisions _decisions;
    private readonly MongoCommitter _committer;
    private readonly TimeProvider _time;
    private readonly EventSignal _events = new();

    private MongoDatabase(MongoClient client, IMongoDatabase database, CollectionSet collections, TimeProvider time, int replica)
    {
        _client = client;
        _database = database;
        _time = time;
        var clock = new MongoClock(replica, time);
        _documents = new(database, collections, clock);
        _readings = new(client, database);
        _committer = new(new(client, database, replica));
        _workers = new(database, clock, time);
        _decisions = new(client, _documents, new(database, clock, time), _workers, _committer, clock, time);
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
            return new(client, database, declared, time, await MongoSchema.NextReplicaAsync(database, cancel));
        }
        catch
        {
            client.Dispose();
            throw;
        }
    }

    /// <inheritdoc/>
    public async ValueTask<long> ChangesAsync(CancellationToken cancel = default) =>
        (await _database.GetCollection<BsonDocument>("replicas").Find(new BsonDocument()).ToListAsync(cancel)).Sum(replica => replica["groups"].ToInt64());

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
        var outcome = await _decisions.CommitAsync(PreparedCommit.Of(commit, PreparedCommit.CurrentTrace), cancel);
        if (commit.Events.Count > 0) _events.Set();
        return outcome;
    }

    /// <inheritdoc/>
    public async Task<TResult> DecideAsync<TResult>(
        Aggregate about, Func<IDocumentReader, ValueTask<Decision<TResult>>> decide, CancellationToken cancel = default)
    {
        ArgumentNullException.ThrowIfNull(decide);
        var trace = PreparedCommit.CurrentTrace;
        var decided = await _decisions.RunAsync([about.Key], [about.Key], async (session, reader) =>
        {
            var (commit, result) = await decide(reader);
            return new StagedDecision<TResult>(result, result, commit.IsEmpty ? null : PreparedCommit.Of(commit, trace));
        }, cancel);
        if (decided.Commit is { Events.Count: > 0 }) _events.Set();
        return decided.Result;
    }

    /// <inheritdoc/>
    public async Task<AppendOutcome> AppendAsync(
        IReadOnlyList<Reading> batch, Func<AppendOutcome, IDocumentReader, ValueTask<Commit>>? decide = null, CancellationToken cancel = default)
    {
        ArgumentNullException.ThrowIfNull(batch);
        if (batch.Count == 0 && decide is null) return AppendOutcome.OfRepeat(0);
        var trace = PreparedCommit.CurrentTrace;
        // The readings' own buckets say whether somebody else came between; within this process nobody need.
        var sites = batch.Select(reading => new Aggregate("site", reading.Site).Key).Distinct(StringComparer.Ordinal);
        var decided = await _decisions.RunAsync(sites, [], async (session, reader) =>
        {
            var append = await _readings.StageAsync(session, batch, cancel);
            var outcome = new AppendOutcome(append.Results, append.Versions);
            var commit = decide is null ? PreparedCommit.Nothing : PreparedCommit.Of(await decide(outcome, reader), trace);
            // The message was answered before, and with it these readings were taken in.
            return new StagedDecision<AppendOutcome>(outcome, AppendOutcome.OfRepeat(batch.Count), commit)
            {
                Steps = [.. _readings.Steps(append)],
                Keys = [.. MongoReadings.Keys(append)],
                Done = () => _readings.Remember(append),
            };
        }, cancel);
        if (decided.Commit is { Events.Count: > 0 }) _events.Set();
        return decided.Result;
    }

    /// <inheritdoc/>
    public async ValueTask<IReadOnlyList<Reading>> ReadAsync(ReadingRange range, CancellationToken cancel = default)
    {
        ArgumentNullException.ThrowIfNull(range);
        return await _readings.ReadAsync(range, cancel);
    }

    /// <inheritdoc/>
    public IAsyncEnumerable<Reading> StreamAsync(ReadingRange range, CancellationToken cancel = default)
    {
        ArgumentNullException.ThrowIfNull(range);
        return _readings.StreamAsync(range, cancel);
    }

    /// <inheritdoc/>
    public async ValueTask<Reading?> FirstAsync(ReadingRange range, CancellationToken cancel = default)
    {
        ArgumentNullException.ThrowIfNull(range);
        return await _readings.EndAsync(range, last: false, cancel);
    }

    /// <inheritdoc/>
    public async ValueTask<Reading?> LastAsync(ReadingRange range, CancellationToken cancel = default)
    {
        ArgumentNullException.ThrowIfNull(range);
        return await _readings.EndAsync(range, last: true, cancel);
    }

    /// <inheritdoc/>
    public async ValueTask<ReadingExtremes?> ExtremesAsync(ReadingRange range, CancellationToken cancel = default)
    {
        ArgumentNullException.ThrowIfNull(range);
        return await _readings.ExtremesAsync(range, cancel);
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
    public Task<int> ForgetConsumedAsync(DateTimeOffset before, int max, CancellationToken cancel = default) => _workers.ForgetConsumedAsync(before, max, cancel);

    /// <inheritdoc/>
    public Task DeclareWorkersAsync(IReadOnlyCollection<string> workers, CancellationToken cancel = default)
    {
        ArgumentNullException.ThrowIfNull(workers);
        return _workers.DeclareAsync(workers, cancel);
    }

    /// <inheritdoc/>
    public async ValueTask<TouchedKeys> TakeTouchedAsync(string worker, int max, CancellationToken cancel = default)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(max, 1);
        return await _workers.TakeAsync(worker, max, cancel);
    }

    /// <inheritdoc/>
    public Task AcknowledgeAsync(TouchedKeys taken, CancellationToken cancel = default)
    {
        ArgumentNullException.ThrowIfNull(taken);
        return _workers.AcknowledgeAsync(taken, cancel);
    }

    /// <inheritdoc/>
    public Task<Lease?> TryLeaseAsync(string name, string holder, DateTimeOffset until, CancellationToken cancel = default) =>
        _workers.TryLeaseAsync(name, holder, until, cancel);

    /// <inheritdoc/>
    public Task ReleaseAsync(Lease lease, CancellationToken cancel = default)
    {
        ArgumentNullException.ThrowIfNull(lease);
        return _workers.ReleaseAsync(lease, cancel);
    }

    /// <inheritdoc/>
    public Task<ReceivedFile> ReceiveFileAsync(Stream content, long limit, CancellationToken cancel = default) =>
        _files.ReceiveAsync(content, limit, _time, cancel);

    /// <inheritdoc/>
    public ValueTask<Stream?> OpenFileAsync(string sha256, CancellationToken cancel = default) => _files.OpenAsync(sha256, cancel);

    /// <inheritdoc/>
    public ValueTask<bool> HasFileAsync(string sha256, CancellationToken cancel = default) => _files.HasAsync(sha256, cancel);

    /// <inheritdoc/>
    public async Task<bool> DeleteFileAsync(string sha256, DateTimeOffset notKeptSince, CancellationToken cancel = default)
    {
        using var session = await _client.StartSessionAsync(cancellationToken: cancel);
        return await session.WithTransactionAsync((inner, stop) => _files.DeleteAsync(inner, sha256, notKeptSince, stop), cancellationToken: cancel);
    }

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

    /// <summary>Finishes what callers wait for and closes the connections. Calls after it fail.</summary>
    public async ValueTask DisposeAsync()
    {
        await _committer.DisposeAsync();
        _client.Dispose();
    }
}
