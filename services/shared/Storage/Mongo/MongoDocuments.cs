using System.Text.RegularExpressions;
using Bishui.Storage.Documents;
using MongoDB.Bson;
using MongoDB.Driver;

namespace Bishui.Storage.Mongo;

/// <summary>Documents, inbox and outbox in a database; with a session as its transaction sees them.</summary>
internal sealed partial class MongoDocuments(IMongoDatabase database, CollectionSet collections)
{
    private const int DuplicateKey = 11000;
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
        catch (MongoException taken) when (DuplicateMessage(taken) is { } message)
        {
            throw Conflict(collection, change, message);
        }
    }

    /// <summary>What a duplicate key means; the server names the index only in its message.</summary>
    internal static DocumentConflictException Conflict(Collection collection, PreparedChange change, string message)
    {
        var index = IndexInMessage().Match(message).Groups[1].Value;
        return index == "_id_"
            ? new(ConflictKind.Id, change.Collection, change.Id)
            : new(ConflictKind.UniqueValue, change.Collection, change.Id,
                collection.Indexes.FirstOrDefault(declared => MongoShapes.IndexName(declared) == index)?.Name);
    }

    private static string? DuplicateMessage(MongoException failure) => failure switch
    {
        MongoWriteException { WriteError.Category: ServerErrorCategory.DuplicateKey } write => write.WriteError.Message,
        MongoCommandException { Code: DuplicateKey } command => command.Message,
        _ => null,
    };

    private IMongoCollection<BsonDocument> Of(Collection collection) =>
        database.GetCollection<BsonDocument>(MongoShapes.CollectionName(collections[collection.Name].Name));

    [GeneratedRegex(@"index: (\S+)")]
    private static partial Regex IndexInMessage();
}
