namespace Bishui.Storage.Documents;

/// <summary>The documents of one service.</summary>
public interface IDocumentStore : IDocumentReader
{
    /// <summary>
    /// Writes a commit whole, durable when the call returns.
    /// Throws <see cref="DocumentConflictException"/> when what it was decided on no longer holds; nothing is written then.
    /// </summary>
    Task<CommitOutcome> CommitAsync(Commit commit, CancellationToken cancel = default);

    /// <summary>
    /// Reads, decides and writes as one step: <paramref name="decide"/> reads one moment of the store, and its commit is written only when nothing
    /// that was decided about the same aggregate, and no document it writes, has changed since; otherwise it is asked again.
    /// What else it reads may change between that moment and the commit: a rule that rests on it names its aggregate too (<see cref="Commit.Within"/>).
    /// <paramref name="decide"/> reads through the reader it is given and nothing else, writes nothing by itself, is quick, and may be called again.
    /// What it throws is thrown to the caller and nothing is written.
    /// </summary>
    /// <exception cref="DocumentConflictException">What it decided to write cannot be written, also on what it had read.</exception>
    Task<TResult> DecideAsync<TResult>(
        Aggregate about, Func<IDocumentReader, ValueTask<Decision<TResult>>> decide, CancellationToken cancel = default);
}

/// <summary>What was decided.</summary>
/// <param name="Commit">What to write; an empty commit writes nothing.</param>
/// <param name="Result">What to answer.</param>
public sealed record Decision<TResult>(Commit Commit, TResult Result);

/// <summary>Conveniences over <see cref="IDocumentStore"/>.</summary>
public static class DocumentStoreExtensions
{
    /// <summary>Decides about the service as a whole: one after another among all decisions that name nothing narrower.</summary>
    public static Task<TResult> DecideAsync<TResult>(
        this IDocumentStore store, Func<IDocumentReader, ValueTask<Decision<TResult>>> decide, CancellationToken cancel = default)
    {
        ArgumentNullException.ThrowIfNull(store);
        return store.DecideAsync(Aggregate.Service, decide, cancel);
    }
}
