using System.Collections.Immutable;
using System.Text;
using System.Text.RegularExpressions;
using MongoDB.Bson;

namespace Bishui.Tests.Support.Mongo;

/// <summary>An index as it was asked for.</summary>
internal sealed record StandInIndex(string Name, IReadOnlyList<string> Paths, bool Unique);

/// <summary>A collection at one moment; documents in it are never changed.</summary>
/// <param name="Documents">By id.</param>
/// <param name="Indexes">As they were asked for.</param>
/// <param name="Taken">Who has which key of which unique index.</param>
internal sealed record StandInCollection(
    ImmutableSortedDictionary<BsonValue, BsonDocument> Documents, ImmutableList<StandInIndex> Indexes,
    ImmutableDictionary<(string Index, BsonValue Key), BsonValue> Taken)
{
    public static readonly StandInCollection Empty = new(
        ImmutableSortedDictionary.Create<BsonValue, BsonDocument>(StandInQuery.Order), [], ImmutableDictionary<(string, BsonValue), BsonValue>.Empty);

    /// <summary>The unique keys of a document; one that lacks a value has none.</summary>
    public IEnumerable<(string Index, BsonValue Key)> KeysOf(BsonDocument document)
    {
        foreach (var index in Indexes.Where(index => index.Unique))
            if (index.Paths.Select(path => StandInQuery.Value(document, path)).ToList() is var values && values.TrueForAll(value => value is not null))
                yield return (index.Name, new BsonArray(values));
    }

    /// <summary>With a document, or without the one of this id.</summary>
    public StandInCollection With(BsonValue id, BsonDocument? document)
    {
        var taken = Taken;
        if (Documents.TryGetValue(id, out var before)) taken = taken.RemoveRange(KeysOf(before));
        if (document is not null) taken = taken.SetItems(KeysOf(document).Select(key => KeyValuePair.Create(key, id)));
        return this with { Documents = document is null ? Documents.Remove(id) : Documents.SetItem(id, document), Taken = taken };
    }
}

/// <summary>The operators that the adapter uses; any other is an error, so that none passes unnoticed.</summary>
internal static class StandInQuery
{
    /// <summary>Texts by their bytes, as the server compares them.</summary>
    public static readonly IComparer<BsonValue> Order = Comparer<BsonValue>.Create((a, b) => (a, b) switch
    {
        (BsonString left, BsonString right) => Encoding.UTF8.GetBytes(left.Value).AsSpan().SequenceCompareTo(Encoding.UTF8.GetBytes(right.Value)),
        _ => a.CompareTo(b),
    });

    public static BsonValue? Value(BsonDocument document, string path)
    {
        BsonValue value = document;
        foreach (var name in path.Split('.'))
        {
            if (value is not BsonDocument inner || !inner.TryGetValue(name, out var next)) return null;
            value = next;
        }
        return value;
    }

    public static bool Matches(BsonDocument document, BsonDocument filter) => filter.All(condition => condition.Name switch
    {
        "$and" => condition.Value.AsBsonArray.All(inner => Matches(document, inner.AsBsonDocument)),
        "$or" => condition.Value.AsBsonArray.Any(inner => Matches(document, inner.AsBsonDocument)),
        _ => Matches(Value(document, condition.Name), condition.Value),
    });

    public static int Compare(BsonDocument a, BsonDocument b, BsonDocument sort)
    {
        foreach (var key in sort)
        {
            var order = Order.Compare(Value(a, key.Name) ?? BsonNull.Value, Value(b, key.Name) ?? BsonNull.Value);
            if (order != 0) return order * key.Value.ToInt32();
        }
        return 0;
    }

    public static BsonDocument Update(BsonDocument document, BsonDocument update, bool inserting)
    {
        if (update.ElementCount == 0 || !update.GetElement(0).Name.StartsWith('$')) return new BsonDocument("_id", document["_id"]).Merge(update, true);
        var changed = document.DeepClone().AsBsonDocument;
        foreach (var (name, fields) in update.Select(element => (element.Name, element.Value.AsBsonDocument)))
            foreach (var field in fields)
                switch (name)
                {
                    case "$set":
                        changed[field.Name] = field.Value;
                        break;
                    case "$setOnInsert":
                        if (inserting) changed[field.Name] = field.Value;
                        break;
                    case "$inc":
                        changed[field.Name] = changed.GetValue(field.Name, 0L).ToInt64() + field.Value.ToInt64();
                        break;
                    case "$max":
                        if (!changed.Contains(field.Name) || changed[field.Name] < field.Value) changed[field.Name] = field.Value;
                        break;
                    default:
                        throw new NotSupportedException($"Update operator {name}");
                }
        return changed;
    }

    private static bool Matches(BsonValue? value, BsonValue condition)
    {
        if (condition is not BsonDocument operators || !operators.Names.Any(name => name.StartsWith('$'))) return value is not null && value == condition;
        return operators.All(element => element.Name switch
        {
            "$eq" => value is not null && value == element.Value,
            "$all" => value is BsonArray all && element.Value.AsBsonArray.All(all.Contains),
            "$regex" when value is BsonArray each => each.Any(one => Matches(one, new BsonDocument(element))),
            "$regex" => value is BsonString text && Regex.IsMatch(text.Value, element.Value.AsString, RegexOptions.CultureInvariant),
            "$ne" => value != element.Value,
            "$nin" => value is null || !element.Value.AsBsonArray.Contains(value),
            "$in" => value is not null && element.Value.AsBsonArray.Contains(value),
            // Only values of the same type compare.
            "$gte" => SameType(value, element.Value) && Order.Compare(value, element.Value) >= 0,
            "$gt" => SameType(value, element.Value) && Order.Compare(value, element.Value) > 0,
            "$lte" => SameType(value, element.Value) && Order.Compare(value, element.Value) <= 0,
            "$lt" => SameType(value, element.Value) && Order.Compare(value, element.Value) < 0,
            _ => throw new NotSupportedException($"Query operator {element.Name}"),
        });
    }

    private static bool SameType(BsonValue? a, BsonValue b) => a is not null && a.BsonType == b.BsonType;
}
