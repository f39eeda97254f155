using Bishui.Storage.Files;
using MongoDB.Bson;
using MongoDB.Driver;
using MongoDB.Driver.GridFS;

namespace Bishui.Storage.Mongo;

/// <summary>
/// Files in a GridFS bucket. A file's id is its SHA-256, and its chunks have ids made of that: replicas that store the same content at the same time
/// write the same chunks, and one that dies on the way leaves chunks that nobody sees and that the next one with this content takes over.
/// The driver's own upload would refuse both.
/// </summary>
internal sealed class MongoFiles(IMongoDatabase database)
{
    public const string Bucket = "files";

    /// <summary>GridFS' own default. Never change it: chunks of an upload that broke off would not fit.</summary>
    public const int ChunkBytes = 255 << 10;

    private readonly GridFSBucket<string> _bucket = new(database, new() { BucketName = Bucket, ChunkSizeBytes = ChunkBytes });
    private readonly IMongoCollection<BsonDocument> _files = database.GetCollection<BsonDocument>(Bucket + ".files");
    private readonly IMongoCollection<BsonDocument> _chunks = database.GetCollection<BsonDocument>(Bucket + ".chunks");

    public async Task<ReceivedFile> ReceiveAsync(Stream content, long limit, TimeProvider time, CancellationToken cancel)
    {
        // The hash, and so the id, is known at the end only: until then the content waits on this machine's disk.
        var path = Path.Combine(Path.GetTempPath(), $"bishui-{Guid.NewGuid():N}");
        return await ReceivedFile.ReceiveAsync(path, content, limit, (received, stop) => KeepAsync(received, time.GetUtcNow(), stop), cancel);
    }

    public async ValueTask<Stream?> OpenAsync(string sha256, CancellationToken cancel)
    {
        if (!FileIds.IsId(sha256)) return null;
        try
        {
            return await _bucket.OpenDownloadStreamAsync(sha256, new() { Seekable = true }, cancel);
        }
        catch (GridFSFileNotFoundException)
        {
            return null;
        }
    }

    public async ValueTask<bool> HasAsync(string sha256, CancellationToken cancel) =>
        FileIds.IsId(sha256) && await _files.Find(new BsonDocument("_id", sha256)).AnyAsync(cancel);

    public static BsonDocument Chunk(string sha256, int number, BsonBinaryData data) => new()
    {
        ["_id"] = $"{sha256}/{number}",
        ["files_id"] = sha256,
        ["n"] = number,
        ["data"] = data,
    };

    /// <summary>Removes a file and its chunks in one transaction, unless it was kept since; true when it is not there any more.</summary>
    public async Task<bool> DeleteAsync(IClientSessionHandle session, string sha256, DateTimeOffset notKeptSince, CancellationToken cancel)
    {
        if (!FileIds.IsId(sha256)) return true;
        var old = new BsonDocument { ["_id"] = sha256, ["uploadDate"] = new BsonDocument("$lt", notKeptSince.UtcDateTime) };
        if ((await _files.DeleteOneAsync(session, old, null, cancel)).DeletedCount == 0)
            return !await _files.Find(session, new BsonDocument("_id", sha256)).AnyAsync(cancel);
        await _chunks.DeleteManyAsync(session, new BsonDocument("files_id", sha256), null, cancel);
        return true;
    }

    private async Task KeepAsync(ReceivedFile received, DateTimeOffset now, CancellationToken cancel)
    {
        var (sha256, length) = received.File;
        // One step: a removal finds either the new date or no file, and takes the chunks with it only with the file.
        if ((await _files.UpdateOneAsync(new BsonDocument("_id", sha256), new BsonDocument("$set", new BsonDocument("uploadDate", now.UtcDateTime)), null, cancel)).MatchedCount > 0)
            return;
        received.Content.Position = 0;
        for (var number = 0; number * (long)ChunkBytes < length; number++)
        {
            var data = new byte[Math.Min(ChunkBytes, length - number * (long)ChunkBytes)];
            await received.Content.ReadExactlyAsync(data, cancel);
            await InsertAsync(_chunks, Chunk(sha256, number, data), cancel);
        }
        // Last, for this is what makes it a file.
        await InsertAsync(_files, new()
        {
            ["_id"] = sha256,
            ["length"] = length,
            ["chunkSize"] = ChunkBytes,
            ["uploadDate"] = now.UtcDateTime,
            ["filename"] = sha256,
        }, cancel);
    }

    private static async Task InsertAsync(IMongoCollection<BsonDocument> collection, BsonDocument document, CancellationToken cancel)
    {
        try
        {
            await collection.InsertOneAsync(document, null, cancel);
        }
        catch (MongoException taken) when (DuplicateKeys.Means(taken))
        {
            // The same id is the same content.
        }
    }
}
