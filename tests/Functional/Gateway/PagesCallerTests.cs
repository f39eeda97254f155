using System.Net;
using Xunit;

namespace Bishui.Tests.Functional.Gateway;

/// <summary>The pages call as themselves: a visitor's flood leaves them their allowance, and their mark opens no other door.</summary>
public sealed class PagesCallerTests
{
    private const string Header = "X-Bishui-Pages";
    private const string Key = "0123456789abcdef0123456789abcdef0123456789abcdef";

    [Fact]
    public async Task A_visitors_flood_does_not_use_up_what_the_pages_may_ask()
    {
        await using var assessment = await FakeUpstream.StartAsync("assessment");
        using var gateway = Start(assessment);
        using var visitor = gateway.Client();
        using var pages = gateway.Client();
        pages.DefaultRequestHeaders.Add(Header, Key);

        var flood = new List<HttpStatusCode>();
        for (var n = 0; n < 5; n++) flood.Add(await AskAsync(visitor));
        Assert.Equal(3, flood.Count(status => status == HttpStatusCode.TooManyRequests));

        for (var n = 0; n < 20; n++) Assert.Equal(HttpStatusCode.OK, await AskAsync(pages));
    }

    [Theory]
    [InlineData("a guess")]
    [InlineData("")]
    public async Task Another_key_is_a_visitor_like_any_other(string guess)
    {
        await using var assessment = await FakeUpstream.StartAsync("assessment");
        using var gateway = Start(assessment);
        using var visitor = gateway.Client();
        visitor.DefaultRequestHeaders.TryAddWithoutValidation(Header, guess);

        HttpStatusCode last = default;
        for (var n = 0; n < 5; n++) last = await AskAsync(visitor);
        Assert.Equal(HttpStatusCode.TooManyRequests, last);
    }

    [Fact]
    public async Task Without_a_key_of_its_own_a_gateway_knows_no_pages()
    {
        await using var assessment = await FakeUpstream.StartAsync("assessment");
        using var gateway = Start(assessment, key: null);
        using var visitor = gateway.Client();
        visitor.DefaultRequestHeaders.TryAddWithoutValidation(Header, "");

        HttpStatusCode last = default;
        for (var n = 0; n < 5; n++) last = await AskAsync(visitor);
        Assert.Equal(HttpStatusCode.TooManyRequests, last);
    }

    [Fact]
    public async Task The_mark_gives_no_right_and_goes_no_further()
    {
        await using var assessment = await FakeUpstream.StartAsync("assessment");
        using var gateway = Start(assessment);
        using var pages = gateway.Client();
        pages.DefaultRequestHeaders.Add(Header, Key);

        using var refused = await pages.GetAsync("/api/assessment/units");
        Assert.Equal(HttpStatusCode.Unauthorized, refused.StatusCode);
        Assert.Equal(HttpStatusCode.OK, await AskAsync(pages));
        Assert.DoesNotContain(Header, Assert.Single(assessment.Asked).Headers.Keys);
    }

    [Fact]
    public void A_short_key_is_refused_at_the_start() =>
        Assert.ThrowsAny<InvalidOperationException>(() => GatewayApp.Start(settings: new() { ["BISHUI_PAGES_KEY"] = "pages" }).Dispose());

    private static GatewayApp Start(FakeUpstream assessment, string? key = Key) =>
        GatewayApp.Start(settings: new(GatewayApp.Cluster("assessment", assessment.Address))
        {
            ["BISHUI_PAGES_KEY"] = key,
            ["RateLimits:Address:PerSecond"] = "1",
            ["RateLimits:Address:Burst"] = "2",
        });

    private static async Task<HttpStatusCode> AskAsync(HttpClient client)
    {
        using var answer = await client.GetAsync("/api/public/overview");
        return answer.StatusCode;
    }
}
