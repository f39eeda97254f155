using Bishui.Contracts.Readings;
using Bishui.Hosting.Messages;
using Bishui.Storage.Documents;

namespace Bishui.Industrial.Sections;

/// <summary>Keeps the newest class of every section and month. A class that was determined earlier and arrives later changes nothing.</summary>
internal sealed class SectionClassifiedConsumer(IDocumentStore store, TimeProvider clock) : InboxConsumer<SectionClassified>(store)
{
    protected override async ValueTask<Commit> DecideAsync(SectionClassified message, IDocumentReader reader)
    {
        var id = SectionCollections.Id(message);
        var month = new SectionMonth { Told = message, ReceivedAt = clock.GetUtcNow() };
        var held = await reader.FindAsync(SectionCollections.Months, id);
        if (held is null) return new Commit().Insert(SectionCollections.Months, id, month);
        return message.DeterminedAt > held.Body.Told.DeterminedAt
            ? new Commit().Update(SectionCollections.Months, id, held.Version, month)
            : new Commit();
    }
}
