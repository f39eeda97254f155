using System.Net;
using Bishui.Hosting.PublicAnswers;
using Bishui.Storage.Readings;
using Bishui.Tests.Support;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Xunit;
using static Bishui.Tests.Functional.Ecological.EcologicalService;

namespace Bishui.Tests.Functional.Ecological;

/// <summary>What everybody may see of the water: worked out once, at once another when something is recorded, and there whatever is stored.</summary>
public sealed class PublicFigureTests : IAsyncLifetime
{
    private const string Shares = "/api/public/evaluations/shares?period=2021-10";
    private const string Series = "/api/public/sections/lutang/readings?parameter=ammonia-nitrogen&from=2021-10-01&to=2021-10-31";
    private TestService _service = null!;
    private HttpClient _anybody = null!;

    public async Task InitializeAsync()
    {
        _service = await StartAsync();
        _anybody = _service.Anonymous();
    }

    public Task DisposeAsync() => _service.DisposeAsync().AsTask();

    [Theory]
    [InlineData(Shares)]
    [InlineData("/api/public/evaluations/rivers?period=2021-10")]
    [InlineData("/api/public/sections/lutang/class?from=2021-10-01&to=2021-10-31")]
    [InlineData(Series)]
    public async Task An_unchanged_figure_is_not_sent_again_and_a_new_reading_shows_at_once(string path)
    {
        await SendAsync(Required(0.2m));
        var etag = await ETagAsync(path);
        Assert.Equal(HttpStatusCode.NotModified, (await AskAsync(path, etag)).StatusCode);

        await SendAsync(Required(9m), "2021-10-11");
        using var changed = await AskAsync(path, etag);
        Assert.Equal(HttpStatusCode.OK, changed.StatusCode);
        Assert.NotEqual(etag, changed.Headers.ETag!.Tag);
    }

    [Fact]
    public async Task A_new_site_shows_at_once()
    {
        var etag = await ETagAsync("/api/public/sections");
        var (status, _) = await _service.As(TestPlans.Lead, "admin").SendAsync(HttpMethod.Put, "/api/ecological/sites/downstream", new
        {
            id = "downstream",
            name = "下游",
            kind = "river-section",
            unit = TestPlans.Lead,
            waterBody = "river",
        });
        Assert.True(status is 200 or 201, $"{status}");
        using var changed = await AskAsync("/api/public/sections", etag);
        Assert.Contains("下游", await changed.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_the_answer_says_of_now_follows_the_clock()
    {
        await SendAsync(Required(0.2m), "2021-11-02");
        const string Path = "/api/public/evaluations/shares?period=2021-11";
        var (_, before) = await _anybody.ReadAsync(Path);
        _service.Clock.Advance(TimeSpan.FromDays(40));
        var (_, after) = await _anybody.ReadAsync(Path);

        Assert.Equal(["provisional", "final"], new[] { before, after }.Select(answer => answer.GetProperty("sections").EnumerateArray()
            .Single(section => section.Text("site") == "lutang").Text("state")));
    }

    [Fact]
    public void Every_public_question_goes_through_the_one_door()
    {
        var open = _service.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>()
            .Where(endpoint => endpoint.Metadata.GetMetadata<IAllowAnonymous>() is not null && endpoint.RoutePattern.RawText!.Contains("/api/", StringComparison.Ordinal))
            .ToList();

        Assert.True(open.Count >= 7);
        Assert.DoesNotContain(open, endpoint => endpoint.Metadata.GetMetadata<PublicAnswer>() is null);
    }

    [Theory]
    [InlineData(79_000_000_000_000_000_000_000_000_000.0)]
    [InlineData(-79_000_000_000_000_000_000_000_000_000.0)]
    [InlineData(0.0000000000000000000000000001)]
    [InlineData(0)]
    public async Task Whatever_is_stored_every_figure_is_answered(double stored)
    {
        await SendAsync(Required(0.2m));
        var value = (decimal)stored;
        string[] parameters = ["ammonia-nitrogen", "dissolved-oxygen", "total-phosphorus", "ph", "chlorophyll-a"];
        await _service.Services.GetRequiredService<IReadingStore>().AppendAsync([.. parameters.SelectMany(parameter => Enumerable.Range(12, 3).Select(day => new Reading
        {
            Site = "lutang",
            Parameter = parameter,
            Kind = ReadingKind.Manual,
            Time = new DateTimeOffset(2021, 10, day, 9, 0, 0, TimeSpan.FromHours(8)),
            Value = value,
            Flag = "N",
            Source = "from before there were bounds",
            RecordedAt = _service.Clock.GetUtcNow(),
        }))]);
        var bureau = _service.As(TestPlans.Lead);

        foreach (var figure in (string[])["rivers", "shares", "zones", "sources", "cwqi", "lakes", "black-odorous", "cwqi?base=2020"])
            Assert.Equal((figure, 200), (figure, (await bureau.ReadAsync($"/api/ecological/evaluations/{figure}")).Status));
        foreach (var path in (string[])["class?from=2021-10-01&to=2021-10-31", "class", "class?from=2021-01-01&to=2021-12-31",
            "readings?parameter=ammonia-nitrogen&from=2021-10-01&to=2021-10-31", "readings?parameter=ammonia-nitrogen&from=2021-10-01&to=2021-10-31&every=day",
            "readings?parameter=ammonia-nitrogen&from=2021-10-01&to=2021-10-31&every=month"])
            Assert.Equal((path, 200), (path, (await _anybody.ReadAsync($"/api/public/sections/lutang/{path}")).Status));
        foreach (var path in (string[])["compliance?from=2021-10-01&to=2021-10-31", "completeness?from=2021-10-01&to=2021-10-31"])
            Assert.Equal((path, 200), (path, (await bureau.ReadAsync($"/api/ecological/sites/lutang/{path}")).Status));

        var (_, series) = await _anybody.ReadAsync(Series);
        Assert.Equal(3, series.GetProperty("items").EnumerateArray().Count(item => item.GetProperty("value").GetDecimal() == value));
    }

    private async Task SendAsync((string Parameter, decimal Value)[] values, string day = "2021-10-10")
    {
        var (status, answer) = await _service.As(TestPlans.Lead).PostAsync("/api/ecological/readings", new
        {
            readings = values.Select(one => new { site = "lutang", parameter = one.Parameter, time = $"{day}T09:00:00+08:00", kind = "manual", value = one.Value }),
        });
        Assert.Equal((200, 0), (status, answer.Count("rejected")));
    }

    private async Task<string> ETagAsync(string path)
    {
        using var answer = await _anybody.GetAsync(path);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Equal("public, must-revalidate, max-age=0", answer.Headers.CacheControl!.ToString());
        return answer.Headers.ETag!.Tag;
    }

    private Task<HttpResponseMessage> AskAsync(string path, string etag)
    {
        var request = new HttpRequestMessage(HttpMethod.Get, path);
        request.Headers.Add("If-None-Match", etag);
        return _anybody.SendAsync(request);
    }
}
