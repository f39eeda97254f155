using Bishui.Storage.Documents;
using Bishui.Storage.Readings;
using Microsoft.Data.Sqlite;

namespace Bishui.Storage.Sqlite;

/// <summary>Brings the file to the tables and indexes that this program wants.</summary>
internal static class SqliteSchema
{
    /// <summary>Raised whenever an older program could not read what this one writes.</summary>
    public const long Format = 2;

    private const string Fixed = """
        create table if not exists outbox(position integer primary key autoincrement, message_id blob not null, type text not null,
          body text not null, trace_parent text, committed_at text not null);
        create table if not exists inbox(consumer text not null, message_id blob not null, consumed_at text not null,
          primary key(consumer, message_id)) without rowid;
        create index if not exists "inbox.at" on inbox(consumed_at);
        create table if not exists touched(position integer primary key autoincrement, worker text not null, kind text not null, id text not null);
        create index if not exists "touched.worker" on touched(worker, position);
        create table if not exists lease(name text not null primary key, holder text not null, until integer not null, fence integer not null) without rowid;
        create table if not exists probe(id integer primary key, value integer not null);
        create table if not exists series(id integer primary key, site text not null, parameter text not null, kind integer not null,
          span integer not null, unique(site, parameter, kind));
        create table if not exists log(id integer primary key, body blob not null);
        create table if not exists bucket(id integer primary key, n integer not null, body blob not null);
        create table if not exists figure(id integer primary key, n integer not null, body blob not null);
        """;

    public static void Prepare(SqliteSession session, string path, CollectionSet collections)
    {
        var found = (long)session.Scalar("pragma user_version")!;
        if (found > Format) throw new DatabaseTooNewException(path, found, Format);
        session.RunOnce("begin immediate");
        try
        {
            session.RunOnce(Fixed);
            // Spans were kept from format 2 on: what was begun before goes on by the hour.
            if (!Names(session, "select name from pragma_table_info($0)", "series").Contains("span"))
                session.RunOnce($"alter table series add column span integer not null default {BucketSpan.First}");
            foreach (var collection in collections.All) PrepareCollection(session, collection);
            session.RunOnce($"pragma user_version={Format}");
            session.RunOnce("commit");
        }
        catch
        {
            if (session.InTransaction) session.RunOnce("rollback");
            throw;
        }
    }

    private static void PrepareCollection(SqliteSession session, Collection collection)
    {
        var sql = new CollectionSql(collection);
        session.RunOnce($"create table if not exists {sql.Table}(id text not null primary key, version integer not null, body text not null)");

        var columns = Names(session, "select name from pragma_table_info($0)", sql.TableName);
        var added = collection.Indexes.Where(index => !columns.Contains(CollectionSql.ColumnName(index))).ToList();
        foreach (var index in added) session.RunOnce($"alter table {sql.Table} add column {CollectionSql.Column(index)} text");
        if (added.Count > 0)
            Fill(session, sql, (id, body) => session.Execute(sql.FillIndexes, [id, .. collection.IndexValuesOf(body)]));

        var hadText = Names(session, "select name from sqlite_master where type='table' and name=$0", sql.Text.TableName).Count > 0;
        // Texts that nobody keeps up are dropped: a collection that gets its text back must not find by old ones.
        if (hadText && !collection.HasText) session.RunOnce(sql.Text.Drop);
        if (!hadText && collection.HasText)
        {
            session.RunOnce(sql.Text.Create);
            Fill(session, sql, (id, body) => sql.Text.Put(session, id, collection.TextOf(body), isNew: true));
        }

        var wanted = collection.Indexes.ToDictionary(index => sql.IndexName(index), StringComparer.Ordinal);
        var existing = Names(session, "select name from sqlite_master where type='index' and tbl_name=$0 and sql is not null", sql.TableName);
        foreach (var name in existing.Where(name => !wanted.ContainsKey(name))) session.RunOnce($"drop index \"{name}\"");
        foreach (var (name, index) in wanted.Where(pair => !existing.Contains(pair.Key)))
        {
            var column = CollectionSql.Column(index);
            var keys = index.Unique ? column : $"{column}, id";
            try
            {
                session.RunOnce($"create {(index.Unique ? "unique " : "")}index \"{name}\" on {sql.Table}({keys}) where {column} is not null");
            }
            catch (SqliteException taken) when (taken.SqliteErrorCode == SQLitePCL.raw.SQLITE_CONSTRAINT)
            {
                throw new InvalidOperationException(
                    $"Index '{index.Name}' of collection '{collection.Name}' cannot be unique: stored documents share a value.", taken);
            }
        }
    }

    private static void Fill(SqliteSession session, CollectionSql sql, Action<string, string> put)
    {
        var after = "";
        while (true)
        {
            var page = new List<(string Id, string Body)>();
            using (var rows = session.Prepare($"select id, body from {sql.Table} where id > $0 order by id limit 500", after).ExecuteReader())
                while (rows.Read()) page.Add((rows.GetString(0), rows.GetString(1)));
            if (page.Count == 0) return;
            foreach (var (id, body) in page) put(id, body);
            after = page[^1].Id;
        }
    }

    private static HashSet<string> Names(SqliteSession session, string query, string table)
    {
        var names = new HashSet<string>(StringComparer.Ordinal);
        using var rows = session.Prepare(query, table).ExecuteReader();
        while (rows.Read()) names.Add(rows.GetString(0));
        return names;
    }
}
