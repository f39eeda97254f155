using System.Net;
using Bishui.Hosting;
using Bishui.Launcher.Processes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.Configuration;

namespace Bishui.Tests.Broker.Hosting;

/// <summary>Metrics have a door of their own.</summary>
public sealed class MetricsTests
{
    [Fact]
    public async Task Metrics_answer_on_their_port_and_nowhere_else_and_nothing_else_answers_there()
    {
        var (port, metrics) = (FreePorts.Next(), FreePorts.Next());
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions { EnvironmentName = "Production" });
        builder.Configuration.AddInMemoryCollection(new Dictionary<string, string?>
        {
            ["BISHUI_AUTHORITY"] = "http://127.0.0.1:1",
            ["BISHUI_METRICS_PORT"] = $"{metrics}",
            ["AllowedHosts"] = "bishui.example",
            ["Logging:LogLevel:Default"] = "Error",
        });
        builder.WebHost.UseUrls($"http://127.0.0.1:{port};http://127.0.0.1:{metrics}");
        builder.AddServiceDefaults("industrial");
        await using var app = builder.Build();
        app.MapServiceDefaults();
        app.MapGet("/api/industrial/values", () => "values").AllowAnonymous();
        await app.StartAsync();

        // A scraper asks for an address, whatever names the platform is known by.
        Assert.Contains("service_name=\"bishui-industrial\"", (await AskAsync(metrics, "/metrics", null)).Text, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.NotFound, (await AskAsync(metrics, "/api/industrial/values", "bishui.example")).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await AskAsync(metrics, "/openapi/v1.json", "bishui.example")).Status);

        Assert.Equal("values", (await AskAsync(port, "/api/industrial/values", "bishui.example")).Text);
        foreach (var host in new[] { "bishui.example", $"bishui.example:{metrics}" })
        {
            var refused = await AskAsync(port, "/metrics", host);
            Assert.NotEqual(HttpStatusCode.OK, refused.Status);
            Assert.DoesNotContain("service_name", refused.Text, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("eighty")]
    [InlineData("0")]
    public async Task A_port_that_is_none_keeps_the_service_from_starting(string port) =>
        await Assert.ThrowsAsync<InvalidOperationException>(() => SmallService.StartAsync(
            "industrial", settings: new Dictionary<string, string?> { ["BISHUI_METRICS_PORT"] = port }));

    private static async Task<(HttpStatusCode Status, string Text)> AskAsync(int port, string path, string? host)
    {
        using var http = new HttpClient();
        using var request = new HttpRequestMessage(HttpMethod.Get, $"http://127.0.0.1:{port}{path}");
        request.Headers.Host = host;
        using var answer = await http.SendAsync(request);
        return (answer.StatusCode, await answer.Content.ReadAsStringAsync());
    }
}
