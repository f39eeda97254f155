using System.Collections.Concurrent;

namespace Bishui.Storage.Sqlite;

/// <summary>Connections for reading, each lent to one caller at a time. They see what was committed when they begin and never wait for the writer.</summary>
internal sealed class SqliteReaders(string path) : IDisposable
{
    private const int Kept = 16;
    private readonly ConcurrentBag<SqliteSession> _idle = [];
    private volatile bool _closed;

    public Lease Rent()
    {
        ObjectDisposedException.ThrowIf(_closed, typeof(SqliteDatabase));
        return new(this, _idle.TryTake(out var session) ? session : SqliteSession.OpenReader(path));
    }

    public void Dispose()
    {
        _closed = true;
        while (_idle.TryTake(out var session)) session.Dispose();
    }

    private void Return(SqliteSession session)
    {
        // One that failed within its transaction would show its next caller an old moment.
        if (_closed || _idle.Count >= Kept || session.InTransaction) session.Dispose();
        else _idle.Add(session);
        if (_closed) Dispose();
    }

    public readonly struct Lease(SqliteReaders owner, SqliteSession session) : IDisposable
    {
        public SqliteSession Session => session;

        public void Dispose() => owner.Return(session);
    }
}
