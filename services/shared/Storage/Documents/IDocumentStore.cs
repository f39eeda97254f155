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
    /// Reads, decides and writes in one serial step: what <paramref name="decide"/> reads cannot change before its commit is written.
    /// <paramref name="decide"/> does no I/O but through the reader it is given, is quick, and may be called again after a conflict in the store.
    /// What it throws is thrown to the caller and nothing is written.
    /// </summary>
    Task<TResult> DecideAsync<TResult>(
        Func<IDocumentReader, ValueTask<Decision<TResult>>> decide, CancellationToken cancel = default);
}

/// <summary>What was decided.</summary>
/// <param name="Commit">What to write; an empty commit writes nothing.</param>
/// <param name="Result">What to answer.</param>
public sealed record Decision<TResult>(Commit Commit, TResult Result);
