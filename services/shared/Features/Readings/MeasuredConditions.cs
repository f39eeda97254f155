using System.Globalization;
using Bishui.Features.Sites;
using Bishui.Rules.Judging;
using Bishui.Rules.Time;
using Bishui.Storage.Readings;

namespace Bishui.Features.Readings;

/// <summary>
/// Finds the conditions of limits that are measured: the water's temperature, on which a plant's ammonia depends, or the permanganate index of
/// the raw water. It is the newest valid value taken with the reading or within a day before, of the same batch or held before; without one the
/// reading cannot be judged.
/// </summary>
internal sealed class MeasuredConditions(IReadingStore readings)
{
    private const string OfRawWater = "raw_water_";

    private static readonly TimeSpan Oldest = TimeSpan.FromHours(24);

    private readonly record struct Needed(int Row, string Condition, string Site, string Parameter);

    /// <summary>The rows again, those whose limits depend on something measured with what was found.</summary>
    public async ValueTask<List<TakenRow>> AddAsync(List<TakenRow> rows, CancellationToken cancel)
    {
        var needed = new List<Needed>();
        for (var i = 0; i < rows.Count; i++) Need(rows[i], i, needed);

        foreach (var series in needed.GroupBy(one => (one.Site, one.Parameter)))
        {
            var values = await ValuesAsync(series.Key.Site, series.Key.Parameter, rows, series.Select(one => rows[one.Row].Row.Time).ToList(), cancel);
            foreach (var (index, condition, _, _) in series)
            {
                var row = rows[index];
                if (values.FindLast(one => one.Time <= row.Row.Time && one.Time >= row.Row.Time - Oldest) is not { Value: { } value }) continue;
                rows[index] = row with
                {
                    Measured = new Dictionary<string, string>(row.Measured ?? new Dictionary<string, string>()) { [condition] = value.ToString(CultureInfo.InvariantCulture) },
                };
            }
        }
        return rows;
    }

    private static void Need(TakenRow row, int index, List<Needed> needed)
    {
        foreach (var rule in row.Site.On(ChinaTime.DayOf(row.Row.Time)))
            if (rule.Limits?.NeedsMeasured(row.Parameter.Key, out var condition) == true)
                foreach (var site in SitesOf(row.Site.Site, condition))
                    needed.Add(new(index, condition, site, Conditions.MeasuredBy[condition]));
    }

    /// <summary>Where a condition is measured: at the site itself, raw water at the sources from which it comes.</summary>
    private static IEnumerable<string> SitesOf(Site site, string condition) => condition.StartsWith(OfRawWater, StringComparison.Ordinal)
        ? site.Links.Where(link => link is { Direction: SiteLink.Upstream, Service: null }).Select(link => link.Site)
        : [site.Id];

    private async ValueTask<List<(DateTimeOffset Time, decimal? Value)>> ValuesAsync(
        string site, string parameter, List<TakenRow> rows, List<DateTimeOffset> times, CancellationToken cancel)
    {
        var held = await readings.ReadAsync(new()
        {
            Site = site,
            Parameter = parameter,
            From = times.Min() - Oldest,
            To = times.Max().AddMilliseconds(1),
            Flags = ReadingFlags.Valid,
            WithValue = true,
        }, cancel);
        var sent = rows.Where(row => row.Site.Site.Id == site && row.Parameter.Key == parameter && row.Value is not null && ReadingFlags.Valid.Contains(row.Row.Flag));
        // Of one moment the batch's value stands last: it is the one that will be in force.
        return [.. held.Select(reading => (reading.Time, reading.Value))
            .Concat(sent.Select(row => (row.Row.Time, row.Value))).OrderBy(one => one.Item1)];
    }
}
