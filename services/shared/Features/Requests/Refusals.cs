using Bishui.Features.Tables;
using Bishui.Hosting.Errors;
using Bishui.Hosting.Json;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Bishui.Features.Requests;

/// <summary>Refusals that every service answers alike.</summary>
public static class Refusals
{
    /// <summary>The request was understood, and fields of it are wrong.</summary>
    public static ProblemHttpResult Invalid(IReadOnlyList<RowError> errors) =>
        Problems.Of(StatusCodes.Status422UnprocessableEntity, "invalid-request", "提交内容有误", "The request has errors", errors);

    /// <summary>What was sent is no table of a kind that is read.</summary>
    /// <param name="request">The request.</param>
    /// <param name="name">The file's name; null when none was given.</param>
    public static ProblemHttpResult NotATable(HttpRequest request, string? name)
    {
        ArgumentNullException.ThrowIfNull(request);
        var given = Texts.Shown(name ?? request.ContentType ?? "–");
        return Problems.Of(StatusCodes.Status415UnsupportedMediaType, "unsupported-media-type", "只接收 CSV 或 Excel（.xlsx）文件", "A CSV or Excel (.xlsx) file is expected",
            [new(null, name is null ? "Content-Type" : "name", "unsupported-media-type",
                $"内容类型应为 {TableFormats.CsvType} 或 {TableFormats.XlsxType}，或以 name= 给出 .csv、.txt、.xlsx 文件名；收到 {given}"
                + $" / the content type must be {TableFormats.CsvType} or {TableFormats.XlsxType}, or name= a .csv, .txt or .xlsx file; given: {given}")]);
    }
}
