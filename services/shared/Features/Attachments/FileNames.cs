using System.Collections.Frozen;

namespace Bishui.Features.Attachments;

/// <summary>Extensions: those under which a system runs a file or a program its macros, and those that are taken by preference.</summary>
internal static class FileNames
{
    /// <summary>In lower case with the dot. What a file with such a name holds does not matter: it is opened by its name.</summary>
    public static FrozenSet<string> Refused { get; } = new[]
    {
        ".exe", ".dll", ".com", ".scr", ".pif", ".cpl", ".msi", ".msp", ".jar", ".class", ".apk", ".app", ".bat", ".cmd", ".ps1", ".psm1", ".psd1", ".vbs", ".vbe",
        ".js", ".mjs", ".jse", ".wsf", ".wsh", ".wsc", ".hta", ".sh", ".bash", ".py", ".pl", ".rb", ".php", ".lnk", ".url", ".scf", ".reg", ".inf", ".chm", ".htm", ".html",
        ".xhtml", ".mht", ".mhtml", ".svg", ".svgz", ".xlsm", ".xltm", ".xlam", ".xlsb", ".docm", ".dotm", ".pptm", ".potm", ".ppsm", ".ppam", ".xll", ".iso", ".img", ".vhd",
        ".vhdx",
    }.ToFrozenSet(StringComparer.Ordinal);

    /// <summary>Archives that are not looked into here; a ZIP is.</summary>
    public static FrozenSet<string> Opaque { get; } =
        new[] { ".7z", ".rar", ".gz", ".tgz", ".tar", ".bz2", ".xz", ".cab", ".ace", ".arj" }.ToFrozenSet(StringComparer.Ordinal);

    /// <summary>Why a name is refused whatever the content; null where it is not.</summary>
    public static Danger? DangerOf(string extension) => Refused.Contains(extension) ? Danger.Program : Opaque.Contains(extension) ? Danger.Hidden : null;

    /// <summary>What a refusal names as taken.</summary>
    public const string Taken =
        "pdf, ofd, docx, xlsx, pptx, doc, xls, ppt, rtf, wps, txt, csv, json, xml, png, jpg, gif, webp, tif, heic, mp4, mov, avi, mp3, wav, zip";
}

/// <summary>Why a content is not taken.</summary>
internal enum Danger
{
    /// <summary>It runs when opened, or holds what does.</summary>
    Program,

    /// <summary>A text that a system or a browser runs.</summary>
    Script,

    /// <summary>A document that holds macros or a packaged object.</summary>
    Macro,

    /// <summary>A PDF that acts by itself or carries files.</summary>
    ActivePdf,

    /// <summary>What it holds cannot be seen.</summary>
    Hidden,
}
