using System.Globalization;
using Bishui.Features.Tasks;
using Bishui.Rules.Ledgers;
using Bishui.Storage.Documents;
using Bishui.Storage.Sqlite;

namespace Bishui.Bench.Ledger;

/// <summary>
/// One service's ledger at a thousand entries and at a million: what an append takes, what a check of the chain takes an entry, and whether
/// the memory of a check grows with the chain. The two sizes alternate within one run, each in a database of its own.
/// </summary>
internal static class LedgerBench
{
    private const int Callers = 64, Appends = 4_000, Small = 1_000;

    public static async Task RunAsync(string root, int rounds, int large)
    {
        var folder = Directory.CreateDirectory(Path.Combine(root, Guid.NewGuid().ToString("N"))).FullName;
        try
        {
            Console.WriteLine($"# {Environment.ProcessorCount} cores, .NET {Environment.Version}, SQLite, synchronous=FULL, {Callers} callers, {rounds} rounds of {Appends:N0} appends");
            await using var big = await OpenAsync(folder, "large");
            await AppendAsync(big, large);

            var (atSmall, atLarge) = (new List<double>(), new List<double>());
            for (var round = 0; round < rounds; round++)
            {
                await using var small = await OpenAsync(folder, $"small-{round}");
                await AppendAsync(small, Small);
                atSmall.Add((await Measure.CostOfAsync(() => AppendAsync(small, Appends))).Seconds);
                atLarge.Add((await Measure.CostOfAsync(() => AppendAsync(big, Appends))).Seconds);
                if (round == rounds - 1) await ChecksAsync(small, big);
            }
            var (few, many) = (Measure.Median(atSmall) / Appends * 1e6, Measure.Median(atLarge) / Appends * 1e6);
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
                $"| append, µs an entry | {few:F0} at {Small:N0} | {many:F0} at {large:N0} | {many / few:F2} × |"));
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static async Task ChecksAsync(SqliteDatabase small, SqliteDatabase big)
    {
        Console.WriteLine("| what | small | large | ratio |\n|---|---|---|---|");
        var (few, fewPeak, fewTime) = await CheckAsync(small);
        var (many, manyPeak, manyTime) = await CheckAsync(big);
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"| check, µs an entry | {fewTime / few * 1e6:F1} ({few:N0}) | {manyTime / many * 1e6:F1} ({many:N0}) | {manyTime / many / (fewTime / few):F2} × |"));
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"| live memory at its highest, MiB | {fewPeak / 1048576.0:F1} | {manyPeak / 1048576.0:F1} | {(double)manyPeak / fewPeak:F2} × |"));
    }

    private static async Task<(long Entries, long Peak, double Seconds)> CheckAsync(SqliteDatabase database)
    {
        var (check, peak) = (new ChainCheck(), 0L);
        var cost = await Measure.CostOfAsync(async () =>
        {
            await foreach (var entry in database.StreamAsync(TaskCollections.Entries, new() { Index = TaskCollections.BySequence, Limit = 1000 }))
            {
                if (check.Next(LedgerChain.LineOf(entry.Body)) is { } broken) throw new InvalidOperationException(broken.ToString());
                if (check.Sequence % 2_500 == 0) peak = Math.Max(peak, GC.GetTotalMemory(forceFullCollection: true));
            }
        });
        return (check.Sequence, peak, cost.Seconds);
    }

    private static Task<SqliteDatabase> OpenAsync(string folder, string name) =>
        SqliteDatabase.OpenAsync(Path.Combine(folder, name), [TaskCollections.Entries, TaskCollections.Chain], TimeProvider.System);

    private static Task AppendAsync(SqliteDatabase database, int count)
    {
        var left = count;
        return Task.WhenAll(Enumerable.Range(0, Callers).Select(_ => Task.Run(async () =>
        {
            while (Interlocked.Decrement(ref left) >= 0)
                await database.DecideAsync(async reader =>
                {
                    var commit = new Commit();
                    await reader.AppendAsync(commit, "bench", Draft(), default);
                    return new Decision<bool>(commit, true);
                });
        })));
    }

    private static LedgerEntry Draft() => new()
    {
        Id = Guid.CreateVersion7().ToString("N"),
        Sequence = 0,
        PlanId = "liunan-2021",
        Task = 28,
        TaskKey = "t28",
        Kind = "progress",
        Unit = "ecology-bureau",
        RecordedBy = "ecology-bureau",
        OccurredOn = new(2021, 11, 1),
        RecordedAt = DateTimeOffset.FromUnixTimeMilliseconds(TimeProvider.System.GetUtcNow().ToUnixTimeMilliseconds()),
        Text = "巡查入河排污口三处，其中一处雨污混排，已责令限期整改；现场照片和监测报告另附，下次复查定于下周三上午。",
        Percent = 37.5m,
        PreviousHash = "",
        Hash = "",
    };
}
