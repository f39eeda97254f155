using System.Globalization;
using System.Text.Json;
using Bishui.Assessment;
using Bishui.Ecological;
using Bishui.Features;
using Bishui.Industrial;
using Bishui.Risk;
using Bishui.Shipping;
using Bishui.Tests.Support;
using Microsoft.AspNetCore.Builder;
using Xunit;

namespace Bishui.Tests.Functional.KeptDatabase;

/// <summary>Five services over one data folder, joined by one broker in memory, spoken to over HTTP only.</summary>
internal sealed class KeptPlatform : IAsyncDisposable
{
    public const string Bureau = "ecology-bureau";
    public const string Committee = "ecology-committee";

    private static readonly (string Name, BuildService Build)[] Hosts =
    [
        ("industrial", CategoryService.Build<IndustrialCategory>), ("shipping", CategoryService.Build<ShippingCategory>), ("risk", CategoryService.Build<RiskCategory>),
        ("ecological", CategoryService.Build<EcologicalCategory>), ("assessment", AssessmentService.Build),
    ];

    private readonly Dictionary<string, TestService> _services = [];

    public static async Task<KeptPlatform> StartAsync(string folder, DateTimeOffset now, Action<WebApplicationBuilder>? configure = null)
    {
        var platform = new KeptPlatform();
        var broker = $"--BISHUI_RABBITMQ=loopback://{Guid.NewGuid():N}";
        foreach (var (name, build) in Hosts) platform._services[name] = await TestService.StartAsync(build, folder, now, configure, broker);
        return platform;
    }

    public IEnumerable<TestService> Services => _services.Values;

    /// <summary>Lets all clocks move on, which wakes the background work.</summary>
    public void Pass(TimeSpan time)
    {
        foreach (var service in _services.Values) service.Clock.Advance(time);
    }

    public async Task<(int Status, JsonElement Body)> SendAsync(string service, HttpMethod method, string path, object? body = null, string unit = Bureau, string? key = null)
    {
        using var client = _services[service].As(unit, unit == Committee ? ["reporter", "approver", "supervisor"] : []);
        return await client.SendAsync(method, $"/api/{service}{path}", body, key);
    }

    /// <summary>What is read has to be there.</summary>
    public async Task<JsonElement> GetAsync(string service, string path, string unit = Bureau)
    {
        var (status, body) = await SendAsync(service, HttpMethod.Get, path, unit: unit);
        Assert.True(status == 200, $"{path}: {status} {body}");
        return body;
    }

    public async Task<JsonElement> PostAsync(string service, string path, object body, string unit = Bureau, string? key = null)
    {
        var (status, answer) = await SendAsync(service, HttpMethod.Post, path, body, unit, key);
        Assert.True(status is 200 or 201, $"{path}: {status} {answer}");
        return answer;
    }

    public async Task<JsonElement> PutAsync(string service, string path, object body, string unit = Bureau)
    {
        var (status, answer) = await SendAsync(service, HttpMethod.Put, path, body, unit);
        Assert.True(status is 200 or 201, $"{path}: {status} {answer}");
        return answer;
    }

    public async Task<IReadOnlyList<JsonElement>> ListAsync(string service, string path, string unit = Bureau) =>
        [.. (await GetAsync(service, path, unit)).GetProperty("items").EnumerateArray()];

    /// <summary>One reading of ammonia nitrogen.</summary>
    public Task<JsonElement> ReadingAsync(string site, DateTimeOffset time, decimal value, string kind = "hour") => PostAsync("ecological", "/readings",
        new { readings = new[] { new { site, parameter = "ammonia-nitrogen", time = time.ToString("O", CultureInfo.InvariantCulture), kind, value, flag = "N" } } });

    /// <summary>The bytes of an answer, such as a file.</summary>
    public async Task<byte[]> BytesAsync(string service, string path, string unit = Bureau)
    {
        using var client = _services[service].As(unit, unit == Committee ? ["reporter", "approver", "supervisor"] : []);
        return await client.GetByteArrayAsync(new Uri($"/api/{service}{path}", UriKind.Relative));
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var service in _services.Values) await service.DisposeAsync();
    }
}
