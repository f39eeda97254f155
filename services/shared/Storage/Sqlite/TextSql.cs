using System.Globalization;
using Bishui.Storage.Documents;

namespace Bishui.Storage.Sqlite;

/// <summary>
/// The texts of one collection: a table of folded texts, and an FTS5 index over their pairs of neighbouring characters. Chinese is written without
/// spaces, so words cannot be told apart beforehand; pairs find any part of a text. They find candidates, the text itself decides.
/// </summary>
internal sealed class TextSql
{
    private readonly string _texts;
    private readonly string _pairs;

    public TextSql(Collection collection)
    {
        TableName = "text:" + collection.Name;
        var (texts, pairs) = (_texts, _pairs) = ($"\"{TableName}\"", $"\"pairs:{collection.Name}\"");
        // Not the documents' own row numbers: those may change when the file is compacted.
        Create = $"""
            create table {texts}(n integer primary key, id text not null unique, folded text not null);
            create virtual table {pairs} using fts5(pairs, content='', contentless_delete=1, detail=none, tokenize='ascii');
            """;
        Drop = $"drop table {texts}; drop table {pairs};";
        AddText = $"insert into {texts}(id, folded) values($0, $1) returning n";
        AddPairs = $"insert into {pairs}(rowid, pairs) values($0, $1)";
        RemovePairs = $"delete from {pairs} where rowid=(select n from {texts} where id=$0)";
        RemoveText = $"delete from {texts} where id=$0";
    }

    public string TableName { get; }
    public string Create { get; }
    public string Drop { get; }
    private string AddText { get; }
    private string AddPairs { get; }
    private string RemovePairs { get; }
    private string RemoveText { get; }

    /// <summary>Keeps a document's text, which may be null, in place of the one it had.</summary>
    public void Put(SqliteSession session, string id, string? text, bool isNew)
    {
        if (!isNew) Remove(session, id);
        if (SearchText.Fold(text) is not { } folded) return;
        session.Execute(AddPairs, session.Scalar(AddText, id, folded), string.Join(' ', TextPairs.Of(folded)));
    }

    public void Remove(SqliteSession session, string id)
    {
        session.Execute(RemovePairs, id);
        session.Execute(RemoveText, id);
    }

    /// <summary>Whether fewer documents than this may contain the words.</summary>
    public bool AreFew(SqliteSession session, IReadOnlyList<string> words, int few) =>
        (long)session.Scalar($"select count(*) from (select 1 from {_pairs} where {_pairs} match $0 limit $1)", Match(words), few)! < few;

    /// <summary>
    /// The condition that the texts of documents contain all words; adds its parameters. Few candidates are collected first and then put in order;
    /// where there are many, documents are looked at in their order, for a page of them soon comes together.
    /// </summary>
    public string Condition(IReadOnlyList<string> words, bool fewFirst, string documents, List<object?> values)
    {
        var first = values.Count;
        var contains = string.Join(" and ", words.Select((_, i) => string.Create(CultureInfo.InvariantCulture, $"instr(folded, ${first + i}) > 0")));
        values.AddRange(words);
        if (!fewFirst) return $"(select {contains} from {_texts} as text where text.id={documents}.id)";
        var candidates = string.Create(CultureInfo.InvariantCulture, $"select rowid from {_pairs} where {_pairs} match ${values.Count}");
        values.Add(Match(words));
        return $"id in (select id from {_texts} where n in ({candidates}) and {contains})";
    }

    private static string Match(IReadOnlyList<string> words) => string.Join(" AND ",
        words.SelectMany(word => word.Length == 1 ? [TextPairs.BeginningOf(word[0]) + "*"] : TextPairs.Within(word)).Distinct(StringComparer.Ordinal).Take(TextPairs.Most));
}
