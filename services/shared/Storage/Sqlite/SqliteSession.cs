using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace Bishui.Storage.Sqlite;

/// <summary>One connection and its prepared statements, used by one caller at a time.</summary>
internal sealed class SqliteSession : IDisposable
{
    private readonly SqliteConnection _connection;
    private readonly Dictionary<string, SqliteCommand> _commands = new(StringComparer.Ordinal);

    private SqliteSession(SqliteConnection connection) => _connection = connection;

    public static SqliteSession OpenWriter(string path)
    {
        var session = Open(path, SqliteOpenMode.ReadWriteCreate);
        // FULL flushes once a commit, and commits are shared: what is acknowledged survives a power cut.
        // A checkpoint every 48 MB: the same pages are changed by one folding after the other, and go to the file once.
        session.RunOnce("pragma journal_mode=wal; pragma synchronous=full; pragma wal_autocheckpoint=12000; pragma journal_size_limit=67108864; pragma cache_size=-32768; pragma temp_store=memory;");
        return session;
    }

    public static SqliteSession OpenReader(string path)
    {
        var session = Open(path, SqliteOpenMode.ReadWrite);
        session.RunOnce("pragma query_only=1; pragma cache_size=-2048; pragma temp_store=memory;");
        return session;
    }

    /// <summary>A statement with its parameters <c>$0</c>, <c>$1</c> … set. Read its result to the end before the same text is used again.</summary>
    public SqliteCommand Prepare(string sql, params ReadOnlySpan<object?> values)
    {
        if (!_commands.TryGetValue(sql, out var command))
        {
            command = _connection.CreateCommand();
            command.CommandText = sql;
            for (var i = 0; i < values.Length; i++) command.Parameters.Add(new SqliteParameter { ParameterName = ParameterName(i) });
            _commands.Add(sql, command);
        }
        for (var i = 0; i < values.Length; i++) command.Parameters[i].Value = values[i] ?? DBNull.Value;
        return command;
    }

    /// <summary>Runs a statement and returns the number of rows it changed.</summary>
    public int Execute(string sql, params ReadOnlySpan<object?> values) => Prepare(sql, values).ExecuteNonQuery();

    /// <summary>The first column of the first row, or null.</summary>
    public object? Scalar(string sql, params ReadOnlySpan<object?> values) =>
        Prepare(sql, values).ExecuteScalar() is { } value and not DBNull ? value : null;

    /// <summary>Runs statements that are not worth keeping prepared.</summary>
    public void RunOnce(string sql)
    {
        using var command = _connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }

    /// <summary>Whether a transaction is open: some failures (a full disk) end it by themselves.</summary>
    public bool InTransaction => raw.sqlite3_get_autocommit(_connection.Handle) == 0;

    public void Dispose()
    {
        foreach (var command in _commands.Values) command.Dispose();
        _connection.Dispose();
    }

    private static SqliteSession Open(string path, SqliteOpenMode mode)
    {
        var connection = new SqliteConnection(
            new SqliteConnectionStringBuilder { DataSource = path, Mode = mode, Pooling = false, DefaultTimeout = 30 }.ToString());
        try
        {
            connection.Open();
            return new(connection);
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }

    private static string ParameterName(int index) => "$" + index.ToString(System.Globalization.CultureInfo.InvariantCulture);
}
