using Bishui.Contracts.Readings;
using Bishui.Hosting.Messages;
using Bishui.Hosting.Time;
using Bishui.Industrial.Access;
using Bishui.Storage.Documents;

namespace Bishui.Industrial.Sections;

/// <summary>Keeps the newest class of every section and month. A class that was determined earlier and arrives later changes nothing.</summary>
internal sealed class SectionClassifiedConsumer(IDocumentStore store, AccessRechecks rechecks, RequestClock clock) : InboxConsumer<SectionClassified>(store)
{
    protected override async ValueTask<Commit> DecideAsync(SectionClassified message, IDocumentReader reader)
    {
        var id = SectionCollections.Id(message);
        var month = new SectionMonth { Told = message, ReceivedAt = clock.Now };
        var held = await reader.FindAsync(SectionCollections.Months, id);
        var commit = new Commit();
        if (held is null) commit.Insert(SectionCollections.Months, id, month);
        else if (message.DeterminedAt > held.Body.Told.DeterminedAt) commit.Update(SectionCollections.Months, id, held.Version, month);
        else return commit;
        await rechecks.AddAsync(reader, commit, message);
        return commit;
    }
}
