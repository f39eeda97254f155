using Bishui.Storage.Readings;

namespace Bishui.Storage.Sqlite;

/// <summary>Reads readings beside the writer, each question at one <see cref="SqliteMoment"/>.</summary>
internal sealed class SqliteReadingReader(SqliteReaders readers, SeriesTable table, Marks marks)
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
        Visit(range with { AllVersions = false }, (series, in entry) => periods.Add(series.Parameter, series.Kind, entry), cancel);
        return periods.Result();
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
        using var moment = new SqliteMoment(readers, table, marks, range.Site, range.Parameter, range.Kind, selection.First, selection.Last);
        foreach (var part in moment.Parts)
            moment.Visit(part, sorted =>
            {
                var at = 0;
                while (selection.Next(sorted, ref at, out var entry)) visit(part.Series, entry);
            }, cancel);
    }

    private static Reading ToReading(Series series, in Entry entry) => entry.ToReading(series.Site, series.Parameter, series.Kind);
}
