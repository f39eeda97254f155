using Bishui.Hosting.Errors;
using Bishui.Hosting.Identity;
using Bishui.Storage.Documents;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Bishui.Features.Attachments;

/// <summary>Who may read what a ledger cites: asked of the ledgers, which know.</summary>
internal interface IAttachmentReaders
{
    /// <summary>Whether the caller may read the ledger.</summary>
    ValueTask<bool> MayReadAsync(IDocumentReader reader, Caller caller, string ledgerId, CancellationToken cancel);
}

/// <summary>What is on file, who may read it, and which ledgers cite it. Everything reads through a reader, so that it can be part of a decision.</summary>
internal static class AttachmentDirectory
{
    /// <summary>The attachment with this content as its first unit brought it; null when none is on file.</summary>
    public static async ValueTask<Attachment?> FindAsync(IDocumentReader reader, string sha256, CancellationToken cancel = default) =>
        (await BroughtAsync(reader, sha256, cancel)).MinBy(brought => brought.UploadedAt);

    /// <summary>
    /// The attachment for a caller who may read it, under the name its own unit gave it if it brought it too; otherwise the refusal.
    /// The unit that brought it may, supervisors and administrators, and whoever may read a ledger that cites it.
    /// </summary>
    public static async ValueTask<(Attachment? Attachment, ProblemHttpResult? Refusal)> ReadAsync(
        IDocumentReader reader, IAttachmentReaders readers, Caller caller, string sha256, CancellationToken cancel = default)
    {
        var brought = await BroughtAsync(reader, sha256, cancel);
        if (brought.Count == 0) return (null, Unknown(sha256));
        if (brought.FirstOrDefault(attachment => attachment.UploadedBy == caller.Unit) is { } own) return (own, null);
        var first = brought.MinBy(attachment => attachment.UploadedAt);
        if (caller.Is(Roles.Supervisor) || caller.Is(Roles.Admin)) return (first, null);
        await foreach (var use in reader.StreamAsync(AttachmentCollections.Uses, AttachmentCollections.Of(sha256), cancel))
            if (await readers.MayReadAsync(reader, caller, use.Body.LedgerId, cancel)) return (first, null);
        return (null, Problems.Of(StatusCodes.Status403Forbidden, "not-your-attachment",
            "附件由其他单位上传，且没有本单位可查看的台账引用它", "Another unit brought the attachment, and no ledger that your unit may read cites it"));
    }

    /// <summary>
    /// Notes that a ledger cites these files, which lets its readers read them: cite only what the citing unit may read itself
    /// (<see cref="ReadAsync"/>). A repeat changes nothing.
    /// </summary>
    public static async ValueTask CiteAttachments(
        this Commit commit, IDocumentReader reader, string ledgerId, IEnumerable<string> shas, CancellationToken cancel = default)
    {
        foreach (var sha256 in shas)
        {
            var id = AttachmentCollections.IdOf(sha256, ledgerId);
            if (commit.Changes.Any(change => change.Collection == AttachmentCollections.Uses && change.Id == id)) continue;
            if (await reader.FindAsync(AttachmentCollections.Uses, id, cancel) is null)
                commit.Insert(AttachmentCollections.Uses, id, new AttachmentUse { Sha256 = sha256, LedgerId = ledgerId });
            // Whoever brought it: from now on it stays.
            await foreach (var held in reader.StreamAsync(AttachmentCollections.Attachments, AttachmentCollections.Of(sha256), cancel))
                if (!held.Body.Cited && !commit.Changes.Any(change => change.Collection == AttachmentCollections.Attachments && change.Id == held.Id))
                    commit.Update(AttachmentCollections.Attachments, held.Id, held.Version, held.Body with { Cited = true });
        }
    }

    /// <summary>Whether a ledger cites the content.</summary>
    public static async ValueTask<bool> IsCitedAsync(this IDocumentReader reader, string sha256, CancellationToken cancel) =>
        (await reader.ListAsync(AttachmentCollections.Uses, AttachmentCollections.Of(sha256) with { Limit = 1 }, cancel)).Items.Count > 0;

    /// <summary>No such attachment is on file.</summary>
    public static ProblemHttpResult Unknown(string sha256) => Problems.Of(
        StatusCodes.Status404NotFound, "unknown-attachment", "没有这个附件", "There is no such attachment", detail: sha256);

    private static async ValueTask<IReadOnlyList<Attachment>> BroughtAsync(IDocumentReader reader, string sha256, CancellationToken cancel)
    {
        var brought = new List<Attachment>();
        await foreach (var stored in reader.StreamAsync(AttachmentCollections.Attachments, AttachmentCollections.Of(sha256), cancel)) brought.Add(stored.Body);
        return brought;
    }
}
