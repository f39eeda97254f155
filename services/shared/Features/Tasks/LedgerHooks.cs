using Bishui.Storage.Documents;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Bishui.Features.Tasks;

/// <summary>Something that looks again when a ledger, or a row of a register, has changed; told after the commit, and as often as it happens.</summary>
internal interface IWatchesRecords
{
    void Wake();
}

/// <summary>Something that may stand in the way of a completion.</summary>
internal interface IGuardsCompletion
{
    /// <summary>Why the unit may not submit now, within the decision; null when nothing is in the way.</summary>
    ValueTask<ProblemHttpResult?> RefusalAsync(IDocumentReader reader, TaskLedger task, string unit, CancellationToken cancel);
}

/// <summary>Knows what entries may link to, of one kind.</summary>
internal interface ILinkTarget
{
    /// <summary>The link's kind.</summary>
    string Kind { get; }

    /// <summary>Whether there is such a thing.</summary>
    ValueTask<bool> ExistsAsync(IDocumentReader reader, string id, CancellationToken cancel);
}
