using System.Globalization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace Bishui.Hosting.Telemetry;

/// <summary>
/// <c>/metrics</c> on a port of its own, which the monitoring can reach and users cannot. The port is one of those the process listens on
/// (<c>ASPNETCORE_URLS</c>), <c>BISHUI_METRICS_PORT</c> says which; without it there is no <c>/metrics</c>.
/// </summary>
internal static class MetricsPort
{
    private const string Setting = "BISHUI_METRICS_PORT";
    private const string Path = "/metrics";

    public static WebApplicationBuilder AddMetricsPort(this WebApplicationBuilder builder)
    {
        if (builder.Configuration[Setting] is not { Length: > 0 } text) return builder;
        if (!int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var port) || port is < 1 or > 65535)
            throw new InvalidOperationException($"{Setting} is {text}, which is no port");

        // Before everything else, the check of Host too: a scraper asks for an address, not for a name.
        builder.Services.Insert(0, ServiceDescriptor.Singleton<IStartupFilter>(new MetricsOnly(port)));
        return builder;
    }

    // The port a request came in by, not the one it names in Host, which is the caller's to choose.
    private sealed class MetricsOnly(int port) : IStartupFilter
    {
        public Action<IApplicationBuilder> Configure(Action<IApplicationBuilder> next) => app =>
        {
            app.UseOpenTelemetryPrometheusScrapingEndpoint(http => CameBy(http) && http.Request.Path == Path);
            app.MapWhen(CameBy, other => other.Run(http =>
            {
                http.Response.StatusCode = StatusCodes.Status404NotFound;
                return Task.CompletedTask;
            }));
            next(app);
        };

        private bool CameBy(HttpContext http) => http.Connection.LocalPort == port;
    }
}
