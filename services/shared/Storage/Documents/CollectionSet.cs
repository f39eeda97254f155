namespace Bishui.Storage.Documents;

/// <summary>The collections a database was opened with, by name.</summary>
internal sealed class CollectionSet
{
    private readonly Dictionary<string, Collection> _byName = new(StringComparer.Ordinal);

    public CollectionSet(IEnumerable<Collection> collections)
    {
        foreach (var collection in collections)
        {
            CheckName(collection.Name, "collection");
            foreach (var index in collection.Indexes) CheckName(index.Name, $"index of {collection.Name}");
            if (collection.Indexes.Select(index => index.Name).Distinct(StringComparer.Ordinal).Count() != collection.Indexes.Count)
                throw new ArgumentException($"Collection '{collection.Name}' declares two indexes of one name.");
            // The same declaration may be added by two features; two different ones would read each other's documents.
            if (!_byName.TryAdd(collection.Name, collection) && !ReferenceEquals(_byName[collection.Name], collection))
                throw new ArgumentException($"Two collections are called '{collection.Name}'.");
        }
    }

    public IEnumerable<Collection> All => _byName.Values;

    public Collection this[string name] => _byName.TryGetValue(name, out var collection)
        ? collection
        : throw new InvalidOperationException($"Collection '{name}' was not declared when the database was opened.");

    /// <summary>Checks a query and returns the index it names, or null for the id.</summary>
    public DocumentIndex? IndexOf(string collection, DocumentQuery query)
    {
        ArgumentNullException.ThrowIfNull(query);
        ArgumentOutOfRangeException.ThrowIfLessThan(query.Limit, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(query.Limit, 10_000);
        var declared = this[collection];
        if (query.Text is { } sought)
        {
            if (!declared.HasText) throw new ArgumentException($"Collection '{collection}' has no text to search.", nameof(query));
            SearchText.Words(sought);
        }
        if (query.Index is null) return null;
        return declared.Indexes.FirstOrDefault(index => index.Name == query.Index)
            ?? throw new ArgumentException($"Collection '{collection}' has no index '{query.Index}'.", nameof(query));
    }

    private static void CheckName(string name, string what)
    {
        if (name.Length == 0 || name.Any(c => !char.IsAsciiLetterLower(c) && !char.IsAsciiDigit(c) && c != '-'))
            throw new ArgumentException($"The name '{name}' of a {what} may hold lower-case letters, digits and hyphens only.");
    }
}
