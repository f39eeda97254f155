using System.Globalization;
using Bishui.Storage.Documents;

namespace Bishui.Features.Attachments;

/// <summary>A file (附件) that a unit has put on file; the content itself is kept once, whoever brought it.</summary>
public record Attachment
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

    /// <summary>What it was brought for, such as <c>task/28</c> or <c>exceedance/…</c>; null for one that was brought before that was asked.</summary>
    public string? For { get; init; }
}

/// <summary>An attachment as it is stored.</summary>
internal sealed record HeldAttachment : Attachment
{
    /// <summary>When the unit brought it last, where that was more than once; what nothing cites is kept from then on for a week.</summary>
    public DateTimeOffset? BroughtAgainAt { get; init; }

    /// <summary>Something cites the content: it stays, and counts in no quota.</summary>
    public bool Cited { get; init; }

    public DateTimeOffset BroughtAt => BroughtAgainAt ?? UploadedAt;
}

/// <summary>A ledger cites a file: whoever may read that ledger may read the file.</summary>
internal sealed record AttachmentUse
{
    public required string Sha256 { get; init; }

    /// <summary>Id of the ledger, as the ledgers' collection has it.</summary>
    public required string LedgerId { get; init; }
}

/// <summary>What a unit brought on one civil day, refused files included.</summary>
/// <param name="Files">How many.</param>
/// <param name="Bytes">How much.</param>
internal sealed record AttachmentDay(int Files, long Bytes);

/// <summary>Content that nobody has on file any more, and that has to be removed.</summary>
/// <param name="At">When that was found.</param>
internal sealed record AttachmentLeftover(DateTimeOffset At);

internal static class AttachmentCollections
{
    public const string UncitedByUnit = "uncited-unit";
    public const string UncitedByTime = "uncited-time";

    // By id: the hash, then the unit or the ledger, so that all of one file lie side by side.
    public static readonly Collection<HeldAttachment> Attachments = new("attachments",
        new DocumentIndex<HeldAttachment>(UncitedByUnit, held => held.Cited ? null : $"{held.UploadedBy}|{At(held.BroughtAt)}"),
        new DocumentIndex<HeldAttachment>(UncitedByTime, held => held.Cited ? null : At(held.BroughtAt)));

    public static readonly Collection<AttachmentUse> Uses = new("attachment-uses");

    /// <summary>By unit and day.</summary>
    public static readonly Collection<AttachmentDay> Days = new("attachment-days");

    /// <summary>By the content's hash.</summary>
    public static readonly Collection<AttachmentLeftover> Leftovers = new("attachment-leftovers");

    public static string At(DateTimeOffset instant) => $"{instant.UtcDateTime:O}";

    public static string IdOf(string sha256, string other) => $"{sha256}|{other}";

    public static string DayOf(string unit, DateOnly day) => string.Create(CultureInfo.InvariantCulture, $"{day:yyyy-MM-dd}|{unit}");

    /// <summary>Everything that belongs to one file.</summary>
    public static DocumentQuery Of(string sha256) => new() { From = $"{sha256}|", Before = $"{sha256}}}", Limit = 1000 };
}
