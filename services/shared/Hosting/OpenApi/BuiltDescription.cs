using System.Security.Cryptography;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Net.Http.Headers;

namespace Bishui.Hosting.OpenApi;

/// <summary>A description as it is sent, built before and whoever asks; who has it already is told so by its ETag.</summary>
/// <param name="Json">The document.</param>
/// <param name="Tag">Changes with the document.</param>
public sealed record BuiltDescription(ReadOnlyMemory<byte> Json, EntityTagHeaderValue Tag)
{
    /// <summary>Takes a document that will not change any more.</summary>
    public static BuiltDescription Of(ReadOnlyMemory<byte> json) =>
        new(json, new($"\"{Convert.ToHexStringLower(SHA256.HashData(json.Span)[..16])}\""));

    /// <summary>The document, or 304 to who named its ETag.</summary>
    public FileContentHttpResult Answer(HttpResponse response)
    {
        ArgumentNullException.ThrowIfNull(response);
        response.Headers.CacheControl = "no-cache";     // keep it, and ask each time whether it is still this one
        return TypedResults.Bytes(Json, "application/json; charset=utf-8", entityTag: Tag);
    }
}
