using Bishui.Storage.Documents;

namespace Bishui.Storage.Sqlite;

/// <summary>The statements of one collection: a table with a column for each declared index.</summary>
internal sealed class CollectionSql
{
    public CollectionSql(Collection collection)
    {
        TableName = "doc:" + collection.Name;
        Text = new(collection);
        Table = Quote(TableName);
        var columns = string.Concat(collection.Indexes.Select(index => ", " + Column(index)));
        var values = string.Concat(collection.Indexes.Select((_, i) => $", ${i + 2}"));
        var sets = collection.Indexes.Select((index, i) => $"{Column(index)}=${i + 3}").ToList();
        Find = $"select version, body from {Table} where id=$0";
        Insert = $"insert into {Table}(id, version, body{columns}) values($0, 1, $1{values})";
        Update = $"update {Table} set version=version+1, body=$2{string.Concat(sets.Select(set => ", " + set))} where id=$0 and version=$1";
        Delete = $"delete from {Table} where id=$0 and version=$1";
        FillIndexes = $"update {Table} set {string.Join(", ", collection.Indexes.Select((index, i) => $"{Column(index)}=${i + 1}"))} where id=$0";
    }

    public string TableName { get; }
    public string Table { get; }
    public TextSql Text { get; }
    public string Find { get; }
    public string Insert { get; }
    public string Update { get; }
    public string Delete { get; }
    public string FillIndexes { get; }

    public static string ColumnName(DocumentIndex index) => "ix:" + index.Name;

    public static string Column(DocumentIndex index) => Quote(ColumnName(index));

    public string IndexName(DocumentIndex index) => $"{TableName}.{index.Name}{(index.Unique ? ".unique" : "")}";

    /// <summary>Whether another document holds a value of a unique index.</summary>
    public string Holder(DocumentIndex index) => $"select 1 from {Table} where {Column(index)}=$0 and id<>$1";

    /// <summary>The statement and parameters of a query; it asks for one document more than the limit, to know whether there is a next page.</summary>
    public (string Sql, List<object?> Values) Query(DocumentIndex? index, DocumentQuery query, Cursor? after, bool fewTexts = true)
    {
        var column = index is null ? "id" : Column(index);
        var values = new List<object?>();
        var conditions = new List<string> { $"{column} is not null" };
        void Where(string comparison, string? value)
        {
            if (value is null) return;
            conditions.Add($"{column} {comparison} ${values.Count}");
            values.Add(value);
        }
        Where("=", query.EqualTo);
        Where(">=", query.From);
        Where("<", query.Before);
        if (query.Text is { } sought) conditions.Add(Text.Condition(SearchText.Words(sought), fewTexts, Table, values));
        var (order, beyond) = query.Descending ? (" desc", "<") : ("", ">");
        if (after is { } place)
        {
            if (index is null)
            {
                conditions.Add($"id {beyond} ${values.Count}");
                values.Add(place.Id);
            }
            else
            {
                conditions.Add($"({column}, id) {beyond} (${values.Count}, ${values.Count + 1})");
                values.Add(place.Value);
                values.Add(place.Id);
            }
        }
        var limit = values.Count;
        values.Add((long)query.Limit + 1);
        var ties = index is null ? "" : $", id{order}";
        return ($"select id, version, body, {column} from {Table} where {string.Join(" and ", conditions)} order by {column}{order}{ties} limit ${limit}", values);
    }

    private static string Quote(string name) => $"\"{name}\"";
}
