using System.Diagnostics;

namespace Bishui.Gateway.Proxy;

/// <summary>
/// One id a request, to ask about it by: the caller's own if it sent a harmless one, else the trace's. Services get it, the caller
/// gets it back, the trace carries it.
/// </summary>
internal static class Correlation
{
    public const string Header = "X-Correlation-Id";
    private const int Longest = 64;

    public static IApplicationBuilder UseCorrelation(this IApplicationBuilder app) => app.Use((context, next) =>
    {
        var given = context.Request.Headers[Header].ToString();
        var id = IsHarmless(given) ? given : Activity.Current?.TraceId.ToHexString() ?? context.TraceIdentifier;
        context.Request.Headers[Header] = id;
        Activity.Current?.SetTag("correlation.id", id);
        context.Response.OnStarting(() =>
        {
            context.Response.Headers[Header] = id;
            context.Response.Headers.XContentTypeOptions = "nosniff";
            return Task.CompletedTask;
        });
        return next(context);
    });

    private static bool IsHarmless(string id) =>
        id.Length is > 0 and <= Longest && id.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_' or '.');
}
