using System.Net;
using System.Security.Claims;
using Bishui.Hosting.Identity;
using Bishui.Tests.Support.Hosting;
using Microsoft.AspNetCore.Builder;

namespace Bishui.Tests.Broker.Hosting;

public sealed class Identity : IAsyncLifetime
{
    private TokenIssuer _issuer = null!;
    private SmallService _service = null!;

    public async Task InitializeAsync()
    {
        _issuer = await TokenIssuer.StartAsync();
        _service = await StartAsync(_issuer.Address);
    }

    public async Task DisposeAsync()
    {
        await _service.DisposeAsync();
        await _issuer.DisposeAsync();
    }

    [Fact]
    public async Task A_good_token_tells_client_unit_and_roles()
    {
        using var answer = await _service.SendAsync(HttpMethod.Get, "/who", _issuer.Token("ecology-committee", roles: ["reporter", "supervisor"]));

        Assert.Equal("ecology-committee|ecology-committee|reporter,supervisor|True|False", await answer.Content.ReadAsStringAsync());
    }

    public static TheoryData<string, Func<TokenIssuer, string?>> Refused() => new()
    {
        { "none", _ => null },
        { "no token at all", _ => "rubbish" },
        { "for someone else", issuer => issuer.Token(audience: "other") },
        { "by someone else", issuer => issuer.Token(issuer: "http://127.0.0.1:2") },
        { "signed with another key", issuer => issuer.Token(foreignKey: true) },
        { "expired", issuer => issuer.Token(expiresIn: TimeSpan.FromMinutes(-5)) },
        { "unsigned", issuer => issuer.Token(withSignature: false) },
    };

    [Theory]
    [MemberData(nameof(Refused))]
    public async Task A_token_is_refused_with_a_problem(string what, Func<TokenIssuer, string?> token)
    {
        using var answer = await _service.SendAsync(HttpMethod.Get, "/who", token(_issuer));

        Assert.True(answer.StatusCode == HttpStatusCode.Unauthorized, what);
        Assert.Contains(answer.Headers.WwwAuthenticate, challenge => challenge.Scheme == "Bearer");
        await answer.IsProblemAsync("not-signed-in");
    }

    [Fact]
    public async Task A_caller_without_the_role_is_forbidden()
    {
        using var answer = await _service.SendAsync(HttpMethod.Get, "/admin", _issuer.Token());
        Assert.Equal(HttpStatusCode.Forbidden, answer.StatusCode);
        await answer.IsProblemAsync("forbidden");

        using var admin = await _service.SendAsync(HttpMethod.Get, "/admin", _issuer.Token(roles: ["admin"]));
        Assert.Equal(HttpStatusCode.OK, admin.StatusCode);
    }

    [Fact]
    public async Task Keys_are_asked_for_where_the_issuer_is_reached_whatever_address_users_see()
    {
        _issuer.Name = "https://bishui.example";        // leads nowhere from here
        await using var service = await StartAsync(_issuer.Address, new() { ["BISHUI_ISSUER"] = _issuer.Name });

        using var answer = await service.SendAsync(HttpMethod.Get, "/who", _issuer.Token());

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
    }

    [Fact]
    public async Task A_new_key_is_fetched_when_a_token_names_it()
    {
        using var before = await _service.SendAsync(HttpMethod.Get, "/who", _issuer.Token());
        Assert.Equal(HttpStatusCode.OK, before.StatusCode);
        _issuer.Rotate();
        await Task.Delay(TimeSpan.FromSeconds(2.1));        // the shortest time between two fetches

        using var after = await _service.SendAsync(HttpMethod.Get, "/who", _issuer.Token());

        Assert.Equal(HttpStatusCode.OK, after.StatusCode);
        Assert.Equal(2, _issuer.Fetched);
    }

    [Fact]
    public async Task A_service_starts_before_the_issuer_and_believes_it_once_it_is_there()
    {
        var address = _issuer.Address;
        var token = _issuer.Token();
        await _issuer.DisposeAsync();
        await using var early = await StartAsync(address);

        using var away = await early.SendAsync(HttpMethod.Get, "/who", token);
        Assert.Equal(HttpStatusCode.ServiceUnavailable, away.StatusCode);
        await away.IsProblemAsync("identity-unavailable");

        _issuer = await TokenIssuer.StartAsync(address);
        using var back = await early.SendAsync(HttpMethod.Get, "/who", _issuer.Token());
        Assert.Equal(HttpStatusCode.OK, back.StatusCode);
    }

    [Fact]
    public async Task Time_of_the_platform_does_not_make_a_token_valid_or_expired()
    {
        await using var past = await StartAsync(_issuer.Address, new() { ["BISHUI_CLOCK_OFFSET"] = "-1735.08:00:00" });

        using var good = await past.SendAsync(HttpMethod.Get, "/who", _issuer.Token());
        using var expired = await past.SendAsync(HttpMethod.Get, "/who", _issuer.Token(expiresIn: TimeSpan.FromMinutes(-5)));

        Assert.Equal((HttpStatusCode.OK, HttpStatusCode.Unauthorized), (good.StatusCode, expired.StatusCode));
    }

    [Theory]
    [InlineData("http://gateway:8080", null, false)]
    [InlineData("http://gateway:8080", "true", true)]
    [InlineData("https://id.example.cn", null, true)]
    [InlineData("ftp://id.example.cn", null, false)]
    public async Task Plain_http_to_another_machine_must_be_allowed_by_name(string authority, string? allowed, bool starts)
    {
        var start = StartAsync(authority, new() { ["BISHUI_AUTHORITY_HTTP"] = allowed });

        if (starts) await (await start).DisposeAsync();
        else await Assert.ThrowsAsync<InvalidOperationException>(() => start);
    }

    private static Task<SmallService> StartAsync(string authority, Dictionary<string, string?>? settings = null) => SmallService.StartAsync(
        "industrial", authority, settings: settings, map: app =>
        {
            app.MapGet("/who", (ClaimsPrincipal user) =>
            {
                var caller = user.Caller();
                return $"{caller.ClientId}|{caller.Unit}|{string.Join(',', caller.Roles.Order())}|{caller.Is(Roles.Reporter)}|{caller.Is(Roles.Admin)}";
            });
            app.MapGet("/admin", () => "in").RequireAuthorization(Roles.Admin);
        });
}
