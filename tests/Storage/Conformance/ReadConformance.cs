using Bishui.Storage.Documents;
using Bishui.Storage.Readings;
using Xunit;
using static Bishui.Tests.Storage.Conformance.Samples;

namespace Bishui.Tests.Storage.Conformance;

public abstract class ReadConformance(IEngine engine) : ConformanceTests(engine)
{
    private static readonly TimeSpan China = TimeSpan.FromHours(8);
    private static readonly HashSet<string> Normal = ["N"];

    [ConformanceFact]
    public async Task A_range_begins_with_its_first_instant_and_ends_before_its_last()
    {
        var hour = new DateTimeOffset(2021, 4, 30, 23, 0, 0, China);
        var times = new[] { hour.AddMilliseconds(-1), hour, hour.AddMinutes(59), hour.AddHours(1).AddMilliseconds(-1), hour.AddHours(1) };
        await Database.AppendAsync([.. times.Select((time, i) => Reading(time, i))]);

        Assert.Equal([1m, 2m, 3m], await ValuesAsync(hour, hour.AddHours(1)));
        Assert.Equal([1m], await ValuesAsync(hour, hour.AddMilliseconds(1)));
        Assert.Equal([1m], await ValuesAsync(hour.AddTicks(-1), hour.AddTicks(1)));
        Assert.Equal([2m], await ValuesAsync(hour.AddTicks(1), hour.AddMinutes(59).AddTicks(1)));
        Assert.Equal([0m, 1m, 2m, 3m, 4m], await ValuesAsync(DateTimeOffset.MinValue, DateTimeOffset.MaxValue));
        Assert.Empty(await ValuesAsync(hour, hour));
        Assert.Empty(await ValuesAsync(hour.AddHours(1), hour));
        Assert.Empty(await ValuesAsync(hour.AddYears(1), hour.AddYears(2)));
    }

    [ConformanceFact]
    public async Task Every_commit_is_counted_as_a_change_and_nothing_else_is()
    {
        var counts = new List<long> { await Database.ChangesAsync() };
        await Database.CommitAsync(new Commit().Insert(Counters, "c", new Counter(0)));
        counts.Add(await Database.ChangesAsync());
        await Database.AppendAsync([Reading(Noon, 1)]);
        counts.Add(await Database.ChangesAsync());
        await Database.DecideAsync(_ => new ValueTask<Decision<int>>(new Decision<int>(new Commit().Delete(Counters, "c", 1), 0)));
        counts.Add(await Database.ChangesAsync());

        await Database.ReadAsync(new() { Site = "lutang", From = Noon, To = Noon.AddDays(1) });
        await Database.ListAsync(Counters, new());
        Assert.Equal(counts[^1], await Database.ChangesAsync());
        Assert.Equal(counts.Count, counts.Distinct().Count());
    }

    [ConformanceFact]
    public async Task A_number_beyond_reckoning_is_kept_and_takes_no_part_in_means()
    {
        await Database.AppendAsync([
            Reading(Noon, 1), Reading(Noon.AddMinutes(1), 79e27m), Reading(Noon.AddMinutes(2), decimal.MaxValue), Reading(Noon.AddMinutes(3), decimal.MinValue),
            Reading(Noon.AddMinutes(4), null, below: decimal.MaxValue), Reading(Noon.AddMinutes(5), 3),
        ]);

        var mean = Assert.Single(await Database.AggregateAsync(new() { Site = "lutang", From = Noon, To = Noon.AddDays(1) }, AggregatePeriod.Hour, Normal));
        Assert.Equal((2, 4m, 1m, 3m), (mean.Count, mean.Sum, mean.Least, mean.Greatest));
        Assert.Equal([1m, 79e27m, decimal.MaxValue, decimal.MinValue, null, 3m],
            (await Database.ReadAsync(new() { Site = "lutang", From = Noon, To = Noon.AddDays(1) })).Select(reading => reading.Value));
    }

    [ConformanceFact]
    public async Task A_range_comes_by_parameter_kind_and_time()
    {
        await Database.AppendAsync([
            Reading(Noon.AddHours(1), 4, parameter: "b"), Reading(Noon, 3, parameter: "b"), Reading(Noon.AddDays(2), 2, parameter: "a", kind: ReadingKind.Manual),
            Reading(Noon.AddDays(3), 1, parameter: "a"), Reading(Noon, 9, site: "other", parameter: "a"),
        ]);
        var range = new ReadingRange { Site = "lutang", From = Noon, To = Noon.AddDays(9) };

        Assert.Equal([1m, 2m, 3m, 4m], (await Database.ReadAsync(range)).Select(reading => reading.Value!.Value));
        Assert.Equal([1m, 2m], (await Database.ReadAsync(range with { Parameter = "a" })).Select(reading => reading.Value!.Value));
        Assert.Equal([2m], (await Database.ReadAsync(range with { Kind = ReadingKind.Manual })).Select(reading => reading.Value!.Value));
        Assert.Equal([1m], (await Database.ReadAsync(range with { Parameter = "a", Kind = ReadingKind.Hour })).Select(reading => reading.Value!.Value));
        Assert.Empty(await Database.ReadAsync(range with { Site = "nowhere" }));
        Assert.Empty(await Database.ReadAsync(range with { Parameter = "c", Kind = ReadingKind.Hour }));
    }

    [ConformanceFact]
    public async Task What_was_known_at_an_instant_leaves_out_what_was_recorded_later()
    {
        var recorded = Noon.AddDays(1);
        await Database.AppendAsync([Reading(Noon, 1, recordedAt: recorded), Reading(Noon.AddMinutes(1), 5, recordedAt: recorded.AddDays(1))]);
        await Database.AppendAsync([Reading(Noon, 2, recordedAt: recorded.AddDays(2))]);
        await Database.AppendAsync([Reading(Noon, 3, recordedAt: recorded.AddDays(4))]);
        var range = new ReadingRange { Site = "lutang", From = Noon, To = Noon.AddHours(1) };
        async Task<IEnumerable<decimal>> At(double days, bool all = false) =>
            (await Database.ReadAsync(range with { KnownAt = recorded.AddDays(days), AllVersions = all })).Select(reading => reading.Value!.Value);

        Assert.Empty(await At(-1));
        Assert.Equal([1m], await At(0));
        Assert.Equal([1m, 5m], await At(1));
        Assert.Equal([2m, 5m], await At(2));
        Assert.Equal([3m, 5m], await At(4));
        Assert.Equal([1m, 2m, 5m], await At(3, all: true));
        await ReopenAsync();
        Assert.Equal([2m, 5m], await At(3));
        Assert.Equal(3, (await Database.AggregateAsync(range with { KnownAt = recorded.AddDays(9) }, AggregatePeriod.Hour, Normal))[0].Least);
        Assert.Equal(2, (await Database.AggregateAsync(range with { KnownAt = recorded.AddDays(3) }, AggregatePeriod.Hour, Normal))[0].Least);
    }

    [ConformanceFact]
    public async Task The_latest_is_the_last_at_or_before_an_instant()
    {
        await Database.AppendAsync([Reading(Noon, 1), Reading(Noon.AddMinutes(30), 2), Reading(Noon.AddHours(50), 3)]);
        await Database.AppendAsync([Reading(Noon.AddMinutes(30), 2.5m, reason: "checked"), Reading(Noon.AddMinutes(10), null, flag: "D")]);
        for (var round = 0; round < 2; round++)
        {
            Assert.Null(await LatestAsync(Noon.AddMilliseconds(-1)));
            Assert.Equal(1, (await LatestAsync(Noon))!.Value);
            Assert.Null((await LatestAsync(Noon.AddMinutes(29)))!.Value);
            Assert.Equal((2.5m, 2), await LatestAsync(Noon.AddHours(49)) is { } late ? (late.Value!.Value, late.Version) : default);
            Assert.Equal(3, (await LatestAsync(Noon.AddHours(50)))!.Value);
            Assert.Equal(3, (await LatestAsync(DateTimeOffset.MaxValue))!.Value);
            await ReopenAsync();
        }
        // Later readings in memory beside earlier ones on file, and the other way round.
        await Database.AppendAsync([Reading(Noon.AddHours(20), 7)]);
        Assert.Equal(7, (await LatestAsync(Noon.AddHours(49)))!.Value);
        Assert.Equal(3, (await LatestAsync(Noon.AddHours(99)))!.Value);
        Assert.Equal(2.5m, (await LatestAsync(Noon.AddHours(19)))!.Value);
        Assert.Null(await Database.LatestAsync("lutang", "none", ReadingKind.Hour, Noon));
        Assert.Null(await Database.LatestAsync("none", "dissolved-oxygen", ReadingKind.Hour, Noon));
    }

    [ConformanceFact]
    public async Task The_latest_of_each_series_comes_by_parameter_and_kind()
    {
        await Database.AppendAsync([
            Reading(Noon, 1, parameter: "b"), Reading(Noon.AddDays(40), 2, parameter: "b"), Reading(Noon.AddDays(-500), 3, parameter: "a", kind: ReadingKind.Manual),
            Reading(Noon.AddHours(2), 4, parameter: "a"), Reading(Noon.AddDays(50), 5, parameter: "c"), Reading(Noon, 9, site: "other", parameter: "a"),
        ]);
        async Task<IEnumerable<decimal>> At(DateTimeOffset at) => (await Database.LatestAsync("lutang", at)).Select(reading => reading.Value!.Value);
        for (var round = 0; round < 2; round++)
        {
            Assert.Equal([4m, 3m, 2m, 5m], await At(DateTimeOffset.MaxValue));
            Assert.Equal([4m, 3m, 2m], await At(Noon.AddDays(50).AddMilliseconds(-1)));
            Assert.Equal([4m, 3m, 1m], await At(Noon.AddDays(40).AddMilliseconds(-1)));
            Assert.Equal([3m, 1m], await At(Noon));
            Assert.Equal([3m], await At(Noon.AddDays(-1)));
            Assert.Empty(await At(DateTimeOffset.MinValue));
            Assert.Empty(await Database.LatestAsync("nowhere", Noon));
            await ReopenAsync();
        }
        await Database.AppendAsync([Reading(Noon.AddHours(2), null, parameter: "a", below: 0.05m), Reading(Noon.AddHours(1), 7, parameter: "b")]);
        var latest = await Database.LatestAsync("lutang", Noon.AddDays(1));
        Assert.Equal([(2, 0.05m), (1, null), (1, (decimal?)null)], latest.Select(reading => (reading.Version, reading.DetectionLimit)));
        Assert.Equal(7, latest[2].Value);
    }

    [ConformanceFact]
    public async Task A_result_below_detection_takes_part_in_aggregates_with_half_its_limit()
    {
        var first = new DateTimeOffset(2021, 5, 1, 0, 0, 0, China);
        await Database.AppendAsync([
            Reading(first, null, below: 0.05m), Reading(first.AddDays(1), 0.5m), Reading(first.AddDays(2), null), Reading(first.AddDays(3), null, flag: "D", below: 9m),
            Reading(first.AddMonths(1), 0.01m), Reading(first.AddMonths(2), null, below: 0.03m),
        ]);
        await Database.AppendAsync([Reading(first.AddDays(4), 1, recordedAt: first.AddDays(5))]);
        await Database.AppendAsync([Reading(first.AddDays(4), null, below: 0.02m, recordedAt: first.AddDays(6))]);
        var range = new ReadingRange { Site = "lutang", From = first, To = first.AddYears(1) };
        for (var round = 0; round < 2; round++)
        {
            Assert.Equal(
                [(3, 0.535m, 0.01m, 0.5m, 2), (1, 0.01m, 0.01m, 0.01m, 0), (1, 0.015m, 0.015m, 0.015m, 1)],
                (await Database.AggregateAsync(range, AggregatePeriod.Month, Normal))
                    .Select(month => (month.Count, month.Sum, month.Least, month.Greatest, month.BelowDetection)));
            var before = (await Database.AggregateAsync(range with { KnownAt = first.AddDays(5) }, AggregatePeriod.Month, Normal))[0];
            Assert.Equal((3, 1.525m, 1), (before.Count, before.Sum, before.BelowDetection));
            await ReopenAsync();
        }
    }

    [ConformanceFact]
    public async Task Aggregates_are_exact_and_leave_out_other_flags_and_missing_values()
    {
        await Database.AppendAsync([
            .. Enumerable.Range(0, 10).Select(i => Reading(Noon.AddMinutes(i), 0.1m)), Reading(Noon.AddMinutes(20), 100, flag: "C"),
            Reading(Noon.AddMinutes(30), null), Reading(Noon.AddMinutes(40), 7), Reading(Noon.AddHours(1), null),
        ]);
        await Database.AppendAsync([Reading(Noon.AddMinutes(40), 0.3m, reason: "typing error")]);
        var range = new ReadingRange { Site = "lutang", From = Noon, To = Noon.AddDays(1) };

        var hour = Assert.Single(await Database.AggregateAsync(range, AggregatePeriod.Hour, Normal));
        Assert.Equal(new("dissolved-oxygen", ReadingKind.Hour, Noon, 11, 1.3m, 0.1m, 0.3m, Noon.AddMinutes(40)), hour);
        Assert.Equal(101.3m, Assert.Single(await Database.AggregateAsync(range, AggregatePeriod.Hour, new HashSet<string> { "N", "C" })).Sum);
        Assert.Empty(await Database.AggregateAsync(range, AggregatePeriod.Hour, new HashSet<string>()));
        Assert.Equal(hour, Assert.Single(await Database.AggregateAsync(range with { AllVersions = true }, AggregatePeriod.Hour, Normal)));
    }

    [ConformanceFact]
    public async Task Days_and_months_are_those_of_China()
    {
        var first = new DateTimeOffset(2021, 5, 1, 0, 0, 0, China);
        await Database.AppendAsync([
            Reading(first.AddMilliseconds(-1), 1), Reading(first, 2), Reading(first.AddHours(23), 4), Reading(first.AddDays(1), 8), Reading(first.AddDays(31), 16),
            Reading(first, 32, parameter: "ph"),
        ]);
        var range = new ReadingRange { Site = "lutang", From = first.AddMonths(-1), To = first.AddMonths(2) };
        for (var round = 0; round < 2; round++)
        {
            Assert.Equal(
                [("dissolved-oxygen", first.AddDays(-1), 1m), ("dissolved-oxygen", first, 6m), ("dissolved-oxygen", first.AddDays(1), 8m),
                    ("dissolved-oxygen", first.AddDays(31), 16m), ("ph", first, 32m)],
                (await Database.AggregateAsync(range, AggregatePeriod.Day, Normal)).Select(day => (day.Parameter, day.From, day.Sum)));
            Assert.Equal(
                [(first.AddMonths(-1), 1), (first, 3), (first.AddMonths(1), 1)],
                (await Database.AggregateAsync(range with { Parameter = "dissolved-oxygen" }, AggregatePeriod.Month, Normal))
                    .Select(month => (month.From, month.Count)));
            await ReopenAsync();
        }
    }

    [ConformanceFact]
    public async Task Beside_writers_a_reader_sees_whole_batches_and_each_reading_once()
    {
        const int Batches = 120, Size = 40;
        var range = new ReadingRange { Site = "lutang", From = Noon, To = Noon.AddDays(3), AllVersions = true };
        var writing = Task.Run(async () =>
        {
            for (var batch = 0; batch < Batches; batch++)
                await Database.AppendAsync([.. Enumerable.Range(0, Size).Select(
                    i => Reading(Noon.AddMinutes(7 * batch + i % 5), batch, parameter: $"p{i / 5}"))]);
        });

        var seen = 0;
        while (!writing.IsCompleted || seen < Batches * Size)
        {
            var ended = writing.IsCompleted;
            var read = await Database.ReadAsync(range);
            Assert.Equal(0, read.Count % Size);
            Assert.InRange(read.Count, seen, Batches * Size);
            Assert.Equal(read.Count, read.Select(reading => (reading.Parameter, reading.Time)).Distinct().Count());
            seen = read.Count;
            var latest = await Database.LatestAsync("lutang", "p0", ReadingKind.Hour, DateTimeOffset.MaxValue);
            Assert.True(latest is null ? seen == 0 : latest.Value >= seen / Size - 1);
            if (ended) break;
        }
        await writing;
        Assert.Equal(Batches * Size, seen);
    }

    private async Task<IEnumerable<decimal>> ValuesAsync(DateTimeOffset from, DateTimeOffset to) =>
        (await Database.ReadAsync(new() { Site = "lutang", From = from, To = to })).Select(reading => reading.Value!.Value);

    private ValueTask<Reading?> LatestAsync(DateTimeOffset at) => Database.LatestAsync("lutang", "dissolved-oxygen", ReadingKind.Hour, at);
}
