using Bishui.Features.Sites;
using Bishui.Rules.Measures;
using Bishui.Rules.Standards;
using Bishui.Rules.SurfaceWater;
using Bishui.Rules.Time;
using Bishui.Storage.Readings;

namespace Bishui.Features.Readings;

/// <summary>One parameter's value or mean, with what it rests on.</summary>
internal sealed record ParameterValue(
    string Parameter, ReadingKind Kind, decimal Value, int Count, int Months, Reading? Reading, DateTimeOffset From, DateTimeOffset To);

/// <summary>A class with its values.</summary>
internal sealed record CalculatedClass(SectionClass Class, Standard Standard, IReadOnlyList<ParameterValue> Values, bool Provisional);

/// <summary>Classifies a site's water from its readings: one sample, or the means of a period.</summary>
internal sealed class SectionCalculator(IReadingStore readings, StandardLibrary standards, TimeProvider clock)
{
    private const string Media = "surface-water";

    // A mean never mixes kinds, or one hour would count once for each. The analysed sample stands above the device, the day above the hour.
    private static readonly ReadingKind[] Preference =
        [ReadingKind.Manual, ReadingKind.Day, ReadingKind.Hour, ReadingKind.Realtime, ReadingKind.Minute];

    /// <summary>The class of the last sample at or before an instant; null when there is none. Its values are those taken at the same moment.</summary>
    public async ValueTask<(CalculatedClass Class, DateTimeOffset SampledAt)?> AtAsync(SiteEntry entry, DateTimeOffset at, CancellationToken cancel)
    {
        var site = entry.Site;
        var latest = new List<Reading>();
        foreach (var series in await readings.SeriesAsync(site.Id, cancel))
            if (await readings.LatestAsync(site.Id, series.Parameter, series.Kind, at, cancel) is { } reading) latest.Add(reading);
        if (latest.Count == 0) return null;

        var sampledAt = latest.Max(r => r.Time);
        var values = latest
            .Where(r => r.Time == sampledAt && ReadingFlags.Valid.Contains(r.Flag) && r.Value is not null)
            .GroupBy(r => r.Parameter)
            .Select(g => g.MinBy(r => Array.IndexOf(Preference, r.Kind))!)
            .Select(r => new ParameterValue(r.Parameter, r.Kind, r.Value!.Value, 1, 1, r, sampledAt, sampledAt))
            .ToList();
        return (Classify(entry, values, ChinaTime.DayOf(sampledAt), monthsDue: 1, ended: true), sampledAt);
    }

    /// <summary>
    /// The class of a period by means: of a month the mean of its readings, of a longer period the mean of its monthly means
    /// (环办〔2011〕22号). Provisional until the period is over and every month holds readings of each required parameter.
    /// </summary>
    public async ValueTask<CalculatedClass> OverAsync(SiteEntry entry, DateTimeOffset from, DateTimeOffset to, CancellationToken cancel)
    {
        var site = entry.Site;
        var values = new List<ParameterValue>();
        foreach (var series in (await readings.SeriesAsync(site.Id, cancel)).GroupBy(s => s.Parameter))
            foreach (var kind in series.Select(s => s.Kind).OrderBy(k => Array.IndexOf(Preference, k)))
            {
                var months = await readings.AggregateAsync(
                    new() { Site = site.Id, Parameter = series.Key, Kind = kind, From = from, To = to },
                    AggregatePeriod.Month, ReadingFlags.Valid, cancel);
                if (months.Count == 0) continue;
                values.Add(new(series.Key, kind, months.Average(m => m.Sum / m.Count), months.Sum(m => m.Count), months.Count, null, from, to));
                break;
            }
        var last = ChinaTime.DayOf(to.AddTicks(-1));
        var first = ChinaTime.DayOf(from);
        return Classify(entry, values, last, (last.Year - first.Year) * 12 + last.Month - first.Month + 1, to <= clock.GetUtcNow());
    }

    /// <summary>The unit in which a parameter's readings are kept; empty where it is unknown.</summary>
    public string UnitOf(string parameter) => standards.Parameters.Find(parameter)?.Unit ?? "";

    private CalculatedClass Classify(SiteEntry entry, List<ParameterValue> values, DateOnly day, int monthsDue, bool ended)
    {
        var standard = standards.InForce(Media, day) ?? throw new InvalidOperationException($"no {Media} standard is in force on {day:O}");
        var inLimitUnits = new Dictionary<string, decimal>(StringComparer.Ordinal);
        foreach (var value in values)
        {
            var unit = standards.Parameters.Find(value.Parameter)?.Unit;
            var limits = standard.LimitsOf(value.Parameter);
            if (limits.Count == 0 || unit is null) inLimitUnits[value.Parameter] = value.Value;
            else if (Units.TryConvert(value.Value, unit, limits[0].Unit, out var converted)) inLimitUnits[value.Parameter] = converted;
        }
        var body = entry.Site.WaterBody == WaterBody.LakeReservoir.Key() ? WaterBody.LakeReservoir : WaterBody.River;
        var result = SectionClassifier.Classify(standard, body, inLimitUnits, entry.District(day).Target, SectionClassifier.RequiredOfAutomaticStations);
        var complete = ended && result.Missing.Count == 0
            && values.Where(v => SectionClassifier.RequiredOfAutomaticStations.Contains(v.Parameter)).All(v => v.Months >= monthsDue);
        return new(result, standard, values, !complete);
    }
}
