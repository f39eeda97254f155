using System.Globalization;
using Bishui.Features.Tables;
using Bishui.Tests.Support.Tables;
using Xunit;

namespace Bishui.Tests.Unit.Tables;

/// <summary>What stands in a workbook's cells, by the forms in which programs keep it.</summary>
public sealed class WorkbookTests
{
    [Theory]
    [InlineData("<c><v>0.30000000000000004</v></c>", "0.3")]
    [InlineData("<c t=\"n\"><v>1E-5</v></c>", "0.00001")]
    [InlineData("<c><v>1e300</v></c>", "1E+300")]
    [InlineData("<c t=\"s\"><v>0</v></c>", "水质")]
    [InlineData("<c t=\"s\"><v>1</v></c>", "Ⅲ类水")]
    [InlineData("<c t=\"inlineStr\"><is><r><t>a</t></r><r><t>b</t></r></is></c>", "ab")]
    [InlineData("<c t=\"inlineStr\"><is><t> a_x000D_b </t></is></c>", "a\rb")]
    [InlineData("<c t=\"str\"><f>A1&amp;B1</f><v>x &lt; y</v></c>", "x < y")]
    [InlineData("<c t=\"b\"><v>1</v></c>", "TRUE")]
    [InlineData("<c t=\"e\"><v>#DIV/0!</v></c>", "#DIV/0!")]
    [InlineData("<c t=\"d\"><v>2021-04-06T04:00:00</v></c>", "2021-04-06 04:00:00")]
    [InlineData("<c s=\"1\"><v>44292.166666666664</v></c>", "2021-04-06 04:00:00")]
    [InlineData("<c s=\"2\"><v>44292</v></c>", "2021-04-06 00:00:00")]
    [InlineData("<c s=\"3\"><v>0.125</v></c>", "12.5%")]
    [InlineData("<c s=\"4\"><v>0.125</v></c>", "12.5%")]
    [InlineData("<c s=\"5\"><v>44292</v></c>", "44292")]
    [InlineData("<c s=\"99\"><v>44292</v></c>", "44292")]
    public void A_cell_is_read_as_it_is_meant(string cell, string text) => Assert.Equal(text, Assert.Single(Read(Book(cell))[0].Cells).Text);

    [Theory]
    [InlineData("yyyy/m/d;@", "2021-04-06 00:00:00")]
    [InlineData("[$-804]yyyy\"年\"m\"月\"d\"日\"", "2021-04-06 00:00:00")]
    [InlineData("[h]:mm", "2021-04-06 00:00:00")]
    [InlineData("[Red]0.00", "44292")]
    [InlineData("0.00\"mg/L\"", "44292")]
    [InlineData("0\\d", "44292")]
    [InlineData("General", "44292")]
    [InlineData("0;d", "44292")]
    [InlineData("\"never closed d", "44292")]
    public void A_format_says_whether_a_number_is_a_day(string format, string text)
    {
        var book = Book("<c s=\"0\"><v>44292</v></c>", $"<numFmts><numFmt numFmtId=\"200\" formatCode=\"{format.Replace("\"", "&quot;", StringComparison.Ordinal)}\"/></numFmts><cellXfs><xf numFmtId=\"200\"/></cellXfs>");
        Assert.Equal(text, Read(book)[0][0]);
    }

    [Fact]
    public void A_percentage_is_a_number_where_cells_do_not_count_as_shown() => Assert.Equal("0.125", Read(Book("<c s=\"3\"><v>0.125</v></c>"), asShown: false)[0][0]);

    [Fact]
    public void Days_may_be_counted_from_1904()
    {
        var book = new WorkbookFile
        {
            Rows = ["<row><c s=\"1\"><v>42830</v></c></row>"],
            Styles = ["<cellXfs><xf/><xf numFmtId=\"14\"/></cellXfs>"],
            Sheets = ["<workbookPr date1904=\"1\"/><sheets><sheet name=\"1\" sheetId=\"1\" r:id=\"rId1\"/></sheets>"],
        };
        Assert.Equal("2021-04-06 00:00:00", Read(book.Build())[0][0]);
    }

    [Fact]
    public void Rows_keep_their_numbers_and_hold_what_is_filled()
    {
        var rows = Read(new WorkbookFile
        {
            Rows = ["<row r=\"3\"><c r=\"B3\"><v>1</v></c><c r=\"D3\"/><c r=\"F3\"><v>2</v></c></row>", "<row><c><v>3</v></c></row>", "<row r=\"9\"/>", "<row r=\"12\"><c r=\"A12\"><v>4</v></c></row>"],
        }.Build());

        Assert.Equal(["3: B=1 F=2", "4: A=3", "12: A=4"], rows.Select(row => $"{row.Number}: {string.Join(' ', row.Cells.Select(cell => $"{(char)('A' + cell.Column)}={cell.Text}"))}"));
        Assert.Equal((6, "", "1", "", "2", ""), (rows[0].Width, rows[0][0], rows[0][1], rows[0][3], rows[0][5], rows[0][6]));
    }

    [Fact]
    public void A_merged_value_stands_in_each_cell_of_the_rows_that_are_there()
    {
        var rows = Read(new WorkbookFile
        {
            Rows = [WorkbookFile.Row(1, ("A1", "title"), ("D1", "x")), WorkbookFile.Row(2, ("A2", "a"), ("B2", "day")), WorkbookFile.Row(3, ("A3", "b")), WorkbookFile.Row(5, ("A5", "c"), ("B5", "own"))],
            BehindRows = ["<mergeCells><mergeCell ref=\"A1:XFD1\"/><mergeCell ref=\"B2:B9\"/><mergeCell ref=\"C7:D8\"/><mergeCell ref=\"nowhere\"/></mergeCells>"],
        }.Build());

        Assert.Equal(["title title title x", "a day", "b day", "c own"], rows.Select(row => string.Join(' ', row.Cells.Select(cell => cell.Text))));
    }

    private static byte[] Book(string cell, string? styles = null) => new WorkbookFile
    {
        Rows = [string.Create(CultureInfo.InvariantCulture, $"<row r=\"1\">{cell}</row>")],
        SharedStrings = ["<si><t>水质</t></si>", "<si><r><t>Ⅲ</t></r><r><t>类水</t></r><rPh sb=\"0\" eb=\"1\"><t>lei</t></rPh></si>"],
        Styles = [styles ?? "<numFmts><numFmt numFmtId=\"176\" formatCode=\"0.0%\"/></numFmts><cellXfs><xf numFmtId=\"0\"/><xf numFmtId=\"22\"/><xf numFmtId=\"31\"/><xf numFmtId=\"10\"/><xf numFmtId=\"176\"/><xf numFmtId=\"2\"/></cellXfs>"],
    }.Build();

    private static List<TableRow> Read(byte[] content, bool asShown = true) =>
        [.. TableReader.Read(content, TableFormat.Xlsx, new(100, () => new("too-many-rows", "", "", 413), asShown), CancellationToken.None)];
}
