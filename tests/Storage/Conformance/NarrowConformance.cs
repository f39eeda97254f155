using Bishui.Storage.Readings;
using Xunit;
using static Bishui.Tests.Storage.Conformance.Samples;

namespace Bishui.Tests.Storage.Conformance;

/// <summary>Questions that are answered with one reading, or with figures of days.</summary>
public abstract class NarrowConformance(IEngine engine) : ConformanceTests(engine)
{
    private static readonly HashSet<string> Valid = ["N", "F"];
    private static readonly DateTimeOffset Start = new(2021, 3, 1, 0, 0, 0, TimeSpan.FromHours(8));
    private static readonly ReadingRange Always = new() { Site = "lutang", From = DateTimeOffset.MinValue, To = DateTimeOffset.MaxValue };

    [ConformanceFact]
    public async Task First_and_last_of_a_range_are_those_of_all_that_it_names()
    {
        await Database.AppendAsync([
            Reading(Noon, 1), Reading(Noon.AddHours(2), null, flag: "D"), Reading(Noon.AddHours(4), null, below: 0.5m), Reading(Noon.AddHours(6), 3, flag: "T"),
            Reading(Noon.AddDays(40), 4), Reading(Noon.AddDays(-40), 9, parameter: "ph", kind: ReadingKind.Manual), Reading(Noon.AddHours(-3), 9, site: "other"),
        ]);
        await Database.AppendAsync([Reading(Noon.AddDays(40), 5, reason: "calibrated", recordedAt: Noon.AddDays(50))]);

        Assert.Equal(("ph", 9m), Of(await Database.FirstAsync(Always)));
        Assert.Equal(("dissolved-oxygen", 5m), Of(await Database.LastAsync(Always)));
        Assert.Equal(4m, (await Database.LastAsync(Always with { KnownAt = Noon.AddDays(45) }))!.Value);
        Assert.Equal(Noon, (await Database.FirstAsync(Always with { From = Noon.AddDays(-1) }))!.Time);
        Assert.Equal(Noon.AddHours(6), (await Database.LastAsync(Always with { To = Noon.AddDays(40) }))!.Time);
        Assert.Equal(Noon.AddHours(2), (await Database.FirstAsync(Always with { From = Noon.AddMilliseconds(1) }))!.Time);
        Assert.Equal(Noon.AddHours(4), (await Database.FirstAsync(Always with { From = Noon.AddMilliseconds(1), Flags = Valid }))!.Time);
        Assert.Equal(Noon.AddDays(40), (await Database.FirstAsync(Always with { From = Noon.AddMilliseconds(1), Flags = Valid, WithValue = true }))!.Time);
        Assert.Equal(Noon, (await Database.LastAsync(Always with { To = Noon.AddDays(1), Flags = Valid, WithValue = true }))!.Time);
        Assert.Null(await Database.FirstAsync(Always with { From = Noon.AddDays(41) }));
        Assert.Null(await Database.LastAsync(Always with { Site = "nowhere" }));
        Assert.Null(await Database.LastAsync(Always with { From = Noon, To = Noon }));
    }

    [ConformanceFact]
    public async Task The_least_and_the_greatest_count_half_the_detection_limit_and_leave_out_what_has_no_number()
    {
        await Database.AppendAsync([
            Reading(Noon, 1), Reading(Noon.AddHours(1), null, below: 0.4m), Reading(Noon.AddHours(2), null, flag: "D"), Reading(Noon.AddHours(3), 7.5m),
            Reading(Noon.AddHours(4), 7.50m), Reading(Noon.AddHours(5), decimal.MaxValue), Reading(Noon.AddDays(60), -3),
        ]);

        var extremes = (await Database.ExtremesAsync(Always with { To = Noon.AddDays(1) }))!;
        Assert.Equal((Noon.AddHours(1), Noon.AddHours(3)), (extremes.Least.Time, extremes.Greatest.Time));
        Assert.Equal(-3m, (await Database.ExtremesAsync(Always))!.Least.Value);
        Assert.Null(await Database.ExtremesAsync(Always with { From = Noon.AddHours(5), To = Noon.AddHours(6) }));
    }

    [ConformanceFact]
    public async Task A_stream_gives_what_reading_at_once_gives()
    {
        await FillAsync();
        foreach (var range in new[] { Always, Always with { From = Start.AddDays(9).AddHours(5), To = Start.AddDays(31) }, Always with { AllVersions = true }, Always with { Flags = Valid } })
        {
            var streamed = new List<(string, DateTimeOffset, int, decimal?)>();
            await foreach (var reading in Database.StreamAsync(range)) streamed.Add((reading.Parameter, reading.Time, reading.Version, reading.Value));
            Assert.Equal((await Database.ReadAsync(range)).Select(reading => (reading.Parameter, reading.Time, reading.Version, reading.Value)), streamed);
        }
        await foreach (var reading in Database.StreamAsync(Always))
        {
            Assert.NotNull(reading);
            break;
        }
    }

    [ConformanceFact]
    public async Task Figures_of_days_and_months_are_those_of_the_readings_however_they_came()
    {
        await FillAsync();
        await CompareAsync();
        await ReopenAsync();
        await CompareAsync();
        // Late, corrected and new, into days that have their figures already.
        await Database.AppendAsync([
            Reading(Start.AddDays(3).AddMinutes(17), 900, parameter: "ph", kind: ReadingKind.Minute), Reading(Start.AddDays(5).AddHours(3), 800, reason: "x"),
            Reading(Start.AddDays(6).AddHours(4), 5, flag: "T", reason: "x"), Reading(Start.AddDays(200), 1),
        ]);
        await CompareAsync();
        await ReopenAsync();
        await CompareAsync();
    }

    private async Task FillAsync()
    {
        var random = new Random(7);
        var batch = new List<Reading>();
        for (var hour = 0; hour < 24 * 45; hour++)
        {
            var below = random.Next(9) == 0;
            batch.Add(Reading(Start.AddHours(hour), below ? null : random.Next(1, 1000) / 100m, below: below ? 0.05m : null, flag: random.Next(5) == 0 ? "T" : "N"));
        }
        for (var minute = 0; minute < 60 * 30; minute++)
            batch.Add(Reading(Start.AddDays(3).AddMinutes(minute), random.Next(700, 800) / 100m, parameter: "ph", kind: ReadingKind.Minute, flag: minute % 7 == 0 ? "F" : "N"));
        for (var day = 0; day < 40; day++) batch.Add(Reading(Start.AddDays(day), day, parameter: "cod", kind: ReadingKind.Manual));
        foreach (var some in batch.Chunk(700)) await Database.AppendAsync(some);
        await Database.AppendAsync([Reading(Start.AddDays(2), 77, reason: "again"), Reading(Start.AddDays(2).AddHours(1), decimal.MaxValue, reason: "again")]);
    }

    private async Task CompareAsync()
    {
        foreach (var flags in new[] { Valid, ["N", "F", "T"], ["T"] })
            foreach (var range in new[]
            {
                Always, Always with { From = Start, To = Start.AddDays(31) }, Always with { From = Start.AddDays(3).AddHours(5), To = Start.AddDays(17).AddMinutes(30) },
                Always with { Parameter = "ph", Kind = ReadingKind.Minute, From = Start.AddDays(4).AddMinutes(1) },
            })
                foreach (var every in new[] { AggregatePeriod.Day, AggregatePeriod.Month })
                    Assert.Equal(await ByHandAsync(range, every, flags), await Database.AggregateAsync(range, every, flags));
    }

    private async Task<IEnumerable<ReadingAggregate>> ByHandAsync(ReadingRange range, AggregatePeriod every, HashSet<string> flags) =>
        (await Database.ReadAsync(range))
        .Where(reading => flags.Contains(reading.Flag) && (reading.Value is { } value ? Math.Abs(value) <= Bishui.Storage.Readings.Reading.MostComputable : reading.DetectionLimit is not null))
        .GroupBy(reading => (reading.Parameter, reading.Kind, From: PeriodOf(reading.Time, every)))
        .Select(period =>
        {
            var numbers = period.Select(reading => reading.Value ?? (reading.DetectionLimit!.Value / 2)).ToList();
            return new ReadingAggregate(period.Key.Parameter, period.Key.Kind, period.Key.From, numbers.Count, numbers.Sum(), numbers.Min(), numbers.Max(),
                period.Max(reading => reading.Time), period.Count(reading => reading.Value is null));
        });

    private static DateTimeOffset PeriodOf(DateTimeOffset time, AggregatePeriod every)
    {
        var local = time.ToOffset(TimeSpan.FromHours(8));
        return new(local.Year, local.Month, every == AggregatePeriod.Day ? local.Day : 1, 0, 0, 0, TimeSpan.FromHours(8));
    }

    private static (string Parameter, decimal? Value) Of(Reading? reading) => (reading!.Parameter, reading.Value);
}
