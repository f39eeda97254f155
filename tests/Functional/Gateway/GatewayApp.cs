extern alias Gateway;

using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Mvc.Testing;
using Microsoft.AspNetCore.TestHost;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Bishui.Tests.Functional.Gateway;

/// <summary>A gateway on a port of its own, with its keys and credentials in a folder of its own unless one is shared on purpose.</summary>
internal sealed class GatewayApp : WebApplicationFactory<Gateway::Program>
{
    /// <summary>The address that users see, unless a test says otherwise.</summary>
    public const string Issuer = "http://bishui.test";

    public const string Bureau = "ecology-bureau";
    public const string BureauSecret = "a-secret-of-the-bureau-0001";

    public const string Credentials = """
        {
          "admin": { "username": "admin", "password": "an-admin-password-0001" },
          "clients": [
            { "client_id": "ecology-bureau", "client_secret": "a-secret-of-the-bureau-0001", "unit": "ecology-bureau", "name": "柳南生态环境局" },
            { "client_id": "ecology-committee", "client_secret": "a-secret-of-the-committee-1", "unit": "ecology-committee", "name": "区生态环境保护委员会" },
            { "client_id": "finance-bureau", "client_secret": "a-secret-of-finance-000001", "unit": "finance-bureau", "name": "区财政局", "roles": ["reporter"] }
          ]
        }
        """;

    private readonly TemporaryFolder? _own;
    private readonly Dictionary<string, string?> _settings;
    private readonly TimeProvider? _identityClock;
    private readonly Action<IServiceCollection>? _configure;

    private GatewayApp(TemporaryFolder? own, Dictionary<string, string?> settings, TimeProvider? identityClock, Action<IServiceCollection>? configure = null)
    {
        (_own, _settings, _identityClock, _configure) = (own, settings, identityClock, configure);
        UseKestrel(options => options.Listen(IPAddress.Loopback, 0));
    }

    /// <summary>Starts a gateway that issues tokens.</summary>
    /// <param name="folder">Holds credentials.json and keys; null for a new one with the credentials above.</param>
    /// <param name="settings">More configuration, by key.</param>
    /// <param name="identityClock">The clock of identity; null for real time.</param>
    /// <param name="configure">A last word on its services; null for none.</param>
    public static GatewayApp Start(
        TemporaryFolder? folder = null, Dictionary<string, string?>? settings = null, TimeProvider? identityClock = null, Action<IServiceCollection>? configure = null)
    {
        var own = folder is null ? TemporaryFolder.WithCredentials(Credentials) : null;
        var app = new GatewayApp(own, new Dictionary<string, string?>(settings ?? [])
        {
            ["BISHUI_ISSUER"] = settings?.GetValueOrDefault("BISHUI_ISSUER", Issuer) ?? Issuer,
            ["BISHUI_CREDENTIALS"] = (folder ?? own)!.File("credentials.json"),
            ["BISHUI_KEYS"] = (folder ?? own)!.File("keys"),
        }, identityClock, configure);
        app.StartServer();
        return app;
    }

    /// <summary>Starts a gateway that trusts another issuer.</summary>
    public static GatewayApp StartTrusting(Uri authority, Dictionary<string, string?>? settings = null)
    {
        var app = new GatewayApp(null, new Dictionary<string, string?>(settings ?? [])
        {
            ["BISHUI_AUTHORITY"] = authority.ToString(),
            ["BISHUI_ISSUER"] = Issuer,
        }, null);
        app.StartServer();
        return app;
    }

    public static Dictionary<string, string?> Cluster(string name, string address) =>
        new() { [$"ReverseProxy:Clusters:{name}:Destinations:one:Address"] = address };

    public HttpClient Client(string? token = null)
    {
        var client = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false }) { BaseAddress = ClientOptions.BaseAddress };
        if (token is not null)
            client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);
        return client;
    }

    public async Task<HttpResponseMessage> AskForTokenAsync(params (string Name, string Value)[] form)
    {
        using var client = Client();
        return await client.PostAsync("/connect/token",
            new FormUrlEncodedContent(form.Select(field => KeyValuePair.Create(field.Name, field.Value))));
    }

    public Task<HttpResponseMessage> AskForTokenAsync(string client, string secret) =>
        AskForTokenAsync(("grant_type", "client_credentials"), ("client_id", client), ("client_secret", secret));

    public async Task<string> TokenAsync(string client = Bureau, string secret = BureauSecret)
    {
        using var response = await AskForTokenAsync(client, secret);
        response.EnsureSuccessStatusCode();
        return (await response.Content.ReadFromJsonAsync<JsonObject>())!["access_token"]!.GetValue<string>();
    }

    protected override void ConfigureWebHost(IWebHostBuilder builder)
    {
        builder.UseEnvironment("Production");
        foreach (var (key, value) in _settings)
            builder.UseSetting(key, value);
        builder.ConfigureLogging(logging => logging.ClearProviders());
        builder.ConfigureTestServices(services =>
        {
            if (_identityClock is not null)
                services.AddKeyedSingleton("identity", _identityClock);
            _configure?.Invoke(services);
        });
    }

    protected override void Dispose(bool disposing)
    {
        base.Dispose(disposing);
        if (disposing)
            _own?.Dispose();
    }
}

internal sealed class TemporaryFolder : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("bishui-gateway-");

    public static TemporaryFolder WithCredentials(string credentials)
    {
        var folder = new TemporaryFolder();
        folder.WriteCredentials(credentials);
        return folder;
    }

    public string File(string name) => Path.Combine(_folder.FullName, name);

    public void WriteCredentials(string credentials)
    {
        System.IO.File.WriteAllText(File("credentials.json"), credentials);
        if (!OperatingSystem.IsWindows())
            System.IO.File.SetUnixFileMode(File("credentials.json"), UnixFileMode.UserRead | UnixFileMode.UserWrite);
    }

    public void Dispose()
    {
        if (_folder.Exists)
            _folder.Delete(recursive: true);
        _folder.Refresh();
    }
}
