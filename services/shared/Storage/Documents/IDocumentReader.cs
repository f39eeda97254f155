namespace Bishui.Storage.Documents;

/// <summary>Reads committed documents, or, inside a decision, the documents as the decision's own transaction sees them.</summary>
public interface IDocumentReader
{
    /// <summary>The document, or null.</summary>
    ValueTask<Stored<T>?> FindAsync<T>(Collection<T> collection, string id, CancellationToken cancel = default) where T : class;

    /// <summary>One page of the documents the query names.</summary>
    ValueTask<DocumentPage<T>> ListAsync<T>(Collection<T> collection, DocumentQuery query, CancellationToken cancel = default) where T : class;
}

/// <summary>Conveniences over <see cref="IDocumentReader"/>.</summary>
public static class DocumentReaderExtensions
{
    /// <summary>All documents the query names, page by page; <see cref="DocumentQuery.Limit"/> is the page's size.</summary>
    public static async IAsyncEnumerable<Stored<T>> StreamAsync<T>(
        this IDocumentReader reader, Collection<T> collection, DocumentQuery query,
        [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancel = default) where T : class
    {
        ArgumentNullException.ThrowIfNull(reader);
        ArgumentNullException.ThrowIfNull(query);
        while (true)
        {
            var page = await reader.ListAsync(collection, query, cancel);
            foreach (var item in page.Items) yield return item;
            if (page.Next is null) yield break;
            query = query with { After = page.Next };
        }
    }

    /// <summary>The one document with this value of a unique index, or null.</summary>
    public static async ValueTask<Stored<T>?> FindByAsync<T>(
        this IDocumentReader reader, Collection<T> collection, string index, string value, CancellationToken cancel = default) where T : class
    {
        ArgumentNullException.ThrowIfNull(reader);
        var page = await reader.ListAsync(collection, new() { Index = index, EqualTo = value, Limit = 1 }, cancel);
        return page.Items.Count == 0 ? null : page.Items[0];
    }
}
