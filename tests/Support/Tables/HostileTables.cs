using System.Text;
using static Bishui.Tests.Support.Tables.WorkbookFile;

namespace Bishui.Tests.Support.Tables;

/// <summary>A file made to cost far more than it weighs.</summary>
/// <param name="Content">The file, below one megabyte.</param>
/// <param name="Code">What refuses it; null where it is read.</param>
/// <param name="Rows">How many filled rows are read.</param>
public sealed record HostileTable(byte[] Content, string? Code, int Rows = 0)
{
    /// <summary>Whether it is a workbook.</summary>
    public bool IsWorkbook => Content.AsSpan().StartsWith("PK"u8);
}

/// <summary>Tables by which somebody would use up the machine, by what is in them.</summary>
public static class HostileTables
{
    private const string Long = "水质";

    private static readonly Dictionary<string, Func<HostileTable>> Made = new()
    {
        ["a cell in the last column"] = () => Refused("too-many-columns", new() { Rows = [Row(1, ("A1", "a"), ("XFD1", "b"))] }),
        ["a cell in the last column of the last row"] = () => Refused("too-many-columns", new() { Rows = [Row(1, ("A1", "a")), Row(1_048_576, ("XFD1048576", "b"))] }),
        ["a cell in the last row"] = () => Read(2, new() { Rows = [Row(1, ("A1", "a")), Row(1_048_576, ("A1048576", "b"))] }),
        ["an empty cell in the last column"] = () => Read(1, new() { Rows = ["""<row r="1"><c r="A1"><v>1</v></c><c r="XFD1" s="3"/></row>"""] }),
        ["a cell beyond the last column"] = () => Refused("broken-table", new() { Rows = [Row(1, ("XFE1", "b"))] }),
        ["rows beyond the last row"] = () => Refused("too-many-rows", new() { Rows = [Row(1_048_577, ("A1048577", "b"))] }),
        ["a cell to the right in each of many rows"] = () => Read(50_000, new() { Rows = Numbers(50_000).Select(i => Row(i, ("IV" + i, "b"))) }),
        ["more cells than are read"] = () => Refused("too-many-cells", new() { Rows = Enumerable.Repeat("<row>" + Times("<c/>", 256) + "</row>", 12_000) }),
        ["as many cells as are read"] = () => Read(10_550, new() { Rows = Padding(850).Concat(Enumerable.Repeat("<row>" + Times("<c><v>1</v></c>", 256) + "</row>", 9_700)) }),
        ["numbers that are all different"] = () => Read(1_000, new() { Rows = Enumerable.Range(0, 1_000).Select(row => "<row>" + string.Concat(Enumerable.Range(0, 200).Select(i => $"<c><v>{(row * 200) + i}</v></c>")) + "</row>") }),
        ["a wide and tall merged range"] = () => Read(1, new() { Rows = [Row(1, ("A1", "a"))], BehindRows = Merged("A1:ALL3000") }),
        ["the whole sheet merged"] = () => Read(2, new() { Rows = [Row(1, ("A1", "a")), Row(1_048_576, ("A1048576", "b"))], BehindRows = Merged("A1:XFD1048576") }),
        ["a merged range over all there is"] = () => Refused("too-many-merged-cells", new() { Rows = Numbers(3_000).Select(i => Row(i, ("A" + i, "a"), ("IV" + i, "b"))), BehindRows = Merged("A1:XFD1048576") }),
        ["merged ranges over each other"] = () => Refused("too-many-merged-cells", new() { Rows = Numbers(20_000).Select(i => Row(i, ("A" + i, "a"), ("D" + i, "b"))), BehindRows = Merged([.. Enumerable.Repeat("A1:D20000", 500)]) }),
        ["merged ranges without end"] = () => Refused("too-many-merged-ranges", new() { Rows = [Row(1, ("A1", "a"))], BehindRows = Merged([.. Enumerable.Repeat("A1:A2", 150_000)]) }),
        ["a merged range that ends before it begins"] = () => Read(10_000, new() { Rows = Numbers(10_000).Select(i => Row(i, ("C" + i, "c"))), BehindRows = Merged([.. Enumerable.Repeat("C1:A10000", 50_000)]) }),
        ["a million small shared texts"] = () => Refused("too-many-shared-strings", new() { Rows = [Row(1, ("A1", "a"))], SharedStrings = Enumerable.Repeat("<si><t>1</t></si>", 900_000) }),
        ["shared texts of many characters"] = () => Refused("too-much-shared-text", new() { Rows = Padding(500), SharedStrings = Enumerable.Repeat($"<si><t>{Times("a", 32_000)}</t></si>", 600) }),
        ["a shared text of megabytes"] = () => Refused("xml-too-long", new() { Rows = Enumerable.Repeat("<row><c t=\"s\"><v>0</v></c></row>", 1000), SharedStrings = ["<si><t>", Times(Long, 2_000_000), "</t></si>"] }),
        ["a shared text longer than a cell"] = () => Refused("text-too-long", new() { Rows = Enumerable.Repeat("<row><c t=\"s\"><v>0</v></c></row>", 1000), SharedStrings = ["<si>", Times($"<r><t>{Times("a", 1000)}</t></r>", 40), "</si>"] }),
        ["a long text in every cell"] = () => Refused("too-much-text", new() { Rows = Enumerable.Repeat("<row><c t=\"s\"><v>0</v></c><c t=\"s\"><v>0</v></c></row>", 20_000), SharedStrings = [$"<si><t>{Times(Long, 16_000)}</t></si>"] }),
        ["a workbook that unpacks to hundreds of megabytes"] = () => Refused("too-large", new() { Rows = Enumerable.Repeat("<row>" + Times("<x/>", 10_000) + "</row>", 10_000) }),
        ["a workbook of a megabyte that unpacks to hundreds"] = () => Refused("too-large", new() { Rows = Padding(840).Concat(Enumerable.Repeat("<row>" + Times("<x/>", 10_000) + "</row>", 2_000)) }),
        ["a workbook that states small sizes"] = () => new(WithSizes(new WorkbookFile { Rows = Enumerable.Repeat("<row>" + Times("<x/>", 10_000) + "</row>", 10_000) }.Build(), 2_000), "broken-table"),
        ["a workbook that states large sizes"] = () => new(WithSizes(new WorkbookFile { Rows = [Row(1, ("A1", "a"))] }.Build(), uint.MaxValue - 1), null, 1),
        ["white space without end"] = () => Refused("xml-too-long", new() { Rows = Enumerable.Repeat(Times(" ", 1 << 20), 100) }),
        ["a comment without end"] = () => Refused("xml-too-long", new() { Rows = Enumerable.Repeat(Times(" ", 1 << 20), 40).Prepend("<!--").Append("-->") }),
        ["entities within entities"] = () => Refused("broken-table", new() { BeforeSheet = ["<!DOCTYPE w [<!ENTITY a \"aaaaaaaaaa\">", .. Numbers(20).Select(i => $"<!ENTITY a{i} \"{Times(i == 1 ? "&a;" : $"&a{i - 1};", 10)}\">"), "]>"], Rows = ["<row><c t=\"str\"><v>&a20;</v></c></row>"] }),
        ["elements within elements"] = () => Refused("xml-too-deep", new() { Rows = Enumerable.Repeat("<row>", 1_000_000) }),
        ["a tag with very many attributes"] = () => Refused("too-many-names", new() { Rows = Numbers(200_000).Select(i => $" a{i % 1000}{(i < 1000 ? "" : "b" + (i / 1000))}=''").Prepend("<row").Append("/>") }),
        ["names that are all different"] = () => Refused("too-many-names", new() { Rows = Numbers(150_000).Select(i => $"<n{i}/>") }),
        ["formats without end"] = () => Refused("too-many-styles", new() { Rows = [Row(1, ("A1", "a"))], Styles = Enumerable.Repeat("<xf numFmtId=\"14\"/>", 400_000).Prepend("<cellXfs>").Append("</cellXfs>") }),
        ["a hundred thousand sheets"] = () => Refused("too-many-sheets", new() { Rows = [Row(1, ("A1", "a"))], Sheets = Enumerable.Repeat("<sheet name=\"1\" sheetId=\"1\" r:id=\"rId1\"/>", 100_000).Prepend("<sheets>").Append("</sheets>") }),
        ["files without end"] = () => Refused("too-many-entries", new() { Rows = [Row(1, ("A1", "a"))], MoreEntries = 8_000 }),
        ["a hundred thousand empty rows"] = () => Read(1, new() { Rows = Enumerable.Repeat("<row/>", 100_000).Prepend(Row(1, ("A1", "a"))) }),
        ["two million empty rows"] = () => Refused("too-many-rows", new() { Rows = Enumerable.Repeat("<row/>", 2_000_000) }),
        ["rows that go back"] = () => Refused("broken-table", new() { Rows = [Row(2, ("A2", "a")), Row(1, ("A1", "a"))] }),
        ["a quote that is never closed"] = () => Csv("broken-table", "a,b\n\"" + Times("1,2\n", 220_000)),
        ["a line of a megabyte"] = () => Csv("line-too-long", Times("a", 990_000)),
        ["a text of a hundred thousand characters"] = () => Csv("text-too-long", "a,b\n" + Times("a", 100_000)),
        ["a quoted text of many lines"] = () => Csv("text-too-long", "a,b\n\"" + Times("aaaa\n", 100_000) + "\""),
        ["a hundred thousand commas"] = () => Csv(null, Times(",", 100_000) + "\na", 1),
        ["a hundred thousand commas and a word"] = () => Csv("too-many-columns", Times(",", 100_000) + "a"),
        ["a million empty fields"] = () => Csv(null, "a\n" + Times(",,,,,,,,,\n", 90_000), 1),
        ["half a million short lines"] = () => Csv(null, Times("a\n", 450_000), 450_000),
    };

    /// <summary>What there is.</summary>
    public static IEnumerable<string> Names => Made.Keys;

    /// <summary>Makes one of them.</summary>
    public static HostileTable Make(string name) => Made[name]();

    private static HostileTable Refused(string code, WorkbookFile file) => new(file.Build(), code);

    private static HostileTable Read(int rows, WorkbookFile file) => new(file.Build(), null, rows);

    private static HostileTable Csv(string? code, string text, int rows = 0) => new(Encoding.UTF8.GetBytes(text), code, rows);

    private static IEnumerable<int> Numbers(int count) => Enumerable.Range(1, count);

    private static string Times(string text, int count) => new StringBuilder(text.Length * count).Insert(0, text, count).ToString();

    private static IEnumerable<string> Merged(params string[] ranges) =>
        ranges.Select(range => $"<mergeCell ref=\"{range}\"/>").Prepend("<mergeCells>").Append("</mergeCells>");

    // What cannot be packed makes a file large enough to unpack to much.
    private static IEnumerable<string> Padding(int kilobytes)
    {
        var random = new Random(1);
        var words = new byte[kilobytes * 1000];
        random.NextBytes(words);
        return words.Chunk(1000).Select(chunk => $"<row><c t=\"str\"><v>{Convert.ToBase64String(chunk)}</v></c></row>");
    }
}
