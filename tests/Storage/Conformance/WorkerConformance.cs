using Bishui.Storage.Documents;
using Bishui.Storage.Workers;
using Xunit;
using static Bishui.Tests.Storage.Conformance.Samples;

namespace Bishui.Tests.Storage.Conformance;

public abstract class WorkerConformance(IEngine engine) : ConformanceTests(engine)
{
    [ConformanceFact]
    public async Task Each_worker_gets_its_own_copy_of_the_keys_and_keeps_them_until_it_acknowledges()
    {
        await Database.DeclareWorkersAsync(["duties", "indicators"]);
        await Database.CommitAsync(new Commit().Insert(Counters, "1", new Counter(1)).Touch("row", "a").Touch("row", "b").Touch("row", "a"));
        await Database.DecideAsync(_ => ValueTask.FromResult(new Decision<int>(new Commit().Touch("site", "a"), 0)));

        var taken = await Database.TakeTouchedAsync("duties", 100);
        Assert.Equal([new("row", "a"), new("row", "b"), new TouchedKey("site", "a")], taken.Keys);
        Assert.Equal([new TouchedKey("row", "a")], (await Database.TakeTouchedAsync("duties", 1)).Keys);
        await Database.CommitAsync(new Commit().Touch("row", "a"));
        await Database.AcknowledgeAsync(taken);
        await Database.AcknowledgeAsync(taken);

        Assert.Equal([new TouchedKey("row", "a")], (await Database.TakeTouchedAsync("duties", 100)).Keys);
        Assert.Equal(3, (await Database.TakeTouchedAsync("indicators", 100)).Keys.Count);
        Assert.Empty((await Database.TakeTouchedAsync("nobody", 100)).Keys);
    }

    [ConformanceFact]
    public async Task Keys_go_with_the_commit_and_outlive_reopening_and_those_of_a_worker_that_is_no_more_go()
    {
        await Database.DeclareWorkersAsync(["duties", "old"]);
        await Database.CommitAsync(new Commit().Insert(Cases, "1", Case("n")).Touch("row", "kept"));
        await Assert.ThrowsAsync<DocumentConflictException>(() => Database.CommitAsync(new Commit().Touch("row", "lost").Insert(Cases, "2", Case("n"))));
        await ReopenAsync();
        await Database.DeclareWorkersAsync(["duties"]);

        Assert.Equal([new TouchedKey("row", "kept")], (await Database.TakeTouchedAsync("duties", 100)).Keys);
        Assert.Empty((await Database.TakeTouchedAsync("old", 100)).Keys);
    }

    [ConformanceFact]
    public async Task Touches_of_parallel_commits_are_all_there()
    {
        await Database.DeclareWorkersAsync(["duties"]);
        await Task.WhenAll(Enumerable.Range(0, 60).Select(i => Task.Run(() => Database.CommitAsync(new Commit().Touch("row", $"{i}").Touch("row", "same")))));

        var seen = new HashSet<TouchedKey>();
        while (await Database.TakeTouchedAsync("duties", 7) is { Keys.Count: > 0 } some)
        {
            seen.UnionWith(some.Keys);
            await Database.AcknowledgeAsync(some);
        }
        Assert.Equal(61, seen.Count);
    }

    [ConformanceFact]
    public async Task A_lease_has_one_holder_at_a_time_and_ends()
    {
        var now = TimeProvider.System.GetUtcNow();
        var first = await Database.TryLeaseAsync("duties", "a", now.AddMinutes(1));
        Assert.Equal(("a", 1L), (first!.Holder, first.Fence));
        Assert.Null(await Database.TryLeaseAsync("duties", "b", now.AddMinutes(1)));
        Assert.NotNull(await Database.TryLeaseAsync("others", "b", now.AddMinutes(1)));
        Assert.Equal(1, (await Database.TryLeaseAsync("duties", "a", now.AddMilliseconds(-1)))!.Fence);

        var second = await Database.TryLeaseAsync("duties", "b", now.AddMinutes(1));
        Assert.Equal(("b", 2L), (second!.Holder, second.Fence));
        await Database.ReleaseAsync(first);
        Assert.Null(await Database.TryLeaseAsync("duties", "a", now.AddMinutes(1)));
        await Database.ReleaseAsync(second);
        Assert.Equal(3, (await Database.TryLeaseAsync("duties", "a", now.AddMinutes(1)))!.Fence);
    }

    [ConformanceFact]
    public async Task Of_20_that_want_a_lease_one_gets_it()
    {
        var until = TimeProvider.System.GetUtcNow().AddMinutes(1);
        var taken = await Task.WhenAll(Enumerable.Range(0, 20).Select(i => Task.Run(() => Database.TryLeaseAsync("duties", $"{i}", until))));
        Assert.Single(taken, lease => lease is not null);
    }

    [ConformanceFact]
    public async Task A_commit_under_a_lease_that_went_to_another_leaves_nothing()
    {
        var now = TimeProvider.System.GetUtcNow();
        var lost = (await Database.TryLeaseAsync("duties", "a", now.AddMinutes(1)))!;
        await Database.CommitAsync(new Commit().Insert(Counters, "1", new Counter(1)).Under(lost));
        await Database.TryLeaseAsync("duties", "a", now.AddMilliseconds(-1));
        var held = (await Database.TryLeaseAsync("duties", "b", now.AddMinutes(1)))!;

        await Assert.ThrowsAsync<LeaseLostException>(() => Database.CommitAsync(new Commit().Insert(Counters, "2", new Counter(1)).Under(lost)));
        await Assert.ThrowsAsync<LeaseLostException>(() => Database.DecideAsync(_ => ValueTask.FromResult(new Decision<int>(
            new Commit().Insert(Counters, "3", new Counter(1)).Under(lost), 0))));
        await Database.CommitAsync(new Commit().Insert(Counters, "4", new Counter(1)).Under(held));

        Assert.Equal(["1", "4"], (await Database.ListAsync(Counters, new())).Items.Select(item => item.Id));
    }

    [ConformanceFact]
    public async Task Messages_answered_before_an_instant_are_forgotten_and_the_others_not()
    {
        var messages = Enumerable.Range(0, 5).Select(_ => Guid.NewGuid()).ToList();
        foreach (var message in messages) await Database.CommitAsync(new Commit().Consume("one", message));
        var now = TimeProvider.System.GetUtcNow();

        Assert.Equal(0, await Database.ForgetConsumedAsync(now.AddDays(-1), 100));
        Assert.Equal(CommitOutcome.AlreadyConsumed, await Database.CommitAsync(new Commit().Consume("one", messages[0])));
        Assert.Equal(3, await Database.ForgetConsumedAsync(now.AddDays(1), 3));
        Assert.Equal(2, await Database.ForgetConsumedAsync(now.AddDays(1), 3));
        Assert.Equal(CommitOutcome.Committed, await Database.CommitAsync(new Commit().Consume("one", messages[0])));
    }
}
