using Bishui.Storage.Mongo;
using Bishui.Tests.Support.Mongo;
using MongoDB.Bson;
using MongoDB.Driver;
using Xunit;

namespace Bishui.Tests.Storage.Mongo;

/// <summary>A taken key as the driver tells of it: in a write, in a batch, in a command, within a transaction and without, in any words.</summary>
public sealed class DuplicateKeyTests : IDisposable
{
    private readonly StandInServer _own = new();
    private readonly StandInServer _other = new("ключ уже существует");

    public void Dispose()
    {
        _own.Dispose();
        _other.Dispose();
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task It_is_told_by_its_code(bool inOtherWords)
    {
        using var client = new MongoClient((inOtherWords ? _other : _own).ConnectionString);
        var collection = client.GetDatabase("d").GetCollection<BsonDocument>("c");
        var document = new BsonDocument { ["_id"] = 1, ["value"] = 7 };
        await collection.InsertOneAsync(document);

        var failures = new List<MongoException>
        {
            await Assert.ThrowsAsync<MongoWriteException>(() => collection.InsertOneAsync(document)),
            await Assert.ThrowsAsync<MongoBulkWriteException<BsonDocument>>(() => collection.InsertManyAsync([document])),
            await Assert.ThrowsAsync<MongoBulkWriteException<BsonDocument>>(() => collection.BulkWriteAsync([new InsertOneModel<BsonDocument>(document)])),
        };
        await collection.InsertOneAsync(new() { ["_id"] = 2, ["value"] = 7 });
        failures.Add(await Assert.ThrowsAsync<MongoCommandException>(() => collection.Indexes.CreateOneAsync(
            new CreateIndexModel<BsonDocument>(new BsonDocument("value", 1), new CreateIndexOptions { Unique = true }))));
        using (var session = await client.StartSessionAsync())
        {
            session.StartTransaction();
            failures.Add(await Assert.ThrowsAsync<MongoWriteException>(() => collection.InsertOneAsync(session, document)));
        }

        Assert.All(failures, failure => Assert.True(DuplicateKeys.Means(failure), failure.ToString()));
        Assert.All(failures.Take(3), failure => Assert.Equal(inOtherWords ? null : "_id_", DuplicateKeys.Index(failure)));
    }

    [Fact]
    public async Task Another_failure_is_none_whatever_it_says()
    {
        _own.AllowsDrops = false;
        using var client = new MongoClient(_own.ConnectionString);
        var refused = await Assert.ThrowsAsync<MongoCommandException>(() => client.DropDatabaseAsync("E11000 index: _id_"));
        Assert.False(DuplicateKeys.Means(refused));
        Assert.False(DuplicateKeys.Means(new MongoException("E11000 duplicate key error")));
    }

    [Fact]
    public async Task Whoever_makes_a_document_second_finds_it_there()
    {
        using var client = new MongoClient(_other.ConnectionString);
        var collection = client.GetDatabase("d").GetCollection<BsonDocument>("c");
        await collection.InsertOneAsync(new BsonDocument("_id", 1));
        var tries = 0;

        var found = await DuplicateKeys.OnceMoreAsync(async () =>
        {
            // The first try is where the other replica was faster.
            if (tries++ == 0) await collection.InsertOneAsync(new BsonDocument("_id", 1));
            return await collection.Find(new BsonDocument("_id", 1)).SingleAsync();
        });

        Assert.Equal((1, 2), (found["_id"].AsInt32, tries));
    }
}
