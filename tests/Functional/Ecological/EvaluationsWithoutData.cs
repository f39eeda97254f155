using System.Text.Json;
using Bishui.Tests.Support;
using Xunit;

namespace Bishui.Tests.Functional.Ecological;

/// <summary>What is answered where nothing was measured, asked wrongly, or asked by nobody.</summary>
public sealed class EvaluationsWithoutData(SharedEcological fixture) : IClassFixture<SharedEcological>
{
    private readonly TestService _service = fixture.Service;
    private readonly HttpClient _bureau = fixture.Service.As(TestPlans.Lead);

    [Theory]
    [InlineData("rivers", "rivers", "grade")]
    [InlineData("shares", null, "good")]
    [InlineData("sources", null, "complying")]
    [InlineData("cwqi", null, "city")]
    public async Task Without_data_there_is_no_figure(string route, string? list, string figure)
    {
        var answer = await EvaluateAsync($"{route}?period=2021");
        if (list is not null) answer = answer.GetProperty(list)[0];

        Assert.Equal("no-data", answer.Text("state"));
        var found = answer.GetProperty(figure);
        Assert.Equal(JsonValueKind.Null, found.ValueKind == JsonValueKind.Object ? found.GetProperty("percent").ValueKind : found.ValueKind);
    }

    [Theory]
    [InlineData("rivers", 200)]
    [InlineData("shares", 200)]
    [InlineData("zones", 200)]
    [InlineData("sources", 200)]
    [InlineData("cwqi", 401)]
    public async Task Everyone_sees_rivers_shares_zones_and_sources(string route, int status)
    {
        Assert.Equal(status, (await _service.Anonymous().ReadAsync($"/api/public/evaluations/{route}")).Status);
        Assert.Equal(401, (await _service.Anonymous().ReadAsync($"/api/ecological/evaluations/{route}")).Status);
    }

    [Theory]
    [InlineData("period=2021-Q5", "bad-period")]
    [InlineData("period=soon", "bad-period")]
    [InlineData("from=2021-01-01", "missing")]
    [InlineData("from=2021-02-01&to=2021-01-01", "out-of-range")]
    [InlineData("from=2021-01-01&to=later", "bad-day")]
    [InlineData("period=2021&from=2021-01-01&to=2021-02-01", "one-or-the-other")]
    public async Task A_time_that_is_none_is_refused(string query, string code)
    {
        var (status, problem) = await _bureau.ReadAsync($"/api/ecological/evaluations/rivers?{query}");
        Assert.Equal((422, code), (status, problem.GetProperty("errors")[0].Text("code")));
    }

    private async Task<JsonElement> EvaluateAsync(string query)
    {
        var (status, body) = await _bureau.ReadAsync($"/api/ecological/evaluations/{query}");
        Assert.True(status == 200, body.GetRawText());
        return body;
    }
}
