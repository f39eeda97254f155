using Bishui.Storage.Documents;

namespace Bishui.Storage.Workers;

/// <summary>
/// What background workers need of a store: the keys of what changed since they last looked, and that one replica at a time does a worker's work.
/// </summary>
public interface IWorkerStore
{
    /// <summary>
    /// Says which workers there are; called once, before the first commit. From then on each of them gets its own copy of every key that a commit of
    /// this process touches (<see cref="Commit.Touch"/>); what is kept for workers that are no more is forgotten. A worker that is new knows nothing
    /// of what was committed before: it looks through everything once.
    /// </summary>
    Task DeclareWorkersAsync(IReadOnlyCollection<string> workers, CancellationToken cancel = default);

    /// <summary>
    /// The oldest keys that a worker has not acknowledged, each once, from at most <paramref name="max"/> touches. They come again until
    /// <see cref="AcknowledgeAsync"/>; a key that is touched again meanwhile comes again after it.
    /// </summary>
    ValueTask<TouchedKeys> TakeTouchedAsync(string worker, int max, CancellationToken cancel = default);

    /// <summary>The worker has done what these keys ask for. A second time changes nothing.</summary>
    Task AcknowledgeAsync(TouchedKeys taken, CancellationToken cancel = default);

    /// <summary>
    /// Takes or prolongs a lease: null while another holds it. It ends at <paramref name="until"/> unless prolonged. With each new holder, and after each
    /// end, its fence rises: a commit under a lease (<see cref="Commit.Under"/>) is refused once somebody else has taken it.
    /// </summary>
    /// <param name="name">What is leased.</param>
    /// <param name="holder">Who takes it: another name for every process.</param>
    /// <param name="until">When it ends, by the clocks of the replicas: they should differ by much less than a lease lasts.</param>
    /// <param name="cancel">Cancels.</param>
    Task<Lease?> TryLeaseAsync(string name, string holder, DateTimeOffset until, CancellationToken cancel = default);

    /// <summary>Ends a lease before its time; one that is lost already stays as it is.</summary>
    Task ReleaseAsync(Lease lease, CancellationToken cancel = default);
}

/// <summary>What was changed, as the service names it.</summary>
/// <param name="Kind">The kind of thing.</param>
/// <param name="Id">Which one.</param>
public readonly record struct TouchedKey(string Kind, string Id);

/// <summary>Keys that a worker took.</summary>
/// <param name="Worker">Which worker.</param>
/// <param name="Keys">Each once, in the order in which they were first touched.</param>
/// <param name="Positions">The touches that they came from; for <see cref="IWorkerStore.AcknowledgeAsync"/>.</param>
public sealed record TouchedKeys(string Worker, IReadOnlyList<TouchedKey> Keys, IReadOnlyList<long> Positions)
{
    internal static TouchedKeys Of(string worker, IReadOnlyList<(long Position, TouchedKey Key)> rows) =>
        new(worker, [.. rows.Select(row => row.Key).Distinct()], [.. rows.Select(row => row.Position)]);
}

/// <summary>A lease as it was taken.</summary>
/// <param name="Name">What is leased.</param>
/// <param name="Holder">Who holds it.</param>
/// <param name="Until">When it ends.</param>
/// <param name="Fence">Rises each time it goes to another holder or had ended.</param>
public sealed record Lease(string Name, string Holder, DateTimeOffset Until, long Fence);

/// <summary>A commit was refused because its lease has gone to somebody else; nothing of it was written.</summary>
public sealed class LeaseLostException(string name) : Exception($"The lease {name} has gone to another holder.")
{
    /// <summary>What was leased.</summary>
    public string Name { get; } = name;
}
