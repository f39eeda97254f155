using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Microsoft.IdentityModel.JsonWebTokens;
using Xunit;

namespace Bishui.Tests.Functional.Gateway;

/// <summary>What a caller writes in <c>Host</c> decides nothing, and what it comes in by does.</summary>
public sealed class HostTests
{
    [Theory]
    [InlineData("elsewhere.example", null)]
    [InlineData("bishui.example:9999.evil", null)]
    [InlineData("elsewhere.example", "bishui.example")]
    public async Task A_host_that_is_not_the_platforms_is_refused(string host, string? forwarded)
    {
        using var gateway = GatewayApp.Start(settings: new()
        {
            ["AllowedHosts"] = "localhost;bishui.example",
            ["ForwardedHeaders:KnownNetworks:0"] = "127.0.0.0/8",
        });
        foreach (var path in new[] { "/connect/token", "/.well-known/openid-configuration", "/openapi/v1.json", "/" })
        {
            using var client = gateway.Client();
            client.DefaultRequestHeaders.TryAddWithoutValidation("Host", host);
            if (forwarded is not null) client.DefaultRequestHeaders.Add("X-Forwarded-Host", forwarded);
            using var refused = await client.GetAsync(path);

            Assert.Equal(HttpStatusCode.BadRequest, refused.StatusCode);
            if (host.EndsWith(".evil", StringComparison.Ordinal)) continue;     // no host at all: the server itself refuses
            Assert.Equal("application/problem+json", refused.Content.Headers.ContentType?.MediaType);
            Assert.Equal("unknown-host", (await refused.Content.ReadFromJsonAsync<JsonObject>())!["code"]!.GetValue<string>());
        }
    }

    [Fact]
    public async Task Strangers_are_refused_when_nobody_says_which_hosts_there_are()
    {
        using var gateway = GatewayApp.Start();
        using var client = gateway.Client();
        client.DefaultRequestHeaders.Host = "elsewhere.example";
        using var refused = await client.GetAsync("/health/live");
        Assert.Equal(HttpStatusCode.BadRequest, refused.StatusCode);
    }

    [Fact]
    public async Task The_issuer_and_the_discovery_document_are_the_same_at_every_host()
    {
        using var gateway = GatewayApp.Start(settings: new() { ["AllowedHosts"] = "*" });
        var documents = new HashSet<string>();
        var issuers = new HashSet<string>();
        foreach (var host in new[] { "127.0.0.1", "gateway:8080", "elsewhere.example", "bishui.test" })
        {
            using var client = gateway.Client();
            client.DefaultRequestHeaders.Host = host;
            documents.Add(await client.GetStringAsync("/.well-known/openid-configuration"));
            using var token = await client.PostAsync("/connect/token", new FormUrlEncodedContent(new Dictionary<string, string>
            {
                ["grant_type"] = "client_credentials",
                ["client_id"] = GatewayApp.Bureau,
                ["client_secret"] = GatewayApp.BureauSecret,
            }));
            issuers.Add(new JsonWebToken((await token.Content.ReadFromJsonAsync<JsonObject>())!["access_token"]!.GetValue<string>()).Issuer);
        }

        var document = JsonNode.Parse(Assert.Single(documents))!;
        Assert.Equal(document["issuer"]!.GetValue<string>(), Assert.Single(issuers));
        Assert.Equal(GatewayApp.Issuer + "/.well-known/jwks", document["jwks_uri"]!.GetValue<string>());
        Assert.Equal(GatewayApp.Issuer + "/connect/token", document["token_endpoint"]!.GetValue<string>());
    }

    [Fact]
    public void A_gateway_that_issues_tokens_must_be_told_its_address()
    {
        var refusal = Assert.ThrowsAny<Exception>(() => GatewayApp.Start(settings: new() { ["BISHUI_ISSUER"] = "" }));
        Assert.Contains("BISHUI_ISSUER", refusal.ToString(), StringComparison.Ordinal);
    }
}
