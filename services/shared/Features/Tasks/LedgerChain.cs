using Bishui.Contracts.Tasks;
using Bishui.Rules.Ledgers;
using Bishui.Storage.Documents;

namespace Bishui.Features.Tasks;

/// <summary>Appends entries to the service's hash chain, within a decision.</summary>
internal static class LedgerChain
{
    /// <summary>Completes a drafted entry with its place and hash, adds it to the commit and tells of it.</summary>
    public static async ValueTask<LedgerEntry> AppendAsync(
        this IDocumentReader reader, Commit commit, string service, LedgerEntry draft, CancellationToken cancel)
    {
        var head = await reader.FindAsync(TaskCollections.Chain, TaskCollections.HeadId, cancel);
        var placed = draft with { Sequence = (head?.Body.Sequence ?? 0) + 1, PreviousHash = head?.Body.Hash ?? HashChain.Genesis };
        var entry = placed with { Hash = HashOf(placed) };

        commit.Insert(TaskCollections.Entries, entry.Id, entry);
        var end = new ChainHead { Sequence = entry.Sequence, Hash = entry.Hash };
        if (head is null) commit.Insert(TaskCollections.Chain, TaskCollections.HeadId, end);
        else commit.Update(TaskCollections.Chain, TaskCollections.HeadId, head.Version, end);

        commit.Publish(new LedgerEntryRecorded
        {
            EntryId = entry.Id,
            Service = service,
            PlanId = entry.PlanId,
            Task = entry.Task,
            Unit = entry.Unit,
            Kind = entry.Kind,
            Sequence = entry.Sequence,
            Hash = entry.Hash,
            OccurredOn = entry.OccurredOn,
            RecordedAt = entry.RecordedAt,
            Percent = entry.Percent,
        });
        return entry;
    }

    /// <summary>
    /// The hash that an entry must carry: <see cref="HashChain"/> over every field but the hash itself. Links are written one a line as
    /// <c>kind id</c>, attachments as <c>sha256 name</c>.
    /// </summary>
    public static string HashOf(LedgerEntry entry) => HashChain.Hash(entry.PreviousHash,
        new("id", entry.Id),
        Field.Of("sequence", entry.Sequence),
        new("planId", entry.PlanId),
        Field.Of("task", entry.Task),
        new("kind", entry.Kind),
        new("unit", entry.Unit),
        new("recordedBy", entry.RecordedBy),
        Field.Of("occurredOn", entry.OccurredOn),
        Field.Of("recordedAt", entry.RecordedAt),
        new("text", entry.Text),
        Field.Of("percent", entry.Percent),
        new("decision", entry.Decision),
        new("corrects", entry.Corrects),
        new("links", string.Join('\n', entry.Links.Select(l => $"{l.Kind} {l.Id}"))),
        new("attachments", string.Join('\n', entry.Attachments.Select(a => $"{a.Sha256} {a.Name}"))));
}
