using System.Globalization;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Net.Http.Headers;

namespace Bishui.Hosting.Errors;

/// <summary>Conditional writes: a document's version is its ETag.</summary>
public static class Preconditions
{
    private const int LongestKey = 128;

    /// <summary>Names the version of the document in the answer.</summary>
    public static void SetETag(this HttpResponse response, long version)
    {
        ArgumentNullException.ThrowIfNull(response);
        response.Headers.ETag = string.Create(CultureInfo.InvariantCulture, $"\"{version}\"");
    }

    /// <summary>
    /// Whether the request's If-Match and If-None-Match refuse a write: null means go on, and a request without either always may.
    /// A weak or foreign ETag never matches.
    /// </summary>
    /// <param name="request">The request.</param>
    /// <param name="current">Version of the document on file, or null when there is none.</param>
    public static ProblemHttpResult? Refusal(this HttpRequest request, long? current)
    {
        ArgumentNullException.ThrowIfNull(request);
        if (!TryParse(request.Headers.IfMatch, out var match)) return Malformed("If-Match");
        if (!TryParse(request.Headers.IfNoneMatch, out var none)) return Malformed("If-None-Match");
        var stale = (match is not null && !Covers(match, current)) || (none is not null && Covers(none, current));
        return stale ? TypedResults.Problem(Problems.OfStatus(412)) : null;
    }

    /// <summary>
    /// The request's Idempotency-Key: null when it has none. Returns false, with the refusal, for one that is empty, repeated, longer than
    /// 128 characters or not printable ASCII.
    /// </summary>
    public static bool TryIdempotencyKey(this HttpRequest request, out string? key, out ProblemHttpResult? refusal)
    {
        ArgumentNullException.ThrowIfNull(request);
        (key, refusal) = (null, null);
        var values = request.Headers["Idempotency-Key"];
        if (values.Count == 0) return true;
        if (values is [{ Length: > 0 and <= LongestKey } value] && value.All(c => c is >= ' ' and <= '~'))
        {
            key = value;
            return true;
        }
        refusal = Problems.Of(400, "invalid-idempotency-key", "Idempotency-Key 无效", "The Idempotency-Key is not valid",
            [new(null, "Idempotency-Key", "invalid-idempotency-key", $"1-{LongestKey} printable ASCII characters, once")]);
        return false;
    }

    private static bool TryParse(Microsoft.Extensions.Primitives.StringValues header, out IList<EntityTagHeaderValue>? tags)
    {
        tags = null;
        return header.Count == 0 || EntityTagHeaderValue.TryParseStrictList([.. header.OfType<string>()], out tags);
    }

    private static bool Covers(IList<EntityTagHeaderValue> tags, long? current) => current is { } version && tags.Any(tag =>
        tag.Equals(EntityTagHeaderValue.Any)
        || (!tag.IsWeak && tag.Tag.Equals(string.Create(CultureInfo.InvariantCulture, $"\"{version}\""), StringComparison.Ordinal)));

    private static ProblemHttpResult Malformed(string header) => Problems.Of(400, "invalid-header", "请求头无效", "A header is not valid",
        [new(null, header, "invalid-header", "an ETag in double quotes, a list of them, or *")]);
}
