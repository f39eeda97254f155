using Microsoft.AspNetCore.HttpOverrides;

namespace Bishui.Gateway.Proxy;

/// <summary>
/// Who calls, when a proxy stands in front; section <c>ForwardedHeaders</c>. Addresses are what callers without a token are counted by, so a
/// caller must not be able to choose one.
/// </summary>
internal static class Forwarding
{
    private const string KnownNetworks = "ForwardedHeaders:KnownNetworks";
    private const string Proxies = "ForwardedHeaders:Proxies";

    public static WebApplicationBuilder AddForwarding(this WebApplicationBuilder builder)
    {
        var proxies = builder.Configuration.GetValue(Proxies, 1);
        if (proxies < 1)
            throw new InvalidOperationException($"{Proxies} is {proxies}; it says how many proxies stand one behind the other in front of the gateway.");
        builder.Services.Configure<ForwardedHeadersOptions>(options =>
        {
            // Not X-Forwarded-Host: a proxy passes Host on, and what the caller wrote there was checked.
            options.ForwardedHeaders = ForwardedHeaders.XForwardedFor | ForwardedHeaders.XForwardedProto;

            // As many entries as there are proxies, from the end. What stands before them was written by the caller, even where
            // the caller's own address is in a known network too.
            options.ForwardLimit = proxies;
            options.KnownProxies.Clear();
            options.KnownIPNetworks.Clear();
            foreach (var network in Networks(builder.Configuration))
            {
                options.KnownIPNetworks.Add(System.Net.IPNetwork.TryParse(network, out var parsed)
                    ? parsed
                    : throw new InvalidOperationException($"{KnownNetworks}: {network} is no network, such as 10.0.0.0/8."));
            }
        });
        return builder;
    }

    public static WebApplication UseForwarding(this WebApplication app)
    {
        // Without a single known network the middleware would believe everybody.
        if (Networks(app.Configuration).Length > 0)
            app.UseForwardedHeaders();
        return app;
    }

    private static string[] Networks(IConfiguration configuration) =>
        [.. (configuration.GetSection(KnownNetworks).Get<string[]>() ?? []).Where(network => network.Length > 0)];
}
