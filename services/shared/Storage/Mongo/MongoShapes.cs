using System.Text.RegularExpressions;
using Bishui.Storage.Documents;
using Bishui.Storage.Messages;
using MongoDB.Bson;

namespace Bishui.Storage.Mongo;

/// <summary>What is sent to MongoDB, as plain documents, and what comes back: pure, so that it is tested without a server.</summary>
internal static class MongoShapes
{
    /// <summary>
    /// The position that was given for the commit that last wrote a document (<see cref="MongoClock"/>): what is decided on it gets greater ones.
    /// </summary>
    public const string Position = "p";

    /// <summary>
    /// The folded text. Candidates are found by the index over its <see cref="Pairs"/>, and the text itself decides by regular expression: MongoDB's own
    /// text index knows no Chinese words and no parts of words, and would find less than was asked for.
    /// </summary>
    public const string Text = "tx";

    /// <summary>The pairs of neighbouring characters of the text, as an array with an index.</summary>
    public const string Pairs = "tp";

    public static string CollectionName(string collection) => "doc." + collection;

    public static string IndexPath(DocumentIndex index) => "ix." + index.Name;

    public static string IndexName(DocumentIndex index) => IndexPath(index) + (index.Unique ? ".unique" : "");

    /// <summary>A document as it is stored; values that are null are left out, and with them the document from that index.</summary>
    public static BsonDocument Document(Collection collection, PreparedChange change, long position)
    {
        var document = new BsonDocument
        {
            ["_id"] = change.Id,
            ["v"] = change.Version + 1,
            [Position] = position,
            ["body"] = BsonJson.ToBson(change.Body!),
            ["ix"] = IndexValues(collection, change.IndexValues),
        };
        if (SearchText.Fold(change.Text) is { } folded)
        {
            document[Text] = folded;
            document[Pairs] = new BsonArray(TextPairs.Of(folded));
        }
        return document;
    }

    public static BsonDocument IndexValues(Collection collection, IReadOnlyList<string?> values)
    {
        var document = new BsonDocument();
        for (var i = 0; i < values.Count; i++)
            if (values[i] is { } value) document.Add(collection.Indexes[i].Name, value);
        return document;
    }

    /// <summary>The document at the version a change was decided on.</summary>
    public static BsonDocument AtVersion(PreparedChange change) => new() { ["_id"] = change.Id, ["v"] = change.Version };

    public static Stored<T> Read<T>(Collection<T> collection, BsonDocument document) where T : class =>
        new(document["_id"].AsString, document["v"].ToInt64(), collection.Deserialize(BsonJson.ToJson(document["body"])));

    public static BsonDocument Filter(DocumentIndex? index, DocumentQuery query, Cursor? after)
    {
        var path = index is null ? "_id" : IndexPath(index);
        // Every text is at or after the empty one: this leaves out documents without a value and lets the index be used.
        var range = new BsonDocument("$gte", query.From ?? "");
        if (query.Before is { } before) range["$lt"] = before;
        if (query.EqualTo is { } equal) range["$eq"] = equal;
        var filter = new BsonDocument(path, range);
        if (query.Text is { } sought) filter["$and"] = new BsonArray(SearchText.Words(sought).SelectMany(Contains));
        if (after is not { } place) return filter;

        var (beyond, atOrBeyond) = query.Descending ? ("$lt", "$lte") : ("$gt", "$gte");
        var rest = index is null
            ? new BsonDocument("_id", new BsonDocument(beyond, place.Id))
            : new BsonDocument
            {
                // Says again what the alternatives say together, as a bound for the index.
                [path] = new BsonDocument(atOrBeyond, place.Value),
                ["$or"] = new BsonArray
                {
                    new BsonDocument(path, new BsonDocument(beyond, place.Value)),
                    new BsonDocument { [path] = place.Value, ["_id"] = new BsonDocument(beyond, place.Id) },
                },
            };
        return new BsonDocument("$and", new BsonArray { filter, rest });
    }

    private static IEnumerable<BsonDocument> Contains(string word) =>
    [
        new(Pairs, word.Length == 1
            ? new BsonDocument("$regex", "^" + TextPairs.BeginningOf(word[0]))
            : new BsonDocument("$all", new BsonArray(TextPairs.Within(word).Distinct(StringComparer.Ordinal).Take(TextPairs.Most)))),
        new(Text, new BsonDocument("$regex", Regex.Escape(word))),
    ];

    public static BsonDocument Sort(DocumentIndex? index, bool descending)
    {
        var direction = descending ? -1 : 1;
        return index is null ? new("_id", direction) : new() { [IndexPath(index)] = direction, ["_id"] = direction };
    }

    public static BsonDocument OutboxEntry(long position, PreparedEvent outgoing, DateTimeOffset now) => new()
    {
        ["_id"] = position,
        ["messageId"] = Id(outgoing.MessageId),
        ["type"] = outgoing.Type,
        ["body"] = outgoing.Body,
        ["traceParent"] = outgoing.TraceParent is null ? BsonNull.Value : outgoing.TraceParent,
        ["committedAt"] = now.UtcDateTime,
    };

    public static OutboxMessage ReadOutbox(BsonDocument entry) => new(
        entry["_id"].AsInt64, entry["messageId"].AsBsonBinaryData.ToGuid(GuidRepresentation.Standard), entry["type"].AsString, entry["body"].AsString,
        entry["traceParent"].IsBsonNull ? null : entry["traceParent"].AsString);

    public static BsonDocument InboxKey(ConsumedMessage consumed) => new() { ["consumer"] = consumed.Consumer, ["message"] = Id(consumed.MessageId) };

    private static BsonBinaryData Id(Guid id) => new(id, GuidRepresentation.Standard);
}
