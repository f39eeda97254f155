using Bishui.Storage.Documents;
using MongoDB.Bson;
using MongoDB.Driver;

namespace Bishui.Storage.Mongo;

/// <summary>Documents, inbox and outbox in a database; with a session as they were at its moment.</summary>
internal sealed class MongoDocuments(IMongoDatabase database, CollectionSet collections, MongoClock clock)
{
    private const string IdIndex = "_id_";
    private readonly IMongoCollection<BsonDocument> _inbox = database.GetCollection<BsonDocument>("inbox");

    public IMongoCollection<BsonDocument> Outbox { get; } = database.GetCollection<BsonDocument>("outbox");

    public async ValueTask<Stored<T>?> FindAsync<T>(IClientSessionHandle? session, Collection<T> collection, string id, CancellationToken cancel)
        where T : class
    {
        ArgumentNullException.ThrowIfNull(id);
        var filter = new BsonDocument("_id", id);
        var documents = Of(collection);
        var found = await (session is null ? documents.Find(filter) : documents.Find(session, filter)).FirstOrDefaultAsync(cancel);
        return found is null ? null : Read(collection, found);
    }

    public async ValueTask<DocumentPage<T>> ListAsync<T>(
        IClientSessionHandle? session, Collection<T> collection, DocumentQuery query, CancellationToken cancel) where T : class
    {
        var index = collections.IndexOf(collection.Name, query);
        var filter = MongoShapes.Filter(index, query, Cursor.Decode(query));
        var documents = Of(collection);
        var found = await (session is null ? documents.Find(filter) : documents.Find(session, filter))
            .Sort(MongoShapes.Sort(index, query.Descending)).Limit(query.Limit + 1).ToListAsync(cancel);
        var items = found.Take(query.Limit).Select(document => Read(collection, document)).ToList();
        if (found.Count <= query.Limit) return new(items, null);
        var last = found[query.Limit - 1];
        var place = new Cursor((index is null ? last["_id"] : last["ix"][index.Name]).AsString, last["_id"].AsString);
        return new(items, place.Encode(query));
    }

    /// <summary>Whether a message was answered.</summary>
    public Task<bool> IsConsumedAsync(ConsumedMessage consumed, CancellationToken cancel) =>
        _inbox.Find(new BsonDocument("_id", MongoShapes.InboxKey(consumed))).AnyAsync(cancel);

    /// <summary>The writes of a commit.</summary>
    /// <param name="commit">What to write.</param>
    /// <param name="first">The position of its first event.</param>
    /// <param name="last">A position after all its events: who reads the documents gives greater ones.</param>
    /// <param name="now">When.</param>
    public IEnumerable<MongoStep> Steps(PreparedCommit commit, long first, long last, DateTimeOffset now)
    {
        if (commit.Consumed is { } consumed)
            yield return new(_inbox, new InsertOneModel<BsonDocument>(new() { ["_id"] = MongoShapes.InboxKey(consumed), ["consumedAt"] = now.UtcDateTime }),
                Expects: false, _ => Task.FromResult(PartOutcome.AlreadyConsumed));
        foreach (var change in commit.Changes) yield return Step(change, last);
        for (var i = 0; i < commit.Events.Count; i++)
            // Its position is taken where another replica has this one's number and gave the same at the same time.
            yield return new(Outbox, new InsertOneModel<BsonDocument>(MongoShapes.OutboxEntry(MongoClock.After(first, i), commit.Events[i], now)),
                Expects: false, _ => Task.FromResult(PartOutcome.Stale));
    }

    /// <summary>What a commit writes, as names that two parts of a group must not share.</summary>
    public static IEnumerable<string> Keys(PreparedCommit commit)
    {
        if (commit.Consumed is { } consumed) yield return $"i/{consumed.Consumer}/{consumed.MessageId:N}";
        foreach (var change in commit.Changes) yield return $"d/{change.Collection}/{change.Id}";
    }

    /// <summary>
    /// Whether a moment shows already that a change cannot be written on it: what was decided there was wrong by itself, and no other replica is to
    /// blame.
    /// </summary>
    public async Task<bool> ShowsAsync(IClientSessionHandle session, DocumentConflictException conflict, PreparedCommit commit, CancellationToken cancel)
    {
        var change = commit.Changes.First(change => change.Collection == conflict.Collection && change.Id == conflict.Id);
        var collection = collections[change.Collection];
        var documents = Of(collection);
        switch (conflict.Kind)
        {
            case ConflictKind.Id:
                return await documents.Find(session, new BsonDocument("_id", change.Id)).AnyAsync(cancel);
            case ConflictKind.Version:
                return !await documents.Find(session, MongoShapes.AtVersion(change)).AnyAsync(cancel);
            default:
                for (var i = 0; i < collection.Indexes.Count; i++)
                    if (collection.Indexes[i] is { Unique: true } index && change.IndexValues[i] is { } value
                        && await documents.Find(session, new BsonDocument { [MongoShapes.IndexPath(index)] = value, ["_id"] = new BsonDocument("$ne", change.Id) }).AnyAsync(cancel))
                        return true;
                // Two changes of the commit itself may want one value.
                return commit.Changes.Count > 1 && commit.Changes.Count(other => other.Collection == change.Collection) > 1;
        }
    }

    /// <summary>What a duplicate key means.</summary>
    /// <param name="collection">Where.</param>
    /// <param name="change">What could not be written.</param>
    /// <param name="index">The index that the server named, or null.</param>
    /// <param name="idIsTaken">Asked where the server did not name one that we know.</param>
    internal static DocumentConflictException Conflict(Collection collection, PreparedChange change, string? index, bool idIsTaken)
    {
        var unique = collection.Indexes.Where(declared => declared.Unique).ToList();
        var named = unique.FirstOrDefault(declared => MongoShapes.IndexName(declared) == index);
        if (index == IdIndex || (named is null && idIsTaken)) return new(ConflictKind.Id, change.Collection, change.Id);
        return new(ConflictKind.UniqueValue, change.Collection, change.Id, (named ?? (unique is [var only] ? only : null))?.Name);
    }

    private MongoStep Step(PreparedChange change, long position)
    {
        var collection = collections[change.Collection];
        var documents = Of(collection);
        WriteModel<BsonDocument> model = change switch
        {
            { Body: null } => new DeleteOneModel<BsonDocument>(MongoShapes.AtVersion(change)),
            { Version: 0 } => new InsertOneModel<BsonDocument>(MongoShapes.Document(collection, change, position)),
            _ => new ReplaceOneModel<BsonDocument>(MongoShapes.AtVersion(change), MongoShapes.Document(collection, change, position)),
        };
        return new(documents, model, model is not InsertOneModel<BsonDocument>, async failure => throw (failure is null
            ? new DocumentConflictException(ConflictKind.Version, change.Collection, change.Id)
            : Conflict(collection, change, DuplicateKeys.Index(failure), await IsIdTakenAsync(documents, change))));
    }

    // Outside the transaction, which the failure has ended. A change of a stored document keeps its id, so that it cannot be that.
    private static async Task<bool> IsIdTakenAsync(IMongoCollection<BsonDocument> documents, PreparedChange change) =>
        change.Version == 0 && await documents.Find(new BsonDocument("_id", change.Id)).AnyAsync();

    private Stored<T> Read<T>(Collection<T> collection, BsonDocument document) where T : class
    {
        clock.Observe(document.GetValue(MongoShapes.Position, 0L).ToInt64());
        return MongoShapes.Read(collection, document);
    }

    private IMongoCollection<BsonDocument> Of(Collection collection) =>
        database.GetCollection<BsonDocument>(MongoShapes.CollectionName(collections[collection.Name].Name));
}
