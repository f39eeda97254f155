using Bishui.Hosting.Errors;
using Bishui.Hosting.Json;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
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

    /// <summary>What was sent is no table of a kind that is read.</summary>
    /// <param name="request">The request.</param>
    /// <param name="name">The file's name; null when none was given.</param>
    internal static ProblemHttpResult NotATable(HttpRequest request, string? name)
    {
        ArgumentNullException.ThrowIfNull(request);
        var given = Texts.Shown(name ?? request.ContentType ?? "–");
        return Problems.Of(StatusCodes.Status415UnsupportedMediaType, "unsupported-media-type", "只接收 CSV 或 Excel（.xlsx）文件", "A CSV or Excel (.xlsx) file is expected",
            [new(null, name is null ? "Content-Type" : "name", "unsupported-media-type",
                $"内容类型应为 {CsvType} 或 {XlsxType}，或以 name= 给出 .csv、.txt、.xlsx 文件名；收到 {given}"
                + $" / the content type must be {CsvType} or {XlsxType}, or name= a .csv, .txt or .xlsx file; given: {given}")]);
    }
}
