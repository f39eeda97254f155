using Bishui.Storage.Documents;

namespace Bishui.Storage.Sqlite;

/// <summary>The documents as a decision's own transaction sees them; of no use once the decision is made.</summary>
internal sealed class DecisionReader(SqliteSession session, SqliteDocuments documents) : IDocumentReader
{
    private bool _ended;

    public ValueTask<Stored<T>?> FindAsync<T>(Collection<T> collection, string id, CancellationToken cancel = default) where T : class
    {
        Check();
        return new(documents.Find(session, collection, id));
    }

    public ValueTask<DocumentPage<T>> ListAsync<T>(Collection<T> collection, DocumentQuery query, CancellationToken cancel = default) where T : class
    {
        Check();
        return new(documents.List(session, collection, query));
    }

    public void End() => _ended = true;

    private void Check()
    {
        if (_ended) throw new InvalidOperationException("A decision's reader is of no use after the decision.");
    }
}
