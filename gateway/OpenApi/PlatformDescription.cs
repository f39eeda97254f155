using System.Text.Json;
using System.Text.Json.Nodes;
using Bishui.Gateway.Identity;
using Bishui.Hosting.Json;
using Bishui.Hosting.OpenApi;
using Yarp.ReverseProxy.Configuration;

namespace Bishui.Gateway.OpenApi;

/// <summary>
/// The whole platform as one OpenAPI document: what the gateway offers itself, and every service that can be asked. There is one, whatever the caller's
/// address, Host or query; it is built again when a service has changed, came or went.
/// </summary>
internal sealed class PlatformDescription(IdentityOptions identity, IProxyConfigProvider proxy, ServiceDescriptions descriptions) : IDisposable
{
    private const string Web = "web";
    private static readonly TimeSpan Kept = TimeSpan.FromSeconds(5);

    private readonly SemaphoreSlim _turn = new(1);
    private IReadOnlyList<JsonObject?> _parts = [];
    private BuiltDescription? _built;
    private long _askedAt;

    /// <summary>The document as of the last few seconds. Many callers at once wait for one question to the services.</summary>
    public async Task<BuiltDescription> GetAsync()
    {
        if (Fresh() is { } built)
            return built;
        await _turn.WaitAsync();
        try
        {
            if (Fresh() is { } meanwhile)
                return meanwhile;
            var config = proxy.GetConfig();
            var services = config.Clusters.Where(cluster => cluster.ClusterId != Web).ToList();
            IReadOnlyList<JsonObject?> parts = await Task.WhenAll(services.Select(descriptions.AskAsync));
            if (_built is null || !parts.SequenceEqual(_parts))
                _built = BuiltDescription.Of(JsonSerializer.SerializeToUtf8Bytes(Build(config.Routes, services, parts), JsonDefaults.Options));
            (_parts, _askedAt) = (parts, TimeProvider.System.GetTimestamp());
            return _built;
        }
        finally
        {
            _turn.Release();
        }
    }

    public void Dispose() => _turn.Dispose();

    private BuiltDescription? Fresh() => _built is { } built && TimeProvider.System.GetElapsedTime(_askedAt) < Kept ? built : null;

    private JsonObject Build(IReadOnlyList<RouteConfig> routes, IReadOnlyList<ClusterConfig> services, IReadOnlyList<JsonObject?> parts)
    {
        var documents = services.Zip(parts).Where(pair => pair.Second is not null)
            .ToDictionary(pair => pair.First.ClusterId, pair => pair.Second!);

        var result = Own();
        // Where the document came from: true at every address the gateway has.
        result["servers"] = new JsonArray(new JsonObject { ["url"] = "/" });
        if (!identity.IssuesTokens)
            result["paths"]!.AsObject().Remove("/connect/token");
        OpenApiMerge.Into(result, documents, path => OwnerOf(routes, path));
        result["x-unavailable"] = new JsonArray(
            [.. services.Select(s => s.ClusterId).Except(documents.Keys).Order(StringComparer.Ordinal).Select(name => JsonValue.Create(name))]);
        return result;
    }

    // The routes are literal prefixes with a catch-all behind; the longest that fits is the one the gateway takes.
    private static string? OwnerOf(IReadOnlyList<RouteConfig> routes, string path) => routes
        .Select(route => (route.ClusterId, Prefix: route.Match.Path!.Split("/{")[0]))
        .Where(route => route.Prefix.Length > 0 && (path + "/").StartsWith(route.Prefix + "/", StringComparison.Ordinal))
        .MaxBy(route => route.Prefix.Length).ClusterId;

    private static JsonObject Own()
    {
        using var file = typeof(PlatformDescription).Assembly.GetManifestResourceStream("Bishui.Gateway.OpenApi.gateway.json")!;
        return (JsonObject)JsonNode.Parse(file)!;
    }
}
