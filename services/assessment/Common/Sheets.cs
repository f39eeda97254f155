using System.Data;
using MiniExcelLibs;
using MiniExcelLibs.OpenXml;

namespace Bishui.Assessment.Common;

/// <summary>Tables as a workbook, one sheet each.</summary>
internal static class Sheets
{
    public const string Type = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

    private const int LongestName = 31;

    /// <param name="sheets">By title, in order: the columns' headers and the rows; null is an empty cell.</param>
    public static byte[] Write(IEnumerable<(string Title, IReadOnlyList<string> Columns, IEnumerable<object?[]> Rows)> sheets)
    {
        var tables = new Dictionary<string, object>();
        foreach (var (title, columns, rows) in sheets)
        {
            var table = new DataTable();
            foreach (var column in columns) table.Columns.Add(column, typeof(object));
            foreach (var row in rows) table.Rows.Add([.. row.Select(cell => cell ?? DBNull.Value)]);
            tables[title[..Math.Min(title.Length, LongestName)]] = table;
        }
        using var file = new MemoryStream();
        MiniExcel.SaveAs(file, tables, configuration: new OpenXmlConfiguration { AutoFilter = false });
        foreach (var table in tables.Values.OfType<DataTable>()) table.Dispose();
        return file.ToArray();
    }
}
