using System.Net;
using Bishui.Tests.Support;
using Xunit;

namespace Bishui.Tests.Functional.Load;

public sealed class CostlyWorkTests
{
    private static readonly Dictionary<string, string?> One = new()
    {
        ["CostlyWork:Anonymous:AtOnce"] = "1",
        ["CostlyWork:Anonymous:Queue"] = "0",
        ["CostlyWork:SignedIn:AtOnce"] = "2",
        ["CostlyWork:SignedIn:Queue"] = "0",
    };

    [Fact]
    public async Task It_is_bounded_until_the_last_byte_is_sent()
    {
        await using var host = await AnsweringHost.StartAsync(settings: One);
        using var client = host.Client();
        // The answer has begun, and is read on: the work goes on too.
        using var running = await client.GetAsync("/costly", HttpCompletionOption.ResponseHeadersRead);
        Assert.Equal(HttpStatusCode.OK, running.StatusCode);

        using var refused = await client.GetAsync("/costly");
        Assert.Equal(HttpStatusCode.ServiceUnavailable, refused.StatusCode);
        Assert.NotNull(refused.Headers.RetryAfter);

        host.Open();
        Assert.Equal("[]", await running.Content.ReadAsStringAsync());
        await Eventually.HoldsAsync(async () =>
        {
            using var again = await client.GetAsync("/costly");
            return again.StatusCode == HttpStatusCode.OK;
        });
    }

    [Fact]
    public async Task Anonymous_callers_never_take_the_share_of_those_who_are_signed_in()
    {
        await using var host = await AnsweringHost.StartAsync(settings: One);
        using var anonymous = host.Client();
        using var signedIn = host.Client(signedIn: true);
        var flood = Enumerable.Range(0, 10).Select(_ => anonymous.GetAsync("/costly", HttpCompletionOption.ResponseHeadersRead)).ToList();
        var answered = await Task.WhenAll(flood);
        Assert.Equal((1, 9), (answered.Count(answer => answer.IsSuccessStatusCode), answered.Count(answer => answer.StatusCode == HttpStatusCode.ServiceUnavailable)));

        using var first = await signedIn.GetAsync("/costly", HttpCompletionOption.ResponseHeadersRead);
        using var second = await signedIn.GetAsync("/costly", HttpCompletionOption.ResponseHeadersRead);
        using var third = await signedIn.GetAsync("/costly", HttpCompletionOption.ResponseHeadersRead);

        Assert.Equal([HttpStatusCode.OK, HttpStatusCode.OK, HttpStatusCode.ServiceUnavailable], [first.StatusCode, second.StatusCode, third.StatusCode]);
        host.Open();
    }
}
