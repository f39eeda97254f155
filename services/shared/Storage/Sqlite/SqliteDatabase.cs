using Bishui.Storage.Documents;
using Bishui.Storage.Files;
using Bishui.Storage.Messages;
using Bishui.Storage.Readings;
using Bishui.Storage.Workers;

namespace Bishui.Storage.Sqlite;

/// <summary>
/// One service's database in one SQLite file of its data folder, files beside it, for one process: a single writer shares each durable commit among the callers
/// that wait, readers never wait for it.
/// </summary>
public sealed class SqliteDatabase : IDatabase
{
    private const string FileName = "bishui.db";
    private readonly FolderLock _lock;
    private readonly SqliteSession _session;
    private readonly SqliteReaders _readers;
    private readonly SqliteDocuments _documents;
    private readonly SqliteReadings _readings;
    private readonly SqliteReadingReader _readingReader;
    private readonly SqliteFiles _files;
    private readonly SqliteWriter _writer;
    private readonly TimeProvider _time;
    private readonly SqliteWorkers _workers = new();
    private readonly EventSignal _events = new();
    private readonly Lock _disposing = new();
    private Task? _disposed;
    private long _probes;

    private SqliteDatabase(FolderLock held, string path, CollectionSet collections, TimeProvider time, SqliteOptions options)
    {
        _lock = held;
        _time = time;
        _session = SqliteSession.OpenWriter(path);
        try
        {
            SqliteSchema.Prepare(_session, path, collections);
            _documents = new(collections, _workers, options.FewTexts);
            _readers = new(path);
            var table = new SeriesTable();
            table.Load(_session);
            _readings = new(_session, table, options);
            _readings.Recover();
            _readingReader = new(_readers, table, _readings.Marks, KeepFigures);
            _files = new(Path.GetDirectoryName(path)!);
            _writer = new(_session, _readings);
        }
        catch
        {
            _session.Dispose();
            throw;
        }
    }

    /// <inheritdoc/>
    public string Engine => "sqlite";

    /// <summary>Pages of the file; with <see cref="LimitPages"/> a test makes the disk full. Between commits only.</summary>
    internal long Pages => (long)_session.Scalar("pragma page_count")!;

    /// <summary>
    /// Opens the database of a folder, which is made when missing, and brings it to the declared collections. The folder belongs to this process
    /// until disposal or its end: otherwise <see cref="DatabaseInUseException"/>. Throws <see cref="DatabaseTooNewException"/> rather than guess.
    /// </summary>
    public static Task<SqliteDatabase> OpenAsync(
        string folder, IReadOnlyCollection<Collection> collections, TimeProvider time, SqliteOptions? options = null, CancellationToken cancel = default)
    {
        ArgumentNullException.ThrowIfNull(collections);
        ArgumentNullException.ThrowIfNull(time);
        var declared = new CollectionSet(collections);
        return Task.Run(() =>
        {
            Directory.CreateDirectory(folder);
            var held = FolderLock.Take(folder, "bishui.lock");
            try
            {
                return new SqliteDatabase(held, Path.Combine(folder, FileName), declared, time, options ?? new());
            }
            catch
            {
                held.Dispose();
                throw;
            }
        }, cancel);
    }

    /// <inheritdoc/>
    public ValueTask<long> ChangesAsync(CancellationToken cancel = default) => new(_writer.Commits);

    /// <inheritdoc/>
    public ValueTask<Stored<T>?> FindAsync<T>(Collection<T> collection, string id, CancellationToken cancel = default) where T : class
    {
        using var lease = _readers.Rent();
        return new(_documents.Find(lease.Session, collection, id));
    }

    /// <inheritdoc/>
    public ValueTask<DocumentPage<T>> ListAsync<T>(Collection<T> collection, DocumentQuery query, CancellationToken cancel = default) where T : class
    {
        using var lease = _readers.Rent();
        return new(_documents.List(lease.Session, collection, query));
    }

    /// <inheritdoc/>
    public async Task<CommitOutcome> CommitAsync(Commit commit, CancellationToken cancel = default)
    {
        ArgumentNullException.ThrowIfNull(commit);
        if (commit.IsEmpty) return CommitOutcome.Committed;
        var prepared = PreparedCommit.Of(commit, PreparedCommit.CurrentTrace);
        var outcome = await _writer.RunAsync(() =>
        {
            var outcome = _documents.Apply(_session, prepared, _time.GetUtcNow());
            return (outcome, outcome == CommitOutcome.Committed);
        }, prepared.Changes.Count + prepared.Events.Count + 1, cancel);
        if (prepared.Events.Count > 0) _events.Set();
        return outcome;
    }

    /// <inheritdoc/>
    public async Task<TResult> DecideAsync<TResult>(
        Aggregate about, Func<IDocumentReader, ValueTask<Decision<TResult>>> decide, CancellationToken cancel = default)
    {
        ArgumentNullException.ThrowIfNull(decide);
        var trace = PreparedCommit.CurrentTrace;
        var told = false;
        var result = await _writer.RunAsync(() =>
        {
            var (commit, result) = Decide(decide);
            told = commit.Events.Count > 0;
            return (result, Apply(commit, trace) == CommitOutcome.Committed);
        }, 1, cancel);
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
        var outcome = await _writer.RunAsync(() =>
        {
            var outcome = _readings.Stage(batch);
            if (decide is not null)
            {
                var commit = Decide(reader => decide(outcome, reader));
                told = commit.Events.Count > 0;
                // The message was answered before, and with it these readings were taken in.
                if (Apply(commit, trace) == CommitOutcome.AlreadyConsumed)
                    return (AppendOutcome.OfRepeat(batch.Count), false);
            }
            _readings.Append();
            return (outcome, true);
        }, batch.Count + 1, cancel);
        if (told) _events.Set();
        return outcome;
    }

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<Reading>> ReadAsync(ReadingRange range, CancellationToken cancel = default)
    {
        ArgumentNullException.ThrowIfNull(range);
        return new(_readingReader.Read(range, cancel));
    }

    /// <inheritdoc/>
    public async IAsyncEnumerable<Reading> StreamAsync(
        ReadingRange range, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancel = default)
    {
        ArgumentNullException.ThrowIfNull(range);
        foreach (var reading in _readingReader.Stream(range, cancel)) yield return reading;
        await Task.CompletedTask;
    }

    /// <inheritdoc/>
    public ValueTask<Reading?> FirstAsync(ReadingRange range, CancellationToken cancel = default)
    {
        ArgumentNullException.ThrowIfNull(range);
        return new(_readingReader.End(range, last: false, cancel));
    }

    /// <inheritdoc/>
    public ValueTask<Reading?> LastAsync(ReadingRange range, CancellationToken cancel = default)
    {
        ArgumentNullException.ThrowIfNull(range);
        return new(_readingReader.End(range, last: true, cancel));
    }

    /// <inheritdoc/>
    public ValueTask<ReadingExtremes?> ExtremesAsync(ReadingRange range, CancellationToken cancel = default)
    {
        ArgumentNullException.ThrowIfNull(range);
        return new(_readingReader.Extremes(range, cancel));
    }

    /// <inheritdoc/>
    public ValueTask<Reading?> LatestAsync(string site, string parameter, ReadingKind kind, DateTimeOffset at, CancellationToken cancel = default) =>
        new(_readingReader.Latest(site, parameter, kind, at, cancel) is [var last] ? last : null);

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<Reading>> LatestAsync(string site, DateTimeOffset at, CancellationToken cancel = default) =>
        new(_readingReader.Latest(site, null, null, at, cancel));

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<ReadingAggregate>> AggregateAsync(
        ReadingRange range, AggregatePeriod every, IReadOnlySet<string> flags, CancellationToken cancel = default)
    {
        ArgumentNullException.ThrowIfNull(range);
        ArgumentNullException.ThrowIfNull(flags);
        return new(_readingReader.Aggregate(range, every, flags, cancel));
    }

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<ReadingSeries>> SeriesAsync(string? site = null, CancellationToken cancel = default) =>
        new(_readingReader.Series(site));

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<OutboxMessage>> PendingAsync(int limit, CancellationToken cancel = default)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(limit, 1);
        using var lease = _readers.Rent();
        return new(SqliteOutbox.Pending(lease.Session, limit));
    }

    /// <inheritdoc/>
    public async Task ForgetAsync(IReadOnlyCollection<long> positions, CancellationToken cancel = default)
    {
        ArgumentNullException.ThrowIfNull(positions);
        if (positions.Count == 0) return;
        await _writer.RunAsync(() => (SqliteOutbox.Forget(_session, positions), true), positions.Count, cancel);
    }

    /// <inheritdoc/>
    public Task<int> ForgetConsumedAsync(DateTimeOffset before, int max, CancellationToken cancel = default) =>
        _writer.RunAsync(() => (SqliteWorkers.ForgetConsumed(_session, before, max), true), max, cancel);

    /// <inheritdoc/>
    public Task DeclareWorkersAsync(IReadOnlyCollection<string> workers, CancellationToken cancel = default)
    {
        ArgumentNullException.ThrowIfNull(workers);
        return _writer.RunAsync(() => (_workers.Declare(_session, workers), true), 1, cancel);
    }

    /// <inheritdoc/>
    public ValueTask<TouchedKeys> TakeTouchedAsync(string worker, int max, CancellationToken cancel = default)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(max, 1);
        using var lease = _readers.Rent();
        return new(SqliteWorkers.Take(lease.Session, worker, max));
    }

    /// <inheritdoc/>
    public Task AcknowledgeAsync(TouchedKeys taken, CancellationToken cancel = default)
    {
        ArgumentNullException.ThrowIfNull(taken);
        return taken.Positions.Count == 0
            ? Task.CompletedTask
            : _writer.RunAsync(() => (SqliteWorkers.Acknowledge(_session, taken), true), taken.Positions.Count, cancel);
    }

    /// <inheritdoc/>
    public Task<Lease?> TryLeaseAsync(string name, string holder, DateTimeOffset until, CancellationToken cancel = default) =>
        _writer.RunAsync(() => (SqliteWorkers.TryLease(_session, name, holder, until, _time.GetUtcNow()), true), 1, cancel);

    /// <inheritdoc/>
    public Task ReleaseAsync(Lease lease, CancellationToken cancel = default)
    {
        ArgumentNullException.ThrowIfNull(lease);
        return _writer.RunAsync(() => (SqliteWorkers.Release(_session, lease), true), 1, cancel);
    }

    /// <inheritdoc/>
    public Task<ReceivedFile> ReceiveFileAsync(Stream content, long limit, CancellationToken cancel = default) =>
        _files.ReceiveAsync(content, limit, _time, cancel);

    /// <inheritdoc/>
    public ValueTask<Stream?> OpenFileAsync(string sha256, CancellationToken cancel = default) => new(_files.Open(sha256));

    /// <inheritdoc/>
    public ValueTask<bool> HasFileAsync(string sha256, CancellationToken cancel = default) => new(_files.Has(sha256));

    /// <inheritdoc/>
    public Task<bool> DeleteFileAsync(string sha256, DateTimeOffset notKeptSince, CancellationToken cancel = default) =>
        Task.Run(() => _files.Delete(sha256, notKeptSince, _time), cancel);

    /// <inheritdoc/>
    public Task WaitAsync(TimeSpan atMost, CancellationToken cancel = default) => _events.WaitAsync(atMost, cancel);

    /// <inheritdoc/>
    public async Task CheckAsync(CancellationToken cancel = default)
    {
        var probe = Interlocked.Increment(ref _probes);
        await _writer.RunAsync(() => (_session.Execute(
            "insert into probe(id, value) values(1, $0) on conflict(id) do update set value=excluded.value", probe), true), 1, cancel);
        using var lease = _readers.Rent();
        if (lease.Session.Scalar("select value from probe where id=1") is not long)
            throw new InvalidOperationException("The database does not give back what was written to it.");
        if (_readings.FoldFailure is { } failure) throw new InvalidOperationException("Readings could not be folded into their buckets.", failure);
    }

    /// <summary>Finishes what callers wait for, folds the log, and lets the folder go. Calls after it fail.</summary>
    public ValueTask DisposeAsync()
    {
        lock (_disposing) _disposed ??= CloseAsync();
        return new(_disposed);
    }

    internal void LimitPages(int pages) => _session.RunOnce($"pragma max_page_count={pages}");

    private async Task CloseAsync()
    {
        _files.Close();
        await _writer.CloseAsync();
        try
        {
            _readings.Fold();
            _readers.Dispose();
            _session.RunOnce("pragma wal_checkpoint(truncate)");
        }
        finally
        {
            _session.Dispose();
            _lock.Dispose();
        }
    }

    // Of a database from before figures were kept: made when first asked for, and not waited for.
    private void KeepFigures(IReadOnlyList<SqliteMoment.BucketFigures> made)
    {
        try
        {
            _ = _writer.RunAsync(() =>
            {
                foreach (var (id, count, body) in made) _readings.KeepFigures(id, count, body);
                return (true, true);
            }, made.Count, default).ContinueWith(static failed => _ = failed.Exception, TaskScheduler.Default);
        }
        catch (ObjectDisposedException)
        {
            // They are made again after the next opening.
        }
    }

    private CommitOutcome Apply(Commit commit, string? trace) =>
        commit.IsEmpty ? CommitOutcome.Committed : _documents.Apply(_session, PreparedCommit.Of(commit, trace), _time.GetUtcNow());

    private TAnswer Decide<TAnswer>(Func<IDocumentReader, ValueTask<TAnswer>> decide)
    {
        var reader = new DecisionReader(_session, _documents);
        try
        {
            // The writer's own thread waits: nobody else may come between.
            var answer = decide(reader);
            return answer.IsCompletedSuccessfully ? answer.Result : answer.AsTask().GetAwaiter().GetResult();
        }
        finally
        {
            reader.End();
        }
    }
}
