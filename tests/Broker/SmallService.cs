using System.Net.Http.Headers;
using Bishui.Hosting;
using Bishui.Launcher.Processes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.Configuration;

namespace Bishui.Tests.Broker;

/// <summary>A service as small as can be, over HTTP on a free port.</summary>
internal sealed class SmallService : IAsyncDisposable
{
    private readonly WebApplication _app;

    private readonly Uri _metrics;

    private SmallService(WebApplication app, Uri metrics)
    {
        (_app, _metrics) = (app, metrics);
        Http = new() { BaseAddress = app.Urls.Select(url => new Uri(url)).Single(url => url != metrics) };
    }

    public HttpClient Http { get; }

    public IServiceProvider Services => _app.Services;

    public static async Task<SmallService> StartAsync(
        string name, string authority = "http://127.0.0.1:1", Action<WebApplicationBuilder>? build = null, Action<WebApplication>? map = null,
        IReadOnlyDictionary<string, string?>? settings = null)
    {
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions { EnvironmentName = "Production" });
        builder.Configuration.AddInMemoryCollection(new Dictionary<string, string?> { ["BISHUI_AUTHORITY"] = authority, ["Logging:LogLevel:Default"] = "Error" });
        var metrics = new Uri($"http://127.0.0.1:{FreePorts.Next()}");
        builder.Configuration.AddInMemoryCollection(new Dictionary<string, string?> { ["BISHUI_METRICS_PORT"] = $"{metrics.Port}" });
        builder.WebHost.UseUrls("http://127.0.0.1:0", metrics.ToString());
        builder.Configuration.AddInMemoryCollection(settings ?? new Dictionary<string, string?>());
        builder.AddServiceDefaults(name);
        build?.Invoke(builder);
        var app = builder.Build();
        app.MapServiceDefaults();
        map?.Invoke(app);
        await app.StartAsync();
        return new(app, metrics);
    }

    public Task<string> MetricsAsync() => Http.GetStringAsync(new Uri(_metrics, "/metrics"));

    public Task<HttpResponseMessage> SendAsync(HttpMethod method, string path, string? token = null, HttpContent? content = null)
    {
        var request = new HttpRequestMessage(method, path) { Content = content };
        if (token is not null) request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        return Http.SendAsync(request);
    }

    public async ValueTask DisposeAsync()
    {
        Http.Dispose();
        await _app.StopAsync();
        await _app.DisposeAsync();
    }
}
