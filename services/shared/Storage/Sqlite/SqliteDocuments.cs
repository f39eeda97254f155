using Bishui.Storage.Documents;
using Microsoft.Data.Sqlite;

namespace Bishui.Storage.Sqlite;

/// <summary>Documents over one session: outside a transaction what is committed, on the writer's session what its transaction sees.</summary>
internal sealed class SqliteDocuments(CollectionSet collections, SqliteWorkers workers, int fewTexts)
{
    private readonly Dictionary<string, CollectionSql> _sql =
        collections.All.ToDictionary(collection => collection.Name, collection => new CollectionSql(collection), StringComparer.Ordinal);

    public Stored<T>? Find<T>(SqliteSession session, Collection<T> collection, string id) where T : class
    {
        ArgumentNullException.ThrowIfNull(id);
        using var rows = session.Prepare(Sql(collection).Find, id).ExecuteReader();
        return rows.Read() ? new(id, rows.GetInt64(0), collection.Deserialize(rows.GetString(1))) : null;
    }

    public DocumentPage<T> List<T>(SqliteSession session, Collection<T> collection, DocumentQuery query) where T : class
    {
        var index = collections.IndexOf(collection.Name, query);
        var sql = Sql(collection);
        var few = query.Text is not { } sought || sql.Text.AreFew(session, SearchText.Words(sought), fewTexts);
        var (text, values) = sql.Query(index, query, Cursor.Decode(query), few);
        var items = new List<Stored<T>>();
        var last = default(Cursor);
        using var rows = session.Prepare(text, System.Runtime.InteropServices.CollectionsMarshal.AsSpan(values)).ExecuteReader();
        while (rows.Read())
        {
            if (items.Count == query.Limit) return new(items, last.Encode(query));
            items.Add(new(rows.GetString(0), rows.GetInt64(1), collection.Deserialize(rows.GetString(2))));
            last = new(rows.GetString(3), rows.GetString(0));
        }
        return new(items, null);
    }

    /// <summary>Writes a commit inside the session's transaction. Whatever it throws, and when it answers AlreadyConsumed, the caller rolls back.</summary>
    public CommitOutcome Apply(SqliteSession session, PreparedCommit commit, DateTimeOffset now)
    {
        var stamp = now.ToString("O", System.Globalization.CultureInfo.InvariantCulture);
        if (commit.Consumed is { } consumed
            && session.Execute("insert into inbox(consumer, message_id, consumed_at) values($0, $1, $2) on conflict do nothing",
                consumed.Consumer, consumed.MessageId.ToByteArray(bigEndian: true), stamp) == 0)
            return CommitOutcome.AlreadyConsumed;
        if (commit.Lease is { } lease) SqliteWorkers.Require(session, lease);
        foreach (var change in commit.Changes) Apply(session, change);
        workers.Keep(session, commit.Touched);
        foreach (var outgoing in commit.Events)
            session.Execute("insert into outbox(message_id, type, body, trace_parent, committed_at) values($0, $1, $2, $3, $4)",
                outgoing.MessageId.ToByteArray(bigEndian: true), outgoing.Type, outgoing.Body, outgoing.TraceParent, stamp);
        return CommitOutcome.Committed;
    }

    private void Apply(SqliteSession session, PreparedChange change)
    {
        var collection = collections[change.Collection];
        var sql = _sql[change.Collection];
        try
        {
            var changed = change switch
            {
                { Body: null } => session.Execute(sql.Delete, change.Id, change.Version),
                { Version: 0 } => session.Execute(sql.Insert, [change.Id, change.Body, .. change.IndexValues]),
                _ => session.Execute(sql.Update, [change.Id, change.Version, change.Body, .. change.IndexValues]),
            };
            if (changed == 0) throw new DocumentConflictException(ConflictKind.Version, change.Collection, change.Id);
            if (!collection.HasText) return;
            if (change.Body is null) sql.Text.Remove(session, change.Id);
            else sql.Text.Put(session, change.Id, change.Text, isNew: change.Version == 0);
        }
        catch (SqliteException taken) when (taken.SqliteExtendedErrorCode is SQLitePCL.raw.SQLITE_CONSTRAINT_PRIMARYKEY or SQLitePCL.raw.SQLITE_CONSTRAINT_UNIQUE)
        {
            // Where both are taken SQLite names either; the id is the one to answer.
            if (change.Version == 0 && session.Scalar(sql.Find, change.Id) is not null)
                throw new DocumentConflictException(ConflictKind.Id, change.Collection, change.Id);
            throw new DocumentConflictException(ConflictKind.UniqueValue, change.Collection, change.Id, TakenIndex(session, collection, sql, change));
        }
    }

    private static string? TakenIndex(SqliteSession session, Collection collection, CollectionSql sql, PreparedChange change)
    {
        for (var i = 0; i < collection.Indexes.Count; i++)
            if (collection.Indexes[i] is { Unique: true } index && change.IndexValues[i] is { } value
                && session.Scalar(sql.Holder(index), value, change.Id) is not null)
                return index.Name;
        return null;
    }

    private CollectionSql Sql(Collection collection) => _sql[collections[collection.Name].Name];
}
