using System.IO.Compression;
using Bishui.Features.Requests;

namespace Bishui.Features.Attachments;

/// <summary>Looks into packed files: office documents are such, with entries that name them.</summary>
internal static class PackedFile
{
    // An office document has some hundred entries. A list made to exhaust memory is not read.
    private const int LongestList = 4 << 20;

    /// <summary>The document's type; that of packed files when it is none, or is damaged.</summary>
    public static string TypeOf(Stream content)
    {
        if (ZipList.Bytes(content) is not <= LongestList) return Signatures.Zip;
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
}
