using System.Diagnostics;
using Bishui.Storage.Documents;
using Bishui.Storage.Mongo;
using MongoDB.Bson;
using MongoDB.Driver;

namespace Bishui.Bench.Storage;

/// <summary>
/// Commits a second on separate aggregates against plain transactions of the same documents, with 1, 8 and 32 callers, with one and two replicas, and beside
/// a slow decision. Takes the server from BISHUI_TEST_MONGO and drops what it made.
/// </summary>
internal static class MongoBench
{
    private sealed record Count(long Value, string Text);

    private sealed record Counted(string Id, long Value);

    private static readonly Collection<Count> Counts = new("counts");
    private static readonly string Filling = new('x', 200);

    public static async Task RunAsync(string server, int seconds)
    {
        var name = $"bishui-bench-{Guid.NewGuid():N}";
        var settings = MongoClientSettings.FromConnectionString(server);
        settings.WriteConcern = WriteConcern.WMajority;
        settings.ApplicationName = name + "-plain";
        using var client = new MongoClient(settings);
        try
        {
            await using var one = await MongoDatabase.OpenAsync(server, name, [Counts], TimeProvider.System);
            await using var two = await MongoDatabase.OpenAsync(server, name, [Counts], TimeProvider.System);
            var plain = client.GetDatabase(name + "-plain");
            await plain.CreateCollectionAsync("counts");
            await plain.CreateCollectionAsync("outbox");
            Console.WriteLine($"# {Environment.ProcessorCount} cores, .NET {Environment.Version}, {seconds} s each; a decision reads and changes one document and tells one event");
            Console.WriteLine("| callers | plain transactions/s | one replica/s (p99 ms) | ratio | two replicas/s (p99 ms) | two : one | beside a decision of 50 ms/s |\n|---|---|---|---|---|---|---|");
            foreach (var callers in new[] { 1, 8, 32 })
            {
                var bare = await RateAsync(callers, seconds, (caller, step) => PlainAsync(client, plain, $"{callers}-{caller}", step));
                var single = await RateAsync(callers, seconds, (caller, _) => DecideAsync(one, $"a{callers}-{caller}"));
                var both = await RateAsync(callers, seconds, (caller, _) => DecideAsync(caller % 2 == 0 ? one : two, $"b{callers}-{caller}"));
                using var stop = new CancellationTokenSource();
                var slow = SlowAsync(one, stop.Token);
                var beside = await RateAsync(callers, seconds, (caller, _) => DecideAsync(one, $"c{callers}-{caller}"));
                await stop.CancelAsync();
                await slow;
                Console.WriteLine(FormattableString.Invariant(
                    $"| {callers} | {bare.Rate:F0} | {single.Rate:F0} ({single.P99:F1}) | {single.Rate / bare.Rate:F2} | {both.Rate:F0} ({both.P99:F1}) | {both.Rate / single.Rate:F2} | {beside.Rate:F0} |"));
            }
        }
        finally
        {
            await client.DropDatabaseAsync(name);
            await client.DropDatabaseAsync(name + "-plain");
        }
    }

    private static Task<bool> DecideAsync(MongoDatabase database, string id) => database.DecideAsync(new Aggregate("count", id), async reader =>
    {
        var held = await reader.FindAsync(Counts, id);
        var next = new Count((held?.Body.Value ?? 0) + 1, Filling);
        var commit = held is null ? new Commit().Insert(Counts, id, next) : new Commit().Update(Counts, id, held.Version, next);
        return new Decision<bool>(commit.Publish(new Counted(id, next.Value)), true);
    });

    // The least that the same needs: read, change, keep the event, commit.
    private static async Task PlainAsync(MongoClient client, IMongoDatabase database, string id, long step)
    {
        using var session = await client.StartSessionAsync();
        await session.WithTransactionAsync(async (inner, stop) =>
        {
            var counts = database.GetCollection<BsonDocument>("counts");
            var held = await counts.Find(inner, new BsonDocument("_id", id)).FirstOrDefaultAsync(stop);
            await counts.ReplaceOneAsync(inner, new BsonDocument("_id", id),
                new() { ["_id"] = id, ["v"] = (held?["v"].ToInt64() ?? 0) + 1, ["body"] = new BsonDocument { ["value"] = step, ["text"] = Filling } }, new ReplaceOptions { IsUpsert = true }, stop);
            await database.GetCollection<BsonDocument>("outbox").InsertOneAsync(inner, new() { ["_id"] = ObjectId.GenerateNewId(), ["type"] = "counted", ["body"] = id }, null, stop);
            return true;
        });
    }

    private static async Task SlowAsync(MongoDatabase database, CancellationToken stop)
    {
        while (!stop.IsCancellationRequested)
            await database.DecideAsync(new Aggregate("slow"), async _ =>
            {
                await Task.Delay(50, CancellationToken.None);
                return new Decision<bool>(new Commit().Publish(new Counted("slow", 1)), true);
            }, CancellationToken.None);
    }

    private static async Task<(double Rate, double P99)> RateAsync(int callers, int seconds, Func<int, long, Task> call)
    {
        var began = Stopwatch.GetTimestamp();
        var times = await Task.WhenAll(Enumerable.Range(0, callers).Select(caller => Task.Run(async () =>
        {
            var taken = new List<double>();
            for (var step = 0L; Stopwatch.GetElapsedTime(began).TotalSeconds < seconds; step++)
            {
                var started = Stopwatch.GetTimestamp();
                await call(caller, step);
                taken.Add(Stopwatch.GetElapsedTime(started).TotalMilliseconds);
            }
            return taken;
        })));
        var elapsed = Stopwatch.GetElapsedTime(began).TotalSeconds;
        var sorted = times.SelectMany(each => each).Order().ToList();
        return (sorted.Count / elapsed, sorted[(int)(0.99 * (sorted.Count - 1))]);
    }
}
