using Bishui.Hosting.Identity;
using Bishui.Storage.Documents;

namespace Bishui.Features.Tasks;

/// <summary>The ledgers that a caller may read.</summary>
internal sealed class Readable
{
    private readonly HashSet<string> _ledgers;
    private readonly string _unit;

    private Readable(HashSet<string> ledgers, string unit) => (_ledgers, _unit) = (ledgers, unit);

    public static async ValueTask<Readable> OfAsync(IDocumentReader store, Caller caller, CancellationToken cancel)
    {
        var ledgers = new HashSet<string>(StringComparer.Ordinal);
        await foreach (var held in store.StreamAsync(TaskCollections.Ledgers, new() { Limit = 1000 }, cancel))
            if (caller.To(TaskAction.Read, held.Body) is null) ledgers.Add(held.Id);
        return new(ledgers, caller.Unit);
    }

    // Who owes a duty sees it, even where the plan names the unit in the duty alone.
    public bool Holds(string ledgerId, IReadOnlyList<string> owing) => _ledgers.Contains(ledgerId) || owing.Contains(_unit);

    public bool Holds(string ledgerId) => _ledgers.Contains(ledgerId);
}
