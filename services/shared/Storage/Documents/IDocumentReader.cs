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
    private const int FilteredAtOnce = 500;

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

    /// <summary>
    /// A page of those documents the query names that also fit a condition no index knows: at most <see cref="DocumentQuery.Limit"/>, in the
    /// query's order. Documents that do not fit are read too, so the query should name as few as an index can.
    /// </summary>
    public static async ValueTask<DocumentPage<T>> FilterAsync<T>(
        this IDocumentReader reader, Collection<T> collection, DocumentQuery query, Func<Stored<T>, bool> fits, CancellationToken cancel = default)
        where T : class
    {
        ArgumentNullException.ThrowIfNull(query);
        ArgumentNullException.ThrowIfNull(fits);
        var found = new List<Stored<T>>();
        await foreach (var item in reader.StreamAsync(collection, query with { Limit = Math.Max(query.Limit, FilteredAtOnce) }, cancel))
        {
            if (!fits(item)) continue;
            if (found.Count == query.Limit) return new(found, collection.CursorAfter(query, found[^1]));
            found.Add(item);
        }
        return new(found, null);
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
