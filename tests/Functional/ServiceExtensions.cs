using System.Collections.Concurrent;
using System.Net.Http.Json;
using System.Text.Json;
using Bishui.Tests.Support;
using MassTransit;
using Microsoft.Extensions.DependencyInjection;

namespace Bishui.Tests.Functional;

/// <summary>What a test says to a service and hears from it.</summary>
internal static class ServiceExtensions
{
    public static Task TellAsync<T>(this TestService service, T message) where T : class =>
        service.Services.GetRequiredService<IBus>().Publish(message);

    /// <summary>Collects what the service tells from now on.</summary>
    public static async Task<ConcurrentQueue<T>> ListenAsync<T>(this TestService service) where T : class
    {
        var heard = new ConcurrentQueue<T>();
        var endpoint = service.Services.GetRequiredService<IBusControl>().ConnectReceiveEndpoint($"test-{Guid.NewGuid():N}", e =>
            e.Handler<T>(context =>
            {
                heard.Enqueue(context.Message);
                return Task.CompletedTask;
            }));
        await endpoint.Ready;
        return heard;
    }

    public static async Task<(int Status, JsonElement Body)> SendAsync(
        this HttpClient client, HttpMethod method, string path, object? body = null, string? idempotencyKey = null, string? ifMatch = null)
    {
        using var request = new HttpRequestMessage(method, path);
        if (body is HttpContent content) request.Content = content;
        else if (body is not null) request.Content = JsonContent.Create(body);
        if (idempotencyKey is not null) request.Headers.Add("Idempotency-Key", idempotencyKey);
        if (ifMatch is not null) request.Headers.TryAddWithoutValidation("If-Match", ifMatch);
        using var response = await client.SendAsync(request);
        var text = await response.Content.ReadAsStringAsync();
        return ((int)response.StatusCode, text.Length == 0 ? default : JsonSerializer.Deserialize<JsonElement>(text));
    }

    public static Task<(int Status, JsonElement Body)> ReadAsync(this HttpClient client, string path) => client.SendAsync(HttpMethod.Get, path);

    public static Task<(int Status, JsonElement Body)> PostAsync(this HttpClient client, string path, object body, string? idempotencyKey = null) =>
        client.SendAsync(HttpMethod.Post, path, body, idempotencyKey);

    public static string Text(this JsonElement element, string name) => element.GetProperty(name).GetString()!;

    public static int Count(this JsonElement element, string name) =>
        element.GetProperty(name) is { ValueKind: JsonValueKind.Array } list ? list.GetArrayLength() : element.GetProperty(name).GetInt32();
}
