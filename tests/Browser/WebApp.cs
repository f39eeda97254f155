using System.Net;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Mvc.Testing;
using Microsoft.Extensions.Logging;

namespace Bishui.Tests.Browser;

/// <summary>The pages on a port of their own, reading from a given gateway.</summary>
internal sealed class WebApp : WebApplicationFactory<Program>
{
    private readonly string _gateway;
    private readonly string? _clockOffset;

    private WebApp(string gateway, string? clockOffset)
    {
        (_gateway, _clockOffset) = (gateway, clockOffset);
        UseKestrel(options => options.Listen(IPAddress.Loopback, 0));
    }

    public Uri Address => ClientOptions.BaseAddress;

    public static WebApp Start(string gateway, string? clockOffset = null)
    {
        var app = new WebApp(gateway, clockOffset);
        app.StartServer();
        return app;
    }

    protected override void ConfigureWebHost(IWebHostBuilder builder)
    {
        builder.UseEnvironment("Production");
        builder.UseSetting("BISHUI_GATEWAY", _gateway);
        // Each page as the platform is at that moment.
        builder.UseSetting("Pages:FreshFor", "00:00:00");
        if (_clockOffset is not null)
            builder.UseSetting("BISHUI_CLOCK_OFFSET", _clockOffset);
        builder.ConfigureLogging(logging => logging.ClearProviders());
    }
}
