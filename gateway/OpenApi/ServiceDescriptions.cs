using System.Collections.Concurrent;
using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using System.Text.Json.Nodes;
using Yarp.ReverseProxy.Configuration;

namespace Bishui.Gateway.OpenApi;

/// <summary>What each service says of itself, fetched again only when it has changed.</summary>
internal sealed class ServiceDescriptions(IHttpClientFactory clients, ILogger<ServiceDescriptions> logger)
{
    public const string Client = "openapi";

    private readonly ConcurrentDictionary<string, Described> _latest = [];

    /// <summary>A service's description, or null when it cannot be asked now. The same object as before when nothing has changed.</summary>
    public async Task<JsonObject?> AskAsync(ClusterConfig service)
    {
        var address = service.Destinations!.Values.First().Address;
        var before = _latest.GetValueOrDefault(service.ClusterId);
        try
        {
            using var client = clients.CreateClient(Client);
            using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(new Uri(address), "/openapi/v1.json"));
            if (before is not null)
                request.Headers.IfNoneMatch.Add(before.Tag);
            using var response = await client.SendAsync(request);
            if (before is not null && response.StatusCode == HttpStatusCode.NotModified)
                return before.Document;

            response.EnsureSuccessStatusCode();
            var document = await response.Content.ReadFromJsonAsync<JsonObject>();
            if (document is not null && response.Headers.ETag is { } tag)
                _latest[service.ClusterId] = new(tag, document);
            return document;
        }
        catch (Exception e) when (e is HttpRequestException or JsonException or OperationCanceledException)
        {
            logger.LogWarning("{Service} did not describe its interface: {Reason}", service.ClusterId, e.Message);
            return null;
        }
    }

    private sealed record Described(EntityTagHeaderValue Tag, JsonObject Document);
}
