using System.Globalization;
using System.Xml;
using DocumentFormat.OpenXml;
using DocumentFormat.OpenXml.Packaging;
using DocumentFormat.OpenXml.Spreadsheet;

namespace Bishui.Features.Tables.Workbooks;

/// <summary>Writes rows as a workbook in which each stands where it stood. Only filled cells are written, however far apart they are.</summary>
internal static class SparseWorkbook
{
    private const string Link = "rId1";

    /// <param name="sheet">Title of the sheet.</param>
    /// <param name="rows">The rows, from the top.</param>
    public static byte[] Of(string sheet, IEnumerable<TableRow> rows)
    {
        using var file = new MemoryStream();
        using (var document = SpreadsheetDocument.Create(file, SpreadsheetDocumentType.Workbook))
        {
            var book = document.AddWorkbookPart();
            book.Workbook = new(new Sheets(new Sheet { Name = sheet, SheetId = 1, Id = Link }));
            using var writer = OpenXmlWriter.Create(book.AddNewPart<WorksheetPart>(Link));
            writer.WriteStartElement(new Worksheet());
            writer.WriteStartElement(new SheetData());
            foreach (var row in rows)
            {
                writer.WriteStartElement(new Row { RowIndex = (uint)row.Number });
                foreach (var cell in row.Cells.OrderBy(cell => cell.Column))
                    writer.WriteElement(new Cell
                    {
                        CellReference = CellPlace.Named(row.Number, cell.Column),
                        DataType = CellValues.InlineString,
                        InlineString = new(new Text(Encoded(cell.Text)) { Space = SpaceProcessingModeValues.Preserve }),
                    });
                writer.WriteEndElement();
            }
            writer.WriteEndElement();
            writer.WriteEndElement();
        }
        return file.ToArray();
    }

    /// <summary>A text as a cell can hold it: without its end where it is too long, and characters that XML has not as <c>_x0001_</c>.</summary>
    private static string Encoded(string text)
    {
        var fitting = text.Length > TableLimits.LongestText ? text[..TableLimits.LongestText] : text;
        return fitting.All(IsPlain) ? fitting
            : string.Concat(fitting.Select(c => IsPlain(c) ? c.ToString() : string.Create(CultureInfo.InvariantCulture, $"_x{(int)c:X4}_")));
    }

    private static bool IsPlain(char c) => XmlConvert.IsXmlChar(c) || char.IsSurrogate(c);
}
