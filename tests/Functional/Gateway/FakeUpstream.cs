using System.Collections.Concurrent;
using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Bishui.Tests.Functional.Gateway;

/// <summary>Stands for a service behind the gateway: answers with its name, or as told, and remembers what it was asked.</summary>
internal sealed class FakeUpstream : IAsyncDisposable
{
    private readonly WebApplication _app;

    private FakeUpstream(WebApplication app) => _app = app;

    public ConcurrentQueue<(string Method, string Path, HeaderDictionary Headers)> Asked { get; } = [];

    public string Address => _app.Urls.Single();

    public static async Task<FakeUpstream> StartAsync(string name, Func<HttpContext, Task>? answer = null)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0));
        builder.Services.AddRouting();
        var upstream = new FakeUpstream(builder.Build());
        upstream._app.Run(async context =>
        {
            if (context.Request.Path == "/health/live")
                return;
            upstream.Asked.Enqueue((context.Request.Method, context.Request.Path + context.Request.QueryString,
                new HeaderDictionary(context.Request.Headers.ToDictionary(header => header.Key, header => header.Value))));
            await (answer ?? (c => c.Response.WriteAsync(name)))(context);
        });
        await upstream._app.StartAsync();
        return upstream;
    }

    public ValueTask DisposeAsync() => _app.DisposeAsync();
}
