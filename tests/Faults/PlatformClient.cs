using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using Bishui.Launcher;

namespace Bishui.Tests.Faults;

/// <summary>A unit's own system: it signs in, and repeats a call that got no answer, or a server's error, until it is answered.</summary>
public sealed class PlatformClient(Uri gateway, Client unit) : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(90);

    private readonly HttpClient _http = new() { BaseAddress = gateway, Timeout = TimeSpan.FromSeconds(10) };

    public async Task<JsonElement> GetAsync(string path) => await SendAsync(() => new HttpRequestMessage(HttpMethod.Get, path));

    public async Task<JsonElement> PostAsync(string path, object body, string? idempotencyKey = null) => await SendAsync(() =>
    {
        var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = JsonContent.Create(body) };
        if (idempotencyKey is not null)
            request.Headers.Add("Idempotency-Key", idempotencyKey);
        return request;
    });

    public async Task<JsonElement> PutAsync(string path, object body) =>
        await SendAsync(() => new HttpRequestMessage(HttpMethod.Put, path) { Content = JsonContent.Create(body) });

    /// <summary>Every item of a list, page after page.</summary>
    public async Task<IReadOnlyList<JsonElement>> ListAsync(string path)
    {
        var items = new List<JsonElement>();
        string? next = null;
        do
        {
            var page = await GetAsync(path + (path.Contains('?', StringComparison.Ordinal) ? "&" : "?") + "limit=500" + (next is null ? "" : $"&after={Uri.EscapeDataString(next)}"));
            items.AddRange(page.GetProperty("items").EnumerateArray());
            next = page.TryGetProperty("next", out var value) ? value.GetString() : null;
        }
        while (next is not null);
        return items;
    }

    public void Dispose() => _http.Dispose();

    private async Task<JsonElement> SendAsync(Func<HttpRequestMessage> make)
    {
        var since = TimeProvider.System.GetTimestamp();
        while (true)
        {
            var last = "";
            try
            {
                if (_http.DefaultRequestHeaders.Authorization is null)
                    await SignInAsync();
                using var request = make();
                using var answer = await _http.SendAsync(request);
                if (answer.IsSuccessStatusCode)
                    return await answer.Content.ReadFromJsonAsync<JsonElement>();
                last = $"{(int)answer.StatusCode} {await answer.Content.ReadAsStringAsync()}";
                if (answer.StatusCode is not HttpStatusCode.TooManyRequests && (int)answer.StatusCode < 500)
                    throw new InvalidOperationException($"{request.Method} {request.RequestUri}: {last}");
            }
            catch (Exception e) when (e is HttpRequestException or TaskCanceledException or JsonException)
            {
                last = e.Message;
            }

            if (TimeProvider.System.GetElapsedTime(since) > Patience)
                throw new TimeoutException($"no answer within {Patience.TotalSeconds:0} s, last: {last}");
            await Task.Delay(200);
        }
    }

    private async Task SignInAsync()
    {
        using var form = new FormUrlEncodedContent(new Dictionary<string, string>
        {
            ["grant_type"] = "client_credentials",
            ["client_id"] = unit.ClientId,
            ["client_secret"] = unit.ClientSecret,
        });
        using var answer = await _http.PostAsync(new Uri("/connect/token", UriKind.Relative), form);
        answer.EnsureSuccessStatusCode();
        var token = (await answer.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("access_token").GetString();
        _http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);
    }
}
