using System.ComponentModel.DataAnnotations;

namespace Bishui.Features.Attachments;

/// <summary>Settings of attachments, section <c>Attachments</c>.</summary>
internal sealed class AttachmentOptions
{
    /// <summary>The most bytes of one file; 50 MiB. The gateway's own limit must be higher.</summary>
    [Range(1, int.MaxValue)]
    public long LargestFile { get; set; } = 52_428_800;
}
