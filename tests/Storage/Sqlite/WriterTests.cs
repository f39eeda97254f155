using Bishui.Storage.Documents;
using Bishui.Storage.Readings;
using Bishui.Storage.Sqlite;
using Bishui.Tests.Storage.Conformance;
using Microsoft.Data.Sqlite;
using Xunit;

namespace Bishui.Tests.Storage.Sqlite;

/// <summary>The shared transaction, and what happens when the disk is full.</summary>
public sealed class WriterTests() : ConformanceTests(new SqliteEngine(new SqliteOptions { FoldAfter = 5_000 }))
{
    private SqliteDatabase Sqlite => (SqliteDatabase)Database;

    [Fact]
    public async Task A_full_disk_refuses_whole_batches_and_forgets_them()
    {
        var stored = 0;
        await Database.AppendAsync(Batch(stored++));
        Sqlite.LimitPages(70);
        var failure = await Assert.ThrowsAsync<SqliteException>(async () =>
        {
            while (stored < 1000) await Database.AppendAsync(Batch(stored++));
        });
        stored--;
        Assert.Equal(SQLitePCL.raw.SQLITE_FULL, failure.SqliteErrorCode);
        await Assert.ThrowsAsync<SqliteException>(() => Database.AppendAsync(Batch(stored)));
        Assert.Equal(stored, (await ReadAsync()).Count / 100);

        Sqlite.LimitPages(1_000_000);
        Assert.All((await Database.AppendAsync(Batch(stored))).Results, result => Assert.Equal(AppendResult.Accepted, result));
        Assert.All((await Database.AppendAsync(Batch(stored - 1))).Results, result => Assert.Equal(AppendResult.Duplicate, result));
        Assert.Equal(stored + 1, (await ReadAsync()).Count / 100);
    }

    [Fact]
    public async Task Readings_that_cannot_be_folded_stay_readable_and_the_check_says_so()
    {
        for (var i = 0; i < 40; i++) await Database.AppendAsync(Batch(i));
        // Enough for the log to go on, not for the buckets.
        Sqlite.LimitPages((int)Sqlite.Pages + 8);
        for (var i = 40; i < 51; i++) await Database.AppendAsync(Batch(i));

        var refused = await Assert.ThrowsAsync<InvalidOperationException>(() => Database.CheckAsync());
        Assert.IsType<SqliteException>(refused.InnerException);
        Assert.Equal(5_100, (await ReadAsync()).Count);

        Sqlite.LimitPages(1_000_000);
        for (var i = 51; i < 110; i++) await Database.AppendAsync(Batch(i));
        await Database.CheckAsync();
        await ReopenAsync();
        Assert.Equal(11_000, (await ReadAsync()).Count);
    }

    [Fact]
    public async Task A_caller_that_gave_up_before_its_turn_writes_nothing()
    {
        using var cancel = new CancellationTokenSource();
        using var begun = new ManualResetEventSlim();
        using var proceed = new ManualResetEventSlim();
        var holder = Task.Run(() => Database.DecideAsync(_ =>
        {
            begun.Set();
            proceed.Wait();
            return ValueTask.FromResult(new Decision<int>(new Commit(), 1));
        }));
        begun.Wait();
        var waiting = Database.CommitAsync(new Commit().Insert(Samples.Counters, "late", new Counter(1)), cancel.Token);
        await cancel.CancelAsync();
        proceed.Set();

        await holder;
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => waiting);
        Assert.Null(await Database.FindAsync(Samples.Counters, "late"));
    }

    [Fact]
    public async Task A_decision_that_commits_by_itself_is_refused_instead_of_waiting_for_itself()
    {
        await Assert.ThrowsAsync<InvalidOperationException>(() => Database.DecideAsync(async _ =>
        {
            await Database.CommitAsync(new Commit().Insert(Samples.Counters, "inner", new Counter(1)));
            return new Decision<int>(new Commit(), 1);
        }).WaitAsync(TimeSpan.FromSeconds(10)));
        Assert.Null(await Database.FindAsync(Samples.Counters, "inner"));
    }

    [Fact]
    public async Task A_decision_that_ends_on_another_thread_still_writes_in_its_turn()
    {
        await Database.DecideAsync(async reader =>
        {
            await Task.Delay(5);
            Assert.Null(await reader.FindAsync(Samples.Counters, "slow"));
            return new Decision<int>(new Commit().Insert(Samples.Counters, "slow", new Counter(1)), 1);
        });
        Assert.NotNull(await Database.FindAsync(Samples.Counters, "slow"));
    }

    [Fact]
    public async Task A_reader_kept_beyond_its_decision_is_of_no_use()
    {
        var kept = await Database.DecideAsync(reader => ValueTask.FromResult(new Decision<IDocumentReader>(new Commit(), reader)));
        await Assert.ThrowsAsync<InvalidOperationException>(async () => await kept.FindAsync(Samples.Counters, "c"));
    }

    private static List<Reading> Batch(int number) => [.. Enumerable.Range(0, 100).Select(i => Samples.Reading(
        Samples.Noon.AddMinutes(7 * number), number * 1.37m + i, parameter: $"p{i}", kind: ReadingKind.Minute, source: "a source with a name of some length"))];

    private async Task<IReadOnlyList<Reading>> ReadAsync() =>
        await Database.ReadAsync(new() { Site = "lutang", From = Samples.Noon, To = Samples.Noon.AddDays(9), AllVersions = true });
}
