using Bishui.Storage.Readings;

namespace Bishui.Storage.Sqlite;

/// <summary>
/// Reads readings beside the writer. The gate is held while the file's snapshot is taken and the hours in memory are noted, so both show one
/// moment; an hour in memory is complete and stands for its bucket, so that a folding in between neither hides nor doubles anything.
/// </summary>
internal sealed class SqliteReadingReader(SqliteReaders readers, SeriesTable table, Marks marks)
{
    private delegate void Visitor(Series series, long time, in Entry entry);

    /// <summary>An hour in memory as it was when the gate was held.</summary>
    private readonly record struct Held(long Hour, Entry[] Entries, int Count)
    {
        public ReadOnlySpan<Entry> All => Entries.AsSpan(0, Count);
    }

    public IReadOnlyList<Reading> Read(ReadingRange range, CancellationToken cancel)
    {
        var found = new List<Reading>();
        Visit(range, HourSelection.Of(range), (series, time, in entry) => found.Add(ToReading(series, time, entry)), cancel);
        return found;
    }

    public IReadOnlyList<ReadingAggregate> Aggregate(
        ReadingRange range, AggregatePeriod every, IReadOnlySet<string> flags, CancellationToken cancel)
    {
        var periods = new Aggregation(every, flags);
        Visit(range, HourSelection.Of(range with { AllVersions = false }),
            (series, time, in entry) => periods.Add(series.Parameter, series.Kind, time, entry), cancel);
        return periods.Result();
    }

    public Reading? Latest(string site, string parameter, ReadingKind kind, DateTimeOffset at)
    {
        var until = at.ToUnixTimeMilliseconds();
        var upTo = Hours.Of(until);
        using var lease = readers.Rent();
        var session = lease.Session;
        Series series;
        List<Held> held;
        lock (table.Gate)
        {
            if (table.Find(site, parameter, kind) is not [var found]) return null;
            series = found;
            held = InMemory(series, 0, upTo);
            TakeSnapshot(session);
        }
        try
        {
            while (true)
            {
                var hour = held.Count > 0 ? held[^1].Hour : -1;
                var bucket = NewestBucket(session, series, hour + 1, upTo);
                var scratch = new HourEntries();
                if (bucket is { } onFile)
                {
                    hour = onFile.Hour;
                    scratch.Load(onFile.Body, marks);
                }
                else if (hour < 0)
                {
                    return null;
                }
                var entries = bucket is null ? held[^1].All : scratch.All;
                if (Last(entries, until - Hours.Start(hour)) is { } last) return ToReading(series, Hours.Start(hour) + last.Offset, last);
                if (bucket is null) held.RemoveAt(held.Count - 1);
                upTo = hour - 1;
            }
        }
        finally
        {
            session.Execute("commit");
        }
    }

    public IReadOnlyList<ReadingSeries> Series(string? site)
    {
        lock (table.Gate)
            return [.. table.Find(site).Select(series => new ReadingSeries(series.Site, series.Parameter, series.Kind))];
    }

    private void Visit(ReadingRange range, HourSelection selection, Visitor visit, CancellationToken cancel)
    {
        if (selection.IsEmpty) return;
        var (from, to) = (Hours.Of(selection.First), Hours.Of(selection.Last));
        using var lease = readers.Rent();
        var session = lease.Session;
        List<(Series Series, List<Held> Held)> parts;
        lock (table.Gate)
        {
            parts = [.. table.Find(range.Site, range.Parameter, range.Kind).Select(series => (series, InMemory(series, from, to)))];
            if (parts.Count == 0) return;
            TakeSnapshot(session);
        }
        try
        {
            var scratch = new HourEntries();
            foreach (var (series, held) in parts)
            {
                var next = 0;
                using var rows = session.Prepare("select id, body from bucket where id between $0 and $1 order by id",
                    series.BucketId(from), series.BucketId(to)).ExecuteReader();
                while (rows.Read())
                {
                    cancel.ThrowIfCancellationRequested();
                    var hour = rows.GetInt64(0) & uint.MaxValue;
                    while (next < held.Count && held[next].Hour < hour) Emit(series, held[next].Hour, held[next++].All);
                    if (next < held.Count && held[next].Hour == hour) continue;
                    scratch.Load(rows.GetFieldValue<byte[]>(1), marks);
                    Emit(series, hour, scratch.All);
                }
                for (; next < held.Count; next++) Emit(series, held[next].Hour, held[next].All);
            }
        }
        finally
        {
            session.Execute("commit");
        }

        void Emit(Series series, long hour, ReadOnlySpan<Entry> arrived)
        {
            var sorted = HourPack.Sorted(arrived);
            var (start, at) = (Hours.Start(hour), 0);
            while (selection.Next(sorted, start, ref at, out var entry)) visit(series, start + entry.Offset, entry);
        }
    }

    private static List<Held> InMemory(Series series, long from, long to)
    {
        var held = new List<Held>();
        for (var i = series.Place(from); i < series.Hours.Count && series.Hours[i].Hour <= to; i++)
            held.Add(new(series.Hours[i].Hour, series.Hours[i].Array, series.Hours[i].Visible));
        return held;
    }

    // A transaction sees the file as it was at its first read, not at its beginning.
    private static void TakeSnapshot(SqliteSession session)
    {
        session.Execute("begin");
        session.Scalar("select 1 from probe where id=0");
    }

    private static (long Hour, byte[] Body)? NewestBucket(SqliteSession session, Series series, long from, long to)
    {
        using var rows = session.Prepare("select id, body from bucket where id between $0 and $1 order by id desc limit 1",
            series.BucketId(from), series.BucketId(to)).ExecuteReader();
        return rows.Read() ? (rows.GetInt64(0) & uint.MaxValue, rows.GetFieldValue<byte[]>(1)) : null;
    }

    private static Entry? Last(ReadOnlySpan<Entry> entries, long offset)
    {
        Entry? last = null;
        foreach (ref readonly var entry in entries)
            if (entry.Offset <= offset && (last is not { } best || best.IsBefore(entry))) last = entry;
        return last;
    }

    private static Reading ToReading(Series series, long time, in Entry entry) =>
        entry.ToReading(series.Site, series.Parameter, series.Kind, time);
}
