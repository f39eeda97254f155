using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Net.Sockets;
using System.Text.Json.Nodes;

namespace Bishui.Bench.Flood;

/// <summary>What an anonymous caller asks for.</summary>
internal enum Anonymous
{
    Page,
    Shares,
    Periods,
    Complaint,
}

/// <summary>A running platform, seen by a flood, a signed-in bureau and another visitor.</summary>
internal sealed class FloodedPlatform : IDisposable
{
    private const string Bureau = "ecology-bureau";

    private static readonly string[] Asked =
    [
        "api/ecological/sites/lutang/class?at=2021-04-05",
        "api/ecological/exceedances?site=lutang",
        $"api/assessment/units/{Bureau}/score",
        $"api/assessment/tasks?unit={Bureau}",
    ];

    private static readonly string[] Panels = ["id=\"water\"", "class=\"chart ", "id=\"tasks\"", "id=\"scores\""];

    private readonly HttpClient _flood;
    private readonly HttpClient _bureau;
    private readonly HttpClient _visitor;

    private FloodedPlatform(Uri address) =>
        (_flood, _bureau, _visitor) = (From("127.0.0.1", address), From("127.0.0.1", address), From("127.0.0.2", address));

    public static async Task<FloodedPlatform> SignInAsync(Uri address, string data)
    {
        var platform = new FloodedPlatform(address);
        var credentials = JsonNode.Parse(await File.ReadAllTextAsync(Path.Combine(data, "credentials.json")))!;
        var secret = credentials["clients"]!.AsArray().Single(client => client!["client_id"]!.GetValue<string>() == Bureau)!["client_secret"]!.GetValue<string>();
        using var form = new FormUrlEncodedContent([new("grant_type", "client_credentials"), new("client_id", Bureau), new("client_secret", secret)]);
        using var answer = await platform._bureau.PostAsync(new Uri("connect/token", UriKind.Relative), form);
        answer.EnsureSuccessStatusCode();
        var token = (await answer.Content.ReadFromJsonAsync<JsonObject>())!["access_token"]!.GetValue<string>();
        platform._bureau.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);
        return platform;
    }

    /// <summary>Compiled code and filled caches on both sides, so that the first row measures the platform and not its start.</summary>
    public async Task WarmUpAsync()
    {
        for (var n = 0; n < 40; n++)
        {
            if (!await SignedInAsync(n)) throw new InvalidOperationException($"{Asked[n % Asked.Length]} was not answered.");
            if (!await IsPageWholeAsync()) throw new InvalidOperationException("The first page is not whole before any flood.");
            await FloodAsync(Anonymous.Shares, n);
        }
    }

    /// <summary>The status; 0 when no answer came.</summary>
    public async Task<int> FloodAsync(Anonymous door, int n)
    {
        try
        {
            using var answer = door is Anonymous.Complaint
                ? await _flood.PostAsJsonAsync("api/public/complaints", new { text = string.Create(CultureInfo.InvariantCulture, $"河边有工厂夜间排黑水，第{n}次") })
                : await _flood.GetAsync(new Uri(door switch
                {
                    Anonymous.Page => "",
                    Anonymous.Shares => "api/public/evaluations/shares",
                    _ => string.Create(CultureInfo.InvariantCulture, $"api/public/evaluations/shares?from={new DateOnly(1990, 1, 1).AddDays(n % 10_000):yyyy-MM-dd}&to=2021-12-31"),
                }, UriKind.Relative));
            await answer.Content.CopyToAsync(Stream.Null);
            return (int)answer.StatusCode;
        }
        catch (Exception gone) when (gone is HttpRequestException or OperationCanceledException)
        {
            return 0;
        }
    }

    /// <summary>Whether a bureau's call was answered as it should be.</summary>
    public async Task<bool> SignedInAsync(int n)
    {
        try
        {
            using var answer = await _bureau.GetAsync(new Uri(Asked[n % Asked.Length], UriKind.Relative));
            await answer.Content.CopyToAsync(Stream.Null);
            return answer.IsSuccessStatusCode;
        }
        catch (Exception gone) when (gone is HttpRequestException or OperationCanceledException)
        {
            return false;
        }
    }

    /// <summary>Whether another visitor sees every panel of the first page, filled.</summary>
    public async Task<bool> IsPageWholeAsync()
    {
        try
        {
            using var answer = await _visitor.GetAsync(new Uri("", UriKind.Relative));
            var page = await answer.Content.ReadAsStringAsync();
            return answer.IsSuccessStatusCode && Panels.All(panel => page.Contains(panel, StringComparison.Ordinal))
                && !page.Contains("class=\"unavailable\"", StringComparison.Ordinal);
        }
        catch (Exception gone) when (gone is HttpRequestException or OperationCanceledException)
        {
            return false;
        }
    }

    public void Dispose()
    {
        _flood.Dispose();
        _bureau.Dispose();
        _visitor.Dispose();
    }

    private static HttpClient From(string source, Uri address) => new(new SocketsHttpHandler
    {
        UseCookies = false,
        ConnectCallback = async (context, cancel) =>
        {
            var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
            try
            {
                socket.Bind(new IPEndPoint(IPAddress.Parse(source), 0));
                await socket.ConnectAsync(IPAddress.Loopback, context.DnsEndPoint.Port, cancel);
                return new NetworkStream(socket, ownsSocket: true);
            }
            catch
            {
                socket.Dispose();
                throw;
            }
        },
    })
    {
        BaseAddress = address,
        Timeout = TimeSpan.FromSeconds(10),
    };
}
