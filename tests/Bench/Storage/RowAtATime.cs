using Microsoft.Data.Sqlite;

namespace Bishui.Bench.Storage;

/// <summary>One durable commit for each reading, a row keyed by site, parameter and time.</summary>
internal sealed class RowAtATime : IDisposable
{
    private readonly SqliteConnection _connection;
    private readonly SqliteCommand _insert;
    private long _sequence;

    public RowAtATime(string folder)
    {
        _connection = new($"Data Source={Path.Combine(folder, "rows.db")};Pooling=False");
        _connection.Open();
        using (var setup = _connection.CreateCommand())
        {
            setup.CommandText = """
                pragma journal_mode=wal; pragma synchronous=full; pragma cache_size=-65536;
                create table reading(site integer, parameter integer, time integer, value real, primary key(site, parameter, time)) without rowid;
                """;
            setup.ExecuteNonQuery();
        }
        _insert = _connection.CreateCommand();
        _insert.CommandText = "insert into reading values($0, $1, $2, $3)";
        for (var i = 0; i < 4; i++) _insert.Parameters.Add($"${i}", i == 3 ? SqliteType.Real : SqliteType.Integer);
        _insert.Prepare();
    }

    public void Append()
    {
        var series = _sequence % Arrivals.Series;
        _insert.Parameters[0].Value = series / Arrivals.Parameters;
        _insert.Parameters[1].Value = series % Arrivals.Parameters;
        _insert.Parameters[2].Value = _sequence / Arrivals.Series * 60;
        _insert.Parameters[3].Value = Arrivals.Thousandths(_sequence++) / 1000.0;
        _insert.ExecuteNonQuery();
    }

    public void Dispose()
    {
        _insert.Dispose();
        _connection.Dispose();
    }
}
