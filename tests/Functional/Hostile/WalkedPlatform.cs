using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;
using Bishui.Agricultural;
using Bishui.Assessment;
using Bishui.Domestic;
using Bishui.Ecological;
using Bishui.Features;
using Bishui.Features.Rounds;
using Bishui.Industrial;
using Bishui.Risk;
using Bishui.Shipping;
using Bishui.Storage.Messages;
using Bishui.Tests.Functional.Gateway;
using Bishui.Tests.Support;
using Bishui.WaterSaving;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Xunit;

namespace Bishui.Tests.Functional.Hostile;

/// <summary>All services in this process, joined by one broker, with the shipped plan in force.</summary>
internal sealed class WalkedPlatform : IAsyncDisposable
{
    private static readonly string[] Roles = ["reporter", "approver", "supervisor", "admin"];

    private static readonly (string Name, BuildService Build)[] Hosts =
    [
        ("industrial", CategoryService.Build<IndustrialCategory>), ("domestic", CategoryService.Build<DomesticCategory>), ("agricultural", CategoryService.Build<AgriculturalCategory>),
        ("shipping", CategoryService.Build<ShippingCategory>), ("risk", CategoryService.Build<RiskCategory>), ("water-saving", CategoryService.Build<WaterSavingCategory>),
        ("ecological", CategoryService.Build<EcologicalCategory>), ("assessment", AssessmentService.Build),
    ];

    private readonly HttpClient _client = new(new SocketsHttpHandler
    {
        AllowAutoRedirect = false,
        UseCookies = false,
        RequestHeaderEncodingSelector = (_, _) => Encoding.UTF8,
    })
    { Timeout = TimeSpan.FromSeconds(60) };

    private readonly Dictionary<string, TestService> _services = [];
    private readonly Dictionary<string, string> _tokens = [];
    private readonly Dictionary<string, string> _tasks = [];

    public IReadOnlyDictionary<string, TestService> Services => _services;

    /// <summary>The gateway in front of them.</summary>
    public GatewayApp Gateway { get; private set; } = null!;

    public FailureLog Failures { get; } = new();

    /// <summary>Every unit of the plan, those that answer for most of it first.</summary>
    public IReadOnlyList<string> Units { get; private set; } = ["ecology-bureau", "ecology-committee"];

    public static async Task<WalkedPlatform> StartAsync()
    {
        var platform = new WalkedPlatform();
        string[] settings = [$"--BISHUI_RABBITMQ=loopback://{Guid.NewGuid():N}", "--Bus:Retries:0=00:00:00.010", "--Bus:Retries:1=00:00:00.050"];
        // The assessment adopts the plan as it starts, and the others have to hear of it.
        foreach (var (name, build) in Hosts)
            platform._services[name] = await TestService.StartAsync(build,
                configure: builder => builder.Logging.ClearProviders().AddProvider(platform.Failures.Of(name)), settings: settings);
        foreach (var name in platform._services.Keys)
            platform._tasks[name] = await Eventually.FindAsync(async () =>
                (await platform.GetAsync(name, $"/api/{name}/tasks"))?["items"] is JsonArray { Count: > 0 } tasks ? tasks[0]!["number"]!.ToString() : null);
        platform.Gateway = GatewayApp.Start(configure: TestTokens.Trust, settings: platform._services
            .ToDictionary(service => $"ReverseProxy:Clusters:{service.Key}:Destinations:one:Address", service => (string?)service.Value.Address.ToString())
            .Concat(new[] { "Client", "Address", "Token" }.SelectMany(whose => new[] { "PerSecond", "Burst" }.Select(what => KeyValuePair.Create($"RateLimits:{whose}:{what}", (string?)"1000000"))))
            .ToDictionary());
        var units = (await platform.GetAsync("assessment", "/api/assessment/units"))!["items"]!.AsArray().Select(unit => unit!["unit"]!.GetValue<string>());
        platform.Units = [.. platform.Units.Concat(units).Distinct()];
        return platform;
    }

    /// <summary>The number of a task of a service.</summary>
    public string TaskOf(string service) => _tasks[service];

    public HttpClient Client(string service) => _services[service].As(Units[0], Roles);

    public Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, string? unit)
    {
        if (unit is not null && request.Headers.Authorization is null && !request.Headers.NonValidated.Contains("Authorization"))
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", TokenOf(unit));
        return _client.SendAsync(request);
    }

    /// <summary>
    /// Lets time pass and every round of the background work run, until nothing is left to be told. What fails in it is in <see cref="Failures"/>; a round
    /// run here fails here.
    /// </summary>
    public async Task SettleAsync()
    {
        foreach (var pause in new[] { TimeSpan.FromMinutes(1), TimeSpan.FromHours(1), TimeSpan.FromDays(1) })
        {
            foreach (var service in _services.Values) service.Clock.Advance(pause);
            foreach (var service in _services.Values)
                foreach (var rounds in service.Services.GetServices<IHostedService>().OfType<PeriodicRounds>())
                    await rounds.RunAsync(default);
        }
        foreach (var (name, service) in _services)
            try
            {
                await Eventually.HoldsAsync(async () => (await service.Services.GetRequiredService<IOutbox>().PendingAsync(1, default)).Count == 0, TimeSpan.FromMinutes(2));
            }
            catch (TimeoutException)
            {
                Assert.Fail($"{name} cannot send all of its events");
            }
    }

    public async Task<JsonNode?> GetAsync(string service, string path)
    {
        using var client = Client(service);
        using var answer = await client.GetAsync(new Uri(path, UriKind.Relative));
        return answer.IsSuccessStatusCode ? JsonNode.Parse(await answer.Content.ReadAsStringAsync()) : null;
    }

    public async ValueTask DisposeAsync()
    {
        _client.Dispose();
        Gateway.Dispose();
        foreach (var service in _services.Values) await service.DisposeAsync();
    }

    private string TokenOf(string unit)
    {
        lock (_tokens) return _tokens.TryGetValue(unit, out var token) ? token : _tokens[unit] = TestTokens.For(unit, Roles);
    }
}
