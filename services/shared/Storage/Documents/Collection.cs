namespace Bishui.Storage.Documents;

/// <summary>A named set of documents of one type with the indexes it may be asked by. Declared once, beside its feature.</summary>
public abstract class Collection(string name, IReadOnlyList<DocumentIndex> indexes)
{
    /// <summary>Name within the service's database: lower-case letters, digits and hyphens.</summary>
    public string Name { get; } = name;

    /// <summary>The declared indexes; a query may name only these.</summary>
    public IReadOnlyList<DocumentIndex> Indexes { get; } = indexes;
}

/// <inheritdoc cref="Collection"/>
/// <typeparam name="T">The document: a record that System.Text.Json writes and reads without loss.</typeparam>
public sealed class Collection<T>(string name, params IReadOnlyList<DocumentIndex<T>> indexes) : Collection(name, [.. indexes])
    where T : class
{
    /// <summary>The declared indexes with the functions that read their values from a document.</summary>
    public IReadOnlyList<DocumentIndex<T>> TypedIndexes { get; } = indexes;
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
/// Reads the value; null leaves the document out of the index. Values compare as ordinal text, so write dates as ISO 8601 and pad numbers.
/// </param>
/// <param name="unique">Whether no two documents may hold the same value.</param>
public sealed class DocumentIndex<T>(string name, Func<T, string?> value, bool unique = false) : DocumentIndex(name, unique)
{
    /// <summary>Reads the value; null leaves the document out of the index.</summary>
    public Func<T, string?> Value { get; } = value;
}
