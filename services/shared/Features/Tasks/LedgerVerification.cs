using Bishui.Features.Requests;
using Bishui.Rules.Ledgers;
using Bishui.Storage.Documents;

namespace Bishui.Features.Tasks;

/// <summary>What a check of the service's whole chain found.</summary>
public sealed record LedgerVerification
{
    /// <summary>The service whose ledger it is.</summary>
    public required string Service { get; init; }

    /// <summary>Whether every entry and every root holds.</summary>
    public required bool Holds { get; init; }

    /// <summary>Entries that hold, from the first.</summary>
    public required long Entries { get; init; }

    /// <summary>Hash of the last of them.</summary>
    public required string LastHash { get; init; }

    /// <summary>Daily roots that were compared.</summary>
    public required int Roots { get; init; }

    /// <summary>The first place that does not hold; null when all does.</summary>
    public ChainBreak? Break { get; init; }

    /// <summary>When it was checked.</summary>
    public required DateTimeOffset VerifiedAt { get; init; }
}

/// <summary>Reads the chain from its first entry, page by page: memory does not grow with it.</summary>
internal sealed class LedgerVerifier(IDocumentReader store, ServiceName service, TimeProvider clock)
{
    private const int Page = 1000;

    private readonly Lock _turn = new();
    private Task<LedgerVerification>? _underWay;

    /// <summary>Checks the whole chain. Whoever asks while a check is under way shares it: a long chain is read once, however many ask.</summary>
    public Task<LedgerVerification> VerifyAsync(CancellationToken cancel)
    {
        lock (_turn)
        {
            if (_underWay is not { IsCompleted: false }) _underWay = Task.Run(() => CheckAsync(CancellationToken.None), CancellationToken.None);
            return _underWay.WaitAsync(cancel);
        }
    }

    private async Task<LedgerVerification> CheckAsync(CancellationToken cancel)
    {
        var roots = new List<ChainRoot>();
        await foreach (var root in store.StreamAsync(LedgerRoots.Roots, new() { Limit = Page }, cancel)) roots.Add(new(root.Body.Sequence, root.Body.Hash));

        var check = new ChainCheck(roots);
        ChainBreak? broken = null;
        await foreach (var line in LinesAsync(cancel))
            if ((broken = check.Next(line)) is not null) break;
        broken ??= check.End();
        return new()
        {
            Service = service.Name,
            Holds = broken is null,
            Entries = check.Sequence,
            LastHash = check.Hash,
            Roots = check.RootsMatched,
            Break = broken,
            VerifiedAt = clock.GetUtcNow(),
        };
    }

    /// <summary>The whole ledger as an export writes it, a line each entry, in the order of the chain.</summary>
    public async IAsyncEnumerable<string> LinesAsync([System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancel)
    {
        await foreach (var entry in store.StreamAsync(TaskCollections.Entries, new() { Index = TaskCollections.BySequence, Limit = Page }, cancel))
            yield return LedgerChain.LineOf(entry.Body);
    }
}
