using System.Globalization;
using System.IO.Compression;
using System.Xml;

namespace Bishui.Features.Tables;

/// <summary>
/// The cells of a workbook's first sheet that Excel shows as a percentage: they hold 0.125 and a person sees 12.5%. The library that reads the
/// values tells nothing of formats.
/// </summary>
internal static class PercentCells
{
    // Built in: 9 is 0%, 10 is 0.00%.
    private const int Whole = 9, Hundredths = 10;

    /// <summary>Their rows, from 1, and columns, from 0.</summary>
    public static HashSet<(int Row, int Column)> Of(byte[] content)
    {
        using var archive = new ZipArchive(new MemoryStream(content, writable: false), ZipArchiveMode.Read);
        var styles = Styles(archive);
        var cells = new HashSet<(int, int)>();
        if (styles.Count == 0 || FirstSheet(archive) is not { } sheet) return cells;
        using var xml = Reader(sheet);
        var (row, column) = (0, -1);
        while (xml.Read())
        {
            if (xml.NodeType != XmlNodeType.Element) continue;
            if (xml.LocalName == "row") (row, column) = (Number(xml.GetAttribute("r")) ?? row + 1, -1);
            else if (xml.LocalName == "c")
            {
                column = ColumnOf(xml.GetAttribute("r")) ?? column + 1;
                if (Number(xml.GetAttribute("s")) is { } style && styles.Contains(style)) cells.Add((row, column));
            }
        }
        return cells;
    }

    private static HashSet<int> Styles(ZipArchive archive)
    {
        var (styles, formats, inCells, index) = (new HashSet<int>(), new HashSet<int> { Whole, Hundredths }, false, 0);
        if (archive.GetEntry("xl/styles.xml") is not { } entry) return styles;
        using var xml = Reader(entry);
        while (xml.Read())
        {
            if (xml.LocalName == "cellXfs") inCells = xml.NodeType == XmlNodeType.Element;
            if (xml.NodeType != XmlNodeType.Element) continue;
            if (xml.LocalName == "numFmt" && xml.GetAttribute("formatCode")?.Contains('%', StringComparison.Ordinal) == true
                && Number(xml.GetAttribute("numFmtId")) is { } format)
                formats.Add(format);
            if (inCells && xml.LocalName == "xf" && Number(xml.GetAttribute("numFmtId")) is var used)
            {
                if (used is { } id && formats.Contains(id)) styles.Add(index);
                index++;
            }
        }
        return styles;
    }

    /// <summary>The sheet that the workbook names first, whatever its file is called.</summary>
    private static ZipArchiveEntry? FirstSheet(ZipArchive archive)
    {
        if (archive.GetEntry("xl/workbook.xml") is not { } workbook || archive.GetEntry("xl/_rels/workbook.xml.rels") is not { } links) return null;
        string? wanted = null;
        using (var xml = Reader(workbook))
            while (wanted is null && xml.Read())
                if (xml is { NodeType: XmlNodeType.Element, LocalName: "sheet" })
                    wanted = xml.GetAttribute("id", "http://schemas.openxmlformats.org/officeDocument/2006/relationships");
        using var targets = Reader(links);
        while (targets.Read())
            if (targets is { NodeType: XmlNodeType.Element, LocalName: "Relationship" } && targets.GetAttribute("Id") == wanted)
                return targets.GetAttribute("Target") is { } target ? archive.GetEntry(target.StartsWith('/') ? target[1..] : "xl/" + target) : null;
        return null;
    }

    private static XmlReader Reader(ZipArchiveEntry entry) => XmlReader.Create(entry.Open(), new() { CloseInput = true, DtdProcessing = DtdProcessing.Prohibit });

    private static int? Number(string? text) => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;

    private static int? ColumnOf(string? reference)
    {
        var column = 0;
        foreach (var letter in reference ?? "")
        {
            if (!char.IsAsciiLetterUpper(letter)) break;
            column = (column * 26) + letter - 'A' + 1;
        }
        return column > 0 ? column - 1 : null;
    }
}
