using System.Globalization;
using System.IO.Compression;
using System.Text;

namespace Bishui.Tests.Support.Tables;

/// <summary>Writes Excel workbooks part by part, as no program would: a test says what stands in the XML.</summary>
public sealed class WorkbookFile
{
    private const string Main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
    private const string Links = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";

    /// <summary>The rows, as XML.</summary>
    public IEnumerable<string> Rows { get; init; } = [];

    /// <summary>What stands behind the rows, as XML.</summary>
    public IEnumerable<string> BehindRows { get; init; } = [];

    /// <summary>What stands before the sheet's own element.</summary>
    public IEnumerable<string> BeforeSheet { get; init; } = [];

    /// <summary>The shared texts, as XML; null for a workbook without.</summary>
    public IEnumerable<string>? SharedStrings { get; init; }

    /// <summary>The formats of cells, as XML; null for a workbook without.</summary>
    public IEnumerable<string>? Styles { get; init; }

    /// <summary>The list of sheets, as XML, after the properties of the workbook.</summary>
    public IEnumerable<string> Sheets { get; init; } = ["""<sheets><sheet name="1" sheetId="1" r:id="rId1"/></sheets>"""];

    /// <summary>How many empty files more there are.</summary>
    public int MoreEntries { get; init; }

    /// <summary>The workbook.</summary>
    public byte[] Build()
    {
        using var file = new MemoryStream();
        using (var archive = new ZipArchive(file, ZipArchiveMode.Create, leaveOpen: true))
        {
            Write(archive, "xl/workbook.xml", [$"<workbook xmlns=\"{Main}\" xmlns:r=\"{Links}\">", .. Sheets, "</workbook>"]);
            Write(archive, "xl/_rels/workbook.xml.rels",
            [
                "<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\">",
                $"<Relationship Id=\"rId1\" Type=\"{Links}/worksheet\" Target=\"worksheets/sheet1.xml\"/>",
                $"<Relationship Id=\"rId2\" Type=\"{Links}/sharedStrings\" Target=\"sharedStrings.xml\"/>",
                $"<Relationship Id=\"rId3\" Type=\"{Links}/styles\" Target=\"/xl/styles.xml\"/>",
                "</Relationships>",
            ]);
            if (SharedStrings is not null) Write(archive, "xl/sharedStrings.xml", SharedStrings.Prepend($"<sst xmlns=\"{Main}\">").Append("</sst>"));
            if (Styles is not null) Write(archive, "xl/styles.xml", Styles.Prepend($"<styleSheet xmlns=\"{Main}\">").Append("</styleSheet>"));
            Write(archive, "xl/worksheets/sheet1.xml",
                BeforeSheet.Concat([$"<worksheet xmlns=\"{Main}\"><sheetData>"]).Concat(Rows).Append("</sheetData>").Concat(BehindRows).Append("</worksheet>"));
            for (var i = 0; i < MoreEntries; i++) archive.CreateEntry(i.ToString(CultureInfo.InvariantCulture), CompressionLevel.NoCompression);
        }
        return file.ToArray();
    }

    /// <summary>A row with a text in each of these cells.</summary>
    public static string Row(int number, params (string Reference, string Text)[] cells) => FormattableString.Invariant(
        $"<row r=\"{number}\">{string.Concat(cells.Select(cell => $"<c r=\"{cell.Reference}\" t=\"inlineStr\"><is><t>{cell.Text}</t></is></c>"))}</row>");

    /// <summary>The same file, whose directory and headers state other unpacked sizes.</summary>
    public static byte[] WithSizes(byte[] workbook, uint size)
    {
        var lying = (byte[])workbook.Clone();
        for (var at = 0; at + 30 < lying.Length; at++)
            if (lying.AsSpan(at, 4).SequenceEqual("PK\x03\x04"u8)) BitConverter.TryWriteBytes(lying.AsSpan(at + 22), size);
            else if (lying.AsSpan(at, 4).SequenceEqual("PK\x01\x02"u8)) BitConverter.TryWriteBytes(lying.AsSpan(at + 24), size);
        return lying;
    }

    private static void Write(ZipArchive archive, string name, IEnumerable<string> pieces)
    {
        using var part = new StreamWriter(archive.CreateEntry(name, CompressionLevel.SmallestSize).Open(), new UTF8Encoding(false));
        foreach (var piece in pieces) part.Write(piece);
    }
}
