using System.Net.Http.Headers;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;
using OpenTelemetry.Metrics;

namespace Bishui.Tests.Support;

/// <summary>Builds a service's host from a command line; what it is given runs before the host is built.</summary>
public delegate WebApplication BuildService(string[] args, Action<WebApplicationBuilder> configure);

/// <summary>A real service on a free loopback port, with its own SQLite folder, an in-memory broker and a clock that moves only a little at each reading, as any does.</summary>
public sealed class TestService : IAsyncDisposable
{
    /// <summary>Noon of the day after the plan was issued.</summary>
    public static readonly DateTimeOffset Start = new(2021, 11, 2, 12, 0, 0, TimeSpan.FromHours(8));

    // No two readings of a real clock are the same, nor whole milliseconds: what compares or stamps by two of them shows here.
    private static readonly TimeSpan Step = TimeSpan.FromMicroseconds(1234.5);

    private readonly WebApplication _app;
    private readonly bool _ownsFolder;

    private TestService(WebApplication app, FakeTimeProvider clock, string folder, bool ownsFolder)
    {
        (_app, Clock, Folder, _ownsFolder) = (app, clock, folder, ownsFolder);
        Address = new Uri(app.Urls.Single());
    }

    /// <summary>The platform's clock; reading it moves it on.</summary>
    public FakeTimeProvider Clock { get; }

    /// <summary>The data folder; start another service with it to see what a restart sees.</summary>
    public string Folder { get; }

    /// <summary>Where it listens.</summary>
    public Uri Address { get; }

    /// <summary>The service's own objects.</summary>
    public IServiceProvider Services => _app.Services;

    /// <summary>Starts it. A folder that is given is left behind when the service ends; a setting is such as <c>--BISHUI_RABBITMQ=loopback://one</c>.</summary>
    public static async Task<TestService> StartAsync(
        BuildService build, string? folder = null, DateTimeOffset? now = null, Action<WebApplicationBuilder>? configure = null, params string[] settings)
    {
        // MassTransit keeps its logger in the asynchronous flow: a second service of one test must not find the first one's.
        Task<TestService> started;
        using (ExecutionContext.SuppressFlow()) started = Task.Run(() => StartFreshAsync(build, folder, now, configure, settings));
        return await started;
    }

    private static async Task<TestService> StartFreshAsync(
        BuildService build, string? folder, DateTimeOffset? now, Action<WebApplicationBuilder>? configure, string[] settings)
    {
        var clock = new FakeTimeProvider(now ?? Start) { AutoAdvanceAmount = Step };
        var data = folder ?? Directory.CreateTempSubdirectory("bishui-test-").FullName;
        var app = build(
        [
            "--urls=http://127.0.0.1:0", $"--BISHUI_DATA={data}", $"--BISHUI_RABBITMQ=loopback://{Guid.NewGuid():N}",
            "--BISHUI_AUTHORITY=http://127.0.0.1:1", "--BISHUI_GATEWAY=http://127.0.0.1:1", .. settings,
        ], builder =>
        {
            builder.Logging.SetMinimumLevel(LogLevel.Warning);
            TestTokens.Trust(builder.Services);
            builder.Services.Replace(ServiceDescriptor.Singleton<TimeProvider>(clock));
            // The hosts of one process hear the instruments of each other, and keep room for 2,000 series of each until somebody scrapes: gigabytes in a test run.
            builder.Services.ConfigureOpenTelemetryMeterProvider(metrics => metrics.AddView(_ => new MetricStreamConfiguration { CardinalityLimit = 20 }));
            configure?.Invoke(builder);
        });
        await app.StartAsync();
        return new(app, clock, data, ownsFolder: folder is null);
    }

    /// <summary>Lets the clock stand at an instant, for a term that is met to the tick; see <see cref="Resume"/>.</summary>
    public void StandAt(DateTimeOffset instant)
    {
        Clock.AutoAdvanceAmount = TimeSpan.Zero;
        Clock.SetUtcNow(instant);
    }

    /// <summary>Lets the clock move on again with each reading.</summary>
    public void Resume() => Clock.AutoAdvanceAmount = Step;

    /// <summary>A client with a unit's token.</summary>
    public HttpClient As(string unit, params string[] roles)
    {
        var client = Anonymous();
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", TestTokens.For(unit, roles));
        return client;
    }

    /// <summary>A client without a token.</summary>
    public HttpClient Anonymous() => new() { BaseAddress = Address };

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _app.StopAsync();
        await _app.DisposeAsync();
        if (_ownsFolder) Directory.Delete(Folder, recursive: true);
    }
}
