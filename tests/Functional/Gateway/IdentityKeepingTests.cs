using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace Bishui.Tests.Functional.Gateway;

/// <summary>What identity keeps: keys over restarts, credentials while they change, real time whatever the platform's clock says.</summary>
public sealed class IdentityKeepingTests
{
    [Fact]
    public async Task A_token_from_before_a_restart_still_verifies()
    {
        using var folder = TemporaryFolder.WithCredentials(GatewayApp.Credentials);
        string token;
        using (var before = GatewayApp.Start(folder))
            token = await before.TokenAsync();

        await using var service = await FakeUpstream.StartAsync("risk");
        using var after = GatewayApp.Start(folder, GatewayApp.Cluster("risk", service.Address));

        Assert.Equal(HttpStatusCode.OK, await StatusAsync(after, token));
        if (!OperatingSystem.IsWindows())
        {
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(folder.File("keys/signing-key.pem")));
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute, File.GetUnixFileMode(folder.File("keys")));
        }
    }

    [Fact]
    public async Task Replicas_that_start_at_once_share_one_key()
    {
        using var folder = TemporaryFolder.WithCredentials(GatewayApp.Credentials);
        var replicas = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Run(() => GatewayApp.Start(folder))));
        try
        {
            var keys = new List<string>();
            foreach (var replica in replicas)
            {
                using var client = replica.Client();
                keys.Add(await client.GetStringAsync("/.well-known/jwks"));
            }

            Assert.Single(keys.Distinct());
        }
        finally
        {
            foreach (var replica in replicas)
                await replica.DisposeAsync();
        }
    }

    [Fact]
    public async Task A_retired_key_still_verifies_and_no_longer_signs()
    {
        using var folder = TemporaryFolder.WithCredentials(GatewayApp.Credentials);
        string old;
        using (var before = GatewayApp.Start(folder))
            old = await before.TokenAsync();
        File.Move(folder.File("keys/signing-key.pem"), folder.File("keys/retired-1.pem"));

        await using var service = await FakeUpstream.StartAsync("risk");
        using var after = GatewayApp.Start(folder, GatewayApp.Cluster("risk", service.Address));
        var fresh = await after.TokenAsync();

        Assert.Equal(HttpStatusCode.OK, await StatusAsync(after, old));
        Assert.Equal(HttpStatusCode.OK, await StatusAsync(after, fresh));
        Assert.NotEqual(old.Split('.')[0], fresh.Split('.')[0]);
    }

    [Fact]
    public async Task An_expired_a_tampered_and_a_foreign_token_are_refused_with_the_reason_named()
    {
        var clock = new FakeTimeProvider(TimeProvider.System.GetUtcNow() - TimeSpan.FromHours(2)) { AutoAdvanceAmount = TimeSpan.FromMilliseconds(1) };
        using var gateway = GatewayApp.Start(identityClock: clock);
        using var stranger = GatewayApp.Start();
        var expired = await gateway.TokenAsync();
        clock.SetUtcNow(TimeProvider.System.GetUtcNow());
        var good = (await gateway.TokenAsync()).Split('.');
        var other = (await gateway.TokenAsync("ecology-committee", "a-secret-of-the-committee-1")).Split('.');

        foreach (var token in new[] { expired, $"{good[0]}.{other[1]}.{good[2]}", await stranger.TokenAsync(), "nonsense" })
        {
            using var client = gateway.Client(token);
            using var response = await client.GetAsync("/api/risk/tasks");
            var problem = (await response.Content.ReadFromJsonAsync<JsonObject>())!;
            Assert.Equal(HttpStatusCode.Unauthorized, response.StatusCode);
            Assert.Equal("application/problem+json", response.Content.Headers.ContentType!.MediaType);
            Assert.Equal("not-signed-in", problem["code"]!.GetValue<string>());
        }
    }

    [Fact]
    public async Task Tokens_run_on_real_time_while_the_platform_runs_in_another_year()
    {
        await using var service = await FakeUpstream.StartAsync("risk");
        using var gateway = GatewayApp.Start(
            settings: new(GatewayApp.Cluster("risk", service.Address)) { ["BISHUI_CLOCK_OFFSET"] = "-1735.08:00:00" });

        Assert.Equal(HttpStatusCode.OK, await StatusAsync(gateway, await gateway.TokenAsync()));
    }

    [Fact]
    public async Task Changed_credentials_count_at_once_and_a_broken_change_changes_nothing()
    {
        using var folder = TemporaryFolder.WithCredentials(GatewayApp.Credentials);
        using var gateway = GatewayApp.Start(folder);

        folder.WriteCredentials(GatewayApp.Credentials.Replace(GatewayApp.BureauSecret, "another-secret-of-the-bureau", StringComparison.Ordinal));
        using var withOld = await gateway.AskForTokenAsync(GatewayApp.Bureau, GatewayApp.BureauSecret);
        using var withNew = await gateway.AskForTokenAsync(GatewayApp.Bureau, "another-secret-of-the-bureau");
        folder.WriteCredentials("{ \"clients\": [");
        using var afterBroken = await gateway.AskForTokenAsync(GatewayApp.Bureau, "another-secret-of-the-bureau");

        Assert.Equal(HttpStatusCode.Unauthorized, withOld.StatusCode);
        Assert.Equal(HttpStatusCode.OK, withNew.StatusCode);
        Assert.Equal(HttpStatusCode.OK, afterBroken.StatusCode);
    }

    [Theory]
    [InlineData("""{ "clients": [ { "client_id": "a", "client_secret": "short", "unit": "a" } ] }""", "clients[0].client_secret")]
    [InlineData("""{ "clients": [ { "client_id": "a", "unit": "a" } ] }""", "clients[0].client_secret")]
    [InlineData("""{ "admin": { "username": "admin" } }""", "admin.password")]
    [InlineData("""{ "clients": [ { "client_id": "a", "client_secret": "a-secret-long-enough-1", "unit": "a", "roles": ["king"] } ] }""", "king")]
    [InlineData("{}", "neither")]
    [InlineData("not json", "line 1")]
    public void Unsafe_credentials_keep_the_gateway_from_starting(string credentials, string named)
    {
        using var folder = TemporaryFolder.WithCredentials(credentials);

        var refusal = Assert.ThrowsAny<Exception>(() => GatewayApp.Start(folder));

        Assert.Contains(named, refusal.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain("a-secret-long-enough-1", refusal.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Credentials_that_others_can_read_keep_the_gateway_from_starting()
    {
        if (OperatingSystem.IsWindows())
            return;
        using var folder = TemporaryFolder.WithCredentials(GatewayApp.Credentials);
        File.SetUnixFileMode(folder.File("credentials.json"), UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.OtherRead);

        var refusal = Assert.ThrowsAny<Exception>(() => GatewayApp.Start(folder));

        Assert.Contains("chmod 600", refusal.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_outside_issuer_is_trusted_and_closes_the_own_token_endpoint()
    {
        using var outside = GatewayApp.Start();
        await using var service = await FakeUpstream.StartAsync("risk");
        using var anyClient = outside.Client();
        using var gateway = GatewayApp.StartTrusting(anyClient.BaseAddress!, GatewayApp.Cluster("risk", service.Address));

        Assert.Equal(HttpStatusCode.OK, await StatusAsync(gateway, await outside.TokenAsync()));
        using var closed = await gateway.AskForTokenAsync(GatewayApp.Bureau, GatewayApp.BureauSecret);
        var problem = (await closed.Content.ReadFromJsonAsync<JsonObject>())!;
        Assert.Equal(HttpStatusCode.NotFound, closed.StatusCode);
        Assert.Equal("tokens-elsewhere", problem["code"]!.GetValue<string>());
        Assert.Equal(anyClient.BaseAddress!.AbsoluteUri, problem["detail"]!.GetValue<string>());
    }

    private static async Task<HttpStatusCode> StatusAsync(GatewayApp gateway, string token)
    {
        using var client = gateway.Client(token);
        using var response = await client.GetAsync("/api/risk/tasks");
        return response.StatusCode;
    }
}
