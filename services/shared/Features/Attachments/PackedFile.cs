using System.IO.Compression;
using Bishui.Features.Requests;

namespace Bishui.Features.Attachments;

/// <summary>
/// Looks into packed files: office documents are such, with entries that name them. Every entry's name and beginning is looked at, documents
/// within are looked into, and what would have to be unpacked for that is bounded however much the file claims to hold.
/// </summary>
internal static class PackedFile
{
    // An office document has some hundred entries. A list made to exhaust memory is not read.
    private const int LongestList = 4 << 20, MostEntries = 10_000;
    private const int HeadBytes = 1024, DeepestNesting = 2;

    /// <summary>The bytes that documents within one upload may have when they are unpacked.</summary>
    private const int MostUnpacked = 32 << 20;

    /// <summary>The document's type, or that of packed files when it is none; and what is wrong with it.</summary>
    public static (string Type, Danger? Danger) Look(Stream content) => Look(content, 0, new());

    private static (string Type, Danger? Danger) Look(Stream content, int depth, Budget budget)
    {
        if (ZipList.Bytes(content) is not <= LongestList) return (Signatures.Zip, Danger.Hidden);
        try
        {
            content.Position = 0;
            using var archive = new ZipArchive(content, ZipArchiveMode.Read, leaveOpen: true);
            if (archive.Entries.Count > MostEntries) return (Signatures.Zip, Danger.Hidden);
            var type = TypeOf(archive);
            foreach (var entry in archive.Entries)
                if (DangerIn(entry, isDocument: type != Signatures.Zip, depth, budget) is { } danger) return (type, danger);
            return (type, null);
        }
        catch (Exception broken) when (broken is InvalidDataException or EndOfStreamException or NotSupportedException)
        {
            // It begins like a packed file, and more cannot be said.
            return (Signatures.Zip, Danger.Hidden);
        }
    }

    private static string TypeOf(ZipArchive archive)
    {
        if (archive.GetEntry("OFD.xml") is not null) return "application/ofd";
        if (archive.GetEntry("[Content_Types].xml") is null) return Signatures.Zip;
        foreach (var (folder, extension) in new[] { ("word/", ".docx"), ("xl/", ".xlsx"), ("ppt/", ".pptx") })
            if (archive.Entries.Any(entry => entry.FullName.StartsWith(folder, StringComparison.Ordinal)))
                return Signatures.ByExtension[extension][0];
        return Signatures.Zip;
    }

    private static Danger? DangerIn(ZipArchiveEntry entry, bool isDocument, int depth, Budget budget)
    {
        var name = entry.FullName.ToLowerInvariant();
        // [MS-OFFMACRO]: the project, and sheets and controls that act like one.
        if (isDocument && (name.EndsWith("vbaproject.bin", StringComparison.Ordinal) || name.Contains("/macrosheets/", StringComparison.Ordinal) || name.Contains("/activex/", StringComparison.Ordinal)))
            return Danger.Macro;
        if (entry.IsEncrypted) return Danger.Hidden;
        if (FileNames.DangerOf(Path.GetExtension(name)) is { } named) return named;
        if (name.EndsWith('/') || entry.Length == 0) return null;

        using var unpacked = entry.Open();
        var head = new byte[HeadBytes];
        var count = unpacked.ReadAtLeast(head, HeadBytes, throwOnEndOfStream: false);
        var signature = Signatures.Of(head.AsSpan(0, count)) ?? Signatures.OfUnlessText(head.AsSpan(0, count));
        if (signature is null) return !isDocument && ScriptMarks.In(System.Text.Encoding.Latin1.GetString(head, 0, count)) ? Danger.Script : null;
        if (Signatures.Programs.Contains(signature)) return Danger.Program;
        if (Signatures.Opaque.Contains(signature)) return Danger.Hidden;
        if (!Signatures.Containers.Contains(signature)) return null;
        if (depth >= DeepestNesting || budget.Read(head.AsSpan(0, count), unpacked) is not { } inner) return Danger.Hidden;
        using (inner)
            return signature switch
            {
                Signatures.Zip => Look(inner, depth + 1, budget).Danger,
                Signatures.Ole => CompoundFile.Look(inner).Danger,
                _ => PdfContent.DangerIn(inner),
            };
    }

    /// <summary>What may still be unpacked, over all depths of one upload.</summary>
    private sealed class Budget
    {
        private int _left = MostUnpacked;

        /// <summary>The whole content; null when it is more than is left.</summary>
        public MemoryStream? Read(ReadOnlySpan<byte> head, Stream rest)
        {
            var whole = new MemoryStream();
            whole.Write(head);
            _left -= head.Length;
            var piece = new byte[32 << 10];
            while (rest.Read(piece) is > 0 and var count)
            {
                if ((_left -= count) < 0)
                {
                    whole.Dispose();
                    return null;
                }
                whole.Write(piece, 0, count);
            }
            whole.Position = 0;
            return whole;
        }
    }
}
