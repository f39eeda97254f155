using System.Collections.Frozen;

namespace Bishui.Features.Attachments;

/// <summary>How files of the kinds that bureaus exchange begin.</summary>
internal static class Signatures
{
    /// <summary>Any packed file, before it is looked into.</summary>
    public const string Zip = "application/zip";

    /// <summary>Any OLE compound file, before it is looked into.</summary>
    public const string Ole = "application/x-ole-storage";

    /// <summary>A script that names its interpreter.</summary>
    public const string Script = "text/x-script";

    private const string WindowsProgram = "application/x-msdownload";
    private const string ElfProgram = "application/x-elf";
    private const string MacProgram = "application/x-mach-binary";
    private const string JavaClass = "application/java-vm";
    private const string Shortcut = "application/x-ms-shortcut";
    private const string Cabinet = "application/vnd.ms-cab-compressed";
    private const string SevenZip = "application/x-7z-compressed";
    private const string Rar = "application/vnd.rar";
    private const string Gzip = "application/gzip";

    /// <summary>A PDF, before it is looked into.</summary>
    public const string Pdf = "application/pdf";

    private const string Mp3 = "audio/mpeg";
    private const string Mp4 = "video/mp4";
    private const string QuickTime = "video/quicktime";
    private const string Heic = "image/heic";
    private const string Docx = "application/vnd.openxmlformats-officedocument.wordprocessingml.document";
    private const string Xlsx = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";
    private const string Pptx = "application/vnd.openxmlformats-officedocument.presentationml.presentation";
    private const string Ofd = "application/ofd";

    /// <summary>What runs when opened.</summary>
    public static FrozenSet<string> Programs { get; } = new[] { WindowsProgram, ElfProgram, MacProgram, JavaClass, Script, Shortcut }.ToFrozenSet();

    /// <summary>Archives whose contents are not looked into here: any of them may hold programs.</summary>
    public static FrozenSet<string> Opaque { get; } = new[] { SevenZip, Rar, Gzip, Cabinet }.ToFrozenSet();

    /// <summary>What is looked into where it stands within a packed file.</summary>
    public static FrozenSet<string> Containers { get; } = new[] { Zip, Ole, Pdf }.ToFrozenSet();

    /// <summary>What an extension claims: any of these types.</summary>
    public static FrozenDictionary<string, string[]> ByExtension { get; } = new Dictionary<string, string[]>
    {
        [".pdf"] = [Pdf],
        [".png"] = ["image/png"],
        [".jpg"] = ["image/jpeg"],
        [".jpeg"] = ["image/jpeg"],
        [".gif"] = ["image/gif"],
        [".webp"] = ["image/webp"],
        [".tif"] = ["image/tiff"],
        [".tiff"] = ["image/tiff"],
        [".heic"] = [Heic],
        [".docx"] = [Docx],
        [".xlsx"] = [Xlsx],
        [".pptx"] = [Pptx],
        [".ofd"] = [Ofd],
        [".zip"] = [Zip, Docx, Xlsx, Pptx, Ofd],
        // One whose directory lies too far off to be read may be any of them.
        [".doc"] = ["application/msword", Ole],
        [".xls"] = ["application/vnd.ms-excel", Ole],
        [".ppt"] = ["application/vnd.ms-powerpoint", Ole],
        [".rtf"] = ["application/rtf"],
        // Cameras write either under either name.
        [".mp4"] = [Mp4, QuickTime],
        [".mov"] = [Mp4, QuickTime],
        [".mp3"] = [Mp3],
        [".wav"] = ["audio/wav"],
        [".avi"] = ["video/x-msvideo"],
    }.ToFrozenDictionary(StringComparer.Ordinal);

    private static readonly (byte[] Bytes, string Type)[] Beginnings =
    [
        ([0x89, (byte)'P', (byte)'N', (byte)'G', 0x0D, 0x0A, 0x1A, 0x0A], "image/png"),
        ([0xFF, 0xD8, 0xFF], "image/jpeg"),
        ([.. "%PDF-"u8], Pdf),
        ([.. "GIF87a"u8], "image/gif"),
        ([.. "GIF89a"u8], "image/gif"),
        ([(byte)'I', (byte)'I', 0x2A, 0], "image/tiff"),
        ([(byte)'M', (byte)'M', 0, 0x2A], "image/tiff"),
        ([(byte)'P', (byte)'K', 3, 4], Zip),
        ([(byte)'P', (byte)'K', 5, 6], Zip),
        ([0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1], Ole),
        ([.. "{\\rtf"u8], "application/rtf"),
        ([(byte)'7', (byte)'z', 0xBC, 0xAF, 0x27, 0x1C], SevenZip),
        ([.. "Rar!"u8, 0x1A, 7], Rar),
        ([0x1F, 0x8B], Gzip),
        ([.. "MSCF"u8, 0, 0, 0, 0], Cabinet),
        // [MS-SHLLINK] 2.1: the size of the header and the class.
        ([0x4C, 0, 0, 0, 1, 0x14, 2, 0], Shortcut),
        ([0x7F, .. "ELF"u8], ElfProgram),
        ([0xFE, 0xED, 0xFA, 0xCE], MacProgram),
        ([0xFE, 0xED, 0xFA, 0xCF], MacProgram),
        ([0xCE, 0xFA, 0xED, 0xFE], MacProgram),
        ([0xCF, 0xFA, 0xED, 0xFE], MacProgram),
        // Programs for several kinds of Mac begin like this too.
        ([0xCA, 0xFE, 0xBA, 0xBE], JavaClass),
        ([.. "#!"u8], Script),
        ([0xEF, 0xBB, 0xBF, .. "#!"u8], Script),
    ];

    /// <summary>The type of the signature with which a content begins and no text does, or null.</summary>
    public static string? Of(ReadOnlySpan<byte> head)
    {
        foreach (var (bytes, type) in Beginnings)
            if (head.StartsWith(bytes)) return type;
        if (head.Length < 12) return null;
        if (head.StartsWith("RIFF"u8)) return OfRiff(head[8..12]);
        if (head[4..8].SequenceEqual("ftyp"u8)) return OfMovie(head[8..12]);
        return IsMp3Frame(head) ? Mp3 : null;
    }

    /// <summary>The type of a content that is no text and begins with letters with which a text might begin, or null.</summary>
    public static string? OfUnlessText(ReadOnlySpan<byte> head)
    {
        if (head.StartsWith("MZ"u8)) return WindowsProgram;
        if (head.StartsWith("ID3"u8)) return Mp3;
        // Readers take a PDF whose header stands anywhere in the first kilobyte, and some programs write such.
        return head.IndexOf("%PDF-"u8) >= 0 ? Pdf : null;
    }

    private static string? OfRiff(ReadOnlySpan<byte> form)
    {
        if (form.SequenceEqual("WEBP"u8)) return "image/webp";
        if (form.SequenceEqual("WAVE"u8)) return "audio/wav";
        return form.SequenceEqual("AVI "u8) ? "video/x-msvideo" : null;
    }

    private static string OfMovie(ReadOnlySpan<byte> brand)
    {
        if (brand.SequenceEqual("qt  "u8)) return QuickTime;
        return brand.SequenceEqual("heic"u8) || brand.SequenceEqual("heix"u8) || brand.SequenceEqual("mif1"u8) ? Heic : Mp4;
    }

    // ISO 11172-3, 2.4.1.3: eleven bits of one, a version that exists, layer III, a bit rate and a sampling rate that exist.
    private static bool IsMp3Frame(ReadOnlySpan<byte> head) =>
        head[0] == 0xFF && (head[1] & 0xE6) == 0xE2 && (head[1] & 0x18) != 0x08 && head[2] >> 4 is not (0 or 0xF) && (head[2] & 0x0C) != 0x0C;
}
