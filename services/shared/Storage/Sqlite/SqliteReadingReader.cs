using Bishui.Storage.Readings;

namespace Bishui.Storage.Sqlite;

/// <summary>Reads readings beside the writer, each question at one <see cref="SqliteMoment"/>.</summary>
internal sealed class SqliteReadingReader(SqliteReaders readers, SeriesTable table, Marks marks, Action<IReadOnlyList<SqliteMoment.BucketFigures>> keep)
{
    private delegate void Visitor(Series series, in Entry entry);

    public IReadOnlyList<Reading> Read(ReadingRange range, CancellationToken cancel)
    {
        var found = new List<Reading>();
        Visit(range, (series, in entry) => found.Add(ToReading(series, entry)), cancel);
        return found;
    }

    public IReadOnlyList<ReadingAggregate> Aggregate(
        ReadingRange range, AggregatePeriod every, IReadOnlySet<string> flags, CancellationToken cancel)
    {
        var periods = new Aggregation(every, flags);
        range = range with { AllVersions = false };
        if (every == AggregatePeriod.Hour || !ReadingSelection.Of(range).IsOfAllInForce)
        {
            Visit(range, (series, in entry) => periods.Add(series.Parameter, series.Kind, entry), cancel);
            return periods.Result();
        }
        var selection = ReadingSelection.Of(range);
        if (selection.IsEmpty) return [];
        var missing = new List<SqliteMoment.BucketFigures>();
        using (var moment = new SqliteMoment(readers, table, marks, range.Site, range.Parameter, range.Kind, selection.First, selection.Last))
            foreach (var part in moment.Parts) Add(moment, part, selection, periods, missing, cancel);
        if (missing.Count > 0) keep(missing);
        return periods.Result();
    }

    /// <summary>The readings one by one.</summary>
    public IEnumerable<Reading> Stream(ReadingRange range, CancellationToken cancel)
    {
        var selection = ReadingSelection.Of(range);
        if (selection.IsEmpty) yield break;
        using var moment = Open(range, selection);
        var some = new List<Reading>();
        foreach (var part in moment.Parts)
            foreach (var bucket in moment.Buckets(part))
            {
                cancel.ThrowIfCancellationRequested();
                some.Clear();
                Select(selection, bucket.All, part.Series, some);
                foreach (var reading in some) yield return reading;
            }
    }

    /// <summary>The first or the last of a range.</summary>
    public Reading? End(ReadingRange range, bool last, CancellationToken cancel)
    {
        var selection = ReadingSelection.Of(range);
        if (selection.IsEmpty) return null;
        using var moment = Open(range, selection);
        Reading? found = null;
        foreach (var part in moment.Parts)
            foreach (var bucket in moment.Buckets(part, newestFirst: last))
            {
                cancel.ThrowIfCancellationRequested();
                if (EndOf(selection, bucket.All, last) is not { } entry) continue;
                if (found is null || (last ? Hours.Time(entry.Time) > found.Time : Hours.Time(entry.Time) < found.Time)) found = ToReading(part.Series, entry);
                break;
            }
        return found;
    }

    public ReadingExtremes? Extremes(ReadingRange range, CancellationToken cancel)
    {
        var extremes = new Extremes();
        Visit(range, (series, in entry) =>
        {
            if (extremes.Wants(entry)) extremes.Add(entry, ToReading(series, entry));
        }, cancel);
        return extremes.Result;
    }

    /// <summary>The last reading at or before an instant of each series of a site, or of those with a parameter and kind.</summary>
    public IReadOnlyList<Reading> Latest(string site, string? parameter, ReadingKind? kind, DateTimeOffset at, CancellationToken cancel)
    {
        var until = at.ToUnixTimeMilliseconds();
        using var moment = new SqliteMoment(readers, table, marks, site, parameter, kind, long.MinValue, until);
        var found = new List<Reading>();
        foreach (var part in moment.Parts)
        {
            cancel.ThrowIfCancellationRequested();
            if (moment.Last(part, until) is { } last) found.Add(ToReading(part.Series, last));
        }
        return found;
    }

    public IReadOnlyList<ReadingSeries> Series(string? site)
    {
        lock (table.Gate)
            return [.. table.Find(site).Select(series => new ReadingSeries(series.Site, series.Parameter, series.Kind))];
    }

    private void Visit(ReadingRange range, Visitor visit, CancellationToken cancel)
    {
        var selection = ReadingSelection.Of(range);
        if (selection.IsEmpty) return;
        using var moment = Open(range, selection);
        foreach (var part in moment.Parts)
            foreach (var bucket in moment.Buckets(part))
            {
                cancel.ThrowIfCancellationRequested();
                var at = 0;
                while (selection.Next(bucket.All, ref at, out var entry)) visit(part.Series, entry);
            }
    }

    private SqliteMoment Open(ReadingRange range, in ReadingSelection selection) =>
        new(readers, table, marks, range.Site, range.Parameter, range.Kind, selection.First, selection.Last);

    private static void Add(
        SqliteMoment moment, SqliteMoment.Part part, in ReadingSelection selection, Aggregation periods, List<SqliteMoment.BucketFigures> missing, CancellationToken cancel)
    {
        var series = part.Series;
        var parts = DayFigures.AreKept(series.Kind)
            ? moment.Figures(part, selection.First, selection.Last, missing)
            : moment.Buckets(part).Select(bucket => ((List<DayFigure>?)null, (BucketEntries?)bucket));
        foreach (var (days, entries) in parts)
        {
            cancel.ThrowIfCancellationRequested();
            foreach (var day in days ?? []) periods.Add(series.Parameter, series.Kind, day);
            var at = 0;
            while (entries is not null && selection.Next(entries.All, ref at, out var entry)) periods.Add(series.Parameter, series.Kind, entry);
        }
    }

    private static void Select(in ReadingSelection selection, ReadOnlySpan<Entry> sorted, Series series, List<Reading> into)
    {
        var at = 0;
        while (selection.Next(sorted, ref at, out var entry)) into.Add(ToReading(series, entry));
    }

    private static Entry? EndOf(in ReadingSelection selection, ReadOnlySpan<Entry> sorted, bool last)
    {
        var (at, found) = (0, default(Entry?));
        while (selection.Next(sorted, ref at, out var entry))
        {
            found = entry;
            if (!last) break;
        }
        return found;
    }

    private static Reading ToReading(Series series, in Entry entry) => entry.ToReading(series.Site, series.Parameter, series.Kind);
}
