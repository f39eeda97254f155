namespace Bishui.Storage.Documents;

/// <summary>A document as it was read.</summary>
/// <param name="Id">Unique within its collection.</param>
/// <param name="Version">1 when inserted, one more with each change; a change names the version it was decided on.</param>
/// <param name="Body">The document.</param>
public sealed record Stored<T>(string Id, long Version, T Body);

/// <summary>A page of documents.</summary>
/// <param name="Items">In the order asked for; at most the query's limit.</param>
/// <param name="Next">Give it as <see cref="DocumentQuery.After"/> for the next page; null on the last.</param>
public sealed record DocumentPage<T>(IReadOnlyList<Stored<T>> Items, string? Next);

/// <summary>Which documents of a collection, in which order. The default asks for the first hundred by id.</summary>
public sealed record DocumentQuery
{
    /// <summary>Name of a declared index; null asks by id. Order is by the index's value, then by id.</summary>
    public string? Index { get; init; }

    /// <summary>Only documents with exactly this value.</summary>
    public string? EqualTo { get; init; }

    /// <summary>Only values at or after this one, as ordinal text.</summary>
    public string? From { get; init; }

    /// <summary>Only values before this one, as ordinal text.</summary>
    public string? Before { get; init; }

    /// <summary>
    /// Only documents whose text (<see cref="Collection{T}.Text"/>) contains each of these words, anywhere, whatever its case; a word is what
    /// stands between white space, from one character up. At most 200 characters; without a word, or where the collection has no text, an
    /// <see cref="ArgumentException"/>. The order is the index's, not by how well a document fits.
    /// </summary>
    public string? Text { get; init; }

    /// <summary>The <see cref="DocumentPage{T}.Next"/> of the page before; anything else is an <see cref="ArgumentException"/>.</summary>
    public string? After { get; init; }

    /// <summary>At most so many documents, 1 to 10,000.</summary>
    public int Limit { get; init; } = 100;

    /// <summary>Last first.</summary>
    public bool Descending { get; init; }
}
