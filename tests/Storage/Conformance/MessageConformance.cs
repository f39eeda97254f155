using System.Diagnostics;
using System.Text.Json;
using Bishui.Storage;
using Bishui.Storage.Documents;
using Bishui.Storage.Readings;
using Xunit;
using static Bishui.Tests.Storage.Conformance.Samples;

namespace Bishui.Tests.Storage.Conformance;

public abstract class MessageConformance(IEngine engine) : ConformanceTests(engine)
{
    [ConformanceFact]
    public async Task Events_wait_in_the_order_they_were_committed_until_forgotten()
    {
        for (var i = 0; i < 3; i++)
            await Database.CommitAsync(new Commit().Publish(new CaseOpened($"{2 * i}", 1.50m)).Publish(new CaseOpened($"{2 * i + 1}", 1.50m)));

        var pending = await Database.PendingAsync(100);
        Assert.Equal(["0", "1", "2", "3", "4", "5"], pending.Select(message => Read(message.Body).Id));
        Assert.Equal(pending.Select(message => message.Position).Order(), pending.Select(message => message.Position));
        Assert.Equal(6, pending.Select(message => message.MessageId).Distinct().Count());
        Assert.All(pending, message => Assert.Equal(typeof(CaseOpened).FullName, message.Type));
        Assert.Contains("1.50", pending[0].Body, StringComparison.Ordinal);
        Assert.Equal(pending, await Database.PendingAsync(100));
        Assert.Equal(pending.Take(2), await Database.PendingAsync(2));

        await Database.ForgetAsync([pending[1].Position, pending[0].Position, 999_999]);
        await Database.ForgetAsync([]);
        Assert.Equal(pending.Skip(2), await Database.PendingAsync(100));
    }

    [ConformanceFact]
    public async Task Positions_never_come_back()
    {
        await Database.CommitAsync(new Commit().Publish(new CaseOpened("1", 1)));
        var first = Assert.Single(await Database.PendingAsync(10));
        await Database.ForgetAsync([first.Position]);
        await ReopenAsync();
        await Database.CommitAsync(new Commit().Publish(new CaseOpened("2", 1)));

        Assert.True(Assert.Single(await Database.PendingAsync(10)).Position > first.Position);
    }

    [ConformanceFact]
    public async Task Events_of_parallel_commits_keep_together_and_are_all_there()
    {
        await Task.WhenAll(Enumerable.Range(0, 40).Select(i => Task.Run(() => Database.CommitAsync(
            new Commit().Publish(new CaseOpened($"{i}", 1)).Publish(new CaseOpened($"{i}", 2))))));

        var pending = await Database.PendingAsync(1000);
        Assert.Equal(80, pending.Count);
        foreach (var pair in pending.Select(message => Read(message.Body)).Chunk(2))
            Assert.Equal((pair[0].Id, 1m, 2m), (pair[1].Id, pair[0].Value, pair[1].Value));
    }

    [ConformanceFact]
    public async Task An_event_carries_the_trace_of_the_request_that_committed_it()
    {
        using var activity = new Activity("request").SetIdFormat(ActivityIdFormat.W3C).Start();
        await Database.CommitAsync(new Commit().Publish(new CaseOpened("1", 1)));
        await Database.DecideAsync(_ => ValueTask.FromResult(new Decision<int>(new Commit().Publish(new CaseOpened("2", 1)), 0)));
        var trace = activity.Id;
        activity.Stop();
        await Database.CommitAsync(new Commit().Publish(new CaseOpened("3", 1)));

        Assert.Equal([trace, trace, null], (await Database.PendingAsync(10)).Select(message => message.TraceParent));
    }

    [ConformanceFact]
    public async Task Waiting_ends_with_a_commit_also_one_from_before()
    {
        await Database.WaitAsync(TimeSpan.FromMilliseconds(1));
        var waiting = Database.WaitAsync(TimeSpan.FromSeconds(30));
        await Database.CommitAsync(new Commit().Insert(Counters, "silent", new Counter(1)));
        Assert.False(waiting.IsCompleted);
        await Database.CommitAsync(new Commit().Publish(new CaseOpened("1", 1)));
        await waiting.WaitAsync(TimeSpan.FromSeconds(5));

        await Database.DecideAsync(_ => ValueTask.FromResult(new Decision<int>(new Commit().Publish(new CaseOpened("2", 1)), 0)));
        await Database.WaitAsync(TimeSpan.FromSeconds(30)).WaitAsync(TimeSpan.FromSeconds(5));
        await Database.AppendAsync([], (_, _) => ValueTask.FromResult(new Commit().Publish(new CaseOpened("3", 1))));
        await Database.WaitAsync(TimeSpan.FromSeconds(30)).WaitAsync(TimeSpan.FromSeconds(5));

        using var cancel = new CancellationTokenSource(TimeSpan.FromMilliseconds(50));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Database.WaitAsync(TimeSpan.FromSeconds(30), cancel.Token));
    }

    [ConformanceFact]
    public async Task A_message_is_answered_once_by_each_consumer()
    {
        var message = Guid.NewGuid();
        Commit Answer(string consumer, string id) =>
            new Commit().Consume(consumer, message).Insert(Counters, id, new Counter(1)).Publish(new CaseOpened(id, 1));

        Assert.Equal(CommitOutcome.Committed, await Database.CommitAsync(Answer("one", "a")));
        Assert.Equal(CommitOutcome.AlreadyConsumed, await Database.CommitAsync(Answer("one", "b")));
        Assert.Equal(CommitOutcome.Committed, await Database.CommitAsync(Answer("two", "c")));

        Assert.Null(await Database.FindAsync(Counters, "b"));
        Assert.Equal(2, (await Database.PendingAsync(10)).Count);
    }

    [ConformanceFact]
    public async Task Of_20_parallel_deliveries_one_has_an_effect()
    {
        var message = Guid.NewGuid();
        var outcomes = await Task.WhenAll(Enumerable.Range(0, 20).Select(i => Task.Run(() => Database.CommitAsync(
            new Commit().Consume("consumer", message).Insert(Counters, $"{i}", new Counter(i))))));

        Assert.Single(outcomes, CommitOutcome.Committed);
        Assert.Single((await Database.ListAsync(Counters, new())).Items);
    }

    [ConformanceFact]
    public async Task A_repeated_message_takes_no_readings_in()
    {
        var message = Guid.NewGuid();
        Task<AppendOutcome> Append(decimal value) => Database.AppendAsync(
            [Reading(Noon, value)], (_, _) => ValueTask.FromResult(new Commit().Consume("c", message)));

        Assert.Equal([AppendResult.Accepted], (await Append(1)).Results);
        Assert.Equal([AppendResult.Duplicate], (await Append(2)).Results);

        Assert.Equal(1, (await Database.LatestAsync("lutang", "dissolved-oxygen", ReadingKind.Hour, Noon))!.Value);
    }

    private static CaseOpened Read(string body) => JsonSerializer.Deserialize<CaseOpened>(body, StorageJson.Options)!;
}
