using Bishui.Storage.Documents;
using Bishui.Storage.Files;
using Bishui.Storage.Messages;
using Bishui.Storage.Readings;
using Bishui.Storage.Workers;

namespace Bishui.Storage;

/// <summary>One service's database: documents, readings and outbox that commit together, and files that are kept before a commit names them.</summary>
public interface IDatabase : IDocumentStore, IReadingStore, IOutbox, IInbox, IWorkerStore, IFileStore, IAsyncDisposable
{
    /// <summary>Writes and reads back a probe; throws when the database cannot be used.</summary>
    Task CheckAsync(CancellationToken cancel = default);

    /// <summary>
    /// A number that is another after every commit, whichever replica made it: what was worked out from the database holds as long as it stays.
    /// It counts from anywhere after a restart.
    /// </summary>
    ValueTask<long> ChangesAsync(CancellationToken cancel = default);

    /// <summary><c>sqlite</c> or <c>mongodb</c>.</summary>
    string Engine { get; }
}
