using System.Collections.Concurrent;
using System.Net;
using System.Text;
using System.Text.Json;
using Bishui.Hosting;
using Bishui.Hosting.Time;
using Bishui.Tests.Support.Hosting;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Logging;

namespace Bishui.Tests.Broker.Hosting;

public sealed class Operations
{
    [Fact]
    public async Task Health_metrics_and_description_need_no_token()
    {
        using var data = new TempFolder();
        await using var service = await SmallService.StartAsync("water-saving",
            build: builder => builder.AddStorage("water-saving"),
            map: app => app.MapGet("/api/water-saving/values", () => new[] { new Value(1.5m) }),
            settings: new Dictionary<string, string?> { ["BISHUI_DATA"] = data.Path });

        using var live = await service.SendAsync(HttpMethod.Get, "/health/live");
        Assert.Equal(HttpStatusCode.OK, live.StatusCode);

        using var ready = await service.SendAsync(HttpMethod.Get, "/health/ready");
        var check = JsonDocument.Parse(await ready.Content.ReadAsStringAsync()).RootElement.GetProperty("checks")[0];
        Assert.Equal(("store", "healthy", "sqlite"), (check.GetProperty("name").GetString(), check.GetProperty("status").GetString(), check.GetProperty("detail").GetString()));

        Assert.Contains("service_name=\"bishui-water-saving\"", await service.MetricsAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Many_probes_cost_one_check_and_a_failing_one_is_named()
    {
        var asked = 0;
        await using var service = await SmallService.StartAsync("industrial", build: builder =>
            builder.Services.AddHealthChecks().AddCheck("moody", () => Interlocked.Increment(ref asked) > 0 ? HealthCheckResult.Unhealthy("out of sorts") : default));

        var answers = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => service.SendAsync(HttpMethod.Get, "/health/ready")));

        Assert.Equal(1, asked);
        Assert.All(answers, answer => Assert.Equal(HttpStatusCode.ServiceUnavailable, answer.StatusCode));
        Assert.Contains("""{"name":"moody","status":"unhealthy","detail":"out of sorts",""", await answers[0].Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_description_says_what_every_call_may_answer_and_that_numbers_are_exact()
    {
        await using var service = await SmallService.StartAsync("water-saving", map: app =>
        {
            app.MapGet("/api/water-saving/values", () => new[] { new Value(1.5m) });
            app.MapGet("/api/public/values", () => "").AllowAnonymous();
        });

        using var answer = await service.SendAsync(HttpMethod.Get, "/openapi/v1.json");
        var document = JsonDocument.Parse(await answer.Content.ReadAsStringAsync()).RootElement;

        var paths = document.GetProperty("paths");
        Assert.Equal(["/api/water-saving/values", "/api/public/values"], paths.EnumerateObject().Select(path => path.Name));
        var get = paths.GetProperty("/api/water-saving/values").GetProperty("get");
        Assert.Equal("bearer", get.GetProperty("security")[0].EnumerateObject().Single().Name);
        Assert.Contains("Problem", get.GetProperty("responses").GetProperty("401").ToString(), StringComparison.Ordinal);
        Assert.False(paths.GetProperty("/api/public/values").GetProperty("get").TryGetProperty("security", out _));
        var amount = document.GetProperty("components").GetProperty("schemas").GetProperty("Value").GetProperty("properties").GetProperty("amount");
        Assert.Equal(("number", "decimal"), (amount.GetProperty("type").GetString(), amount.GetProperty("format").GetString()));
    }

    [Fact]
    public async Task The_description_is_built_once_and_who_has_it_is_told_so()
    {
        var built = 0;
        await using var service = await SmallService.StartAsync("water-saving",
            build: builder => builder.Services.Configure<OpenApiOptions>("v1", options => options.AddDocumentTransformer((_, _, _) =>
            {
                Interlocked.Increment(ref built);
                return Task.CompletedTask;
            })),
            map: app => app.MapGet("/api/water-saving/values", () => new[] { new Value(1.5m) }));

        var answers = await Task.WhenAll(Enumerable.Range(0, 20).Select(async i =>
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, $"/openapi/v1.json?{i}");
            request.Headers.Host = $"host-{i}.example";
            using var answer = await service.Http.SendAsync(request);
            return (answer.Headers.ETag, Text: await answer.Content.ReadAsStringAsync());
        }));

        Assert.Single(answers.Distinct());
        Assert.Equal(1, built);
        using var again = new HttpRequestMessage(HttpMethod.Get, "/openapi/v1.json");
        again.Headers.IfNoneMatch.Add(answers[0].ETag!);
        using var unchanged = await service.Http.SendAsync(again);
        Assert.Equal(HttpStatusCode.NotModified, unchanged.StatusCode);
    }

    [Fact]
    public async Task Telemetry_goes_to_the_collector_that_is_named()
    {
        var received = new ConcurrentDictionary<string, bool>();
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        await using var collector = builder.Build();
        collector.MapPost("/v1/{signal}", async (string signal, HttpRequest request) =>
        {
            using var content = new MemoryStream();
            await request.Body.CopyToAsync(content);
            if (Encoding.UTF8.GetString(content.ToArray()).Contains("bishui-industrial", StringComparison.Ordinal)) received[signal] = true;
        });
        await collector.StartAsync();

        await using (var service = await SmallService.StartAsync("industrial", map: app => app.MapGet("/bug", string () => throw new InvalidOperationException()).AllowAnonymous(),
            settings: new Dictionary<string, string?> { ["OTEL_EXPORTER_OTLP_ENDPOINT"] = collector.Urls.Single(), ["OTEL_EXPORTER_OTLP_PROTOCOL"] = "http/protobuf" }))
        using (await service.SendAsync(HttpMethod.Get, "/bug"))
        {
        }

        Assert.Equal(["logs", "metrics", "traces"], received.Keys.Order());
    }

    [Fact]
    public async Task The_clock_is_the_platforms()
    {
        await using var service = await SmallService.StartAsync("industrial", settings: new Dictionary<string, string?> { ["BISHUI_CLOCK_OFFSET"] = "-365.00:00:00" });
        var clock = service.Services.GetRequiredService<PlatformClock>();

        Assert.Same(clock, service.Services.GetRequiredService<TimeProvider>());
        Assert.False(clock.IsReal);
        Assert.Equal(365, (TimeProvider.System.GetUtcNow() - clock.GetUtcNow()).TotalDays, 3);
        Assert.Equal(TimeSpan.FromHours(8), clock.GetLocalNow().Offset);
        Assert.True(PlatformClock.Parse(null).IsReal);
        Assert.Throws<FormatException>(() => PlatformClock.Parse("a year ago"));
    }

    private sealed record Value(decimal Amount);
}
