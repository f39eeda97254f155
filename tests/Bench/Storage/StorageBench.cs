using System.Diagnostics;
using Bishui.Storage.Readings;
using Bishui.Storage.Sqlite;

namespace Bishui.Bench.Storage;

/// <summary>The embedded store against the least that SQLite needs for the same readings, in turns within one run, synchronous=FULL on both sides.</summary>
internal static class StorageBench
{
    private const long Preloaded = 1_200_000;
    private const int RoundBatches = 600, Calls = 4_000, RangeHours = 6, ReadTurns = 5, Callers = 64;
    private static readonly TimeSpan OneByOne = TimeSpan.FromSeconds(2);

    public static async Task RunAsync(string root, int rounds)
    {
        var folder = Directory.CreateDirectory(Path.Combine(root, Guid.NewGuid().ToString("N"))).FullName;
        try
        {
            Console.WriteLine($"# {Environment.ProcessorCount} cores, .NET {Environment.Version}, {Preloaded:N0} readings held first, batch {Arrivals.Batch:N0}, synchronous=FULL, {rounds} rounds");
            Console.WriteLine("| what | store | raw | ratio |\n|---|---|---|---|");
            await BatchesAsync(folder, rounds);
            await SinglesAsync(folder, rounds);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static async Task BatchesAsync(string folder, int rounds)
    {
        var database = await SqliteDatabase.OpenAsync(Path.Combine(folder, "store"), [], TimeProvider.System);
        using var raw = new LogThenBucket(folder);
        while (raw.Held < Preloaded) raw.Append(12_000);
        raw.CheckpointedBytes();
        raw.Synchronous("full");
        var sequence = 0L;
        for (; sequence < Preloaded; sequence += 12_000) await database.AppendAsync(Arrivals.ReadingsFrom(sequence, 12_000));

        var (store, bare, rates, bareRates) = (default(Cost), default(Cost), new List<double>(), new List<double>());
        for (var round = 0; round < rounds; round++)
        {
            var batches = Enumerable.Range(0, RoundBatches).Select(i => Arrivals.ReadingsFrom(sequence + (long)i * Arrivals.Batch, Arrivals.Batch)).ToList();
            sequence += (long)RoundBatches * Arrivals.Batch;
            var cost = await Measure.CostOfAsync(async () =>
            {
                foreach (var batch in batches) await database.AppendAsync(batch);
            });
            store += cost;
            rates.Add(RoundBatches * Arrivals.Batch / cost.Seconds);
            cost = await Measure.CostOfAsync(() =>
            {
                for (var i = 0; i < RoundBatches; i++) raw.Append(Arrivals.Batch);
                return Task.CompletedTask;
            });
            bare += cost;
            bareRates.Add(RoundBatches * Arrivals.Batch / cost.Seconds);
        }

        await ReadsAsync(database, raw);
        // What was put off belongs to the bytes written.
        var closing = await Measure.CostOfAsync(() => database.DisposeAsync().AsTask());
        store = store with { DiskBytes = store.DiskBytes + closing.DiskBytes };
        long rawBytes = 0;
        closing = await Measure.CostOfAsync(() =>
        {
            rawBytes = raw.CheckpointedBytes();
            return Task.CompletedTask;
        });
        bare = bare with { DiskBytes = bare.DiskBytes + closing.DiskBytes };
        await CheckAsync(folder, sequence);

        double measured = (long)rounds * RoundBatches * Arrivals.Batch;
        Row("readings/s, median of rounds", Measure.Median(rates), Measure.Median(bareRates), "N0", Measure.Median(rates.Zip(bareRates, (a, b) => a / b)));
        Row("CPU µs a reading", store.CpuSeconds * 1e6 / measured, bare.CpuSeconds * 1e6 / measured, "F2");
        Row("disk bytes written a reading", store.DiskBytes / measured, bare.DiskBytes / measured, "F0");
        Row("file bytes a reading", new FileInfo(Path.Combine(folder, "store", "bishui.db")).Length / (double)sequence, rawBytes / (double)raw.Held, "F1");
        Row("bytes allocated a reading", store.AllocatedBytes / measured, bare.AllocatedBytes / measured, "F0");
    }

    private static async Task ReadsAsync(SqliteDatabase database, LogThenBucket raw)
    {
        var random = new Random(2);
        var picks = Enumerable.Range(0, Calls).Select(_ => (Series: random.Next(Arrivals.Series), Hour: random.Next(4))).ToArray();
        var sum = 0.0;
        Task LastRaw(int i)
        {
            sum += raw.Last(picks[i].Series);
            return Task.CompletedTask;
        }
        async Task LastStore(int i) => sum += (double)(await database.LatestAsync(
            Arrivals.Site(picks[i].Series), Arrivals.Parameter(picks[i].Series), ReadingKind.Minute, DateTimeOffset.MaxValue))!.Value!.Value;
        Task RangeRaw(int i)
        {
            sum += raw.Sum(picks[i].Series, picks[i].Hour, RangeHours);
            return Task.CompletedTask;
        }
        async Task RangeStore(int i)
        {
            var from = Arrivals.Start.AddHours(picks[i].Hour);
            var read = await database.ReadAsync(new()
            {
                Site = Arrivals.Site(picks[i].Series),
                Parameter = Arrivals.Parameter(picks[i].Series),
                Kind = ReadingKind.Minute,
                From = from,
                To = from.AddHours(RangeHours),
            });
            if (read.Count != RangeHours * 60) throw new InvalidOperationException($"{read.Count} readings in {RangeHours} hours.");
            sum += (double)read[0].Value!.Value;
        }
        await TurnsAsync("last value p99, ms", .99, LastStore, LastRaw);
        await TurnsAsync("six hours of a series p50, ms", .5, RangeStore, RangeRaw);
        if (sum == 0) throw new InvalidOperationException("Nothing was read.");
    }

    private static async Task TurnsAsync(string what, double quantile, Func<int, Task> store, Func<int, Task> raw)
    {
        var (ours, theirs) = (new List<double>(), new List<double>());
        for (var turn = 0; turn <= ReadTurns; turn++)
        {
            ours.Add(await Measure.QuantileAsync(quantile, Calls, store));
            theirs.Add(await Measure.QuantileAsync(quantile, Calls, raw));
            if (turn > 0) continue;
            // The first turn was for the compiler.
            ours.Clear();
            theirs.Clear();
        }
        Row(what, Measure.Median(ours), Measure.Median(theirs), "F4", Measure.Median(ours.Zip(theirs, (a, b) => a / b)));
    }

    /// <summary>What was counted is there, once.</summary>
    private static async Task CheckAsync(string folder, long sequence)
    {
        await using var database = await SqliteDatabase.OpenAsync(Path.Combine(folder, "store"), [], TimeProvider.System);
        var counted = 0L;
        var all = new ReadingRange { Site = "", From = DateTimeOffset.MinValue, To = DateTimeOffset.MaxValue };
        foreach (var site in (await database.SeriesAsync()).Select(series => series.Site).Distinct())
            counted += (await database.AggregateAsync(all with { Site = site }, AggregatePeriod.Month, new HashSet<string> { "N" })).Sum(month => (long)month.Count);
        if (counted != sequence) throw new InvalidOperationException($"{counted:N0} readings are held of {sequence:N0}.");
    }

    private static async Task SinglesAsync(string folder, int rounds)
    {
        await using var database = await SqliteDatabase.OpenAsync(Path.Combine(folder, "singles"), [], TimeProvider.System);
        using var raw = new RowAtATime(folder);
        var (rates, bareRates) = (new List<double>(), new List<double>());
        var sequence = -1L;
        for (var round = 0; round < rounds; round++)
        {
            var before = sequence;
            var started = Stopwatch.GetTimestamp();
            await Task.WhenAll(Enumerable.Range(0, Callers).Select(_ => Task.Run(async () =>
            {
                while (Stopwatch.GetElapsedTime(started) < OneByOne)
                    await database.AppendAsync([Arrivals.Reading(Interlocked.Increment(ref sequence))]);
            })));
            rates.Add((sequence - before) / Stopwatch.GetElapsedTime(started).TotalSeconds);
            var rows = 0;
            started = Stopwatch.GetTimestamp();
            for (; Stopwatch.GetElapsedTime(started) < OneByOne; rows++) raw.Append();
            bareRates.Add(rows / Stopwatch.GetElapsedTime(started).TotalSeconds);
        }
        Row($"one reading an append, {Callers} callers, to a row at a time: readings/s", Measure.Median(rates), Measure.Median(bareRates), "N0",
            Measure.Median(rates.Zip(bareRates, (a, b) => a / b)));
    }

    private static void Row(string what, double store, double raw, string format, double? ratio = null) =>
        Console.WriteLine(string.Create(System.Globalization.CultureInfo.InvariantCulture,
            $"| {what} | {store.ToString(format, System.Globalization.CultureInfo.InvariantCulture)} | {raw.ToString(format, System.Globalization.CultureInfo.InvariantCulture)} | {ratio ?? store / raw:F2} |"));
}
