using System.Globalization;
using System.Text.RegularExpressions;
using Bishui.Hosting.Errors;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Mvc;

namespace Bishui.Hosting.Limits;

/// <summary>
/// How large a body may be, by address. Every door applies the same list, so that what one lets in the next does not turn away: a service that closes the
/// connection on a body it will not take would look, from the gateway, as if it could not be reached.
/// </summary>
public static partial class RequestLimits
{
    /// <summary>What any other call may send: it is held in memory as a whole.</summary>
    public const long Usual = 32 << 20;

    /// <summary>Files: the largest that is taken, and room for what a proxy adds. The slice that keeps them counts for itself.</summary>
    public const long File = 64 << 20;

    /// <summary>A table of rows.</summary>
    public const long Table = 20 << 20;

    /// <summary>A batch of ten thousand readings is near 2 MB, with long names several times as much.</summary>
    public const long Batch = 16 << 20;

    private static readonly (Regex Path, long Bytes)[] Limits =
    [
        (Tokens(), 64 << 10),
        (Public(), 64 << 10),
        (Ledgers(), 64 << 10),
        (Complaints(), 8 << 20),
        (Readings(), Batch),
        (Tables(), Table),
        (Judgements(), 64 << 20),
        (Attachments(), File),
    ];

    /// <summary>The most bytes that a body sent to a path may have.</summary>
    public static long Of(string path) => Array.Find(Limits, limit => limit.Path.IsMatch(path)) is { Path: not null } found ? found.Bytes : Usual;

    /// <summary>Refuses a body that is announced as larger, and stops reading one that turns out to be.</summary>
    public static IApplicationBuilder UseRequestLimits(this IApplicationBuilder app) => app.Use((context, next) =>
    {
        var most = Of(context.Request.Path.Value ?? "/");
        if (context.Request.ContentLength > most) return ProblemAnswers.WriteAsync(context, TooLarge(most));
        if (context.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } server) server.MaxRequestBodySize = most;
        return next(context);
    });

    /// <summary>The refusal, which names the limit.</summary>
    internal static ProblemDetails TooLarge(long? most)
    {
        var problem = Problems.OfStatus(413);
        problem.Detail = Named(most);
        return problem;
    }

    /// <summary>A limit in words; null where there is none.</summary>
    public static string? Named(long? most) =>
        most is { } bytes ? string.Create(CultureInfo.InvariantCulture, $"最多 {bytes >> 10} KiB / at most {bytes >> 10} KiB") : null;

    [GeneratedRegex("^/connect/", RegexOptions.IgnoreCase)]
    private static partial Regex Tokens();

    [GeneratedRegex("^/api/public/", RegexOptions.IgnoreCase)]
    private static partial Regex Public();

    [GeneratedRegex("^/api/[^/]+/ledger/", RegexOptions.IgnoreCase)]
    private static partial Regex Ledgers();

    [GeneratedRegex("^/api/[^/]+/complaints/imports/?$", RegexOptions.IgnoreCase)]
    private static partial Regex Complaints();

    [GeneratedRegex("^/api/[^/]+/readings/?$", RegexOptions.IgnoreCase)]
    private static partial Regex Readings();

    [GeneratedRegex("^/api/[^/]+/(readings/uploads|registers/[^/]+/imports)/?$", RegexOptions.IgnoreCase)]
    private static partial Regex Tables();

    [GeneratedRegex("^/api/[^/]+/judgements/?$", RegexOptions.IgnoreCase)]
    private static partial Regex Judgements();

    [GeneratedRegex("^/api/[^/]+/attachments/?$", RegexOptions.IgnoreCase)]
    private static partial Regex Attachments();
}
