using Bishui.Storage.Readings;

namespace Bishui.Storage.Sqlite;

/// <summary>
/// One moment of some series: the file's snapshot and the tails in memory, taken together under the gate. What a folding has written before its
/// tails are let go of is met in both, and is recognised by time and version: a folding neither hides nor doubles anything.
/// </summary>
internal sealed class SqliteMoment : IDisposable
{
    private readonly SqliteReaders.Lease _lease;
    private readonly Marks _marks;
    private readonly BucketEntries _scratch = new();

    /// <summary>Looks at series of a site, as far as their buckets may hold something from the first to the last millisecond.</summary>
    public SqliteMoment(SqliteReaders readers, SeriesTable table, Marks marks, string site, string? parameter, ReadingKind? kind, long first, long last)
    {
        _marks = marks;
        _lease = readers.Rent();
        try
        {
            lock (table.Gate)
            {
                Parts = [.. table.Find(site, parameter, kind).Select(series => Look(series, first, last))];
                if (Parts.Count == 0) return;
                // A transaction sees the file as it was at its first read, not at its beginning.
                Session.Execute("begin");
                Session.Scalar("select 1 from probe where id=0");
            }
        }
        catch
        {
            _lease.Dispose();
            throw;
        }
    }

    public List<Part> Parts { get; }

    private SqliteSession Session => _lease.Session;

    /// <summary>The buckets of a part one after another, each good until the next is asked for.</summary>
    public IEnumerable<BucketEntries> Buckets(Part part, bool newestFirst = false)
    {
        var tails = part.Tails;
        var (next, step) = newestFirst ? (tails.Count - 1, -1) : (0, 1);
        bool HasTail() => next >= 0 && next < tails.Count;
        using var rows = Session.Prepare($"select id, body from bucket where id between $0 and $1 order by id{(newestFirst ? " desc" : "")}",
            part.Series.Span.Id(part.From), part.Series.Span.Id(part.To)).ExecuteReader();
        while (rows.Read())
        {
            var bucket = BucketSpan.BucketOfId(rows.GetInt64(0));
            for (; HasTail() && (newestFirst ? tails[next].Bucket > bucket : tails[next].Bucket < bucket); next += step) yield return Together(null, tails[next].All);
            if (HasTail() && tails[next].Bucket == bucket)
            {
                yield return Together(rows.GetFieldValue<byte[]>(1), tails[next].All);
                next += step;
            }
            else
            {
                yield return Together(rows.GetFieldValue<byte[]>(1), []);
            }
        }
        for (; HasTail(); next += step) yield return Together(null, tails[next].All);
    }

    /// <summary>
    /// The buckets of a part, oldest first, as the figures of their days where these are on file and nothing came since, and as entries otherwise.
    /// Figures that are missing are made, and given to <paramref name="missing"/>.
    /// </summary>
    public IEnumerable<(List<DayFigure>? Days, BucketEntries? Entries)> Figures(Part part, long first, long last, List<BucketFigures> missing)
    {
        var (tails, next, span) = (part.Tails, 0, part.Series.Span);
        using var rows = Session.Prepare("select b.id, b.n, f.n, f.body from bucket b left join figure f on f.id=b.id where b.id between $0 and $1 order by b.id",
            span.Id(part.From), span.Id(part.To)).ExecuteReader();
        while (rows.Read())
        {
            var (id, count) = (rows.GetInt64(0), rows.GetInt64(1));
            var bucket = BucketSpan.BucketOfId(id);
            for (; next < tails.Count && tails[next].Bucket < bucket; next++) yield return (null, Together(null, tails[next].All));
            if (next < tails.Count && tails[next].Bucket == bucket)
            {
                yield return (null, Together(Body(id), tails[next++].All));
                continue;
            }
            if (!span.IsWithin(bucket, first, last))
            {
                yield return (null, Together(Body(id), []));
                continue;
            }
            if (!rows.IsDBNull(2) && rows.GetInt64(2) == count)
            {
                yield return (DayFigures.Unpack(rows.GetFieldValue<byte[]>(3)), null);
                continue;
            }
            var made = DayFigures.Of(Together(Body(id), []).Sort());
            missing.Add(new(id, count, DayFigures.Pack(made)));
            yield return (made, null);
        }
        for (; next < tails.Count; next++) yield return (null, Together(null, tails[next].All));
    }

    /// <summary>The last entry of a part at or before an instant in Unix milliseconds, or null.</summary>
    public Entry? Last(in Part part, long until)
    {
        var span = part.Series.Span;
        var (upTo, next) = (span.Id(part.To), part.Tails.Count - 1);
        // What is later than all that is on file needs no look at it.
        if (next >= 0 && Last([], part.Tails[next].All, until) is { } newest && newest.Time > part.LastOnFile) return newest;
        while (true)
        {
            var tail = next >= 0 ? part.Tails[next] : default;
            using var rows = Session.Prepare("select id, body from bucket where id between $0 and $1 order by id desc limit 1",
                span.Id(tail.Bucket), upTo).ExecuteReader();
            var onFile = rows.Read();
            if (!onFile && next < 0) return null;
            var bucket = onFile ? BucketSpan.BucketOfId(rows.GetInt64(0)) : tail.Bucket;
            var hasTail = next >= 0 && tail.Bucket == bucket;
            if (Last(onFile ? rows.GetFieldValue<byte[]>(1) : [], hasTail ? tail.All : [], until) is { } last) return last;
            if (hasTail) next--;
            upTo = span.Id(bucket) - 1;
        }
    }

    public void Dispose()
    {
        try
        {
            if (Parts.Count > 0) Session.Execute("commit");
        }
        finally
        {
            _lease.Dispose();
        }
    }

    private static Part Look(Series series, long first, long last)
    {
        var (from, to) = (series.Span.BucketOf(first), series.Span.BucketOf(last));
        var tails = new List<SeenTail>();
        for (var i = series.Place(from); i < series.Tails.Count && series.Tails[i].Bucket <= to; i++)
            tails.Add(new(series.Tails[i].Bucket, series.Tails[i].Array, series.Tails[i].Visible));
        return new(series, from, to, tails, series.LastOnFile);
    }

    private byte[] Body(long id) => (byte[])Session.Scalar("select body from bucket where id=$0", id)!;

    private BucketEntries Together(byte[]? onFile, ReadOnlySpan<Entry> since)
    {
        _scratch.Truncate(0);
        if (onFile is not null) _scratch.Load(onFile, _marks);
        _scratch.Add(since);
        _scratch.Sort();
        return _scratch;
    }

    /// <summary>Among a bucket on file and its tail; a bucket is not put together only to find its end.</summary>
    private Entry? Last(ReadOnlySpan<byte> onFile, ReadOnlySpan<Entry> since, long until)
    {
        var (found, last) = (false, default(Entry));
        if (onFile.Length > 0)
            for (var reader = new PackReader(onFile, _marks); reader.Next(out var entry) && entry.Time <= until; last = entry) found = true;
        foreach (ref readonly var entry in since)
            if (entry.Time <= until && (!found || last.IsBefore(entry))) (found, last) = (true, entry);
        return found ? last : null;
    }

    /// <summary>A series with its tails, oldest first, and when the last reading on file was taken.</summary>
    public readonly record struct Part(Series Series, long From, long To, List<SeenTail> Tails, long LastOnFile);

    /// <summary>A tail as far as it was committed.</summary>
    public readonly record struct SeenTail(long Bucket, Entry[] Entries, int Count)
    {
        public ReadOnlySpan<Entry> All => Entries.AsSpan(0, Count);
    }

    /// <summary>The figures of a bucket of so many readings.</summary>
    public readonly record struct BucketFigures(long Id, long Count, byte[] Body);
}
