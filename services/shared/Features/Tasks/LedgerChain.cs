using System.Text.Json;
using System.Text.Json.Serialization;
using Bishui.Contracts.Tasks;
using Bishui.Features.Attachments;
using Bishui.Rules.Ledgers;
using Bishui.Storage;
using Bishui.Storage.Documents;

namespace Bishui.Features.Tasks;

/// <summary>Appends entries to the service's hash chain, within a decision.</summary>
internal static class LedgerChain
{
    /// <summary>
    /// How an entry is written where it is hashed and exported. What is absent is left out, so that a member added later does not change the
    /// form of the entries before it.
    /// </summary>
    private static readonly JsonSerializerOptions Form = new(StorageJson.Options) { DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull };

    /// <summary>Completes a drafted entry with its place and hash, adds it to the commit with what can be found by it, and tells of it.</summary>
    public static async ValueTask<LedgerEntry> AppendAsync(
        this IDocumentReader reader, Commit commit, string service, LedgerEntry draft, CancellationToken cancel)
    {
        var head = await reader.FindAsync(TaskCollections.Chain, TaskCollections.HeadId, cancel);
        var placed = draft with { Sequence = (head?.Body.Sequence ?? 0) + 1, PreviousHash = head?.Body.Hash ?? HashChain.Genesis };
        var entry = placed with { Hash = HashChain.Hash(JsonSerializer.SerializeToElement(placed, Form)) };

        commit.Insert(TaskCollections.Entries, entry.Id, entry);
        var end = new ChainHead { Sequence = entry.Sequence, Hash = entry.Hash };
        if (head is null) commit.Insert(TaskCollections.Chain, TaskCollections.HeadId, end);
        else commit.Update(TaskCollections.Chain, TaskCollections.HeadId, head.Version, end);

        var ledger = TaskLedger.IdOf(entry.PlanId, entry.TaskKey);
        await reader.KeepRecordAsync(commit, entry, ledger, cancel);
        await commit.CiteAttachments(reader, ledger, entry.Attachments.Select(attachment => attachment.Sha256), cancel);

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
            Corrects = entry.Corrects,
            Record = entry.Record,
            Text = entry.Text,
        });
        return entry;
    }

    /// <summary>The entry as one line of an export.</summary>
    public static string LineOf(LedgerEntry entry) => JsonSerializer.Serialize(entry, Form);
}
