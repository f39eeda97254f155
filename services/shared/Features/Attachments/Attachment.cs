using Bishui.Storage.Documents;

namespace Bishui.Features.Attachments;

/// <summary>A file (附件) that a unit has put on file; the content itself is kept once, whoever brought it.</summary>
public sealed record Attachment
{
    /// <summary>Of the content, lower-case hexadecimal: the attachment's name in routes and ledger entries.</summary>
    public required string Sha256 { get; init; }

    /// <summary>File name as the unit gave it.</summary>
    public required string Name { get; init; }

    /// <summary>Length in bytes.</summary>
    public required long Size { get; init; }

    /// <summary>Media type as the content shows it; <c>application/octet-stream</c> when it shows none that is known.</summary>
    public required string Type { get; init; }

    /// <summary>Media type as the sender declared it; null where it declared none.</summary>
    public string? DeclaredType { get; init; }

    /// <summary>Key of the unit.</summary>
    public required string UploadedBy { get; init; }

    /// <summary>When the unit first brought it.</summary>
    public required DateTimeOffset UploadedAt { get; init; }
}

/// <summary>A ledger cites a file: whoever may read that ledger may read the file.</summary>
internal sealed record AttachmentUse
{
    public required string Sha256 { get; init; }

    /// <summary>Id of the ledger, as the ledgers' collection has it.</summary>
    public required string LedgerId { get; init; }
}

internal static class AttachmentCollections
{
    // By id: the hash, then the unit or the ledger, so that all of one file lie side by side.
    public static readonly Collection<Attachment> Attachments = new("attachments");

    public static readonly Collection<AttachmentUse> Uses = new("attachment-uses");

    public static string IdOf(string sha256, string other) => $"{sha256}|{other}";

    /// <summary>Everything that belongs to one file.</summary>
    public static DocumentQuery Of(string sha256) => new() { From = $"{sha256}|", Before = $"{sha256}}}", Limit = 1000 };
}
