using System.Text.Json;

namespace Bishui.Storage.Documents;

/// <summary>A named set of documents of one type with the indexes it may be asked by. Declared once, beside its feature.</summary>
public abstract class Collection(string name, IReadOnlyList<DocumentIndex> indexes)
{
    /// <summary>Name within the service's database: lower-case letters, digits and hyphens.</summary>
    public string Name { get; } = name;

    /// <summary>The declared indexes; a query may name only these.</summary>
    public IReadOnlyList<DocumentIndex> Indexes { get; } = indexes;

    /// <summary>Whether its documents have a text that a query may search.</summary>
    internal abstract bool HasText { get; }

    /// <summary>Reads the text from a stored body, as <see cref="IndexValuesOf"/> reads values.</summary>
    internal abstract string? TextOf(string body);

    /// <summary>Reads the values of all declared indexes from a stored body: an index declared later is filled from what is there.</summary>
    internal abstract IReadOnlyList<string?> IndexValuesOf(string body);
}

/// <inheritdoc cref="Collection"/>
/// <typeparam name="T">The document: a record that System.Text.Json writes and reads without loss.</typeparam>
public sealed class Collection<T>(string name, params IReadOnlyList<DocumentIndex<T>> indexes) : Collection(name, [.. indexes])
    where T : class
{
    /// <summary>The declared indexes with the functions that read their values from a document.</summary>
    public IReadOnlyList<DocumentIndex<T>> TypedIndexes { get; } = indexes;

    /// <summary>
    /// Reads the text in which <see cref="DocumentQuery.Text"/> searches; null where nothing does. A document for which it gives null is never
    /// found. Declared later, it is applied to what is there; texts are stored when a document is written, so a function that changes its mind
    /// needs a new collection.
    /// </summary>
    public Func<T, string?>? Text { get; init; }

    internal override bool HasText => Text is not null;

    internal override string? TextOf(string body) => TextOf(Deserialize(body));

    internal string? TextOf(T body) => Text?.Invoke(body);

    internal override IReadOnlyList<string?> IndexValuesOf(string body) => IndexValuesOf(Deserialize(body));

    internal IReadOnlyList<string?> IndexValuesOf(T body)
    {
        if (TypedIndexes.Count == 0) return [];
        var values = new string?[TypedIndexes.Count];
        for (var i = 0; i < values.Length; i++) values[i] = TypedIndexes[i].Value(body);
        return values;
    }

    /// <summary>Give it as <see cref="DocumentQuery.After"/> to go on after this document in the query's order.</summary>
    internal string CursorAfter(DocumentQuery query, Stored<T> item) =>
        new Cursor(query.Index is null ? item.Id : TypedIndexes.First(index => index.Name == query.Index).Value(item.Body)!, item.Id).Encode(query);

    internal T Deserialize(string body) => JsonSerializer.Deserialize<T>(body, StorageJson.Options)
        ?? throw new InvalidDataException($"A document of {Name} is empty.");
}

/// <summary>An index by one text value of a document.</summary>
public abstract class DocumentIndex(string name, bool unique)
{
    /// <summary>Name within its collection: lower-case letters, digits and hyphens.</summary>
    public string Name { get; } = name;

    /// <summary>Whether no two documents may hold the same value; documents without a value are exempt.</summary>
    public bool Unique { get; } = unique;
}

/// <inheritdoc cref="DocumentIndex"/>
/// <param name="name">Name within the collection.</param>
/// <param name="value">
/// Reads the value; null leaves the document out of the index. Values compare as ordinal text (by code point), so write dates as ISO 8601
/// and pad numbers. Values are stored when a document is written: a function that changes its mind needs a new index name.
/// </param>
/// <param name="unique">Whether no two documents may hold the same value.</param>
public sealed class DocumentIndex<T>(string name, Func<T, string?> value, bool unique = false) : DocumentIndex(name, unique)
{
    /// <summary>Reads the value; null leaves the document out of the index.</summary>
    public Func<T, string?> Value { get; } = value;
}
