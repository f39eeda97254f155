using System.Text.Json;
using System.Text.Json.Nodes;
using Yarp.ReverseProxy.Configuration;

namespace Bishui.Gateway.OpenApi;

/// <summary>The whole platform as one OpenAPI document: what the gateway offers itself, and every service that can be asked.</summary>
internal sealed class PlatformDescription(IProxyConfigProvider proxy, IHttpClientFactory clients, ILogger<PlatformDescription> logger)
{
    public const string Client = "openapi";

    private const string Web = "web";

    public async Task<JsonObject> BuildAsync(string address, bool issuesTokens, CancellationToken ct)
    {
        var config = proxy.GetConfig();
        var services = config.Clusters.Where(cluster => cluster.ClusterId != Web).ToList();
        var answers = await Task.WhenAll(services.Select(service => AskAsync(service, ct)));
        var documents = services.Zip(answers).Where(pair => pair.Second is not null)
            .ToDictionary(pair => pair.First.ClusterId, pair => pair.Second!);

        var result = await OwnAsync(ct);
        result["servers"] = new JsonArray(new JsonObject { ["url"] = address });
        if (!issuesTokens)
            result["paths"]!.AsObject().Remove("/connect/token");
        OpenApiMerge.Into(result, documents, path => OwnerOf(config.Routes, path));
        result["x-unavailable"] = new JsonArray(
            [.. services.Select(s => s.ClusterId).Except(documents.Keys).Order(StringComparer.Ordinal).Select(name => JsonValue.Create(name))]);
        return result;
    }

    // The routes are literal prefixes with a catch-all behind; the longest that fits is the one the gateway takes.
    private static string? OwnerOf(IReadOnlyList<RouteConfig> routes, string path) => routes
        .Select(route => (route.ClusterId, Prefix: route.Match.Path!.Split("/{")[0]))
        .Where(route => route.Prefix.Length > 0 && (path + "/").StartsWith(route.Prefix + "/", StringComparison.Ordinal))
        .MaxBy(route => route.Prefix.Length).ClusterId;

    private async Task<JsonObject?> AskAsync(ClusterConfig service, CancellationToken ct)
    {
        var address = service.Destinations!.Values.First().Address;
        try
        {
            using var client = clients.CreateClient(Client);
            return await client.GetFromJsonAsync<JsonObject>(new Uri(new Uri(address), "/openapi/v1.json"), ct);
        }
        catch (Exception e) when (e is HttpRequestException or JsonException || (e is OperationCanceledException && !ct.IsCancellationRequested))
        {
            logger.LogWarning("{Service} did not describe its interface: {Reason}", service.ClusterId, e.Message);
            return null;
        }
    }

    private static async Task<JsonObject> OwnAsync(CancellationToken ct)
    {
        await using var file = typeof(PlatformDescription).Assembly.GetManifestResourceStream("Bishui.Gateway.OpenApi.gateway.json")!;
        return (JsonObject)(await JsonNode.ParseAsync(file, cancellationToken: ct))!;
    }
}
