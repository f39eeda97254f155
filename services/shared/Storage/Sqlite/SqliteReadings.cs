using Bishui.Storage.Readings;

namespace Bishui.Storage.Sqlite;

/// <summary>
/// Readings as the writer keeps them. A batch is appended packed to the log; the hours it touches are held in memory, complete, where repeats and
/// corrections are told apart and recent readings are read. When enough has gathered, all changed hours are written as one bucket each and the
/// log is emptied in the same transaction. Everything here but what readers share runs on the writer's thread.
/// </summary>
internal sealed class SqliteReadings(SqliteSession session, SeriesTable table, SqliteOptions options) : ITransactionParticipant
{
    // Hours are also read into memory for repeats, without anything to fold.
    private const int HeldToFolded = 4;
    private readonly PackWriter _packer = new();
    private readonly List<OpenHour> _touched = [];
    private readonly List<OpenHour> _group = [];
    private readonly List<OpenHour> _dirty = [];
    private readonly List<OpenHour> _open = [];
    private int _unfolded, _foldAt = options.FoldAfter;
    private long _held;

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
                    var hour = Touch(table.ById(reader.Series), Hours.Of(reader.Time));
                    hour.Add(entry);
                    _held++;
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
            var (number, offset) = Hours.Split(reading.Time);
            var series = table.FindOrCreate(session, reading.Site, reading.Parameter, reading.Kind);
            var hour = Touch(series, number);
            results[i] = hour.Stage(offset, reading, Marks.Of(reading.Flag, reading.Source), out var entry);
            if (results[i] == AppendResult.Duplicate) continue;
            versions[i] = entry.Version;
            _packer.Add(series.Id, Hours.Start(number), entry);
            _held++;
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
        foreach (var hour in _touched)
        {
            hour.IsTouched = false;
            hour.Kept = hour.Count;
            if (hour.IsInGroup) continue;
            hour.IsInGroup = true;
            _group.Add(hour);
        }
        _touched.Clear();
    }

    public void Undo()
    {
        table.Undo();
        foreach (var hour in _touched)
        {
            hour.IsTouched = false;
            Truncate(hour, hour.Kept);
        }
        _touched.Clear();
    }

    public void Publish()
    {
        lock (table.Gate)
        {
            table.Publish();
            foreach (var hour in _group)
            {
                hour.IsInGroup = false;
                if (hour.Kept == hour.Visible) continue;
                _unfolded += hour.Kept - hour.Visible;
                hour.Visible = hour.Kept;
                if (hour.IsDirty) continue;
                hour.IsDirty = true;
                _dirty.Add(hour);
            }
        }
        _group.Clear();
    }

    public void Abandon()
    {
        Undo();
        table.Abandon();
        foreach (var hour in _group)
        {
            hour.IsInGroup = false;
            Truncate(hour, hour.Visible);
            hour.Kept = hour.Visible;
        }
        _group.Clear();
    }

    public void Rest()
    {
        if (_unfolded >= _foldAt || _held >= (long)options.FoldAfter * HeldToFolded) Fold();
    }

    /// <summary>Writes every changed hour as its bucket, empties the log, and lets go of the hours that are done with.</summary>
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
        _dirty.Sort((a, b) => a.Series.BucketId(a.Hour).CompareTo(b.Series.BucketId(b.Hour)));
        session.Execute("begin immediate");
        foreach (var hour in _dirty)
            session.Execute("insert into bucket(id, n, body) values($0, $1, $2) on conflict(id) do update set n=excluded.n, body=excluded.body",
                hour.Series.BucketId(hour.Hour), (long)hour.Count, HourPack.Pack(_packer, hour.Hour, hour.All));
        session.Execute("delete from log");
        session.Execute("commit");
    }

    private void LetGo()
    {
        foreach (var hour in _dirty) hour.Series.NewestBucket = Math.Max(hour.Series.NewestBucket, hour.Hour);
        // A series' newest hour is about to be written again; the others are read from the file from now on.
        var keepNewest = _held < (long)options.FoldAfter * HeldToFolded;
        lock (table.Gate)
            foreach (var hour in _open)
                if (!(keepNewest && hour.IsDirty && hour.Series.Hours[^1] == hour))
                    hour.Series.Hours.Remove(hour);
        _open.Clear();
        _held = 0;
        foreach (var hour in _dirty)
        {
            hour.IsDirty = false;
            hour.Folded = hour.Count;
            if (hour.Series.Hours.Count == 0 || hour.Series.Hours[^1] != hour) continue;
            _open.Add(hour);
            _held += hour.Count;
        }
        _dirty.Clear();
    }

    private OpenHour Touch(Series series, long number)
    {
        var hour = series.FindHour(number) ?? Open(series, number);
        if (!hour.IsTouched)
        {
            hour.IsTouched = true;
            _touched.Add(hour);
        }
        return hour;
    }

    private OpenHour Open(Series series, long number)
    {
        // The hour before tells how many readings to expect.
        var hour = new OpenHour(series, number, series.Hours.Count > 0 ? series.Hours[^1].Count : 4);
        if (series.NewestBucket == Series.Unknown)
            series.NewestBucket = session.Scalar("select id from bucket where id between $0 and $1 order by id desc limit 1",
                series.BucketId(0), series.BucketId(uint.MaxValue)) is long id ? id & uint.MaxValue : 0;
        if (number <= series.NewestBucket
            && session.Scalar("select body from bucket where id=$0", series.BucketId(number)) is byte[] body)
            hour.Load(body, Marks);
        hour.Folded = hour.Visible = hour.Kept = hour.Count;
        _held += hour.Count;
        _open.Add(hour);
        lock (table.Gate) series.Hours.Insert(series.Place(number), hour);
        return hour;
    }

    private void Truncate(OpenHour hour, int count)
    {
        _held -= hour.Count - count;
        hour.Truncate(count);
    }
}
