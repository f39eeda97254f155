using Microsoft.Data.Sqlite;

namespace Bishui.Bench.Storage;

/// <summary>
/// The least that a store of readings in SQLite does: a row for each reading in a table without an index, and each full hour a blob of seconds
/// and floating-point values for each series in place of the rows. No keys are checked, nothing is recorded beside the value, ids are numbers.
/// </summary>
internal sealed class LogThenBucket : IDisposable
{
    private const int EntryBytes = 10, HourMinutes = 60;
    private readonly string _path;
    private readonly SqliteConnection _connection;
    private readonly SqliteCommand _begin, _commit, _append, _bucket, _clear, _last, _range;
    private readonly byte[][] _hours = [.. Enumerable.Range(0, Arrivals.Series).Select(_ => new byte[HourMinutes * EntryBytes])];
    private long _sequence;

    public LogThenBucket(string folder)
    {
        _path = Path.Combine(folder, "raw.db");
        _connection = new($"Data Source={_path};Pooling=False");
        _connection.Open();
        Run("pragma journal_mode=wal; pragma synchronous=off; pragma cache_size=-65536; pragma temp_store=memory");
        Run("create table log(id integer primary key, site integer, parameter integer, time integer, value real)");
        Run("create table bucket(id integer primary key, n integer, body blob)");
        _begin = Command("begin immediate");
        _commit = Command("commit");
        _append = Command("insert into log(site, parameter, time, value) values($0, $1, $2, $3)", SqliteType.Integer, SqliteType.Integer, SqliteType.Integer, SqliteType.Real);
        _bucket = Command("insert into bucket(id, n, body) values($0, 60, $1)", SqliteType.Integer, SqliteType.Blob);
        _clear = Command("delete from log");
        _last = Command("select body from bucket where id between $0 and $1 order by id desc limit 1", SqliteType.Integer, SqliteType.Integer);
        _range = Command("select body from bucket where id between $0 and $1", SqliteType.Integer, SqliteType.Integer);
    }

    public long Held => _sequence;

    public void Synchronous(string mode) => Run($"pragma synchronous={mode}");

    public void Append(int count)
    {
        _begin.ExecuteNonQuery();
        for (var i = 0; i < count; i++, _sequence++)
        {
            var series = (int)(_sequence % Arrivals.Series);
            var minute = _sequence / Arrivals.Series;
            var value = Arrivals.Thousandths(_sequence) / 1000.0;
            _append.Parameters[0].Value = series / Arrivals.Parameters;
            _append.Parameters[1].Value = series % Arrivals.Parameters;
            _append.Parameters[2].Value = minute * 60;
            _append.Parameters[3].Value = value;
            _append.ExecuteNonQuery();

            var entry = _hours[series].AsSpan((int)(minute % HourMinutes) * EntryBytes);
            BitConverter.TryWriteBytes(entry, (ushort)(minute % HourMinutes * 60));
            BitConverter.TryWriteBytes(entry[2..], value);
            if (series == Arrivals.Series - 1 && minute % HourMinutes == HourMinutes - 1) Fold(minute / HourMinutes);
        }
        _commit.ExecuteNonQuery();
    }

    /// <summary>The last value of a series.</summary>
    public double Last(int series)
    {
        _last.Parameters[0].Value = Id(series, 0);
        _last.Parameters[1].Value = Id(series, uint.MaxValue);
        var body = (byte[])_last.ExecuteScalar()!;
        return BitConverter.ToDouble(body, body.Length - 8);
    }

    /// <summary>The sum of some hours of a series.</summary>
    public double Sum(int series, long firstHour, int hours)
    {
        _range.Parameters[0].Value = Id(series, firstHour);
        _range.Parameters[1].Value = Id(series, firstHour + hours - 1);
        var sum = 0.0;
        using var rows = _range.ExecuteReader();
        while (rows.Read())
        {
            var body = rows.GetFieldValue<byte[]>(0);
            for (var at = 2; at < body.Length; at += EntryBytes) sum += BitConverter.ToDouble(body, at);
        }
        return sum;
    }

    public long CheckpointedBytes()
    {
        Run("pragma wal_checkpoint(truncate)");
        return new FileInfo(_path).Length;
    }

    public void Dispose()
    {
        foreach (var command in new[] { _begin, _commit, _append, _bucket, _clear, _last, _range }) command.Dispose();
        _connection.Dispose();
    }

    private static long Id(int series, long hour) => (long)series << 32 | hour;

    private void Fold(long hour)
    {
        for (var series = 0; series < Arrivals.Series; series++)
        {
            _bucket.Parameters[0].Value = Id(series, hour);
            _bucket.Parameters[1].Value = _hours[series];
            _bucket.ExecuteNonQuery();
        }
        _clear.ExecuteNonQuery();
    }

    private SqliteCommand Command(string sql, params SqliteType[] types)
    {
        var command = _connection.CreateCommand();
        command.CommandText = sql;
        for (var i = 0; i < types.Length; i++) command.Parameters.Add($"${i}", types[i]);
        command.Prepare();
        return command;
    }

    private void Run(string sql)
    {
        using var command = _connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }
}
