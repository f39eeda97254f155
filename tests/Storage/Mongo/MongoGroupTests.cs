using Bishui.Storage;
using Bishui.Storage.Documents;
using Bishui.Tests.Storage.Conformance;
using Xunit;

namespace Bishui.Tests.Storage.Mongo;

/// <summary>How callers share transactions, counted at the stand-in.</summary>
public sealed class MongoGroupTests() : EngineTests<StandInEngine>(new())
{
    private IDatabase _database = null!;

    public override async Task InitializeAsync()
    {
        _database = await Engine.OpenAsync(Samples.All);
        Engine.Server.Latency = TimeSpan.FromMilliseconds(2);
    }

    [Fact]
    public async Task Callers_on_separate_aggregates_share_transactions_and_none_of_them_waits_for_a_slow_decision()
    {
        var slow = new TaskCompletionSource();
        var waiting = _database.DecideAsync(new Aggregate("site", "slow"), async _ =>
        {
            await slow.Task;
            return new Decision<bool>(new Commit().Insert(Samples.Counters, "slow", new Counter(1)), true);
        });
        var before = Commits;
        await Task.WhenAll(Enumerable.Range(0, 64).Select(i => Task.Run(() => _database.DecideAsync(new Aggregate("site", $"{i}"), async reader =>
        {
            Assert.Null(await reader.FindAsync(Samples.Counters, $"{i}"));
            return new Decision<bool>(new Commit().Insert(Samples.Counters, $"{i}", new Counter(i)), true);
        })))).WaitAsync(TimeSpan.FromSeconds(20));

        Assert.InRange(Commits - before, 1, 32);
        Assert.False(waiting.IsCompleted);
        slow.SetResult();
        Assert.True(await waiting);
        Assert.Equal(65, (await _database.ListAsync(Samples.Counters, new())).Items.Count);
    }

    [Fact]
    public async Task One_commit_takes_a_write_a_collection_and_one_commit()
    {
        var before = Engine.Server.Counts.Values.Sum();
        await _database.CommitAsync(new Commit().Insert(Samples.Counters, "c", new Counter(1)).Insert(Samples.Counters, "d", new Counter(1)).Publish(new CaseOpened("c", 1)));
        Assert.Equal(4, Engine.Server.Counts.Values.Sum() - before);
    }

    [Fact]
    public async Task A_hundred_decisions_of_two_replicas_about_one_aggregate_all_come_through_and_neither_starves()
    {
        await using var other = await Engine.OpenAsync(Samples.All);
        await _database.CommitAsync(new Commit().Insert(Samples.Counters, "c", new Counter(0)));
        var order = new System.Collections.Concurrent.ConcurrentQueue<int>();
        await Task.WhenAll(Enumerable.Range(0, 2).Select(replica => Task.Run(async () =>
        {
            for (var i = 0; i < 50; i++)
                await (replica == 0 ? _database : other).DecideAsync(new Aggregate("counter", "c"), async reader =>
                {
                    var counter = (await reader.FindAsync(Samples.Counters, "c"))!;
                    return new Decision<bool>(new Commit().Update(Samples.Counters, "c", counter.Version, new Counter(counter.Body.Value + 1)), true);
                });
            order.Enqueue(replica);
        })));

        Assert.Equal(100, (await other.FindAsync(Samples.Counters, "c"))!.Body.Value);
    }

    private int Commits => Engine.Server.Counts.GetValueOrDefault("commitTransaction");

    public override async Task DisposeAsync()
    {
        await _database.DisposeAsync();
        await base.DisposeAsync();
    }
}
