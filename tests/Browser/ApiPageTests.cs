extern alias Gateway;

using System.Collections.Concurrent;
using System.Net;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Mvc.Testing;
using Microsoft.Extensions.Logging;
using Microsoft.Playwright;
using Xunit;

namespace Bishui.Tests.Browser;

/// <summary>The page on which the platform's interface can be browsed.</summary>
public sealed class ApiPageTests(Chromium chromium) : IClassFixture<Chromium>
{
    [BrowserFact]
    public async Task It_shows_the_description_and_asks_nobody_else_for_anything()
    {
        using var gateway = new GatewayApp();
        gateway.StartServer();
        var asked = new ConcurrentQueue<Uri>();
        var complaints = new ConcurrentQueue<string>();
        var page = await chromium.OpenAsync(new Uri("about:blank"));
        page.Request += (_, request) => asked.Enqueue(new Uri(request.Url));
        page.Console += (_, message) =>
        {
            if (message.Type == "error")
                complaints.Enqueue(message.Text);
        };

        await page.GotoAsync(new Uri(gateway.ClientOptions.BaseAddress, "/openapi").AbsoluteUri);
        await page.GetByText("水污染防治年度工作计划的执行、监测与考核平台").First.WaitForAsync();
        await page.WaitForLoadStateAsync(LoadState.NetworkIdle);

        Assert.Empty(complaints);
        Assert.Contains(asked, uri => uri.AbsolutePath == "/openapi/v1.json");
        Assert.All(asked.Where(uri => uri.Scheme.StartsWith("http", StringComparison.Ordinal)),
            uri => Assert.Equal(gateway.ClientOptions.BaseAddress.Authority, uri.Authority));
        // What would send the description to somebody's service is not offered.
        Assert.Equal(0, await page.Locator("a[href^='https://client.']").CountAsync());
        Assert.Equal(0, await page.GetByText("Generate SDK").CountAsync());
        await LookTests.KeepAsync(page, "openapi");
    }

    private sealed class GatewayApp : WebApplicationFactory<Gateway::Program>
    {
        public GatewayApp() => UseKestrel(options => options.Listen(IPAddress.Loopback, 0));

        protected override void ConfigureWebHost(IWebHostBuilder builder)
        {
            builder.UseEnvironment("Production");
            builder.UseSetting("BISHUI_AUTHORITY", "http://127.0.0.1:9");
            builder.ConfigureLogging(logging => logging.ClearProviders());
        }
    }
}
