using Bishui.Contracts.Assessments;
using Bishui.Hosting.Messages;
using Bishui.Storage.Documents;

namespace Bishui.Features.Tasks;

/// <summary>Closes a plan's year here: from then on its tasks take nothing more. A repeat changes nothing, and so does a plan that is not known here.</summary>
internal sealed class CloseYearConsumer(IDocumentStore store) : InboxConsumer<YearClosed>(store)
{
    protected override async ValueTask<Commit> DecideAsync(YearClosed message, IDocumentReader reader)
    {
        var commit = new Commit();
        if (await reader.FindAsync(TaskCollections.Plans, message.PlanId, default) is { Body.ClosedAt: null } held)
            commit.Update(TaskCollections.Plans, held.Id, held.Version, held.Body with { ClosedAt = message.ClosedAt });
        return commit;
    }
}
