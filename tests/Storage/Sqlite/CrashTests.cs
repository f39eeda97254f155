using System.Text.Json;
using Bishui.Storage;
using Bishui.Storage.Readings;
using Bishui.Storage.Sqlite;
using Bishui.Tests.Storage.Conformance;
using Xunit;

namespace Bishui.Tests.Storage.Sqlite;

/// <summary>What is left when the process is killed in the middle of its work.</summary>
public sealed class CrashTests() : EngineTests<SqliteEngine>(new(new SqliteOptions { FoldAfter = 150 }))
{
    private readonly Random _random = new(7);

    [Fact]
    public async Task After_kill_9_nothing_acknowledged_is_missing_nothing_is_half_and_nothing_is_doubled()
    {
        var acknowledged = new HashSet<string>();
        for (var run = 0; run < 5; run++)
        {
            acknowledged.UnionWith(await WriteAndKillAsync(run, _random.Next(15, 250)));
            await using var database = await Engine.OpenAsync(Samples.All);
            var stored = await CheckWholeAsync(database);
            Assert.Empty(acknowledged.Except(stored));
        }
        Assert.True(acknowledged.Count > 75);
    }

    [Fact]
    public async Task A_folding_that_is_cut_short_loses_and_doubles_nothing()
    {
        foreach (var (run, milliseconds) in new[] { 2, 15, 40, 100 }.Index())
        {
            using var victim = VictimProcess.Start("fold", Engine.Folder, $"{run}");
            Assert.Equal("open", await victim.ReadLineAsync());
            Assert.Equal("appended", await victim.ReadLineAsync());
            await Task.Delay(milliseconds);
            await victim.KillAsync();

            await using var database = await Engine.OpenAsync(Samples.All);
            var read = await database.ReadAsync(new()
            {
                Site = $"run-{run}",
                From = DateTimeOffset.MinValue,
                To = DateTimeOffset.MaxValue,
                AllVersions = true,
            });
            Assert.Equal(VictimProcess.ScatteredBatches * VictimProcess.ScatteredSize, read.Count);
            Assert.Equal(read.Count, read.Select(reading => (reading.Parameter, reading.Time)).Distinct().Count());
            for (var batch = 0; batch < VictimProcess.ScatteredBatches; batch++)
                Assert.All((await database.AppendAsync(VictimProcess.Scattered($"{run}", batch))).Results, result => Assert.Equal(AppendResult.Duplicate, result));
        }
    }

    [Fact]
    public async Task A_torn_end_of_the_file_loses_whole_commits_only()
    {
        for (var run = 0; run < 3; run++)
        {
            await WriteAndKillAsync(run, 60);
            using (var log = File.OpenWrite(Path.Combine(Engine.Folder, "bishui.db-wal")))
            {
                // As after a power cut: the last pages are half there, or hold something else.
                log.SetLength(log.Length - _random.Next(1, (int)Math.Min(log.Length - 1, 30_000)));
                log.Seek(-_random.Next(1, (int)Math.Min(log.Length, 6_000)), SeekOrigin.End);
                log.Write([1, 2, 3, 4, 5, 6, 7, 8, 9]);
            }
            await using var database = await Engine.OpenAsync(Samples.All);
            await CheckWholeAsync(database);
        }
    }

    private async Task<HashSet<string>> WriteAndKillAsync(int run, int lines)
    {
        using var victim = VictimProcess.Start("write", Engine.Folder, $"{run}");
        Assert.Equal("open", await victim.ReadLineAsync());
        var acknowledged = new HashSet<string>();
        while (acknowledged.Count < lines && await victim.ReadLineAsync() is { } id) acknowledged.Add(id);
        // Somewhere within a commit or a folding, not always just after an answer.
        await Task.Delay(_random.Next(0, 12));
        acknowledged.UnionWith(await victim.KillAsync());
        Assert.True(acknowledged.Count >= lines, "The process ended by itself.");
        return acknowledged;
    }

    /// <summary>Checks that each case has its event and its readings once, and that there are no others; gives the ids.</summary>
    private static async Task<HashSet<string>> CheckWholeAsync(IDatabase database)
    {
        var ids = (await database.ListAsync(Samples.Cases, new() { Limit = 10_000 })).Items.Select(item => item.Id).ToHashSet();
        var events = (await database.PendingAsync(100_000)).Select(message => JsonSerializer.Deserialize<CaseOpened>(message.Body, StorageJson.Options)!.Id);
        Assert.Equal(ids.Order(), events.Order());

        var readings = new List<Reading>();
        foreach (var site in (await database.SeriesAsync()).Select(series => series.Site).Distinct())
            readings.AddRange(await database.ReadAsync(new()
            {
                Site = site,
                From = DateTimeOffset.MinValue,
                To = DateTimeOffset.MaxValue,
                AllVersions = true,
            }));
        Assert.Equal(ids.Order(), readings.Select(reading => reading.Source).Distinct().Order());
        foreach (var batch in readings.GroupBy(reading => reading.Source))
            Assert.Equal(
                VictimProcess.Batch(batch.Key).Select(reading => (reading.Site, reading.Parameter, reading.Time, reading.Value)).Order(),
                batch.Select(reading => (reading.Site, reading.Parameter, reading.Time, reading.Value)).Order());

        if (ids.Count > 0)
            Assert.All((await database.AppendAsync(VictimProcess.Batch(ids.First()))).Results, result => Assert.Equal(AppendResult.Duplicate, result));
        await database.CheckAsync();
        return ids;
    }
}
