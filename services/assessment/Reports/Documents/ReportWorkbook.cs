using Bishui.Assessment.Common;
namespace Bishui.Assessment.Reports.Documents;

/// <summary>The tables of a report whole, one sheet each: its ledger, its sections' tables, its figures, its sources.</summary>
internal static class ReportWorkbook
{
    public static byte[] Of(Report report) => Sheets.Write(
    [
        .. report.Entries is { } entries ? new[] { Sheet(entries) } : [],
        .. report.Sections.SelectMany(section => section.Tables).Select(Sheet),
        ("数据", ["部分", "数据", "数值", "计量单位", "依据"], report.Sections.SelectMany(section =>
            section.Figures.Select(figure => new object?[] { section.Heading, figure.Title, figure.Value, figure.Unit, Numbers(figure.Sources) }))),
        ("数据来源", ["编号", "来源", "链接", "事实编号"], report.Sources.SelectMany(source =>
            source.Facts.DefaultIfEmpty("").Select(fact => new object?[] { source.Number, source.Title, source.Href, fact }))),
    ]);

    private static (string Title, IReadOnlyList<string> Columns, IEnumerable<object?[]> Rows) Sheet(ReportTable table) =>
        (table.Caption, [.. table.Columns, "依据"], table.Rows.Select(row => row.Cells.Cast<object?>().Append(Numbers(row.Sources)).ToArray()));

    private static string Numbers(IEnumerable<int> sources) => string.Concat(sources.Select(number => $"[{number}]"));
}
