using System.Net;
using Bishui.Hosting.PublicAnswers;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace Bishui.Tests.Functional.Assessment;

/// <summary>What everybody may read of the plan and its results is made once a change.</summary>
public sealed class PublicDoorTests(SharedAssessment fixture) : IClassFixture<SharedAssessment>
{
    // Each is one person's own, by a secret in its address or in its answer: it is kept nowhere.
    private static readonly string[] Personal = ["/api/public/calendar", "/api/public/complaints/challenge", "/api/public/complaints/{trackingNumber}"];

    [Fact]
    public async Task Every_public_question_goes_through_the_one_door()
    {
        await using var app = await AssessmentApp.StartAsync();
        var open = app.Service.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>()
            .Where(endpoint => endpoint.Metadata.GetMetadata<IAllowAnonymous>() is not null
                && endpoint.Metadata.GetMetadata<IHttpMethodMetadata>()?.HttpMethods.Contains("GET") == true
                && endpoint.RoutePattern.RawText!.StartsWith("/api/", StringComparison.Ordinal))
            .ToList();

        Assert.True(open.Count >= 12);
        Assert.Equal(Personal.Order(StringComparer.Ordinal), open.Where(endpoint => endpoint.Metadata.GetMetadata<PublicAnswer>() is null).Select(endpoint => endpoint.RoutePattern.RawText).Order(StringComparer.Ordinal));
    }

    [Theory]
    [InlineData("/api/public/overview")]
    [InlineData("/api/plan")]
    [InlineData("/api/plan/tasks")]
    [InlineData("/api/public/results")]
    [InlineData("/api/public/complaints")]
    public async Task An_unchanged_answer_is_not_sent_again(string path)
    {
        var app = fixture.App;
        using var anybody = app.Service.Anonymous();
        using var first = await anybody.GetAsync(path);
        Assert.Equal(HttpStatusCode.OK, first.StatusCode);

        using var again = new HttpRequestMessage(HttpMethod.Get, path) { Headers = { IfNoneMatch = { first.Headers.ETag! } } };
        using var answer = await anybody.SendAsync(again);
        Assert.Equal(HttpStatusCode.NotModified, answer.StatusCode);
    }
}
