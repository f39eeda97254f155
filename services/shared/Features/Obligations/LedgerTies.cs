using Bishui.Features.Tasks;
using Bishui.Hosting.Errors;
using Bishui.Storage.Documents;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Bishui.Features.Obligations;

/// <summary>A demand has to be answered before the unit may call its work done.</summary>
internal sealed class UrgingGuard : IGuardsCompletion
{
    public async ValueTask<ProblemHttpResult?> RefusalAsync(IDocumentReader reader, TaskLedger task, string unit, CancellationToken cancel)
    {
        await foreach (var held in reader.StreamAsync(ObligationCollections.Urgings,
                           new() { Index = ObligationCollections.Waiting, From = task.Id + "|", Before = task.Id + "}", Limit = 100 }, cancel))
            if (held.Body.Urging.Waiting().Contains(unit))
                return Problems.Of(StatusCodes.Status409Conflict, "urging-unanswered", "请先回复催办再申请办结", "answer the demand before submitting the completion",
                    detail: held.Body.Urging.Id);
        return null;
    }
}

/// <summary>Entries may link to duties.</summary>
internal sealed class ObligationLinks : ILinkTarget
{
    public string Kind => "obligation";

    public async ValueTask<bool> ExistsAsync(IDocumentReader reader, string id, CancellationToken cancel) =>
        await reader.FindAsync(ObligationCollections.Obligations, id, cancel) is not null;
}
