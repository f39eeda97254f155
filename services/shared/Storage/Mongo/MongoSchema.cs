using Bishui.Storage.Documents;
using MongoDB.Bson;
using MongoDB.Driver;

namespace Bishui.Storage.Mongo;

/// <summary>Brings a database to the collections and indexes that this program wants. Several replicas may do so at once.</summary>
internal static class MongoSchema
{
    /// <summary>Raised whenever an older program could not read what this one writes.</summary>
    public const long Format = 3;
    private const int NamespaceExists = 48;
    private static readonly string[] Fixed = ["state", "inbox", "outbox", "series", "buckets", "aggregates", "replicas", "touched", "leases", MongoFiles.Bucket + ".files", MongoFiles.Bucket + ".chunks"];

    public static async Task PrepareAsync(IMongoDatabase database, CollectionSet collections, CancellationToken cancel)
    {
        await RequireReplicaSetAsync(database, cancel);
        var state = database.GetCollection<BsonDocument>("state");
        var format = await DuplicateKeys.OnceMoreAsync(() => state.FindOneAndUpdateAsync<BsonDocument>(
            new BsonDocument("_id", "format"), new BsonDocument("$max", new BsonDocument("value", Format)),
            new() { IsUpsert = true, ReturnDocument = ReturnDocument.After }, cancel));
        if (format["value"].ToInt64() > Format) throw new DatabaseTooNewException(database.DatabaseNamespace.DatabaseName, format["value"].ToInt64(), Format);

        var existing = (await (await database.ListCollectionNamesAsync(cancellationToken: cancel)).ToListAsync(cancel)).ToHashSet(StringComparer.Ordinal);
        foreach (var name in Fixed.Concat(collections.All.Select(collection => MongoShapes.CollectionName(collection.Name))).Where(name => !existing.Contains(name)))
            await CreateAsync(database, name, cancel);
        var key = new BsonDocument { ["site"] = 1, ["parameter"] = 1, ["kind"] = 1 };
        await database.GetCollection<BsonDocument>("series").Indexes.CreateOneAsync(
            new CreateIndexModel<BsonDocument>(key, new CreateIndexOptions { Name = "key", Unique = true }), null, cancel);
        await database.GetCollection<BsonDocument>("inbox").Indexes.CreateOneAsync(
            new CreateIndexModel<BsonDocument>(new BsonDocument("consumedAt", 1), new CreateIndexOptions { Name = "at" }), null, cancel);
        await database.GetCollection<BsonDocument>("touched").Indexes.CreateOneAsync(
            new CreateIndexModel<BsonDocument>(new BsonDocument { ["w"] = 1, ["_id"] = 1 }, new CreateIndexOptions { Name = "worker" }), null, cancel);
        // As GridFS has it, so that its tools find chunks quickly.
        await database.GetCollection<BsonDocument>(MongoFiles.Bucket + ".chunks").Indexes.CreateOneAsync(
            new CreateIndexModel<BsonDocument>(new BsonDocument { ["files_id"] = 1, ["n"] = 1 }, new CreateIndexOptions { Unique = true, Name = "files_id_1_n_1" }), null, cancel);
        foreach (var collection in collections.All) await PrepareCollectionAsync(database, state, collection, cancel);
    }

    /// <summary>The number of the replica that opens the database.</summary>
    public static async Task<int> NextReplicaAsync(IMongoDatabase database, CancellationToken cancel)
    {
        var opened = await DuplicateKeys.OnceMoreAsync(() => database.GetCollection<BsonDocument>("state").FindOneAndUpdateAsync<BsonDocument>(
            new BsonDocument("_id", "replicas"), new BsonDocument("$inc", new BsonDocument("opened", 1L)),
            new() { IsUpsert = true, ReturnDocument = ReturnDocument.After }, cancel));
        return (int)(opened["opened"].ToInt64() % MongoClock.Replicas);
    }

    /// <summary>The index that serves a declared one.</summary>
    public static CreateIndexModel<BsonDocument> Model(DocumentIndex index)
    {
        var path = MongoShapes.IndexPath(index);
        return index.Unique
            ? new(new BsonDocument(path, 1), new CreateIndexOptions<BsonDocument>
            {
                Name = MongoShapes.IndexName(index),
                Unique = true,
                // Documents without a value do not conflict with each other.
                PartialFilterExpression = new BsonDocument(path, new BsonDocument("$exists", true)),
            })
            : new(new BsonDocument { [path] = 1, ["_id"] = 1 }, new CreateIndexOptions<BsonDocument> { Name = MongoShapes.IndexName(index) });
    }

    // Without it there are no transactions, and the first commit would fail with a message that helps nobody.
    private static async Task RequireReplicaSetAsync(IMongoDatabase database, CancellationToken cancel)
    {
        var hello = await database.RunCommandAsync<BsonDocument>(new BsonDocument("hello", 1), null, cancel);
        if (!hello.Contains("setName") && hello.GetValue("msg", "") != "isdbgrid")
            throw new InvalidOperationException(
                "MongoDB 须以副本集方式运行（单节点即可）：以 --replSet rs0 启动并执行一次 rs.initiate()。 / "
                + "MongoDB must run as a replica set (one node is enough): start it with --replSet rs0 and run rs.initiate() once.");
    }

    private static async Task CreateAsync(IMongoDatabase database, string name, CancellationToken cancel)
    {
        try
        {
            await database.CreateCollectionAsync(name, null, cancel);
        }
        catch (MongoCommandException exists) when (exists.Code == NamespaceExists)
        {
            // Another replica was faster.
        }
    }

    private static async Task PrepareCollectionAsync(
        IMongoDatabase database, IMongoCollection<BsonDocument> state, Collection collection, CancellationToken cancel)
    {
        var documents = database.GetCollection<BsonDocument>(MongoShapes.CollectionName(collection.Name));
        var key = new BsonDocument("_id", "filled." + collection.Name);
        var held = await state.Find(key).FirstOrDefaultAsync(cancel);
        var filled = held?["indexes"].AsBsonArray.Select(name => name.AsString).ToHashSet(StringComparer.Ordinal) ?? [];
        // Pairs were kept from format 3 on: the texts of before get theirs now.
        var hadText = held is not null && held.GetValue("text", false).AsBoolean && held.GetValue("pairs", false).AsBoolean;
        if (collection.Indexes.Any(index => !filled.Contains(index.Name)) || (collection.HasText && !hadText)) await FillAsync(documents, collection, cancel);

        if (collection.HasText)
            await documents.Indexes.CreateOneAsync(
                new CreateIndexModel<BsonDocument>(new BsonDocument(MongoShapes.Pairs, 1), new CreateIndexOptions { Name = "pairs" }), null, cancel);
        var wanted = collection.Indexes.ToDictionary(MongoShapes.IndexName, StringComparer.Ordinal);
        var existing = (await (await documents.Indexes.ListAsync(cancel)).ToListAsync(cancel)).Select(index => index["name"].AsString).ToList();
        foreach (var name in existing.Where(name => name.StartsWith("ix.", StringComparison.Ordinal) && !wanted.ContainsKey(name)))
            await documents.Indexes.DropOneAsync(name, cancel);
        foreach (var (name, index) in wanted.Where(pair => !existing.Contains(pair.Key)))
        {
            try
            {
                await documents.Indexes.CreateOneAsync(Model(index), null, cancel);
            }
            catch (MongoException taken) when (DuplicateKeys.Means(taken))
            {
                throw new InvalidOperationException(
                    $"Index '{index.Name}' of collection '{collection.Name}' cannot be unique: stored documents share a value.", taken);
            }
        }
        await DuplicateKeys.OnceMoreAsync(() => state.UpdateOneAsync(key,
            new BsonDocument("$set", new BsonDocument
            {
                ["indexes"] = new BsonArray(collection.Indexes.Select(index => index.Name)),
                ["text"] = collection.HasText,
                ["pairs"] = collection.HasText,
            }),
            new UpdateOptions { IsUpsert = true }, cancel));
    }

    private static async Task FillAsync(IMongoCollection<BsonDocument> documents, Collection collection, CancellationToken cancel)
    {
        using var cursor = await documents.Find(new BsonDocument()).ToCursorAsync(cancel);
        while (await cursor.MoveNextAsync(cancel))
        {
            var updates = cursor.Current.Select(document => Fill(collection, document)).ToList();
            if (updates.Count > 0) await documents.BulkWriteAsync(updates, null, cancel);
        }
    }

    private static UpdateOneModel<BsonDocument> Fill(Collection collection, BsonDocument document)
    {
        var body = BsonJson.ToJson(document["body"]);
        var folded = SearchText.Fold(collection.TextOf(body));
        // Not where another replica has changed it since: that wrote the values of its own.
        return new(new BsonDocument { ["_id"] = document["_id"], ["v"] = document["v"] }, new BsonDocument("$set", new BsonDocument
        {
            ["ix"] = MongoShapes.IndexValues(collection, collection.IndexValuesOf(body)),
            [MongoShapes.Text] = folded is null ? BsonNull.Value : folded,
            [MongoShapes.Pairs] = folded is null ? BsonNull.Value : new BsonArray(TextPairs.Of(folded)),
        }));
    }
}
