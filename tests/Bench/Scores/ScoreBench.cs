using System.Diagnostics;
using System.Globalization;
using Bishui.Assessment.Intake;
using Bishui.Assessment.Plan;
using Bishui.Assessment.SchemeStore;
using Bishui.Assessment.Scores;
using Bishui.Rules.Time;
using Bishui.Storage.Documents;
using Bishui.Storage.Sqlite;

namespace Bishui.Bench.Scores;

/// <summary>
/// Scores of the district and of every unit: from facts on file, from facts in memory, after one new fact, and on every day of a year. What one
/// new fact costs must not depend on how many there are: shown at a hundredth, a tenth and all of the number asked for.
/// </summary>
internal static class ScoreBench
{
    private const int Batch = 5000;
    private const int News = 300;

    public static async Task RunAsync(string root, int facts)
    {
        Console.WriteLine($"# {Environment.ProcessorCount} cores, .NET {Environment.Version}, SQLite, synchronous=FULL; district and 18 units\n"
            + "| facts | read from the store | cold: arranged and scored | one new fact: read and scored, p50 | p99 | the same to the smallest | 365 days | heap after days 1, 122, 243, 365 |\n|---|---|---|---|---|---|---|---|");
        double? smallest = null;
        foreach (var count in new[] { facts / 100, facts / 10, facts })
        {
            var folder = Directory.CreateDirectory(Path.Combine(root, Guid.NewGuid().ToString("N"))).FullName;
            try
            {
                var row = await MeasureAsync(folder, count);
                smallest ??= row.NewP50;
                Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
                    $"| {count:N0} | {row.Read:F2} s | {row.Cold:F3} s | {row.NewP50:F2} ms | {row.NewP99:F2} ms | {row.NewP50 / smallest:F2} × | {row.Replay:F2} s | {string.Join(", ", row.Heap.Select(bytes => $"{bytes >> 20} MiB"))} |"));
            }
            finally
            {
                Directory.Delete(folder, recursive: true);
            }
        }
    }

    private static async Task<(double Read, double Cold, double NewP50, double NewP99, double Replay, List<long> Heap)> MeasureAsync(string folder, int count)
    {
        var clock = new StandingClock(ChinaTime.StartOf(new(2022, 1, 1)));
        await using var store = await SqliteDatabase.OpenAsync(folder, [FactLog.Facts, PlanStore.Plans, HeldScheme.Schemes, SchemeHead.Heads], clock);
        var plans = new PlanStore(store);
        var document = PlanFiles.Load(PlanFiles.Shipped, ChinaTime.StartOf(new(2021, 1, 1)));
        await plans.AdoptFirstAsync(document, default);
        var year = new YearOfFacts(document.Plan, count);
        foreach (var batch in year.Facts().Chunk(Batch))
        {
            var commit = new Commit();
            // Told twice is one fact: two duties of one revision have one id.
            foreach (var fact in batch) commit.Insert(FactLog.Facts, string.Create(CultureInfo.InvariantCulture, $"{fact.Sequence}:{fact.Fact.Id}"), fact);
            await store.CommitAsync(commit);
        }

        using var facts = new FactBase(new(store));
        using var book = new ScoreBook(plans, facts, new SchemeBook(store, plans), clock);
        var read = await Measure.CostOfAsync(async () => await facts.ReadAsync(default));
        var cold = await Measure.CostOfAsync(() => ScoresAsync(book, clock.GetUtcNow()));

        var times = new double[News];
        for (var number = 0; number < News; number++)
        {
            var fact = year.One(count + number);
            await store.CommitAsync(new Commit().Insert(FactLog.Facts, $"new:{fact.Fact.Id}", fact));
            var started = Stopwatch.GetTimestamp();
            await ScoresAsync(book, clock.GetUtcNow());
            times[number] = Stopwatch.GetElapsedTime(started).TotalMilliseconds;
        }
        Array.Sort(times);

        List<long> heap = [];
        var day = 0;
        var replay = await Measure.CostOfAsync(() => book.WalkAsync(
            Enumerable.Range(0, 365).Select(each => ChinaTime.StartOf(new DateOnly(2021, 1, 2).AddDays(each)).AddTicks(-1)), false, page =>
            {
                Score(page);
                if (++day is 1 or 122 or 243 or 365) heap.Add(GC.GetTotalMemory(forceFullCollection: false));
                return ValueTask.CompletedTask;
            }, default));
        return (read.Seconds, cold.Seconds, times[News / 2], times[News * 99 / 100], replay.Seconds, heap);
    }

    private static Task<decimal> ScoresAsync(ScoreBook book, DateTimeOffset now) => book.AskAsync(new(now), Score, default);

    private static decimal Score(ScorePage page) => page.Document.Plan.Units.Sum(unit => page.Of(unit.Key).Earned) + page.Of(null).Earned;

    private sealed class StandingClock(DateTimeOffset now) : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => now;
    }
}
