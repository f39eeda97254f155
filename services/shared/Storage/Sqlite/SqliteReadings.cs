using Bishui.Storage.Readings;

namespace Bishui.Storage.Sqlite;

/// <summary>
/// Readings as the writer keeps them. A batch is appended packed to the log, and its readings to the tails in memory of the buckets they belong to.
/// When enough has gathered, all these buckets are written anew and the log is emptied in the same transaction. What was held of a key before is
/// looked for in its tail, and on file only when it can be there. Everything here but what readers share runs on the writer's thread.
/// </summary>
internal sealed class SqliteReadings(SqliteSession session, SeriesTable table, SqliteOptions options) : ITransactionParticipant
{
    private readonly PackWriter _packer = new();
    private readonly BucketEntries _scratch = new();
    private readonly List<Tail> _touched = [];
    private readonly List<Tail> _group = [];
    private readonly List<Tail> _dirty = [];
    private int _unfolded, _foldAt = options.FoldAfter;

    public Marks Marks { get; } = new();

    /// <summary>Why readings could not be folded, or null; they are safe in the log meanwhile.</summary>
    public Exception? FoldFailure { get; private set; }

    /// <summary>Takes up what the log holds, as it was before the process ended.</summary>
    public void Recover()
    {
        using (var rows = session.Prepare("select body from log order by id").ExecuteReader())
            while (rows.Read())
            {
                var reader = new PackReader(rows.GetFieldValue<byte[]>(0), Marks);
                while (reader.Next(out var entry))
                {
                    var series = table.ById(reader.Series);
                    var bucket = series.Span.BucketOf(entry.Time);
                    Add(series.FindTail(bucket) ?? Open(series, bucket), entry);
                }
            }
        Keep();
        Publish();
    }

    /// <summary>Says what each reading is and holds the new ones until the caller's part is kept or undone.</summary>
    public AppendOutcome Stage(IReadOnlyList<Reading> batch)
    {
        _packer.Begin();
        var results = new AppendResult[batch.Count];
        var versions = new int[batch.Count];
        for (var i = 0; i < results.Length; i++)
        {
            var reading = batch[i];
            var time = reading.Time.ToUnixTimeMilliseconds();
            var series = table.FindOrCreate(session, reading.Site, reading.Parameter, reading.Kind);
            var bucket = series.Span.BucketOf(time);
            var tail = series.FindTail(bucket);
            var held = tail?.Find(time) ?? FindOnFile(series, bucket, time);
            results[i] = Entry.Judge(reading, time, Marks.Of(reading.Flag, reading.Source), held, out var entry);
            if (results[i] == AppendResult.Duplicate) continue;
            versions[i] = entry.Version;
            _packer.Add(series.Id, entry);
            Add(tail ?? Open(series, bucket), entry);
        }
        return new(results, versions);
    }

    /// <summary>Writes what the last <see cref="Stage"/> held to the log.</summary>
    public void Append()
    {
        if (_packer.Count > 0) session.Execute("insert into log(body) values($0)", _packer.ToArray());
    }

    public void Keep()
    {
        table.Keep();
        foreach (var tail in _touched)
        {
            tail.IsTouched = false;
            tail.Kept = tail.Count;
            if (tail.IsInGroup) continue;
            tail.IsInGroup = true;
            _group.Add(tail);
        }
        _touched.Clear();
    }

    public void Undo()
    {
        table.Undo();
        foreach (var tail in _touched)
        {
            tail.IsTouched = false;
            Truncate(tail, tail.Kept);
        }
        _touched.Clear();
    }

    public void Publish()
    {
        lock (table.Gate)
        {
            table.Publish();
            foreach (var tail in _group)
            {
                tail.IsInGroup = false;
                _unfolded += tail.Kept - tail.Visible;
                tail.Visible = tail.Kept;
                if (tail.IsDirty) continue;
                tail.IsDirty = true;
                _dirty.Add(tail);
            }
        }
        _group.Clear();
    }

    public void Abandon()
    {
        Undo();
        table.Abandon();
        foreach (var tail in _group)
        {
            tail.IsInGroup = false;
            tail.Kept = tail.Visible;
            Truncate(tail, tail.Visible);
        }
        _group.Clear();
    }

    public void Rest()
    {
        if (_unfolded >= _foldAt) Fold();
    }

    /// <summary>Writes every changed bucket, empties the log, and lets go of the tails.</summary>
    public void Fold()
    {
        try
        {
            if (_dirty.Count > 0) WriteBuckets();
            FoldFailure = null;
            _unfolded = 0;
            _foldAt = options.FoldAfter;
        }
        catch (Exception failure)
        {
            // Nothing is lost: the log is whole. Trying again at every commit would make a full disk worse.
            if (session.InTransaction) session.Execute("rollback");
            FoldFailure = failure;
            _foldAt = _unfolded + options.FoldAfter;
            return;
        }
        LetGo();
    }

    private void WriteBuckets()
    {
        // As they lie on the disk.
        _dirty.Sort((a, b) => a.Series.Span.Id(a.Bucket).CompareTo(b.Series.Span.Id(b.Bucket)));
        session.Execute("begin immediate");
        foreach (var tail in _dirty)
        {
            var days = Pack(tail);
            session.Execute("insert into bucket(id, n, body) values($0, $1, $2) on conflict(id) do update set n=excluded.n, body=excluded.body",
                tail.Series.Span.Id(tail.Bucket), (long)_packer.Count, _packer.ToArray());
            if (days is not null) KeepFigures(tail.Series.Span.Id(tail.Bucket), _packer.Count, DayFigures.Pack(days));
        }
        session.Execute("delete from log");
        session.Execute("commit");
    }

    /// <summary>Keeps the figures of a bucket's days; they hold as long as the bucket has so many readings.</summary>
    public int KeepFigures(long bucket, long count, byte[] body) => session.Execute(
        "insert into figure(id, n, body) values($0, $1, $2) on conflict(id) do update set n=excluded.n, body=excluded.body", bucket, count, body);

    /// <summary>Packs a bucket with its tail, and gives the figures of its days where these are kept.</summary>
    private List<DayFigure>? Pack(Tail tail)
    {
        var body = OnFile(tail.Series, tail.Bucket);
        if (body is null && tail.IsInOrder)
        {
            tail.Pack(_packer);
            return Days(tail);
        }
        _scratch.Truncate(0);
        if (body is not null) _scratch.Load(body, Marks);
        _scratch.Add(tail.All);
        _scratch.Pack(_packer);
        return Days(_scratch);

        List<DayFigure>? Days(BucketEntries entries) => DayFigures.AreKept(tail.Series.Kind) ? DayFigures.Of(entries.Sort()) : null;
    }

    private void LetGo()
    {
        lock (table.Gate)
            foreach (var tail in _dirty)
            {
                var series = tail.Series;
                series.LastOnFile = Math.Max(LastOnFile(series), tail.Last);
                if (series.Tails.Count == 0) continue;
                series.Expected = series.Tails.Max(held => held.Count);
                series.Tails.Clear();
            }
        _dirty.Clear();
    }

    private void Add(Tail tail, in Entry entry)
    {
        tail.Add(entry);
        if (tail.IsTouched) return;
        tail.IsTouched = true;
        _touched.Add(tail);
    }

    private Tail Open(Series series, long bucket)
    {
        var tail = new Tail(series, bucket, series.Expected);
        lock (table.Gate) series.Tails.Insert(series.Place(bucket), tail);
        return tail;
    }

    private void Truncate(Tail tail, int count)
    {
        tail.Truncate(count);
        if (count > 0) return;
        lock (table.Gate) tail.Series.Tails.Remove(tail);
    }

    private Entry? FindOnFile(Series series, long bucket, long time)
    {
        if (time > LastOnFile(series) || OnFile(series, bucket) is not { } body) return null;
        var reader = new PackReader(body, Marks);
        var found = default(Entry?);
        while (reader.Next(out var entry) && entry.Time <= time)
            if (entry.Time == time) found = entry;
        return found;
    }

    private byte[]? OnFile(Series series, long bucket) =>
        bucket > series.Span.BucketOf(LastOnFile(series)) ? null : (byte[]?)session.Scalar("select body from bucket where id=$0", series.Span.Id(bucket));

    private long LastOnFile(Series series)
    {
        if (series.LastOnFile != Series.Unknown) return series.LastOnFile;
        var (first, last) = series.Span.Ids;
        _scratch.Truncate(0);
        if (session.Scalar("select body from bucket where id between $0 and $1 order by id desc limit 1", first, last) is byte[] body)
            _scratch.Load(body, Marks);
        return series.LastOnFile = _scratch.Last;
    }
}
