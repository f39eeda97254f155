using System.Security.Cryptography;
using System.Text;

namespace Bishui.Gateway.Proxy;

/// <summary>
/// Tells the platform's own pages from other callers, so that they have an allowance of their own: what one visitor asks for too much would otherwise
/// empty the pages for all. The mark gives no right; it is taken off here, and no service ever sees it.
/// </summary>
internal static class PagesCaller
{
    /// <summary>Setting with the secret that the pages know too: random and made for this installation. Without it the pages are an address like any other.</summary>
    public const string Setting = "BISHUI_PAGES_KEY";

    public const string Header = "X-Bishui-Pages";
    private const int ShortestKey = 32;
    private static readonly object Mark = new();

    public static IApplicationBuilder UsePagesCaller(this WebApplication app)
    {
        var key = app.Configuration[Setting] is { Length: > 0 } given ? given : null;
        if (key is { Length: < ShortestKey })
            throw new InvalidOperationException($"{Setting} is shorter than {ShortestKey} characters: it must be random, for example from openssl rand -hex 32.");
        var known = key is null ? null : Hash(key);
        return app.Use((context, next) =>
        {
            if (context.Request.Headers.Remove(Header, out var sent) && known is not null
                && sent is [{ } text] && CryptographicOperations.FixedTimeEquals(Hash(text), known))
                context.Items[Mark] = Mark;
            return next(context);
        });
    }

    /// <summary>Whether the platform's own pages ask.</summary>
    public static bool IsFromPages(this HttpContext context) => context.Items.ContainsKey(Mark);

    private static byte[] Hash(string text) => SHA256.HashData(Encoding.UTF8.GetBytes(text));
}
