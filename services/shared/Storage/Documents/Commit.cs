using System.Text.Json;
using Bishui.Storage.Workers;

namespace Bishui.Storage.Documents;

/// <summary>
/// What one decision changes: documents, the events it tells, and the message it answers. It happens whole or not at all.
/// </summary>
public sealed class Commit
{
    private readonly List<DocumentChange> _changes = [];
    private readonly List<OutgoingEvent> _events = [];
    private readonly List<Aggregate> _aggregates = [];
    private readonly HashSet<TouchedKey> _touched = [];

    /// <summary>Document changes in the order they were added.</summary>
    public IReadOnlyList<DocumentChange> Changes => _changes;

    /// <summary>Events in the order they were added; the outbox keeps that order.</summary>
    public IReadOnlyList<OutgoingEvent> Events => _events;

    /// <summary>The aggregates it changes or rests on, beside the documents it writes.</summary>
    public IReadOnlyList<Aggregate> Aggregates => _aggregates;

    /// <summary>Keys of what it changes, for the workers.</summary>
    public IReadOnlyCollection<TouchedKey> Touched => _touched;

    /// <summary>The lease that it is written under, or null.</summary>
    public Lease? Lease { get; private set; }

    /// <summary>The message this decision answers, or null.</summary>
    public ConsumedMessage? Consumed { get; private set; }

    /// <summary>Whether there is nothing to write.</summary>
    public bool IsEmpty => _changes.Count == 0 && _events.Count == 0 && _touched.Count == 0 && Consumed is null;

    /// <summary>Adds a document; refused with <see cref="DocumentConflictException"/> when the id or a unique value is taken.</summary>
    public Commit Insert<T>(Collection<T> collection, string id, T body) where T : class
    {
        ArgumentException.ThrowIfNullOrEmpty(id);
        _changes.Add(new DocumentWrite<T>(collection, id, 0, body));
        return this;
    }

    /// <summary>Replaces a document read at <paramref name="version"/>; refused when it has changed since.</summary>
    public Commit Update<T>(Collection<T> collection, string id, long version, T body) where T : class
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(version, 1);
        _changes.Add(new DocumentWrite<T>(collection, id, version, body));
        return this;
    }

    /// <summary>Removes a document read at <paramref name="version"/>; refused when it has changed since. Never for ledger entries.</summary>
    public Commit Delete<T>(Collection<T> collection, string id, long version) where T : class
    {
        _changes.Add(new DocumentDelete(collection, id, version));
        return this;
    }

    /// <summary>Tells an event: kept in the outbox with the changes and sent after the commit, at least once, under one message id.</summary>
    public Commit Publish(object message)
    {
        ArgumentNullException.ThrowIfNull(message);
        _events.Add(new OutgoingEvent(Guid.CreateVersion7(), message));
        return this;
    }

    /// <summary>
    /// Names an aggregate that the commit changes or rests on: it does not cross another commit that names the same one. A decision names here what
    /// it found out while it read; what it knew before it is asked with <see cref="IDocumentStore.DecideAsync"/>.
    /// </summary>
    public Commit Within(Aggregate aggregate)
    {
        ArgumentException.ThrowIfNullOrEmpty(aggregate.Kind);
        _aggregates.Add(aggregate);
        return this;
    }

    /// <summary>Leaves the key of what is changed to every worker, in the same commit.</summary>
    public Commit Touch(string kind, string id)
    {
        ArgumentException.ThrowIfNullOrEmpty(kind);
        ArgumentNullException.ThrowIfNull(id);
        _touched.Add(new(kind, id));
        return this;
    }

    /// <summary>Writes it only if the lease has gone to nobody else: <see cref="LeaseLostException"/> otherwise.</summary>
    public Commit Under(Lease lease)
    {
        ArgumentNullException.ThrowIfNull(lease);
        Lease = lease;
        return this;
    }

    /// <summary>Marks a message as answered by a consumer. When it already was, nothing of this commit happens.</summary>
    public Commit Consume(string consumer, Guid messageId)
    {
        Consumed = new ConsumedMessage(consumer, messageId);
        return this;
    }
}

/// <summary>A change of one document.</summary>
/// <param name="Collection">Where.</param>
/// <param name="Id">Which.</param>
/// <param name="Version">The version the change was decided on; 0 for a new document.</param>
public abstract record DocumentChange(Collection Collection, string Id, long Version)
{
    internal abstract PreparedChange Prepare();
}

/// <summary>An insert (version 0) or a replacement.</summary>
public sealed record DocumentWrite<T>(Collection<T> TypedCollection, string Id, long Version, T Body)
    : DocumentChange(TypedCollection, Id, Version) where T : class
{
    internal override PreparedChange Prepare() => new(
        Collection.Name, Id, Version, JsonSerializer.Serialize(Body, StorageJson.Options), TypedCollection.IndexValuesOf(Body), TypedCollection.TextOf(Body));
}

/// <summary>A removal.</summary>
public sealed record DocumentDelete(Collection Collection, string Id, long Version) : DocumentChange(Collection, Id, Version)
{
    internal override PreparedChange Prepare() => new(Collection.Name, Id, Version, null, [], null);
}

/// <summary>An event on its way out.</summary>
/// <param name="MessageId">The broker's message id; the same on every repeat.</param>
/// <param name="Message">A record of the contracts.</param>
public sealed record OutgoingEvent(Guid MessageId, object Message);

/// <summary>A message that a consumer has answered.</summary>
public sealed record ConsumedMessage(string Consumer, Guid MessageId);

/// <summary>How a commit ended.</summary>
public enum CommitOutcome
{
    /// <summary>Everything was written.</summary>
    Committed,

    /// <summary>The message had been answered before; nothing was written.</summary>
    AlreadyConsumed,
}

/// <summary>Why a commit was refused.</summary>
public enum ConflictKind
{
    /// <summary>The document has another version by now, or is gone.</summary>
    Version,

    /// <summary>The id is taken.</summary>
    Id,

    /// <summary>A unique value is taken.</summary>
    UniqueValue,
}

/// <summary>A commit was refused whole, because what it was decided on no longer holds.</summary>
public sealed class DocumentConflictException(ConflictKind kind, string collection, string id, string? index = null)
    : Exception($"{kind} conflict in {collection} on {index ?? "id"} of {id}")
{
    /// <summary>Why.</summary>
    public ConflictKind Kind { get; } = kind;

    /// <summary>Name of the collection.</summary>
    public string Collection { get; } = collection;

    /// <summary>Id of the document that was to be written.</summary>
    public string Id { get; } = id;

    /// <summary>Name of the unique index, where one refused.</summary>
    public string? Index { get; } = index;
}
