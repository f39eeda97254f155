using Bishui.Storage.Readings;

namespace Bishui.Bench.Year;

/// <summary>
/// Hourly readings as sites report them: hour after hour all parameters of all sites. Values wander with the time of day, an hour's readings are
/// recorded within minutes of it, one in a thousand is late by days and one in two thousand corrects a value of the day before.
/// </summary>
internal sealed class YearArrivals(int sites, int parameters, int days)
{
    public const int Batch = 1_000;
    private const int LateEvery = 1_000, CorrectEvery = 2_000, LateHours = 60, CorrectedHours = 24;
    private readonly string[] _sites = [.. Enumerable.Range(0, sites).Select(i => $"section-{i:D4}")];
    // Those without which there is no class, then others of the same standard.
    private static readonly string[] Measured =
    [
        "dissolved-oxygen", "permanganate-index", "ammonia-nitrogen", "total-phosphorus", "ph", "total-nitrogen", "chemical-oxygen-demand", "bod5", "fluoride", "copper",
    ];

    private readonly string[] _parameters = [.. Enumerable.Range(0, parameters).Select(i => i < Measured.Length ? Measured[i] : $"parameter-{i:D2}")];

    public static DateTimeOffset Start { get; } = new(2021, 1, 1, 0, 0, 0, TimeSpan.FromHours(8));

    public IReadOnlyList<string> Sites => _sites;
    public IReadOnlyList<string> Parameters => _parameters;
    public long Total => (long)sites * parameters * days * 24;

    /// <summary>The readings in the order they arrive, in batches.</summary>
    public IEnumerable<Reading[]> Batches()
    {
        var batch = new List<Reading>(Batch);
        var series = sites * parameters;
        for (var hour = 0; hour < days * 24; hour++)
            for (var one = 0; one < series; one++)
            {
                var number = (long)hour * series + one;
                if (IsLate(number)) continue;
                batch.Add(Reading(one, hour, 0));
                if (Mixed(number) % CorrectEvery == 1 && hour >= CorrectedHours) batch.Add(Reading(one, hour - CorrectedHours, CorrectedHours));
                var late = number - (long)LateHours * series;
                if (late >= 0 && IsLate(late)) batch.Add(Reading(one, hour - LateHours, LateHours));
                if (batch.Count < Batch) continue;
                yield return [.. batch];
                batch.Clear();
            }
        if (batch.Count > 0) yield return [.. batch];
    }

    private static bool IsLate(long number) => Mixed(number) % LateEvery == 0;

    private static uint Mixed(long number) => (uint)((ulong)number * 11_400_714_819_323_198_485 >> 32);

    private Reading Reading(int series, int hour, int lateBy)
    {
        var time = Start.AddHours(hour);
        // Neighbours differ in their last two digits, as measured values do.
        var noise = (int)(Mixed((long)series * 8_784 + hour) & 0x3f);
        return new()
        {
            Site = _sites[series / parameters],
            Parameter = _parameters[series % parameters],
            Kind = ReadingKind.Hour,
            Time = time,
            Value = new decimal(500 + series % 97 * 10 + hour % 24 * 3 + noise + (lateBy == CorrectedHours ? 1 : 0), 0, 0, false, 2),
            Flag = "N",
            Source = "bench",
            RecordedAt = time.AddHours(lateBy).AddSeconds(70 + series / Batch * 3 + hour % 11),
            Reason = lateBy == CorrectedHours ? "校准" : null,
        };
    }
}
