using System.Diagnostics;
using Bishui.Features.Readings;
using Bishui.Features.Sites;
using Bishui.Standards;
using Bishui.Storage.Readings;
using Bishui.Storage.Sqlite;

namespace Bishui.Bench.Year;

/// <summary>A year of hourly readings taken in through the store in batches, and the questions that are asked of it then.</summary>
internal static class YearBench
{
    private const int Slices = 10, Picks = 50, BacklogSites = 20;
    private static readonly HashSet<string> Normal = ["N"];

    public static async Task RunAsync(string root, int sites, int parameters, int days)
    {
        var folder = Directory.CreateDirectory(Path.Combine(root, Guid.NewGuid().ToString("N"))).FullName;
        try
        {
            var arrivals = new YearArrivals(sites, parameters, days);
            Say($"# {Environment.ProcessorCount} cores, .NET {Environment.Version}, {sites} sites x {parameters} parameters x {days} days by the hour = {arrivals.Total:N0} readings, batch {YearArrivals.Batch:N0}, synchronous=FULL");
            await WarmAsync(Path.Combine(folder, "warm"));
            Say("| what | figure | goal |\n|---|---|---|");
            await IngestAsync(Path.Combine(folder, "year"), arrivals);
            await AskAsync(Path.Combine(folder, "year"), arrivals, days);
            await BacklogAsync(Path.Combine(folder, "backlog"), new(Math.Min(sites, BacklogSites), parameters, days));
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    /// <summary>The first tenth must not pay for the compiler.</summary>
    private static async Task WarmAsync(string folder)
    {
        await using var database = await SqliteDatabase.OpenAsync(folder, [], TimeProvider.System, new() { FoldAfter = 20_000 });
        foreach (var batch in new YearArrivals(20, 10, 100).Batches()) await database.AppendAsync(batch);
    }

    private static async Task IngestAsync(string folder, YearArrivals arrivals)
    {
        var (rates, writes, works) = (new List<double>(), new List<double>(), new List<double>());
        var (stored, slice, seconds) = (0L, 0L, 0.0);
        var (bytes, written, worked) = (0L, Measure.WrittenBytes(), Environment.CpuUsage.TotalTime);
        var cost = await Measure.CostOfAsync(async () =>
        {
            await using (var database = await SqliteDatabase.OpenAsync(folder, [], TimeProvider.System))
                foreach (var batch in arrivals.Batches())
                {
                    // Only what the store takes: making the readings is not its work.
                    var started = Stopwatch.GetTimestamp();
                    var outcome = await database.AppendAsync(batch);
                    seconds += Stopwatch.GetElapsedTime(started).TotalSeconds;
                    slice += batch.Length;
                    stored += outcome.Versions.Count(version => version > 0);
                    if (stored < arrivals.Total / Slices * (rates.Count + 1) || rates.Count == Slices) continue;
                    rates.Add(slice / seconds);
                    writes.Add((Measure.WrittenBytes() - written) / (double)slice);
                    works.Add((Environment.CpuUsage.TotalTime - worked).TotalMicroseconds / slice);
                    (slice, seconds, written, worked) = (0, 0, Measure.WrittenBytes(), Environment.CpuUsage.TotalTime);
                }
            bytes = new FileInfo(Path.Combine(folder, "bishui.db")).Length;
        });
        Row("readings/s by tenths of the year", string.Join(" ", rates.Select(rate => $"{rate / 1000:F0}k")), "");
        Row("last tenth to first", $"{rates[^1] / rates[0]:F2}", ">= 0.8");
        Row("file bytes a reading", $"{bytes / (double)stored:F1}", "");
        Row("disk bytes written a reading; by tenths", $"{cost.DiskBytes / (double)stored:F0}; {string.Join(" ", writes.Select(write => $"{write:F0}"))}", "");
        Row("CPU µs a reading, making it included; by tenths", $"{cost.CpuSeconds * 1e6 / stored:F2}; {string.Join(" ", works.Select(work => $"{work:F2}"))}", "");
    }

    private static async Task AskAsync(string folder, YearArrivals arrivals, int days)
    {
        var started = Stopwatch.GetTimestamp();
        await using var database = await SqliteDatabase.OpenAsync(folder, [], TimeProvider.System);
        Row("opening, ms", $"{Stopwatch.GetElapsedTime(started).TotalMilliseconds:F0}", "");

        var random = new Random(3);
        var year = new ReadingRange { Site = "", Kind = ReadingKind.Hour, From = YearArrivals.Start, To = YearArrivals.Start.AddDays(days) };
        // Each series and site once, so that what was read before helps nobody.
        var series = Picked(arrivals.Sites.SelectMany(site => arrivals.Parameters.Select(parameter => (site, parameter))));
        await TimesAsync("months of one series", "< 50", series, async pick => Check(
            await database.AggregateAsync(year with { Site = pick.site, Parameter = pick.parameter }, AggregatePeriod.Month, Normal), days, 1));
        await TimesAsync("months of a site, all parameters", "< 200", Picked(arrivals.Sites), async site => Check(
            await database.AggregateAsync(year with { Site = site }, AggregatePeriod.Month, Normal), days, arrivals.Parameters.Count));
        var standards = StandardFiles.Load();
        var counted = new CountedReadings(database, []);
        var calculator = new SectionCalculator(database, counted, new MonthlyReadings(database, counted), standards);
        await TimesAsync("class of a site over the year, with its twelve months", "< 200", Picked(arrivals.Sites), async site =>
        {
            var section = new Site { Id = site, Name = site, Kind = "river-section", Unit = "bureau", WaterBody = "river", Standard = "GB 3838-2002", Grade = "III", Target = "III" };
            var found = await calculator.OverAsync(new(section, standards), year.From, year.To, year.To, null, CancellationToken.None);
            if (found.Class.Class is null) throw new InvalidOperationException("A year of readings gave no class.");
        });
        await TimesAsync("a day of a series", "", Picked(series), async pick =>
        {
            var from = YearArrivals.Start.AddDays(random.Next(days));
            var read = await database.ReadAsync(year with { Site = pick.site, Parameter = pick.parameter, From = from, To = from.AddDays(1) });
            if (read.Count < 20) throw new InvalidOperationException($"{read.Count} readings in a day.");
        });
        foreach (var (what, at) in new[] { ("now", DateTimeOffset.MaxValue), ("in the middle of the year", YearArrivals.Start.AddDays(days / 2)) })
        {
            started = Stopwatch.GetTimestamp();
            var latest = 0;
            foreach (var site in arrivals.Sites) latest += (await database.LatestAsync(site, at)).Count;
            Row($"latest of all {latest:N0} series, {what}, ms", $"{Stopwatch.GetElapsedTime(started).TotalMilliseconds:F1}", "< 100");
        }
        using var process = Process.GetCurrentProcess();
        Row("memory of the process at the end, MiB", $"{process.WorkingSet64 / 1048576.0:F0} (heap {GC.GetTotalMemory(forceFullCollection: true) / 1048576.0:F0})", "");

        List<T> Picked<T>(IEnumerable<T> all)
        {
            var picks = all.ToArray();
            random.Shuffle(picks);
            return [.. picks.Take(Picks)];
        }
    }

    /// <summary>The year of some sites at once and in no order, as when all of it was held back.</summary>
    private static async Task BacklogAsync(string folder, YearArrivals arrivals)
    {
        var all = arrivals.Batches().SelectMany(batch => batch).Where(reading => reading.Reason is null).ToArray();
        new Random(4).Shuffle(all);
        var batches = all.Chunk(YearArrivals.Batch).ToList();
        var cost = await Measure.CostOfAsync(async () =>
        {
            await using var database = await SqliteDatabase.OpenAsync(folder, [], TimeProvider.System);
            foreach (var batch in batches) await database.AppendAsync(batch);
        });
        Row($"{all.Length:N0} readings in random order: readings/s; disk bytes written a reading",
            $"{all.Length / cost.Seconds:N0}; {cost.DiskBytes / (double)all.Length:F0}", "");
    }

    private static void Check(IReadOnlyList<ReadingAggregate> months, int days, int parameters)
    {
        // The last days' late ones are still to come.
        var (count, all) = (months.Sum(month => month.Count), days * 24 * parameters);
        if (count > all || count < all - Math.Max(1, all / 200)) throw new InvalidOperationException($"{count:N0} readings are held of {all:N0}.");
    }

    private static async Task TimesAsync<T>(string what, string goal, IReadOnlyList<T> picks, Func<T, Task> ask)
    {
        var times = new List<double>();
        foreach (var pick in picks)
        {
            var started = Stopwatch.GetTimestamp();
            await ask(pick);
            times.Add(Stopwatch.GetElapsedTime(started).TotalMilliseconds);
        }
        var first = times[0];
        times.Sort();
        Row($"{what}, ms: median, p95 of {times.Count}; the first",
            $"{times[times.Count / 2]:F2}, {times[(int)(0.95 * (times.Count - 1))]:F2}; {first:F1}", goal);
    }

    private static void Row(string what, string figure, string goal) => Say($"| {what} | {figure} | {goal} |");

    private static void Say(string line) => Console.WriteLine(line);
}
