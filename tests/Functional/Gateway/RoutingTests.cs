using System.Diagnostics;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Xunit;

namespace Bishui.Tests.Functional.Gateway;

public sealed class RoutingTests : IClassFixture<RoutedPlatform>
{
    private readonly Dictionary<string, FakeUpstream> _upstreams;

    public RoutingTests(RoutedPlatform platform)
    {
        (Gateway, _upstreams) = (platform.Gateway, platform.Upstreams);
        foreach (var upstream in _upstreams.Values)
            upstream.Asked.Clear();
    }

    private GatewayApp Gateway { get; }

    [Theory]
    [InlineData("/api/industrial/tasks", "industrial")]
    [InlineData("/api/domestic/tasks", "domestic")]
    [InlineData("/api/agricultural/tasks", "agricultural")]
    [InlineData("/api/shipping/tasks", "shipping")]
    [InlineData("/api/risk/tasks", "risk")]
    [InlineData("/api/water-saving/tasks", "water-saving")]
    [InlineData("/api/ecological/readings", "ecological")]
    [InlineData("/api/assessment/units", "assessment")]
    [InlineData("/api/plan/imports", "assessment")]
    public async Task A_path_of_a_service_reaches_that_service_and_needs_a_token(string path, string service)
    {
        using var anonymous = Gateway.Client();
        using var signedIn = Gateway.Client(await Gateway.TokenAsync());

        using var refused = await anonymous.PostAsync(path, null);
        using var answered = await signedIn.PostAsync(path, null);

        await ProblemAsync(refused, HttpStatusCode.Unauthorized, "not-signed-in");
        Assert.Equal(service, await answered.Content.ReadAsStringAsync());
        Assert.Equal(path, Assert.Single(_upstreams[service].Asked).Path);
        Assert.StartsWith("Bearer ", _upstreams[service].Asked.Single().Headers["Authorization"].ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/api/public/complaints")]
    [InlineData("/api/public/complaints/2222-2222-2222-2222/reopening")]
    public async Task Anybody_may_complain(string path)
    {
        using var anonymous = Gateway.Client();
        using var answered = await anonymous.PostAsync(path, JsonContent.Create(new { text = "排污" }));

        Assert.Equal("assessment", await answered.Content.ReadAsStringAsync());
        Assert.Equal(path, Assert.Single(_upstreams["assessment"].Asked).Path);
    }

    [Theory]
    [InlineData("/api/public/sections", "ecological")]
    [InlineData("/api/public/sections/lutang/class?at=2021-04-30", "ecological")]
    [InlineData("/api/public/overview", "assessment")]
    [InlineData("/api/plan", "assessment")]
    [InlineData("/api/plan/tasks/31", "assessment")]
    [InlineData("/", "web")]
    [InlineData("/units/ecology-bureau?x=1", "web")]
    public async Task What_is_public_needs_no_token(string path, string service)
    {
        using var anonymous = Gateway.Client();

        Assert.Equal(service, await anonymous.GetStringAsync(path));
        Assert.Equal(path, Assert.Single(_upstreams[service].Asked).Path);
    }

    [Theory]
    [InlineData("/api/nonsense")]
    [InlineData("/api")]
    [InlineData("/connect/authorize")]
    [InlineData("/.well-known/security.txt")]
    [InlineData("/metrics")]
    public async Task A_path_that_is_nobodys_is_a_problem_and_never_a_page(string path)
    {
        using var anonymous = Gateway.Client();
        using var response = await anonymous.GetAsync(path);

        await ProblemAsync(response, HttpStatusCode.NotFound, "not-found");
        Assert.Empty(_upstreams["web"].Asked);
    }

    [Fact]
    public async Task Services_learn_who_called_and_nobody_can_pretend()
    {
        using var client = Gateway.Client();
        client.DefaultRequestHeaders.Add("X-Forwarded-For", "203.0.113.9");
        client.DefaultRequestHeaders.Add("X-Forwarded-Proto", "https");
        client.DefaultRequestHeaders.Add("X-Forwarded-Host", "elsewhere.example");

        await client.GetStringAsync("/api/public/overview");

        var headers = _upstreams["assessment"].Asked.Single().Headers;
        Assert.Equal("127.0.0.1", headers["X-Forwarded-For"]);
        Assert.Equal("http", headers["X-Forwarded-Proto"]);
        Assert.Equal(client.BaseAddress!.Authority, headers["X-Forwarded-Host"]);
    }

    [Fact]
    public async Task A_proxy_in_a_known_network_is_believed()
    {
        using var gateway = GatewayApp.Start(settings: new(GatewayApp.Cluster("assessment", _upstreams["assessment"].Address))
        {
            ["ForwardedHeaders:KnownNetworks:0"] = "127.0.0.0/8",
        });
        using var client = gateway.Client();
        client.DefaultRequestHeaders.Add("X-Forwarded-For", "203.0.113.9");
        client.DefaultRequestHeaders.Add("X-Forwarded-Proto", "https");

        await client.GetStringAsync("/api/public/overview");

        var headers = _upstreams["assessment"].Asked.Single().Headers;
        Assert.Equal("203.0.113.9", headers["X-Forwarded-For"]);
        Assert.Equal("https", headers["X-Forwarded-Proto"]);
    }

    [Fact]
    public async Task One_trace_and_one_correlation_id_run_through()
    {
        using var caller = new Activity("a caller's own work").Start();
        using var client = Gateway.Client();
        client.DefaultRequestHeaders.Add("X-Correlation-Id", "call-17");

        using var response = await client.GetAsync("/api/public/overview");

        var headers = _upstreams["assessment"].Asked.Single().Headers;
        Assert.StartsWith($"00-{caller.TraceId.ToHexString()}-", headers["traceparent"].ToString(), StringComparison.Ordinal);
        Assert.Equal("call-17", headers["X-Correlation-Id"]);
        Assert.Equal(["call-17"], response.Headers.GetValues("X-Correlation-Id"));
    }

    [Theory]
    [InlineData("has space")]
    [InlineData("a-very-long-id-a-very-long-id-a-very-long-id-a-very-long-id-a-very-long-id")]
    public async Task A_correlation_id_that_could_do_harm_is_replaced(string id)
    {
        using var client = Gateway.Client();
        client.DefaultRequestHeaders.TryAddWithoutValidation("X-Correlation-Id", id);

        await client.GetStringAsync("/api/public/overview");

        Assert.Matches("^[0-9a-f]{32}$", _upstreams["assessment"].Asked.Single().Headers["X-Correlation-Id"].ToString());
    }

    [Fact]
    public async Task Pages_keep_their_visitor_and_services_need_not()
    {
        using var client = Gateway.Client();
        using var page = await client.GetAsync("/");
        using var data = await client.GetAsync("/api/public/overview");

        var cookie = Assert.Single(page.Headers.GetValues("Set-Cookie"));
        Assert.StartsWith("bishui-web=", cookie, StringComparison.Ordinal);
        Assert.Contains("httponly", cookie, StringComparison.Ordinal);
        Assert.False(data.Headers.Contains("Set-Cookie"));
    }

    [Fact]
    public async Task A_service_that_is_down_is_named_and_the_others_go_on()
    {
        using var gateway = GatewayApp.Start(settings: new(GatewayApp.Cluster("shipping", _upstreams["shipping"].Address))
        {
            ["ReverseProxy:Clusters:risk:Destinations:one:Address"] = await NobodyAsync(),
        });
        using var client = gateway.Client(await gateway.TokenAsync());

        using var down = await client.GetAsync("/api/risk/tasks");
        using var up = await client.GetAsync("/api/shipping/tasks");

        var problem = await ProblemAsync(down, HttpStatusCode.BadGateway, "service-unreachable");
        Assert.Equal("risk", problem["detail"]!.GetValue<string>());
        Assert.Equal(TimeSpan.FromSeconds(5), down.Headers.RetryAfter!.Delta);
        Assert.Equal(HttpStatusCode.OK, up.StatusCode);
    }

    [Fact]
    public async Task A_visitor_is_told_in_a_page_when_the_pages_are_down()
    {
        using var gateway = GatewayApp.Start(settings: GatewayApp.Cluster("web", await NobodyAsync()));
        using var client = gateway.Client();
        client.DefaultRequestHeaders.Accept.Add(new MediaTypeWithQualityHeaderValue("text/html"));

        using var response = await client.GetAsync("/");

        Assert.Equal(HttpStatusCode.BadGateway, response.StatusCode);
        Assert.Equal("text/html", response.Content.Headers.ContentType!.MediaType);
        Assert.Contains("页面暂不可用", await response.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_service_that_hangs_is_given_up()
    {
        await using var hanging = await FakeUpstream.StartAsync("risk", context => Task.Delay(Timeout.InfiniteTimeSpan, context.RequestAborted));
        using var gateway = GatewayApp.Start(settings: new(GatewayApp.Cluster("risk", hanging.Address))
        {
            ["ReverseProxy:Routes:risk:Timeout"] = "00:00:01",
        });
        using var client = gateway.Client(await gateway.TokenAsync());

        using var response = await client.GetAsync("/api/risk/tasks");

        var problem = await ProblemAsync(response, HttpStatusCode.GatewayTimeout, "service-timeout");
        Assert.Equal("risk", problem["detail"]!.GetValue<string>());
    }

    [Fact]
    public async Task What_a_service_refuses_passes_unchanged()
    {
        await using var refusing = await FakeUpstream.StartAsync("risk", context =>
        {
            context.Response.StatusCode = 503;
            context.Response.Headers.RetryAfter = "17";
            context.Response.ContentType = "application/problem+json";
            return context.Response.WriteAsync("""{"code":"its-own"}""");
        });
        using var gateway = GatewayApp.Start(settings: GatewayApp.Cluster("risk", refusing.Address));
        using var client = gateway.Client(await gateway.TokenAsync());

        using var response = await client.GetAsync("/api/risk/tasks");

        await ProblemAsync(response, HttpStatusCode.ServiceUnavailable, "its-own");
        Assert.Equal(TimeSpan.FromSeconds(17), response.Headers.RetryAfter!.Delta);
    }

    [Fact]
    public async Task A_body_beyond_the_limit_is_refused()
    {
        using var gateway = GatewayApp.Start(settings: new(GatewayApp.Cluster("risk", _upstreams["risk"].Address))
        {
            ["ReverseProxy:Routes:risk:MaxRequestBodySize"] = "1000",
        });
        using var client = gateway.Client(await gateway.TokenAsync());

        using var response = await client.PostAsync("/api/risk/readings", new ByteArrayContent(new byte[1001]));

        await ProblemAsync(response, HttpStatusCode.RequestEntityTooLarge, "too-large");
    }

    [Theory]
    [InlineData("industrial")]
    [InlineData("domestic")]
    [InlineData("agricultural")]
    [InlineData("shipping")]
    [InlineData("risk")]
    [InlineData("water-saving")]
    [InlineData("ecological")]
    [InlineData("assessment")]
    public async Task An_attachment_of_50_MB_passes_and_nothing_else_of_that_size_does(string service)
    {
        long counted = -1;
        await using var counting = await FakeUpstream.StartAsync(service, async context =>
        {
            context.Features.Get<IHttpMaxRequestBodySizeFeature>()!.MaxRequestBodySize = null;
            var buffer = new byte[64 << 10];
            var sum = 0L;
            while (await context.Request.Body.ReadAsync(buffer) is > 0 and var read) sum += read;
            counted = sum;
        });
        using var gateway = GatewayApp.Start(settings: GatewayApp.Cluster(service, counting.Address));
        using var client = gateway.Client(await gateway.TokenAsync());
        var file = new byte[50 << 20];

        using var taken = await client.PostAsync($"/api/{service}/attachments?name=a.bin", new ByteArrayContent(file));
        // Asks first: what is refused at once is not sent in vain.
        client.DefaultRequestHeaders.ExpectContinue = true;
        using var refused = await client.PostAsync($"/api/{service}/readings", new ByteArrayContent(file));

        Assert.Equal(HttpStatusCode.OK, taken.StatusCode);
        Assert.Equal(file.Length, counted);
        await ProblemAsync(refused, HttpStatusCode.RequestEntityTooLarge, "too-large");
    }

    [Fact]
    public async Task Who_calls_too_often_waits_and_others_do_not()
    {
        using var gateway = GatewayApp.Start(settings: new(GatewayApp.Cluster("risk", _upstreams["risk"].Address))
        {
            ["RateLimits:Client:PerSecond"] = "1",
            ["RateLimits:Client:Burst"] = "2",
        });
        using var eager = gateway.Client(await gateway.TokenAsync());
        using var other = gateway.Client(await gateway.TokenAsync("finance-bureau", "a-secret-of-finance-000001"));
        for (var i = 0; i < 2; i++)
            (await eager.GetAsync("/api/risk/tasks")).Dispose();

        using var refused = await eager.GetAsync("/api/risk/tasks");
        using var served = await other.GetAsync("/api/risk/tasks");

        var problem = await ProblemAsync(refused, HttpStatusCode.TooManyRequests, "too-many-requests");
        Assert.Contains(" / ", problem["title"]!.GetValue<string>(), StringComparison.Ordinal);
        Assert.InRange(refused.Headers.RetryAfter!.Delta!.Value.TotalSeconds, 1, 5);
        Assert.Equal(HttpStatusCode.OK, served.StatusCode);
    }

    [Fact]
    public async Task Requests_for_tokens_have_a_limit_of_their_own()
    {
        using var gateway = GatewayApp.Start(settings: new() { ["RateLimits:Token:PerSecond"] = "1", ["RateLimits:Token:Burst"] = "1" });
        await gateway.TokenAsync();

        using var refused = await gateway.AskForTokenAsync(GatewayApp.Bureau, GatewayApp.BureauSecret);

        await ProblemAsync(refused, HttpStatusCode.TooManyRequests, "too-many-requests");
    }

    [Theory]
    [InlineData("/health/live")]
    [InlineData("/health/ready")]
    public async Task Operations_endpoints_are_the_gateways_own(string path)
    {
        using var client = Gateway.Client();
        using var response = await client.GetAsync(path);

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Empty(_upstreams["web"].Asked);
    }

    private static async Task<string> NobodyAsync()
    {
        await using var gone = await FakeUpstream.StartAsync("gone");
        return gone.Address;
    }

    private static async Task<JsonObject> ProblemAsync(HttpResponseMessage response, HttpStatusCode status, string code)
    {
        Assert.Equal(status, response.StatusCode);
        Assert.Equal("application/problem+json", response.Content.Headers.ContentType?.MediaType);
        var problem = (await response.Content.ReadFromJsonAsync<JsonObject>())!;
        Assert.Equal(code, problem["code"]!.GetValue<string>());
        return problem;
    }
}

/// <summary>A gateway with a fake behind every one of its clusters.</summary>
public sealed class RoutedPlatform : IAsyncLifetime
{
    private static readonly string[] Names =
        ["industrial", "domestic", "agricultural", "shipping", "risk", "water-saving", "ecological", "assessment", "web"];

    private GatewayApp? _gateway;

    internal GatewayApp Gateway => _gateway!;

    internal Dictionary<string, FakeUpstream> Upstreams { get; } = [];

    public async Task InitializeAsync()
    {
        var settings = new Dictionary<string, string?>();
        foreach (var name in Names)
        {
            Upstreams[name] = await FakeUpstream.StartAsync(name);
            settings[$"ReverseProxy:Clusters:{name}:Destinations:one:Address"] = Upstreams[name].Address;
        }

        _gateway = GatewayApp.Start(settings: settings);
    }

    public async Task DisposeAsync()
    {
        await Gateway.DisposeAsync();
        foreach (var upstream in Upstreams.Values)
            await upstream.DisposeAsync();
    }
}
