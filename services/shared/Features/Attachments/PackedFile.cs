using System.Buffers.Binary;
using System.IO.Compression;

namespace Bishui.Features.Attachments;

/// <summary>Looks into packed files: office documents are such, with entries that name them.</summary>
internal static class PackedFile
{
    // An office document has some hundred entries. A list made to exhaust memory is not read.
    private const int LongestList = 4 << 20;
    private const int EndBytes = 22;

    /// <summary>The document's type; that of packed files when it is none, or is damaged.</summary>
    public static string TypeOf(Stream content)
    {
        if (ListBytes(content) is not (>= 0 and <= LongestList)) return Signatures.Zip;
        try
        {
            content.Position = 0;
            using var archive = new ZipArchive(content, ZipArchiveMode.Read, leaveOpen: true);
            if (archive.GetEntry("OFD.xml") is not null) return "application/ofd";
            if (archive.GetEntry("[Content_Types].xml") is null) return Signatures.Zip;
            foreach (var (folder, extension) in new[] { ("word/", ".docx"), ("xl/", ".xlsx"), ("ppt/", ".pptx") })
                if (archive.Entries.Any(entry => entry.FullName.StartsWith(folder, StringComparison.Ordinal)))
                    return Signatures.ByExtension[extension][0];
        }
        catch (InvalidDataException)
        {
            // It begins like a packed file, and more cannot be said.
        }
        return Signatures.Zip;
    }

    /// <summary>How many bytes there are from the list of entries on, as the record at the end of the file says; null without such a record.</summary>
    private static long? ListBytes(Stream content)
    {
        var end = new byte[Math.Min(content.Length, EndBytes + ushort.MaxValue)];
        content.Position = content.Length - end.Length;
        content.ReadExactly(end);
        var at = end.AsSpan().LastIndexOf("PK\x05\x06"u8);
        return at < 0 || at + EndBytes > end.Length ? null : content.Length - BinaryPrimitives.ReadUInt32LittleEndian(end.AsSpan(at + 16));
    }
}
