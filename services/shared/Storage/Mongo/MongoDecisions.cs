using Bishui.Storage.Documents;
using MongoDB.Driver;

namespace Bishui.Storage.Mongo;

/// <summary>What a decision came to, before it is written.</summary>
/// <param name="Result">What to answer when it was written, or when there is nothing to write.</param>
/// <param name="Repeated">What to answer when its message had been answered before.</param>
/// <param name="Commit">What to write, or null.</param>
internal sealed record StagedDecision<TResult>(TResult Result, TResult Repeated, PreparedCommit? Commit)
{
    /// <summary>Writes beside the commit's.</summary>
    public IReadOnlyList<MongoStep> Steps { get; init; } = [];

    /// <summary>Names of what they write.</summary>
    public IReadOnlyList<string> Keys { get; init; } = [];

    /// <summary>Called when it was written.</summary>
    public Action? Done { get; init; }
}

/// <summary>
/// Runs decisions: each on a moment of its own, beside the others; written only if the aggregates it is about are as that moment showed them, and
/// made again otherwise. A slow decision holds up nobody but those about the same aggregate.
/// </summary>
internal sealed class MongoDecisions(IMongoClient client, MongoDocuments documents, MongoAggregates aggregates, MongoWorkers workers, MongoCommitter committer, MongoClock clock, TimeProvider time)
{
    private const int LossesBeforeAsking = 3;
    private static readonly ClientSessionOptions Snapshot = new() { Snapshot = true };
    private static readonly AsyncLocal<Making?> Current = new();
    private readonly KeyedQueue _queue = new();

    private sealed class Making
    {
        public volatile bool IsOver;
    }

    /// <summary>Writes what was decided outside; a document that has changed since refuses it.</summary>
    public async Task<CommitOutcome> CommitAsync(PreparedCommit commit, CancellationToken cancel)
    {
        RefuseWithinDecision();
        cancel.ThrowIfCancellationRequested();
        while (true)
        {
            var outcome = await committer.AddAsync(Part(commit, [.. commit.Aggregates.Select(key => new SeenAggregate(key, null))], [], []));
            // Two replicas may both have found that an aggregate had no document yet.
            if (outcome != PartOutcome.Stale) return outcome == PartOutcome.Committed ? CommitOutcome.Committed : CommitOutcome.AlreadyConsumed;
        }
    }

    /// <summary>Stages, and writes what was staged.</summary>
    /// <param name="turns">What callers of this process do one after another.</param>
    /// <param name="about">Keys of the aggregates that are known beforehand.</param>
    /// <param name="stage">Reads within the session, or by the reader, and says what to write.</param>
    /// <param name="cancel">The caller's.</param>
    /// <returns>The answer, and what was written.</returns>
    public async Task<(TResult Result, PreparedCommit? Commit)> RunAsync<TResult>(
        IEnumerable<string> turns, IReadOnlyList<string> about, Func<IClientSessionHandle, IDocumentReader, Task<StagedDecision<TResult>>> stage,
        CancellationToken cancel)
    {
        RefuseWithinDecision();
        using var turn = await _queue.TakeAsync(turns, cancel);
        DocumentConflictException? before = null;
        for (var losses = 0; ;)
        {
            using var session = await client.StartSessionAsync(Snapshot, cancel);
            var staged = await StageAsync(session, stage);
            if (staged.Commit is not { } commit) return (staged.Result, null);
            if (commit.Consumed is { } consumed && await documents.IsConsumedAsync(consumed, cancel)) return (staged.Repeated, null);

            IReadOnlyList<string> keys = [.. about.Union(commit.Aggregates, StringComparer.Ordinal)];
            var (seen, isOthersTurn) = (losses == 0 ? aggregates.Known(keys) : null) is { } known ? (known, false) : await aggregates.SeeAsync(session, keys, cancel);
            if (isOthersTurn && losses < LossesBeforeAsking)
            {
                await aggregates.LetOthersGoFirstAsync(keys, cancel);
                losses++;
                continue;
            }
            try
            {
                var outcome = await committer.AddAsync(Part(commit, seen, staged.Steps, staged.Keys));
                aggregates.Remember(seen, outcome == PartOutcome.Committed);
                switch (outcome)
                {
                    case PartOutcome.Committed:
                        staged.Done?.Invoke();
                        return (staged.Result, commit);
                    case PartOutcome.AlreadyConsumed:
                        return (staged.Repeated, null);
                }
            }
            catch (DocumentConflictException conflict)
            {
                // What the moment showed already was decided wrongly, and would be again; a second look, as an engine may show a later moment.
                if (before is { } same && (same.Kind, same.Collection, same.Id) == (conflict.Kind, conflict.Collection, conflict.Id)
                    && await documents.ShowsAsync(session, conflict, commit, cancel)) throw;
                before = conflict;
            }
            cancel.ThrowIfCancellationRequested();
            if (++losses >= LossesBeforeAsking && keys.Count > 0) await aggregates.AskToGoFirstAsync(keys, cancel);
        }
    }

    private async Task<StagedDecision<TResult>> StageAsync<TResult>(
        IClientSessionHandle session, Func<IClientSessionHandle, IDocumentReader, Task<StagedDecision<TResult>>> stage)
    {
        var making = Current.Value = new Making();
        try
        {
            return await stage(session, new MomentReader(documents, session, making));
        }
        finally
        {
            // What was begun meanwhile and goes on, such as a task that fills a cache, is no part of the decision any more.
            making.IsOver = true;
        }
    }

    private static void RefuseWithinDecision()
    {
        // It would wait for itself for ever.
        if (Current.Value is { IsOver: false })
            throw new InvalidOperationException("A decision may not commit by itself: it answers with the commit that is to be written.");
    }

    private MongoPart Part(PreparedCommit commit, IReadOnlyList<SeenAggregate> seen, IReadOnlyList<MongoStep> others, IReadOnlyList<string> otherKeys)
    {
        var first = clock.Next(commit.Events.Count + 1);
        var last = MongoClock.After(first, commit.Events.Count);
        return new(
            [.. seen.Select(each => aggregates.Step(each, last)), .. documents.Steps(commit, first, last, time.GetUtcNow()), .. workers.Steps(commit.Touched, commit.Lease), .. others],
            [.. seen.Select(each => $"a/{each.Key}"), .. MongoDocuments.Keys(commit), .. commit.Lease is { } lease ? [$"l/{lease.Name}"] : Array.Empty<string>(), .. otherKeys]);
    }

    private sealed class MomentReader(MongoDocuments documents, IClientSessionHandle session, Making making) : IDocumentReader
    {
        public ValueTask<Stored<T>?> FindAsync<T>(Collection<T> collection, string id, CancellationToken cancel = default) where T : class
        {
            Check();
            return documents.FindAsync(session, collection, id, cancel);
        }

        public ValueTask<DocumentPage<T>> ListAsync<T>(Collection<T> collection, DocumentQuery query, CancellationToken cancel = default) where T : class
        {
            Check();
            return documents.ListAsync(session, collection, query, cancel);
        }

        private void Check()
        {
            if (making.IsOver) throw new InvalidOperationException("A decision's reader is of no use after the decision.");
        }
    }
}
