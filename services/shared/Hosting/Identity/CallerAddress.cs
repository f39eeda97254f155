using System.Net;
using System.Net.Sockets;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.HttpOverrides;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace Bishui.Hosting.Identity;

/// <summary>
/// The address from which somebody calls a service through the gateway. The gateway writes it into <c>X-Forwarded-For</c> in place of whatever
/// the caller sent; a service believes that header only from the networks in which its gateways are.
/// </summary>
public static class CallerAddress
{
    private const string Networks = "BISHUI_GATEWAY_NETWORKS";

    /// <summary>Believes <c>BISHUI_GATEWAY_NETWORKS</c> (CIDR, separated by commas); this machine alone where it is not set.</summary>
    public static IServiceCollection AddCallerAddress(this IServiceCollection services)
    {
        services.AddOptions<ForwardedHeadersOptions>().Configure<IConfiguration>((options, configuration) =>
        {
            var networks = configuration[Networks] is { Length: > 0 } given ? given : "127.0.0.0/8,::1/128";
            options.ForwardedHeaders = ForwardedHeaders.XForwardedFor;
            // The gateway sends one address; whatever stood before it, somebody made up.
            options.ForwardLimit = 1;
            options.KnownProxies.Clear();
            options.KnownIPNetworks.Clear();
            foreach (var network in networks.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
                options.KnownIPNetworks.Add(System.Net.IPNetwork.Parse(network));
        });
        return services;
    }

    /// <summary>What counts as the request's one address; empty when it has none.</summary>
    public static string CountedAddress(this HttpContext http)
    {
        ArgumentNullException.ThrowIfNull(http);
        return Counted(http.Connection.RemoteIpAddress);
    }

    /// <summary>What counts as one address: a household or a server is given a whole IPv6 /64. Empty for none.</summary>
    public static string Counted(IPAddress? address)
    {
        if (address is null) return "";
        if (address.IsIPv4MappedToIPv6) address = address.MapToIPv4();
        if (address.AddressFamily is not AddressFamily.InterNetworkV6) return address.ToString();
        var bytes = address.GetAddressBytes();
        bytes.AsSpan(8).Clear();
        return new IPAddress(bytes).ToString();
    }
}
