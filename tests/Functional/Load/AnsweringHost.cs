using System.Net;
using System.Security.Claims;
using Bishui.Hosting.Errors;
using Bishui.Hosting.Load;
using Bishui.Hosting.PublicAnswers;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Bishui.Tests.Functional.Load;

/// <summary>A host with one public answer and one costly one; both wait until they are let go, and are counted.</summary>
internal sealed class AnsweringHost : IAnswerVersion, IAsyncDisposable
{
    private readonly WebApplication _app;
    private TaskCompletionSource _gate = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _begun;

    private AnsweringHost(Action<PublicAnswerOptions>? answers, Dictionary<string, string?>? settings)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0));
        foreach (var (key, value) in settings ?? []) builder.Configuration[key] = value;
        builder.Services.AddRouting();
        builder.Services.AddProblemAnswers().AddPublicAnswers(answers).AddCostlyWork().AddSingleton<IAnswerVersion>(this);
        _app = builder.Build();
        _app.UseProblemAnswers();
        _app.Use((context, next) =>
        {
            if (context.Request.Headers.ContainsKey("Signed-In")) context.User = new ClaimsPrincipal(new ClaimsIdentity([], "test"));
            return next(context);
        });
        _app.UseRouting();
        _app.UsePublicAnswers();
        _app.UseCostlyWork();
        _app.MapGet("/figure", async (string? fail, CancellationToken cancel) =>
        {
            Interlocked.Increment(ref _begun);
            await _gate.Task.WaitAsync(cancel);
            return fail is null ? Results.Ok(new { content = Content }) : Results.NotFound();
        }).IsPublicAnswer();
        _app.MapGet("/costly", async (HttpContext http) =>
        {
            Interlocked.Increment(ref _begun);
            // The answer is long in coming: the bound holds until its last byte.
            await http.Response.WriteAsync("[");
            await _gate.Task.WaitAsync(http.RequestAborted);
            await http.Response.WriteAsync("]");
        }).IsCostly();
    }

    /// <summary>How many times an endpoint has begun to work.</summary>
    public int Begun => Volatile.Read(ref _begun);

    public string Version { get; set; } = "1";

    public string Content { get; set; } = "first";

    public static async Task<AnsweringHost> StartAsync(Action<PublicAnswerOptions>? answers = null, Dictionary<string, string?>? settings = null)
    {
        var host = new AnsweringHost(answers, settings);
        await host._app.StartAsync();
        return host;
    }

    public void Open() => _gate.SetResult();

    public void Shut() => _gate = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public HttpClient Client(bool signedIn = false)
    {
        var client = new HttpClient { BaseAddress = new Uri(_app.Urls.Single()) };
        if (signedIn) client.DefaultRequestHeaders.Add("Signed-In", "yes");
        return client;
    }

    public ValueTask<string> CurrentAsync(CancellationToken cancel) => new(Version);

    public ValueTask DisposeAsync() => _app.DisposeAsync();
}
