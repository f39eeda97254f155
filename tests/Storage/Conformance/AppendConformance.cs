using System.Globalization;
using Bishui.Storage.Documents;
using Bishui.Storage.Readings;
using Xunit;
using static Bishui.Tests.Storage.Conformance.Samples;

namespace Bishui.Tests.Storage.Conformance;

public abstract class AppendConformance(IEngine engine) : ConformanceTests(engine)
{
    private const AppendResult Accepted = AppendResult.Accepted, Duplicate = AppendResult.Duplicate, Corrected = AppendResult.Corrected;
    private static readonly ReadingRange Always = new() { Site = "lutang", From = DateTimeOffset.MinValue, To = DateTimeOffset.MaxValue };
    private static readonly ReadingRange Day = new() { Site = "lutang", From = Noon.AddHours(-12), To = Noon.AddHours(12) };

    [ConformanceFact]
    public async Task A_reading_comes_back_without_loss()
    {
        var widest = decimal.MaxValue;
        var batch = new[]
        {
            Reading(Noon, 1.10m), Reading(Noon.AddMilliseconds(1), -0.000m), Reading(Noon.AddMilliseconds(2), widest), Reading(Noon.AddMilliseconds(3), -widest),
            Reading(Noon.AddMilliseconds(4), 0.0000000000000000000000000001m), Reading(Noon.AddMilliseconds(5), 9_223_372_036_854_775_808m),
            Reading(Noon.AddMilliseconds(6), null, flag: "D", source: "器 1"), Reading(Noon.AddMilliseconds(7), long.MinValue, flag: "", source: ""),
            Reading(Noon.AddMilliseconds(8), 7.25m, recordedAt: Noon.AddDays(40)), Reading(Noon.AddMilliseconds(9), 7m, recordedAt: Noon.AddDays(-40)),
            Reading(Noon.AddMilliseconds(10), null, below: 0.00004m), Reading(Noon.AddMilliseconds(11), null, below: 0.00004m, report: "柳南监字（2021）第 12 号"),
            Reading(Noon.AddMilliseconds(12), 7m, report: ""), Reading(Noon.AddMilliseconds(13), null, report: "no sample"), Reading(Noon.AddMilliseconds(14), 8m),
        };
        await Database.AppendAsync(batch);

        foreach (var read in new[] { await Database.ReadAsync(Day), await AgainAsync() })
        {
            Assert.Equal(batch.Select(Text), read.Select(Text));
            Assert.All(read, reading => Assert.Equal((1, null, TimeSpan.FromHours(8)), (reading.Version, reading.Reason, reading.Time.Offset)));
        }
    }

    [ConformanceFact]
    public async Task Times_are_kept_to_the_millisecond()
    {
        await Database.AppendAsync([Reading(Noon.AddTicks(12_345), 1)]);
        Assert.Equal([Duplicate], (await Database.AppendAsync([Reading(Noon.AddTicks(19_999), 1)])).Results);

        Assert.Equal(Noon.AddMilliseconds(1), Assert.Single(await Database.ReadAsync(Day)).Time);
    }

    [ConformanceFact]
    public async Task A_repeat_changes_nothing_and_another_value_or_flag_is_a_correction()
    {
        Assert.Equal([Accepted], (await Database.AppendAsync([Reading(Noon, 7.1m, reason: "none yet")])).Results);
        Assert.Equal([Duplicate], (await Database.AppendAsync([Reading(Noon, 7.10m, source: "other", recordedAt: Noon.AddDays(1))])).Results);
        Assert.Equal([Corrected], (await Database.AppendAsync([Reading(Noon, 7.2m, recordedAt: Noon.AddDays(2), reason: "calibrated")])).Results);
        Assert.Equal([Corrected], (await Database.AppendAsync([Reading(Noon, 7.2m, flag: "C", recordedAt: Noon.AddDays(3))])).Results);
        Assert.Equal([Corrected], (await Database.AppendAsync([Reading(Noon, null, flag: "C", recordedAt: Noon.AddDays(4))])).Results);
        Assert.Equal([Corrected], (await Database.AppendAsync([Reading(Noon, 7.1m, recordedAt: Noon.AddDays(5))])).Results);

        foreach (var read in new[] { await Database.ReadAsync(Day with { AllVersions = true }), await AgainAsync(Day with { AllVersions = true }) })
        {
            Assert.Equal([1, 2, 3, 4, 5], read.Select(reading => reading.Version));
            Assert.Equal([7.1m, 7.2m, 7.2m, null, 7.1m], read.Select(reading => reading.Value));
            Assert.Equal([null, "calibrated", null, null, null], read.Select(reading => reading.Reason));
            Assert.Equal("device-1", read[0].Source);
        }
        Assert.Equal(5, Assert.Single(await Database.ReadAsync(Day)).Version);
    }

    [ConformanceFact]
    public async Task Another_detection_limit_or_lab_report_is_a_correction()
    {
        async Task<AppendResult> AppendAsync(decimal? value, decimal? below, string? report) =>
            Assert.Single((await Database.AppendAsync([Reading(Noon, value, below: below, report: report, reason: $"{below} {report}")])).Results);

        Assert.Equal(Accepted, await AppendAsync(null, 0.05m, null));
        Assert.Equal(Duplicate, await AppendAsync(null, 0.050m, null));
        Assert.Equal(Corrected, await AppendAsync(null, 0.02m, null));
        Assert.Equal(Corrected, await AppendAsync(0.02m, null, null));
        Assert.Equal(Corrected, await AppendAsync(0.02m, null, "2021-7"));
        Assert.Equal(Duplicate, await AppendAsync(0.02m, null, "2021-7"));
        Assert.Equal(Corrected, await AppendAsync(0.02m, null, "2021-8"));
        Assert.Equal(Corrected, await AppendAsync(null, 0.02m, "2021-8"));

        foreach (var read in new[] { await Database.ReadAsync(Day with { AllVersions = true }), await AgainAsync(Day with { AllVersions = true }) })
        {
            Assert.Equal([null, null, 0.02m, 0.02m, 0.02m, null], read.Select(reading => reading.Value));
            Assert.Equal([0.05m, 0.02m, null, null, null, 0.02m], read.Select(reading => reading.DetectionLimit));
            Assert.Equal([null, null, null, "2021-7", "2021-8", "2021-8"], read.Select(reading => reading.LabReport));
            Assert.Equal([null, "0.02 ", " ", " 2021-7", " 2021-8", "0.02 2021-8"], read.Select(reading => reading.Reason));
        }
        Assert.Equal(Duplicate, await AppendAsync(null, 0.02m, "2021-8"));
    }

    [ConformanceFact]
    public async Task A_value_beside_a_detection_limit_is_refused_with_its_batch()
    {
        await Assert.ThrowsAsync<ArgumentException>(() => Database.AppendAsync([Reading(Noon, 1), Reading(Noon.AddHours(1), 0.02m, below: 0.05m)]));

        Assert.Empty(await Database.ReadAsync(Day));
        Assert.Empty(await Database.SeriesAsync());
        Assert.Equal([Accepted], (await Database.AppendAsync([Reading(Noon, 1)])).Results);
    }

    [ConformanceFact]
    public async Task Keys_repeated_within_a_batch_are_treated_in_order()
    {
        var outcome = await Database.AppendAsync([Reading(Noon, 1), Reading(Noon, 1), Reading(Noon, 2), Reading(Noon, 1), Reading(Noon, 1)]);

        Assert.Equal([Accepted, Duplicate, Corrected, Corrected, Duplicate], outcome.Results);
        Assert.Equal([1, 0, 2, 3, 0], outcome.Versions);
        Assert.Equal((3, 1m), Assert.Single(await Database.ReadAsync(Day)) is var reading ? (reading.Version, reading.Value!.Value) : default);
    }

    [ConformanceFact]
    public async Task Site_parameter_kind_and_time_make_the_key()
    {
        var outcome = await Database.AppendAsync([
            Reading(Noon, 1), Reading(Noon, 1, site: "mudong"), Reading(Noon, 1, parameter: "ph"), Reading(Noon, 1, kind: ReadingKind.Manual),
            Reading(Noon.AddMilliseconds(1), 1), Reading(Noon.ToOffset(TimeSpan.Zero), 1),
        ]);

        Assert.Equal([Accepted, Accepted, Accepted, Accepted, Accepted, Duplicate], outcome.Results);
        Assert.Equal([("dissolved-oxygen", ReadingKind.Hour), ("dissolved-oxygen", ReadingKind.Manual), ("ph", ReadingKind.Hour)],
            (await Database.SeriesAsync("lutang")).Select(series => (series.Parameter, series.Kind)));
        Assert.Equal(["lutang", "lutang", "lutang", "mudong"], (await Database.SeriesAsync()).Select(series => series.Site));
    }

    [ConformanceFact]
    public async Task A_batch_sent_20_times_in_parallel_is_stored_once()
    {
        const int Size = 1_000;
        var batch = Enumerable.Range(0, Size).Select(i => Reading(Noon.AddHours(i % 200 * 5), i, parameter: $"p{i / 200}")).ToList();

        var outcomes = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => Task.Run(() => Database.AppendAsync(batch))));

        Assert.Equal(Size, outcomes.Sum(outcome => outcome.Results.Count(result => result == Accepted)));
        Assert.Equal(19 * Size, outcomes.Sum(outcome => outcome.Results.Count(result => result == Duplicate)));
        Assert.Equal(Size, (await Database.ReadAsync(Always with { AllVersions = true })).Count);
        Assert.Equal(Size, (await AgainAsync(Always with { AllVersions = true })).Count);
    }

    [ConformanceFact]
    public async Task Late_readings_take_their_place_in_time()
    {
        var minutes = Enumerable.Range(0, 300).ToArray();
        new Random(5).Shuffle(minutes);
        foreach (var chunk in minutes.Chunk(37))
            await Database.AppendAsync([.. chunk.Select(minute => Reading(Noon.AddMinutes(minute), minute))]);
        Assert.All((await Database.AppendAsync([.. minutes.Select(minute => Reading(Noon.AddMinutes(minute), minute))])).Results,
            result => Assert.Equal(Duplicate, result));

        foreach (var read in new[] { await Database.ReadAsync(Day), await AgainAsync() })
            Assert.Equal(Enumerable.Range(0, 300).Select(minute => (decimal?)minute), read.Select(reading => reading.Value));
    }

    [ConformanceFact]
    public async Task Many_readings_of_one_hour_are_told_apart()
    {
        var batch = Enumerable.Range(0, 3000).Select(i => Reading(Noon.AddSeconds(i).AddMilliseconds(i % 7), i % 50, kind: ReadingKind.Realtime)).ToList();
        Assert.All((await Database.AppendAsync(batch)).Results, result => Assert.Equal(Accepted, result));
        batch.Reverse();
        Assert.All((await Database.AppendAsync(batch)).Results, result => Assert.Equal(Duplicate, result));
        Assert.Equal([Corrected, Corrected], (await Database.AppendAsync([
            Reading(batch[7].Time, 99, kind: ReadingKind.Realtime), Reading(batch[7].Time, 98, kind: ReadingKind.Realtime)])).Results);

        Assert.Equal(3000, (await Database.ReadAsync(Day)).Count);
        Assert.Equal(3002, (await AgainAsync(Day with { AllVersions = true })).Count);
    }

    [ConformanceFact]
    public async Task The_documents_and_events_that_follow_are_committed_with_the_readings()
    {
        await Database.CommitAsync(new Commit().Insert(Counters, "seen", new Counter(0)));

        var outcome = await Database.AppendAsync([Reading(Noon, 1), Reading(Noon, 1)], async (told, reader) =>
        {
            var seen = (await reader.FindAsync(Counters, "seen"))!;
            var accepted = told.Results.Count(result => result == Accepted);
            return new Commit().Update(Counters, "seen", seen.Version, new Counter(seen.Body.Value + accepted)).Publish(new CaseOpened("x", accepted));
        });

        Assert.Equal([Accepted, Duplicate], outcome.Results);
        Assert.Equal(1, (await Database.FindAsync(Counters, "seen"))!.Body.Value);
        Assert.Single(await Database.PendingAsync(10));
    }

    [ConformanceFact]
    public async Task Readings_whose_decision_fails_were_never_there()
    {
        await Database.AppendAsync([Reading(Noon, 1)]);
        var batch = new[] { Reading(Noon, 5), Reading(Noon.AddMinutes(1), 6), Reading(Noon, 7, site: "new-site"), Reading(Noon.AddHours(3), 8) };

        await Assert.ThrowsAsync<FormatException>(() => Database.AppendAsync(batch, (_, _) => throw new FormatException()));
        await Assert.ThrowsAsync<DocumentConflictException>(() => Database.AppendAsync(batch,
            (_, _) => ValueTask.FromResult(new Commit().Publish(new CaseOpened("1", 1)).Update(Counters, "none", 1, new Counter(1)))));

        Assert.Equal(1, Assert.Single(await Database.ReadAsync(Day)).Value);
        Assert.Empty(await Database.SeriesAsync("new-site"));
        Assert.Empty(await Database.PendingAsync(10));
        Assert.Equal([Corrected, Accepted, Accepted, Accepted], (await Database.AppendAsync(batch)).Results);
        Assert.Equal(2, Assert.Single(await Database.ReadAsync(Day with { To = Noon.AddMinutes(1) })).Version);
        Assert.Equal(3, (await AgainAsync()).Count);
    }

    [ConformanceFact]
    public async Task Failing_and_succeeding_callers_side_by_side_do_not_touch_each_other()
    {
        var outcomes = await Task.WhenAll(Enumerable.Range(0, 60).Select(i => Task.Run(async () =>
        {
            // Three callers for each reading; only the first may write it, the second fails, the third repeats or is first itself.
            try
            {
                await Database.AppendAsync([Reading(Noon.AddMinutes(i / 3), i / 3, parameter: $"p{i / 3 % 5}")],
                    (_, _) => i % 3 == 1 ? throw new FormatException() : ValueTask.FromResult(new Commit()));
                return true;
            }
            catch (FormatException)
            {
                return false;
            }
        })));

        Assert.Equal(40, outcomes.Count(stored => stored));
        var read = await AgainAsync(Day with { AllVersions = true });
        Assert.Equal(Enumerable.Range(0, 20).Select(i => (decimal?)i), read.Select(reading => reading.Value).Order());
    }

    private async Task<IReadOnlyList<Reading>> AgainAsync(ReadingRange? range = null)
    {
        await ReopenAsync();
        return await Database.ReadAsync(range ?? Day);
    }

    private static string Text(Reading reading) => string.Create(CultureInfo.InvariantCulture,
        $"{reading.Time.UtcTicks} {Text(reading.Value)} {Text(reading.DetectionLimit)} {reading.LabReport ?? "none"} {reading.Flag} {reading.Source} {reading.RecordedAt.UtcTicks}");

    private static string Text(decimal? number) => number?.ToString(CultureInfo.InvariantCulture) ?? "none";
}
