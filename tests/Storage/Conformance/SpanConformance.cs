using Bishui.Storage.Readings;
using Xunit;
using static Bishui.Tests.Storage.Conformance.Samples;

namespace Bishui.Tests.Storage.Conformance;

/// <summary>Series whose readings lie in several buckets, of every kind and so of every span.</summary>
public abstract class SpanConformance(IEngine engine) : ConformanceTests(engine)
{
    private static readonly ReadingRange Always = new() { Site = "lutang", From = DateTimeOffset.MinValue, To = DateTimeOffset.MaxValue };
    private static readonly HashSet<string> Normal = ["N"];

    [ConformanceFact]
    public async Task At_the_border_of_two_buckets_nothing_is_lost_and_nothing_is_doubled()
    {
        foreach (var kind in Enum.GetValues<ReadingKind>())
        {
            var border = BorderAfter(Noon, kind);
            var times = new[] { border.AddMilliseconds(-1), border, border.AddMilliseconds(1) };
            await Database.AppendAsync([.. times.Select((time, i) => Reading(time, i, kind: kind))]);
        }
        for (var round = 0; round < 2; round++)
        {
            foreach (var kind in Enum.GetValues<ReadingKind>())
            {
                var border = BorderAfter(Noon, kind);
                async Task<IEnumerable<decimal>> Between(DateTimeOffset from, DateTimeOffset to) =>
                    (await Database.ReadAsync(Always with { Kind = kind, From = from, To = to })).Select(reading => reading.Value!.Value);
                Assert.Equal([0m, 1m, 2m], await Between(Always.From, Always.To));
                Assert.Equal([0m], await Between(Always.From, border));
                Assert.Equal([1m, 2m], await Between(border, Always.To));
                Assert.Equal([0m, 1m], await Between(border.AddMilliseconds(-1), border.AddMilliseconds(1)));
                Assert.Equal(0, (await LatestAsync(kind, border.AddMilliseconds(-1)))!.Value);
                Assert.Equal(1, (await LatestAsync(kind, border))!.Value);
                Assert.Null(await LatestAsync(kind, border.AddMilliseconds(-2)));
            }
            await ReopenAsync();
        }
    }

    [ConformanceFact]
    public async Task Years_of_readings_in_random_order_come_back_in_order_and_once()
    {
        const int Count = 600;
        var kinds = new[] { (ReadingKind.Hour, 37.0), (ReadingKind.Day, 24.0), (ReadingKind.Manual, 24 * 30.0) };
        var batch = kinds.SelectMany(kind => Enumerable.Range(0, Count).Select(
            i => Reading(Noon.AddHours(i * kind.Item2), i, kind: kind.Item1, recordedAt: Noon.AddYears(60), report: $"{i}"))).ToArray();
        new Random(11).Shuffle(batch);
        foreach (var chunk in batch.Chunk(170)) await Database.AppendAsync(chunk);
        for (var round = 0; round < 2; round++)
        {
            foreach (var (kind, _) in kinds)
            {
                var read = await Database.ReadAsync(Always with { Kind = kind, AllVersions = true });
                Assert.Equal(Enumerable.Range(0, Count).Select(i => ((decimal?)i, (string?)$"{i}")), read.Select(reading => (reading.Value, reading.LabReport)));
                Assert.Equal(Count * (Count - 1) / 2, (await Database.AggregateAsync(Always with { Kind = kind }, AggregatePeriod.Month, Normal)).Sum(month => month.Sum));
            }
            Assert.Equal([Count - 1m, Count - 1m, Count - 1m], (await Database.LatestAsync("lutang", DateTimeOffset.MaxValue)).Select(reading => reading.Value!.Value));
            await ReopenAsync();
        }
        new Random(12).Shuffle(batch);
        foreach (var chunk in batch.Chunk(170))
            Assert.All((await Database.AppendAsync(chunk)).Results, result => Assert.Equal(AppendResult.Duplicate, result));
    }

    [ConformanceFact]
    public async Task Corrections_find_their_reading_in_whichever_bucket_and_however_old()
    {
        var times = Enumerable.Range(0, 40).Select(i => Noon.AddHours(i * 97)).ToList();
        await Database.AppendAsync([.. times.Select((time, i) => Reading(time, i))]);
        for (var version = 2; version <= 4; version++)
        {
            // Now and then from file, now and then from memory, each time with a new reading between the old ones.
            if (version != 3) await ReopenAsync();
            await Database.AppendAsync([Reading(Noon.AddMinutes(version), -version)]);
            var outcome = await Database.AppendAsync([.. times.Where((_, i) => i % 3 == 0).Reverse().Select(
                time => Reading(time, version * 100, recordedAt: time.AddDays(version), reason: $"check {version}"))]);
            Assert.All(outcome.Versions, got => Assert.Equal(version, got));
        }
        for (var round = 0; round < 2; round++)
        {
            var all = (await Database.ReadAsync(Always with { AllVersions = true })).Where(reading => reading.Value >= 0).ToLookup(reading => reading.Time);
            Assert.All(times.Index(), time => Assert.Equal(
                time.Index % 3 == 0 ? [1, 2, 3, 4] : [1], all[time.Item].Select(reading => reading.Version)));
            Assert.Equal("check 3", all[times[39]].ElementAt(2).Reason);
            var inForce = (await Database.ReadAsync(Always)).Where(reading => reading.Value >= 0).Select(reading => reading.Value!.Value);
            Assert.Equal(times.Select((_, i) => i % 3 == 0 ? 400m : i), inForce);
            Assert.Equal([39m], (await Database.ReadAsync(Always with { From = times[39], KnownAt = times[39].AddDays(1) })).Select(reading => reading.Value!.Value));
            await ReopenAsync();
        }
    }

    private ValueTask<Reading?> LatestAsync(ReadingKind kind, DateTimeOffset at) => Database.LatestAsync("lutang", "dissolved-oxygen", kind, at);

    private static DateTimeOffset BorderAfter(DateTimeOffset time, ReadingKind kind)
    {
        var span = new BucketSpan(1, BucketSpan.Of(kind));
        var bucket = span.BucketOf(time.ToUnixTimeMilliseconds());
        while (span.BucketOf(time.ToUnixTimeMilliseconds()) == bucket) time = time.AddHours(1);
        return time;
    }
}
