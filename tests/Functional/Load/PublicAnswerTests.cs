using System.Net;
using System.Text.Json;
using Bishui.Tests.Support;
using Xunit;

namespace Bishui.Tests.Functional.Load;

public sealed class PublicAnswerTests
{
    [Fact]
    public async Task Callers_who_ask_the_same_at_once_wait_for_one_answer()
    {
        await using var host = await AnsweringHost.StartAsync();
        using var client = host.Client();

        var asked = Enumerable.Range(0, 20).Select(_ => client.GetAsync("/figure")).ToList();
        await Eventually.HoldsAsync(() => Task.FromResult(host.Begun > 0));
        host.Open();
        var answers = await Task.WhenAll(asked);

        Assert.Equal(1, host.Begun);
        Assert.All(answers, answer => Assert.Equal(HttpStatusCode.OK, answer.StatusCode));
        Assert.Single(answers.Select(answer => answer.Headers.ETag).Distinct());
    }

    [Fact]
    public async Task An_answer_is_made_anew_when_its_version_is_another_and_not_before()
    {
        await using var host = await AnsweringHost.StartAsync();
        using var client = host.Client();
        host.Open();

        using var first = await client.GetAsync("/figure");
        host.Content = "second";
        Assert.Equal("""{"content":"first"}""", await client.GetStringAsync("/figure"));
        Assert.Equal(1, host.Begun);

        host.Version = "2";
        using var second = await client.GetAsync("/figure");
        Assert.Equal("""{"content":"second"}""", await second.Content.ReadAsStringAsync());
        Assert.Equal(2, host.Begun);
        Assert.NotEqual(first.Headers.ETag, second.Headers.ETag);
    }

    [Fact]
    public async Task What_the_caller_holds_already_is_not_sent_again()
    {
        await using var host = await AnsweringHost.StartAsync();
        using var client = host.Client();
        host.Open();
        using var first = await client.GetAsync("/figure");
        var etag = first.Headers.ETag!;
        Assert.False(etag.IsWeak);
        Assert.Equal("public, must-revalidate, max-age=0", first.Headers.CacheControl!.ToString());

        // Worked out once more, it is the same.
        host.Version = "2";
        using var again = await AskAsync(client, etag.Tag);
        Assert.Equal(HttpStatusCode.NotModified, again.StatusCode);
        Assert.Equal(etag, again.Headers.ETag);
        Assert.Equal("", await again.Content.ReadAsStringAsync());

        using var proxied = await AskAsync(client, "\"other\", W/" + etag.Tag);
        Assert.Equal(HttpStatusCode.NotModified, proxied.StatusCode);
        using var other = await AskAsync(client, "\"other\"");
        Assert.Equal(HttpStatusCode.OK, other.StatusCode);
        using var broken = await AskAsync(client, "no tag at all");
        Assert.Equal(HttpStatusCode.OK, broken.StatusCode);
    }

    [Fact]
    public async Task Whoever_asked_first_may_leave_without_taking_the_answer_from_the_others()
    {
        await using var host = await AnsweringHost.StartAsync();
        using var client = host.Client();
        using var leaving = new CancellationTokenSource();
        var first = client.GetAsync("/figure", leaving.Token);
        await Eventually.HoldsAsync(() => Task.FromResult(host.Begun == 1));
        var second = client.GetAsync("/figure");

        await leaving.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => first);
        host.Open();

        using var answer = await second;
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Equal(1, host.Begun);
    }

    [Fact]
    public async Task Different_questions_are_bounded_and_what_is_beyond_is_told_when_to_come_again()
    {
        await using var host = await AnsweringHost.StartAsync(answers => (answers.AtOnce, answers.Queue) = (1, 1));
        using var client = host.Client();
        var working = client.GetAsync("/figure?of=1");
        await Eventually.HoldsAsync(() => Task.FromResult(host.Begun == 1));
        var waiting = client.GetAsync("/figure?of=2");

        // The second may still be on its way into the queue: of the next two at most one finds room there.
        using var refused = await await Task.WhenAny(client.GetAsync("/figure?of=3"), client.GetAsync("/figure?of=4"));
        Assert.Equal(HttpStatusCode.ServiceUnavailable, refused.StatusCode);
        Assert.Equal(TimeSpan.FromSeconds(2), refused.Headers.RetryAfter!.Delta);
        Assert.Equal("busy", JsonDocument.Parse(await refused.Content.ReadAsStringAsync()).RootElement.GetProperty("code").GetString());
        Assert.Equal(1, host.Begun);

        host.Open();
        Assert.Equal(HttpStatusCode.OK, (await working).StatusCode);
        Assert.True((await waiting).StatusCode is HttpStatusCode.OK or HttpStatusCode.ServiceUnavailable);
    }

    [Fact]
    public async Task A_question_that_takes_too_long_is_given_up()
    {
        await using var host = await AnsweringHost.StartAsync(answers => answers.Patience = TimeSpan.FromMilliseconds(100));
        using var client = host.Client();

        using var answer = await client.GetAsync("/figure");
        Assert.Equal(HttpStatusCode.ServiceUnavailable, answer.StatusCode);

        host.Open();
        using var later = await client.GetAsync("/figure");
        Assert.Equal(HttpStatusCode.OK, later.StatusCode);
    }

    [Fact]
    public async Task Refusals_are_not_kept()
    {
        await using var host = await AnsweringHost.StartAsync();
        using var client = host.Client();
        host.Open();

        for (var n = 1; n <= 2; n++)
        {
            using var refused = await client.GetAsync("/figure?fail=yes");
            Assert.Equal((HttpStatusCode.NotFound, n), (refused.StatusCode, host.Begun));
            Assert.Null(refused.Headers.ETag);
            Assert.Equal("not-found", JsonDocument.Parse(await refused.Content.ReadAsStringAsync()).RootElement.GetProperty("code").GetString());
        }
    }

    private static Task<HttpResponseMessage> AskAsync(HttpClient client, string ifNoneMatch)
    {
        var request = new HttpRequestMessage(HttpMethod.Get, "/figure");
        request.Headers.TryAddWithoutValidation("If-None-Match", ifNoneMatch);
        return client.SendAsync(request);
    }
}
