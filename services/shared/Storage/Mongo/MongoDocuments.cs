using Bishui.Storage.Documents;
using MongoDB.Bson;
using MongoDB.Driver;

namespace Bishui.Storage.Mongo;

/// <summary>Documents, inbox and outbox in a database; with a session as its transaction sees them.</summary>
internal sealed class MongoDocuments(IMongoDatabase database, CollectionSet collections)
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
        return found is null ? null : MongoShapes.Read(collection, found);
    }

    public async ValueTask<DocumentPage<T>> ListAsync<T>(
        IClientSessionHandle? session, Collection<T> collection, DocumentQuery query, CancellationToken cancel) where T : class
    {
        var index = collections.IndexOf(collection.Name, query);
        var filter = MongoShapes.Filter(index, query, Cursor.Decode(query));
        var documents = Of(collection);
        var found = await (session is null ? documents.Find(filter) : documents.Find(session, filter))
            .Sort(MongoShapes.Sort(index, query.Descending)).Limit(query.Limit + 1).ToListAsync(cancel);
        var items = found.Take(query.Limit).Select(document => MongoShapes.Read(collection, document)).ToList();
        if (found.Count <= query.Limit) return new(items, null);
        var last = found[query.Limit - 1];
        var place = new Cursor((index is null ? last["_id"] : last["ix"][index.Name]).AsString, last["_id"].AsString);
        return new(items, place.Encode(query));
    }

    /// <summary>Writes a commit inside a transaction; whatever it throws or answers but Committed, the transaction must not be kept.</summary>
    public async Task<CommitOutcome> ApplyAsync(Transaction transaction, PreparedCommit commit, DateTimeOffset now)
    {
        var (session, cancel) = (transaction.Session, transaction.Cancel);
        if (commit.Consumed is { } consumed)
        {
            var key = MongoShapes.InboxKey(consumed);
            if (await _inbox.Find(session, new BsonDocument("_id", key)).AnyAsync(cancel)) return CommitOutcome.AlreadyConsumed;
            await _inbox.InsertOneAsync(session, new BsonDocument { ["_id"] = key, ["consumedAt"] = now.UtcDateTime }, null, cancel);
        }
        foreach (var change in commit.Changes) await ApplyAsync(session, change, cancel);
        if (commit.Events.Count > 0)
            await Outbox.InsertManyAsync(session,
                commit.Events.Select((outgoing, i) => MongoShapes.OutboxEntry(transaction.Turn, i, outgoing, now)), null, cancel);
        return CommitOutcome.Committed;
    }

    private async Task ApplyAsync(IClientSessionHandle session, PreparedChange change, CancellationToken cancel)
    {
        var collection = collections[change.Collection];
        var documents = Of(collection);
        try
        {
            if (change is { Body: not null, Version: 0 })
            {
                await documents.InsertOneAsync(session, MongoShapes.Document(collection, change), null, cancel);
                return;
            }
            var changed = change.Body is null
                ? (await documents.DeleteOneAsync(session, MongoShapes.AtVersion(change), null, cancel)).DeletedCount
                : (await documents.ReplaceOneAsync(
                    session, MongoShapes.AtVersion(change), MongoShapes.Document(collection, change), (ReplaceOptions?)null, cancel)).MatchedCount;
            if (changed == 0) throw new DocumentConflictException(ConflictKind.Version, change.Collection, change.Id);
        }
        catch (MongoException taken) when (DuplicateKeys.Means(taken))
        {
            throw Conflict(collection, change, DuplicateKeys.Index(taken), await IsIdTakenAsync(documents, change, cancel));
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

    // Outside the transaction, which the failure has ended. A change of a stored document keeps its id, so that it cannot be that.
    private static async Task<bool> IsIdTakenAsync(IMongoCollection<BsonDocument> documents, PreparedChange change, CancellationToken cancel) =>
        change.Version == 0 && await documents.Find(new BsonDocument("_id", change.Id)).AnyAsync(cancel);

    private IMongoCollection<BsonDocument> Of(Collection collection) =>
        database.GetCollection<BsonDocument>(MongoShapes.CollectionName(collections[collection.Name].Name));
}
