using System.Text;
using System.Text.Json;
using Xunit;

namespace Bishui.Tests.Functional.Ecological;

/// <summary>Rows and bodies that are refused, each beside what is taken.</summary>
public sealed class IngestRefusals(SharedEcological fixture) : IClassFixture<SharedEcological>
{
    private readonly HttpClient _bureau = fixture.Service.As(TestPlans.Lead);

    [Theory]
    [InlineData("""{"site":"nowhere","parameter":"ph","time":"2021-04-06T04:00:00+08:00","kind":"realtime","value":7}""", "unknown-site")]
    [InlineData("""{"site":"lutang","parameter":"phlogiston","time":"2021-04-06T04:00:00+08:00","kind":"realtime","value":7}""", "unknown-parameter")]
    [InlineData("""{"site":"lutang","parameter":"ph","time":"2022-01-01T00:00:00+08:00","kind":"realtime","value":7}""", "future-time")]
    [InlineData("""{"site":"lutang","parameter":"ph","time":"2021-04-06T04:00:00","kind":"realtime","value":7}""", "bad-time")]
    [InlineData("""{"site":"lutang","parameter":"ph","time":"yesterday","kind":"realtime","value":7}""", "bad-time")]
    [InlineData("""{"site":"lutang","parameter":"ph","time":"2021-04-06T04:00:00+08:00","kind":"realtime","value":"7.2"}""", "not-a-number")]
    [InlineData("""{"site":"lutang","parameter":"ph","time":"2021-04-06T04:00:00+08:00","kind":"realtime","value":NaN}""", "not-a-number")]
    [InlineData("""{"site":"lutang","parameter":"ph","time":"2021-04-06T04:00:00+08:00","kind":"realtime","value":-Infinity}""", "not-a-number")]
    [InlineData("""{"site":"lutang","parameter":"ph","time":"2021-04-06T04:00:00+08:00","kind":"realtime","value":1e999}""", "not-a-number")]
    [InlineData("""{"site":"lutang","parameter":"ph","time":"2021-04-06T04:00:00+08:00","kind":"realtime"}""", "missing-field")]
    [InlineData("""{"site":"lutang","parameter":"ph","time":"2021-04-06T04:00:00+08:00","kind":"realtime","value":null}""", "missing-value")]
    [InlineData("""{"site":"lutang","parameter":"ph","time":"2021-04-06T04:00:00+08:00","kind":"sometimes","value":7}""", "unknown-kind")]
    [InlineData("""{"site":"lutang","parameter":"ph","time":"2021-04-06T04:00:00+08:00","kind":"realtime","value":15}""", "implausible")]
    [InlineData("""{"site":"lutang","parameter":"ammonia-nitrogen","time":"2021-04-06T04:00:00+08:00","kind":"realtime","value":-0.1}""", "implausible")]
    [InlineData("""{"site":"lutang","parameter":"ammonia-nitrogen","time":"2021-04-06T04:00:00+08:00","kind":"realtime","value":1,"unit":"kg"}""", "unit-not-convertible")]
    [InlineData("""{"site":5,"parameter":"ph","time":"2021-04-06T04:00:00+08:00","kind":"realtime","value":7}""", "wrong-type")]
    [InlineData("\"row\"", "not-an-object")]
    public async Task A_bad_row_costs_itself_and_a_good_row_of_the_same_batch_is_kept(string bad, string code)
    {
        var good = JsonSerializer.Serialize(EcologicalService.Row("ph", 7.5m, fixture.NextTime()));

        var (status, answer) = await PostTextAsync($$"""{"readings":[{{good}},{{bad}}]}""");
        var (alone, problem) = await PostTextAsync($$"""{"readings":[{{bad}}]}""");

        Assert.Equal(200, status);
        Assert.Equal(1, answer.Count("accepted"));
        var rejected = Assert.Single(answer.GetProperty("rejected").EnumerateArray());
        Assert.Equal((1, code), (rejected.GetProperty("index").GetInt32(), rejected.Text("code")));
        Assert.Contains(" / ", rejected.Text("detail"), StringComparison.Ordinal);
        Assert.Equal(422, alone);
        Assert.Equal(code, problem.GetProperty("errors")[0].Text("code"));
    }

    [Theory]
    [InlineData("""{"readings":[{"site":"lutang",]}""", 400, "broken-json")]
    [InlineData("""{"readings":[]} trailing""", 400, "broken-json")]
    [InlineData("""{"readings":{}}""", 422, "no-readings")]
    [InlineData("""{}""", 422, "no-readings")]
    [InlineData("", 400, "broken-json")]
    public async Task A_body_that_is_no_batch_is_refused_with_the_place_where_it_breaks(string body, int status, string code)
    {
        var (answered, problem) = await PostTextAsync(body);

        Assert.Equal((status, code), (answered, problem.Text("code")));
        Assert.Contains(" / ", problem.Text("title"), StringComparison.Ordinal);
    }

    private async Task<(int Status, JsonElement Body)> PostTextAsync(string body, string type = "application/json") =>
        await _bureau.SendAsync(HttpMethod.Post, "/api/ecological/readings", new StringContent(body, Encoding.UTF8, type));
}
