using Bishui.Storage.Documents;
using Bishui.Storage.Messages;
using Bishui.Storage.Readings;

namespace Bishui.Storage;

/// <summary>One service's database: documents, readings and outbox that commit together.</summary>
public interface IDatabase : IDocumentStore, IReadingStore, IOutbox, IAsyncDisposable
{
    /// <summary>Writes and reads back a probe; throws when the database cannot be used.</summary>
    Task CheckAsync(CancellationToken cancel = default);

    /// <summary><c>sqlite</c> or <c>mongodb</c>.</summary>
    string Engine { get; }
}
