using System.Data;
using MiniExcelLibs;
using MiniExcelLibs.OpenXml;

namespace Bishui.Assessment.Reports.Documents;

/// <summary>The tables of a report whole, one sheet each: its ledger, its sections' tables, its figures, its sources.</summary>
internal static class ReportWorkbook
{
    public const string Type = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

    private const int LongestSheetName = 31;

    public static byte[] Of(Report report)
    {
        var sheets = new Dictionary<string, object>();
        if (report.Entries is { } entries) sheets[entries.Caption] = Sheet(entries);
        foreach (var table in report.Sections.SelectMany(section => section.Tables))
            sheets[table.Caption[..Math.Min(table.Caption.Length, LongestSheetName)]] = Sheet(table);
        sheets["数据"] = Sheet(["部分", "数据", "数值", "计量单位", "依据"], report.Sections.SelectMany(section =>
            section.Figures.Select(figure => new object?[] { section.Heading, figure.Title, figure.Value, figure.Unit, Numbers(figure.Sources) })));
        sheets["数据来源"] = Sheet(["编号", "来源", "链接", "事实编号"], report.Sources.SelectMany(source =>
            source.Facts.DefaultIfEmpty("").Select(fact => new object?[] { source.Number, source.Title, source.Href, fact })));
        using var file = new MemoryStream();
        MiniExcel.SaveAs(file, sheets, configuration: new OpenXmlConfiguration { AutoFilter = false });
        foreach (var sheet in sheets.Values.OfType<DataTable>()) sheet.Dispose();
        return file.ToArray();
    }

    private static DataTable Sheet(ReportTable table) =>
        Sheet([.. table.Columns, "依据"], table.Rows.Select(row => row.Cells.Cast<object?>().Append(Numbers(row.Sources)).ToArray()));

    private static DataTable Sheet(IReadOnlyList<string> columns, IEnumerable<object?[]> rows)
    {
        var table = new DataTable();
        foreach (var column in columns) table.Columns.Add(column, typeof(object));
        foreach (var row in rows) table.Rows.Add([.. row.Select(cell => cell ?? DBNull.Value)]);
        return table;
    }

    private static string Numbers(IEnumerable<int> sources) => string.Concat(sources.Select(number => $"[{number}]"));
}
