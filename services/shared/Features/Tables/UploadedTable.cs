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
            return (null, TableFormats.NotATable(request, name));
        using var body = new MemoryStream();
        await request.Body.CopyToAsync(body, cancel);
        return (new(body.ToArray(), format), null);
    }
}
