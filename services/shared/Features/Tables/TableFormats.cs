namespace Bishui.Features.Tables;

/// <summary>How a table is kept in a file.</summary>
public enum TableFormat
{
    /// <summary>Text with commas.</summary>
    Csv,

    /// <summary>An Excel workbook.</summary>
    Xlsx,
}

/// <summary>Content types of tables.</summary>
public static class TableFormats
{
    /// <summary>Of CSV.</summary>
    public const string CsvType = "text/csv";

    /// <summary>Of an Excel workbook.</summary>
    public const string XlsxType = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

    /// <summary>The format that a file's name says, or else its content type; null for any other.</summary>
    public static TableFormat? Of(string? name, string? contentType) =>
        (name is null ? null : Path.GetExtension(name).ToLowerInvariant(), contentType?.Split(';')[0].Trim().ToLowerInvariant()) switch
        {
            (".csv" or ".txt", _) => TableFormat.Csv,
            (".xlsx", _) => TableFormat.Xlsx,
            (null, CsvType) => TableFormat.Csv,
            (null, XlsxType) => TableFormat.Xlsx,
            _ => null,
        };
}
