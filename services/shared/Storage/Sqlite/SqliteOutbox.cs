using Bishui.Storage.Messages;

namespace Bishui.Storage.Sqlite;

/// <summary>The outbox's table.</summary>
internal static class SqliteOutbox
{
    public static IReadOnlyList<OutboxMessage> Pending(SqliteSession session, int limit)
    {
        var pending = new List<OutboxMessage>();
        using var rows = session.Prepare("select position, message_id, type, body, trace_parent from outbox order by position limit $0", (long)limit)
            .ExecuteReader();
        while (rows.Read())
            pending.Add(new(rows.GetInt64(0), new Guid(rows.GetFieldValue<byte[]>(1), bigEndian: true), rows.GetString(2), rows.GetString(3),
                rows.IsDBNull(4) ? null : rows.GetString(4)));
        return pending;
    }

    public static int Forget(SqliteSession session, IReadOnlyCollection<long> positions)
    {
        var forgotten = 0;
        foreach (var position in positions) forgotten += session.Execute("delete from outbox where position=$0", position);
        return forgotten;
    }
}
