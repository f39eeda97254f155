using Bishui.Hosting.Errors;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Bishui.Features.Tables;

/// <summary>A table as the body of a request. Whether the caller may hand one in is asked before any of it is read.</summary>
/// <param name="Content">Its bytes.</param>
/// <param name="Format">What it is.</param>
public sealed record UploadedTable(byte[] Content, TableFormat Format)
{
    /// <summary>Reads the body; the refusal to answer with where it is no table by its name or content type.</summary>
    public static async Task<(UploadedTable? Table, ProblemHttpResult? Refusal)> ReadAsync(HttpRequest request, string? name, CancellationToken cancel)
    {
        if (TableFormats.Of(name, request.ContentType) is not { } format)
            return (null, Problems.Of(StatusCodes.Status415UnsupportedMediaType, "unsupported-media-type", "只接收 CSV 或 Excel（.xlsx）文件",
                "A CSV or Excel (.xlsx) file is expected, by its content type or by name="));
        using var body = new MemoryStream();
        await request.Body.CopyToAsync(body, cancel);
        return (new(body.ToArray(), format), null);
    }
}
