using System.ComponentModel.DataAnnotations;

namespace Bishui.Features.Attachments;

/// <summary>Settings of attachments, section <c>Attachments</c>. Each service counts for itself.</summary>
internal sealed class AttachmentOptions
{
    /// <summary>The most bytes of one file; 50 MiB. The gateway's own limit must be higher.</summary>
    [Range(1, int.MaxValue)]
    public long LargestFile { get; set; } = 52_428_800;

    /// <summary>The most files of one unit that nothing cites yet.</summary>
    [Range(1, 1000)]
    public int MostUncitedFiles { get; set; } = 200;

    /// <summary>The most bytes of one unit's files that nothing cites yet; 1 GiB.</summary>
    [Range(1, long.MaxValue)]
    public long MostUncitedBytes { get; set; } = 1L << 30;

    /// <summary>The most files that one unit brings on a civil day, refused ones included.</summary>
    [Range(1, int.MaxValue)]
    public int MostFilesADay { get; set; } = 1000;

    /// <summary>The most bytes that one unit brings on a civil day, refused files included; 2 GiB.</summary>
    [Range(1, long.MaxValue)]
    public long MostBytesADay { get; set; } = 2L << 30;

    /// <summary>Days after which a file that nothing cites is removed.</summary>
    [Range(1, 3650)]
    public int UncitedDays { get; set; } = 7;
}
