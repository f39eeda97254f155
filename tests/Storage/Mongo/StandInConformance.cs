using System.Security.Cryptography;
using System.Text.Json;
using Bishui.Storage;
using Bishui.Storage.Documents;
using Bishui.Storage.Files;
using Bishui.Storage.Mongo;
using Bishui.Storage.Readings;
using Bishui.Tests.Storage.Conformance;
using Bishui.Tests.Support.Mongo;
using MongoDB.Bson;
using MongoDB.Driver;
using Xunit;

namespace Bishui.Tests.Storage.Mongo;

/// <summary>The adapter against a stand-in in memory: its commands and its handling of the answers, not MongoDB itself.</summary>
public sealed class StandInEngine(string? duplicateText = null) : IEngine
{
    private readonly StandInServer _server = new(duplicateText);

    public string ConnectionString => _server.ConnectionString;

    public StandInServer Server => _server;

    public async Task<IDatabase> OpenAsync(IReadOnlyCollection<Collection> collections) =>
        await MongoDatabase.OpenAsync(_server.ConnectionString, "bishui-test", collections, TimeProvider.System);

    public ValueTask DisposeAsync()
    {
        _server.Dispose();
        return ValueTask.CompletedTask;
    }
}

/// <summary>Two replicas of a service at once: the server refuses one of two transactions, and it is begun anew.</summary>
public sealed class StandInReplicas() : EngineTests<StandInEngine>(new())
{
    private IDatabase[] _replicas = [];

    public override async Task InitializeAsync() => _replicas = [await Engine.OpenAsync(Samples.All), await Engine.OpenAsync(Samples.All)];

    [Fact]
    public async Task No_increment_is_lost_and_events_keep_the_order_of_commits()
    {
        await _replicas[0].CommitAsync(new Commit().Insert(Samples.Counters, "c", new Counter(0)));
        await Task.WhenAll(Enumerable.Range(0, 60).Select(i => Task.Run(() => _replicas[i % 2].DecideAsync(async reader =>
        {
            var counter = (await reader.FindAsync(Samples.Counters, "c"))!;
            var next = counter.Body.Value + 1;
            return new Decision<int>(
                new Commit().Update(Samples.Counters, "c", counter.Version, new Counter(next)).Publish(new CaseOpened($"{next}", next)), next);
        }))));

        Assert.Equal(60, (await _replicas[1].FindAsync(Samples.Counters, "c"))!.Body.Value);
        var told = (await _replicas[0].PendingAsync(100)).Select(message => JsonSerializer.Deserialize<CaseOpened>(message.Body, StorageJson.Options)!.Value);
        Assert.Equal(Enumerable.Range(1, 60).Select(value => (decimal)value), told);
    }

    [Fact]
    public async Task A_change_by_one_replica_is_a_change_to_the_other()
    {
        var before = await _replicas[1].ChangesAsync();
        await _replicas[0].AppendAsync([Samples.Reading(Samples.Noon, 1)]);

        Assert.NotEqual(before, await _replicas[1].ChangesAsync());
        Assert.Equal(await _replicas[0].ChangesAsync(), await _replicas[1].ChangesAsync());
    }

    [Fact]
    public async Task A_decision_of_one_replica_sees_the_commits_of_the_other()
    {
        // Each looks at the other's document, which the other writes without a decision of its own.
        await _replicas[0].CommitAsync(new Commit().Insert(Samples.Counters, "switch", new Counter(0)));
        var commits = Task.Run(async () =>
        {
            for (var version = 1; version <= 30; version++)
                await _replicas[1].CommitAsync(new Commit().Update(Samples.Counters, "switch", version, new Counter(version))
                    .Insert(Samples.Cases, $"was-{version}", Samples.Case($"was-{version}")));
        });
        for (var i = 0; i < 30; i++)
            await _replicas[0].DecideAsync(async reader =>
            {
                var seen = (await reader.FindAsync(Samples.Counters, "switch"))!.Body.Value;
                var cases = (await reader.ListAsync(Samples.Cases, new() { From = "was-", Before = "was." })).Items.Count;
                return new Decision<int>(new Commit().Insert(Samples.Cases, $"saw-{i}", Samples.Case($"saw-{i}", note: $"{seen}/{cases}")), 0);
            });
        await commits;

        foreach (var saw in (await _replicas[0].ListAsync(Samples.Cases, new() { From = "saw-", Before = "saw." })).Items)
            Assert.Single(saw.Body.Note!.Split('/').Distinct());
    }

    [Fact]
    public async Task Decisions_of_two_replicas_about_one_aggregate_do_not_cross()
    {
        var about = new Aggregate("register", "outfalls");
        for (var round = 0; round < 8; round++)
        {
            var site = $"s{round}";
            await Task.WhenAll(_replicas.Select((replica, i) => Task.Run(() => replica.DecideAsync(about, async reader =>
            {
                var open = await reader.ListAsync(Samples.Cases, new() { Index = "site", EqualTo = site });
                // Long enough that the other reads meanwhile.
                await Task.Delay(20);
                var commit = new Commit();
                if (open.Items.Count == 0) commit.Insert(Samples.Cases, $"{site}-{i}", Samples.Case($"{site}-{i}", site));
                return new Decision<bool>(commit, true);
            }))));
            Assert.Single((await _replicas[0].ListAsync(Samples.Cases, new() { Index = "site", EqualTo = site })).Items);
        }
    }

    [Fact]
    public async Task A_series_begun_by_both_is_one()
    {
        var outcomes = await Task.WhenAll(Enumerable.Range(0, 20).Select(i => Task.Run(
            () => _replicas[i % 2].AppendAsync([Samples.Reading(Samples.Noon, 1), Samples.Reading(Samples.Noon.AddHours(i), i)]))));

        Assert.Equal(20, outcomes.Sum(outcome => outcome.Results.Count(result => result == AppendResult.Accepted)));
        Assert.Single(await _replicas[0].SeriesAsync());
    }

    [Fact]
    public async Task The_same_file_stored_by_both_is_one()
    {
        var content = new byte[3 * MongoFiles.ChunkBytes + 1];
        new Random(1).NextBytes(content);

        var stored = await Task.WhenAll(Enumerable.Range(0, 6).Select(i => Task.Run(
            () => _replicas[i % 2].PutFileAsync(new MemoryStream(content), content.Length))));

        await AssertHoldsAsync(Assert.Single(stored.Distinct()).Sha256, content);
    }

    [Fact]
    public async Task Chunks_of_an_upload_that_broke_off_do_not_show_and_are_taken_over()
    {
        var content = new byte[2 * MongoFiles.ChunkBytes];
        new Random(2).NextBytes(content);
        var sha256 = Convert.ToHexStringLower(SHA256.HashData(content));
        using var client = new MongoClient(Engine.ConnectionString);
        await client.GetDatabase("bishui-test").GetCollection<BsonDocument>("files.chunks").InsertOneAsync(
            MongoFiles.Chunk(sha256, 0, content[..MongoFiles.ChunkBytes]));
        Assert.False(await _replicas[0].HasFileAsync(sha256));
        Assert.Null(await _replicas[0].OpenFileAsync(sha256));

        await _replicas[1].PutFileAsync(new MemoryStream(content), content.Length);

        await AssertHoldsAsync(sha256, content);
    }

    private async Task AssertHoldsAsync(string sha256, byte[] content)
    {
        await using var read = (await _replicas[0].OpenFileAsync(sha256))!;
        var all = new byte[content.Length];
        await read.ReadExactlyAsync(all);
        Assert.True(all.AsSpan().SequenceEqual(content));
        Assert.Equal(content.Length, read.Length);
    }

    public override async Task DisposeAsync()
    {
        foreach (var replica in _replicas) await replica.DisposeAsync();
        await base.DisposeAsync();
    }
}

public sealed class StandInDocuments() : DocumentConformance(new StandInEngine());

/// <summary>A compatible engine answers with the same codes, and with texts of its own.</summary>
public sealed class StandInDocumentsInOtherWords() : DocumentConformance(new StandInEngine("unique key constraint violated"));

public sealed class StandInFilesInOtherWords() : FileConformance(new StandInEngine("unique key constraint violated"));

public sealed class StandInQueries() : QueryConformance(new StandInEngine());

public sealed class StandInFiles() : FileConformance(new StandInEngine());

public sealed class StandInSearches() : SearchConformance(new StandInEngine());

public sealed class StandInDecisions() : DecisionConformance(new StandInEngine());

public sealed class StandInMessages() : MessageConformance(new StandInEngine());

public sealed class StandInAppends() : AppendConformance(new StandInEngine());

public sealed class StandInReads() : ReadConformance(new StandInEngine());

public sealed class StandInWorkers() : WorkerConformance(new StandInEngine());

public sealed class StandInNarrow() : NarrowConformance(new StandInEngine());

public sealed class StandInSpans() : SpanConformance(new StandInEngine());

/// <summary>A database as format 1 left it: buckets of an hour, and no spans.</summary>
public sealed class StandInOldDatabase() : EngineTests<StandInEngine>(new())
{
    private static readonly ReadingRange Always = new() { Site = "lutang", From = DateTimeOffset.MinValue, To = DateTimeOffset.MaxValue, AllVersions = true };

    [Fact]
    public async Task Its_readings_are_there_and_it_goes_on()
    {
        using var client = new MongoClient(Engine.ConnectionString);
        var left = client.GetDatabase("bishui-test");
        await left.GetCollection<BsonDocument>("state").InsertManyAsync([
            BsonDocument.Parse("""{ _id: "format", value: NumberLong(1) }"""), BsonDocument.Parse("""{ _id: "writer", turn: NumberLong(9), series: NumberLong(1) }""")]);
        await left.GetCollection<BsonDocument>("series").InsertOneAsync(
            BsonDocument.Parse("""{ _id: NumberLong(1), site: "lutang", parameter: "dissolved-oxygen", kind: 2 }"""));
        await left.GetCollection<BsonDocument>("buckets").InsertOneAsync(new BsonDocument
        {
            ["_id"] = 4312676758L,
            ["n"] = 1,
            ["body"] = Convert.FromHexString("0101809CEBC19A5EB06D00024E096465766963652D310109"),
        });
        var two = Samples.Noon.AddHours(2);

        await using var database = await Engine.OpenAsync(Samples.All);
        Assert.Equal([AppendResult.Duplicate, AppendResult.Corrected, AppendResult.Accepted, AppendResult.Accepted], (await database.AppendAsync([
            Samples.Reading(two, -0.5m), Samples.Reading(two, null, below: 0.5m), Samples.Reading(two.AddHours(1), 1), Samples.Reading(two, 2, parameter: "new")])).Results);

        Assert.Equal([(1, 2m), (2, 1.25m)], (await database.AggregateAsync(Always with { AllVersions = false }, AggregatePeriod.Day, new HashSet<string> { "N" }))
            .Select(day => (day.Count, day.Sum)).OrderBy(day => day.Count));
        Assert.Equal([-0.5m, null, 1m, 2m], (await database.ReadAsync(Always)).Select(reading => reading.Value));
        Assert.Equal(
            [4312676758L, 4312676759L], (await left.GetCollection<BsonDocument>("buckets").Find(new BsonDocument("_id", new BsonDocument("$lt", 2L << 32))).ToListAsync())
                .Select(bucket => bucket["_id"].AsInt64).Order());
        Assert.Equal(3, (await left.GetCollection<BsonDocument>("state").Find(new BsonDocument("_id", "format")).SingleAsync())["value"].ToInt64());
    }
}

/// <summary>A database as format 2 left it: every commit took a turn, and its events have places by turns.</summary>
public sealed class StandInDatabaseOfTurns() : EngineTests<StandInEngine>(new())
{
    [Fact]
    public async Task Its_documents_and_events_are_there_and_it_goes_on()
    {
        using var client = new MongoClient(Engine.ConnectionString);
        var left = client.GetDatabase("bishui-test");
        await left.GetCollection<BsonDocument>("state").InsertManyAsync([
            BsonDocument.Parse("""{ _id: "format", value: NumberLong(2) }"""), BsonDocument.Parse("""{ _id: "writer", turn: NumberLong(1000000), series: NumberLong(3) }""")]);
        await left.GetCollection<BsonDocument>("doc.counters").InsertOneAsync(BsonDocument.Parse("""{ _id: "c", v: NumberLong(4), body: { value: NumberLong(7) }, ix: {} }"""));
        await left.GetCollection<BsonDocument>("doc.remarks").InsertOneAsync(BsonDocument.Parse(
            """{ _id: "r", v: NumberLong(1), body: { text: "水质超标", day: "2021-11-01" }, ix: { day: "2021-11-01" }, tx: "水质超标" }"""));
        await left.GetCollection<BsonDocument>("state").InsertOneAsync(BsonDocument.Parse("""{ _id: "filled.remarks", indexes: ["day"], text: true }"""));
        var message = Guid.NewGuid();
        var answered = Guid.NewGuid();
        await left.GetCollection<BsonDocument>("outbox").InsertOneAsync(new BsonDocument
        {
            ["_id"] = (1_000_000L << 20) + 1,
            ["messageId"] = new BsonBinaryData(message, GuidRepresentation.Standard),
            ["type"] = typeof(CaseOpened).FullName,
            ["body"] = """{"id":"old","value":1}""",
            ["traceParent"] = BsonNull.Value,
            ["committedAt"] = Samples.Noon.UtcDateTime,
        });
        await left.GetCollection<BsonDocument>("inbox").InsertOneAsync(new BsonDocument
        {
            ["_id"] = new BsonDocument { ["consumer"] = "one", ["message"] = new BsonBinaryData(answered, GuidRepresentation.Standard) },
            ["consumedAt"] = Samples.Noon.UtcDateTime,
        });

        await using var database = await Engine.OpenAsync(Samples.All);
        var value = await database.DecideAsync(async reader =>
        {
            var counter = (await reader.FindAsync(Samples.Counters, "c"))!;
            return new Decision<int>(
                new Commit().Update(Samples.Counters, "c", counter.Version, new Counter(counter.Body.Value + 1)).Publish(new CaseOpened("new", 2)), counter.Body.Value + 1);
        });

        Assert.Equal(8, value);
        Assert.Equal(["r"], (await database.ListAsync(Samples.Remarks, new() { Text = "质超" })).Items.Select(item => item.Id));
        Assert.Equal(5, (await database.FindAsync(Samples.Counters, "c"))!.Version);
        Assert.Equal(["old", "new"], (await database.PendingAsync(10)).Select(told => JsonSerializer.Deserialize<CaseOpened>(told.Body, StorageJson.Options)!.Id));
        Assert.Equal(CommitOutcome.AlreadyConsumed, await database.CommitAsync(new Commit().Consume("one", answered).Insert(Samples.Counters, "no", new Counter(1))));
        await database.AppendAsync([Samples.Reading(Samples.Noon, 1)]);
        Assert.Equal(4, (await left.GetCollection<BsonDocument>("series").Find(new BsonDocument()).SingleAsync())["_id"].AsInt64);
    }
}
