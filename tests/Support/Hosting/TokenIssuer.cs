using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Bishui.Tests.Support.Hosting;

/// <summary>An issuer of tokens for tests: discovery and keys over HTTP, and tokens as right or wrong as a test asks for.</summary>
public sealed class TokenIssuer : IAsyncDisposable
{
    private readonly WebApplication _app;
    private Key _key = new();
    private string? _name;

    private TokenIssuer(WebApplication app) => _app = app;

    /// <summary>For BISHUI_AUTHORITY.</summary>
    public string Address { get; private set; } = "";

    /// <summary>What it calls itself, where it says that its keys are; its address unless set.</summary>
    public string Name
    {
        get => _name ?? Address;
        set => _name = value;
    }

    /// <summary>How often the keys were fetched.</summary>
    public int Fetched { get; private set; }

    public static async Task<TokenIssuer> StartAsync(string address = "http://127.0.0.1:0")
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls(address);
        var issuer = new TokenIssuer(builder.Build());
        issuer._app.MapGet("/.well-known/openid-configuration", () =>
            Results.Json(new { issuer = issuer.Name, jwks_uri = $"{issuer.Name}/.well-known/jwks" }));
        issuer._app.MapGet("/.well-known/jwks", () =>
        {
            issuer.Fetched++;
            return Results.Json(new { keys = new[] { issuer._key.Public() } });
        });
        await issuer._app.StartAsync();
        issuer.Address = issuer._app.Urls.Single();
        return issuer;
    }

    /// <summary>From now on signs with a new key, and publishes only that.</summary>
    public void Rotate()
    {
        _key.Dispose();
        _key = new();
    }

    /// <summary>A good token, but for what the arguments make wrong.</summary>
    public string Token(
        string client = "ecology-bureau", string? unit = null, string[]? roles = null, string audience = "bishui", string? issuer = null,
        TimeSpan? expiresIn = null, bool withSignature = true, bool foreignKey = false)
    {
        var now = TimeProvider.System.GetUtcNow();
        var header = withSignature ? new Dictionary<string, object> { ["alg"] = "RS256", ["typ"] = "at+jwt", ["kid"] = _key.Id } : new() { ["alg"] = "none", ["typ"] = "at+jwt" };
        var payload = new Dictionary<string, object>
        {
            ["iss"] = issuer ?? Name,
            ["aud"] = audience,
            ["sub"] = client,
            ["client_id"] = client,
            ["unit"] = unit ?? client,
            ["role"] = roles ?? ["reporter", "approver"],
            ["iat"] = now.AddMinutes(-120).ToUnixTimeSeconds(),
            ["exp"] = (now + (expiresIn ?? TimeSpan.FromHours(1))).ToUnixTimeSeconds(),
        };
        var text = $"{Part(header)}.{Part(payload)}";
        if (!withSignature) return text + ".";
        using var foreign = new Key();
        return $"{text}.{(foreignKey ? foreign : _key).Sign(text)}";
    }

    public async ValueTask DisposeAsync()
    {
        await _app.DisposeAsync();
        _key.Dispose();
    }

    private static string Part(object value) => Base64Url.EncodeToString(JsonSerializer.SerializeToUtf8Bytes(value));

    private sealed class Key : IDisposable
    {
        private readonly RSA _rsa = RSA.Create(2048);

        public string Id { get; } = Guid.NewGuid().ToString("N");

        public object Public()
        {
            var parameters = _rsa.ExportParameters(false);
            return new
            {
                kty = "RSA",
                use = "sig",
                alg = "RS256",
                kid = Id,
                n = Base64Url.EncodeToString(parameters.Modulus),
                e = Base64Url.EncodeToString(parameters.Exponent),
            };
        }

        public string Sign(string text) =>
            Base64Url.EncodeToString(_rsa.SignData(Encoding.ASCII.GetBytes(text), HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1));

        public void Dispose() => _rsa.Dispose();
    }
}
