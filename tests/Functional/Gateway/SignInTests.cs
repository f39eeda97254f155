using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace Bishui.Tests.Functional.Gateway;

/// <summary>Wrong secrets, counted by name and by address, behind a proxy that says where each came from.</summary>
public sealed class SignInTests : IDisposable
{
    private const int Free = 20;
    private const string Here = "203.0.113.7";
    private readonly FakeTimeProvider _clock = new(TimeProvider.System.GetUtcNow());
    private readonly GatewayApp _gateway;

    public SignInTests() => _gateway = GatewayApp.Start(identityClock: _clock, settings: new()
    {
        ["ForwardedHeaders:KnownNetworks:0"] = "127.0.0.0/8",
        ["RateLimits:Token:PerSecond"] = "100000",
        ["RateLimits:Token:Burst"] = "100000",
    });

    public void Dispose() => _gateway.Dispose();

    [Fact]
    public async Task Wrong_secrets_do_not_lock_out_the_right_one_nor_anybody_else_at_the_address()
    {
        for (var i = 0; i < 5; i++)
            Assert.Equal(401, (await AskAsync(Here, GatewayApp.Bureau, Wrong(i))).Status);

        Assert.Equal(200, (await AskAsync(Here, GatewayApp.Bureau, GatewayApp.BureauSecret)).Status);
        Assert.Equal(200, (await AskAsync(Here, "finance-bureau", "a-secret-of-finance-000001")).Status);
    }

    [Fact]
    public async Task Guesses_from_three_hundred_addresses_at_one_name_are_slowed()
    {
        var answers = new List<Answer>();
        for (var i = 0; i < 300; i++)
            answers.Add(await AskAsync(Address(i), GatewayApp.Bureau, Wrong(i)));

        Assert.Equal(Free, answers.Count(answer => answer.Status == 401));
        Assert.Equal(300 - Free, answers.Count(answer => answer.Status == 429));
        // A right guess is no way out: it is not told from a wrong one.
        Assert.Equal(answers[^1], await AskAsync(Address(300), GatewayApp.Bureau, GatewayApp.BureauSecret));
        // Others are not held up, and the name is not either once a second has passed without a guess.
        Assert.Equal(200, (await AskAsync(Address(301), "finance-bureau", "a-secret-of-finance-000001")).Status);
        _clock.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal(200, (await AskAsync(Address(300), GatewayApp.Bureau, GatewayApp.BureauSecret)).Status);
    }

    [Fact]
    public async Task Where_a_name_has_signed_in_it_goes_on_to_while_others_guess_at_it()
    {
        Assert.Equal(200, (await AskAsync(Here, GatewayApp.Bureau, GatewayApp.BureauSecret)).Status);
        for (var i = 0; i < 300; i++)
            await AskAsync(i % 2 == 0 ? Here : Address(i), GatewayApp.Bureau, Wrong(i));

        Assert.Equal(200, (await AskAsync(Here, GatewayApp.Bureau, GatewayApp.BureauSecret)).Status);
        Assert.Equal(429, (await AskAsync(Address(1), GatewayApp.Bureau, GatewayApp.BureauSecret)).Status);
    }

    [Fact]
    public async Task Many_names_tried_from_one_address_are_slowed_there_and_nowhere_else()
    {
        Assert.Equal(200, (await AskAsync(Here, GatewayApp.Bureau, GatewayApp.BureauSecret)).Status);
        var statuses = new List<int>();
        for (var i = 0; i < 100; i++)
            statuses.Add((await AskAsync(Here, $"made-up-{i}", Wrong(i))).Status);

        Assert.Equal(Enumerable.Repeat(401, Free).Concat(Enumerable.Repeat(429, 100 - Free)), statuses);
        Assert.Equal(200, (await AskAsync(Address(1), "finance-bureau", "a-secret-of-finance-000001")).Status);
        // Everybody may seem to come from one address: who signed in there before still can.
        Assert.Equal(200, (await AskAsync(Here, GatewayApp.Bureau, GatewayApp.BureauSecret)).Status);
    }

    [Theory]
    [InlineData("client_credentials", "client_id", "client_secret")]
    [InlineData("password", "username", "password")]
    public async Task Known_and_unknown_names_are_answered_alike_also_after_many_tries(string grant, string name, string secret)
    {
        // The known one has even signed in from here.
        var right = grant == "password" ? ("admin", "an-admin-password-0001") : (GatewayApp.Bureau, GatewayApp.BureauSecret);
        Assert.Equal(200, (await AskAsync(Here, ("grant_type", grant), (name, right.Item1), (secret, right.Item2))).Status);

        async Task<List<Answer>> TriedAsync(string who)
        {
            var answers = new List<Answer>();
            for (var i = 0; i < 60; i++)
            {
                if (i == 50) _clock.Advance(TimeSpan.FromSeconds(3));
                answers.Add(await AskAsync(Here, ("grant_type", grant), (name, who), (secret, Wrong(i))));
            }

            _clock.Advance(TimeSpan.FromMinutes(5));
            return answers;
        }

        var known = await TriedAsync(right.Item1);
        var unknown = await TriedAsync("nobody-at-all");

        Assert.Equal(known, unknown);
        Assert.Equal(2, known.Select(answer => answer.Status).Distinct().Count());
    }

    [Fact]
    public async Task A_caller_cannot_choose_the_address_it_is_counted_by()
    {
        // What the proxy wrote stands last; the rest the caller wrote, also when it names the proxy's own network.
        for (var i = 0; i < 100; i++)
            await AskAsync($"198.51.100.{i}, 127.0.0.{i}, {Here}", $"made-up-{i}", Wrong(i));
        Assert.Equal(429, (await AskAsync(Here, "another", "a-wrong-guess-000000")).Status);

        for (var i = 0; i < 100; i++)
            await AskAsync($"198.51.100.{i}, 127.0.0.99", $"made-up-{i}", Wrong(i));
        Assert.Equal(429, (await AskAsync("127.0.0.99", "another", "a-wrong-guess-000000")).Status);
        Assert.Equal(401, (await AskAsync("198.51.100.1", "another", "a-wrong-guess-000000")).Status);
    }

    private static string Wrong(int i) => $"a-wrong-guess-{i:000000}";

    private static string Address(int i) => $"192.0.{i / 250}.{i % 250 + 1}";

    private Task<Answer> AskAsync(string from, string client, string secret) =>
        AskAsync(from, ("grant_type", "client_credentials"), ("client_id", client), ("client_secret", secret));

    private async Task<Answer> AskAsync(string from, params (string Name, string Value)[] form)
    {
        using var client = _gateway.Client();
        client.DefaultRequestHeaders.Add("X-Forwarded-For", from);
        using var response = await client.PostAsync("/connect/token",
            new FormUrlEncodedContent(form.Select(field => KeyValuePair.Create(field.Name, field.Value))));
        // What is only in a token, or in each answer anew, says nothing about the name.
        var body = response.StatusCode == HttpStatusCode.OK ? "" : (await response.Content.ReadFromJsonAsync<JsonObject>())!.ToJsonString();
        return new((int)response.StatusCode, body, response.Headers.RetryAfter?.ToString(), response.Headers.WwwAuthenticate.ToString());
    }

    private sealed record Answer(int Status, string Body, string? RetryAfter, string Challenge);
}
