using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;
using Xunit;

namespace Bishui.Tests.Functional.Gateway;

public sealed class TokenTests : IDisposable
{
    private readonly GatewayApp _gateway = GatewayApp.Start();

    public void Dispose() => _gateway.Dispose();

    [Fact]
    public async Task A_bureau_gets_a_token_that_says_who_it_is()
    {
        var token = await VerifiedAsync(_gateway, await _gateway.TokenAsync());

        Assert.Equal("ecology-bureau", token.GetClaim("client_id").Value);
        Assert.Equal("ecology-bureau", token.Subject);
        Assert.Equal("ecology-bureau", token.GetClaim("unit").Value);
        Assert.Equal(["reporter", "approver"], RolesOf(token));
        Assert.Equal(["bishui"], token.Audiences);
        Assert.Equal(TimeSpan.FromHours(1), token.ValidTo - token.IssuedAt);
    }

    [Fact]
    public async Task The_committee_supervises_and_an_entry_may_name_its_roles()
    {
        var committee = await VerifiedAsync(_gateway, await _gateway.TokenAsync("ecology-committee", "a-secret-of-the-committee-1"));
        var finance = await VerifiedAsync(_gateway, await _gateway.TokenAsync("finance-bureau", "a-secret-of-finance-000001"));

        Assert.Equal(["reporter", "approver", "supervisor"], RolesOf(committee));
        Assert.Equal(["reporter"], RolesOf(finance));
    }

    [Fact]
    public async Task A_secret_may_come_as_http_basic()
    {
        using var client = _gateway.Client();
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Basic",
            Convert.ToBase64String(Encoding.ASCII.GetBytes($"{GatewayApp.Bureau}:{GatewayApp.BureauSecret}")));

        using var response = await client.PostAsync("/connect/token",
            new FormUrlEncodedContent([KeyValuePair.Create("grant_type", "client_credentials")]));

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
    }

    [Fact]
    public async Task The_administrator_signs_in_by_password_and_alone()
    {
        using var good = await _gateway.AskForTokenAsync(
            ("grant_type", "password"), ("username", "admin"), ("password", "an-admin-password-0001"));
        using var wrong = await _gateway.AskForTokenAsync(
            ("grant_type", "password"), ("username", "admin"), ("password", "an-admin-password-0002"));
        using var withClient = await _gateway.AskForTokenAsync(
            ("grant_type", "password"), ("username", "admin"), ("password", "an-admin-password-0001"), ("client_id", "ecology-bureau"));

        var token = await VerifiedAsync(_gateway, (await BodyAsync(good))["access_token"]!.GetValue<string>());
        Assert.Equal(["admin", "supervisor"], RolesOf(token));
        Assert.DoesNotContain(token.Claims, claim => claim.Type == "unit");
        await RefusedAsync(wrong, HttpStatusCode.BadRequest, "invalid_grant");
        await RefusedAsync(withClient, HttpStatusCode.BadRequest, "invalid_request");
    }

    [Theory]
    [InlineData("ecology-bureau", "a-secret-of-the-bureau-0002")]
    [InlineData("nobody", "a-secret-of-the-bureau-0001")]
    [InlineData("admin", "an-admin-password-0001")]
    public async Task A_wrong_secret_and_an_unknown_client_get_the_same_answer(string client, string secret)
    {
        using var response = await _gateway.AskForTokenAsync(client, secret);

        await RefusedAsync(response, HttpStatusCode.Unauthorized, "invalid_client");
    }

    [Theory]
    [InlineData("unsupported_grant_type", "grant_type=authorization_code&code=1")]
    [InlineData("unsupported_grant_type", "grant_type=magic")]
    [InlineData("invalid_request", "client_id=ecology-bureau")]
    [InlineData("invalid_request", "grant_type=client_credentials&client_id=ecology-bureau")]
    [InlineData("invalid_scope", "grant_type=client_credentials&client_id=ecology-bureau&client_secret=a-secret-of-the-bureau-0001&scope=everything")]
    public async Task What_is_asked_wrongly_is_refused_in_the_words_of_OAuth(string error, string form)
    {
        using var client = _gateway.Client();
        using var response = await client.PostAsync("/connect/token",
            new StringContent(form, Encoding.ASCII, "application/x-www-form-urlencoded"));

        await RefusedAsync(response, HttpStatusCode.BadRequest, error);
    }

    internal static async Task<JsonWebToken> VerifiedAsync(GatewayApp gateway, string token)
    {
        using var client = gateway.Client();
        var discovery = await client.GetFromJsonAsync<JsonObject>("/.well-known/openid-configuration");
        var keys = new JsonWebKeySet(await client.GetStringAsync(new Uri(discovery!["jwks_uri"]!.GetValue<string>()).AbsolutePath));
        var result = await new JsonWebTokenHandler().ValidateTokenAsync(token, new TokenValidationParameters
        {
            ValidIssuer = discovery["issuer"]!.GetValue<string>(),
            ValidAudience = "bishui",
            IssuerSigningKeys = keys.GetSigningKeys(),
        });
        Assert.True(result.IsValid, result.Exception?.Message);
        return (JsonWebToken)result.SecurityToken;
    }

    private static IEnumerable<string> RolesOf(JsonWebToken token) => token.Claims.Where(claim => claim.Type == "role").Select(claim => claim.Value);

    private static async Task RefusedAsync(HttpResponseMessage response, HttpStatusCode status, string error)
    {
        Assert.Equal(status, response.StatusCode);
        var body = await BodyAsync(response);
        Assert.Equal(error, body["error"]!.GetValue<string>());
        Assert.All(body["error_description"]!.GetValue<string>(), c => Assert.InRange(c, ' ', '~'));
        Assert.Null(body["error_uri"]);
    }

    private static async Task<JsonObject> BodyAsync(HttpResponseMessage response) => (await response.Content.ReadFromJsonAsync<JsonObject>())!;
}
