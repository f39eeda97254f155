using System.Text;
using System.Text.Json;
using Xunit;

namespace Bishui.Tests.Functional.Readings;

/// <summary>A bad row beside a good one, over one service.</summary>
public sealed class BatchRowTests(SharedIntake fixture) : IClassFixture<SharedIntake>
{
    private const string Start = """{"site":"section-1","parameter":"total-phosphorus","time":"2021-04-06T04:00:00+08:00","kind":"manual" """;

    private readonly IntakeService _intake = fixture.Intake;

    [Theory]
    [InlineData("\"value\":0.1,\"reason\":\"\\ud800\"", "reason bad-text")]
    [InlineData("\"value\":0.1,\"\\ud800\":1", " bad-text")]
    [InlineData("\"value\":0.1,\"labReport\":\"a\\u0000\"", "labReport bad-text")]
    [InlineData("\"value\":0.1,\"source\":\"a\\nb\"", "source bad-text")]
    [InlineData("\"value\":1e30", "value not-a-number")]
    [InlineData("\"value\":0.1234567890123456789012345678901234567890", "value not-a-number")]
    [InlineData("\"value\":0.1,\"value\":0.2", "value duplicate-member")]
    [InlineData("\"value\":0.1,\"flag\":\"x\"", "flag unknown-flag")]
    [InlineData("\"value\":0.1,\"more\":{\"a\":[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[1]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]}", "more unknown-member")]
    public async Task A_bad_row_names_its_member_and_the_others_are_taken(string members, string fault)
    {
        var batch = $$"""{"readings":[{{Start}},{{members}}},{{Start}},"value":0.1}]}""";
        var lines = $"{Start},{members}}}\n{Start},\"value\":0.1}}";

        foreach (var (status, answer) in new[] { await PostAsync(batch), await PostAsync(lines, "application/x-ndjson") })
        {
            Assert.Equal((200, 1), (status, answer.Count("accepted") + answer.Count("duplicates")));
            var rejected = Assert.Single(answer.GetProperty("rejected").EnumerateArray());
            Assert.Equal((0, fault), (rejected.GetProperty("index").GetInt32(), $"{(rejected.Has("field") ? rejected.Text("field") : "")} {rejected.Text("code")}"));
        }
    }

    [Theory]
    [InlineData("kind", "unknown-kind")]
    [InlineData("time", "bad-time")]
    [InlineData("site", "bad-text")]
    public async Task Half_a_character_costs_its_row_wherever_it_stands(string member, string code)
    {
        var broken = System.Text.RegularExpressions.Regex.Replace(Start, $"\"{member}\": ?\"[^\"]*\"", $"\"{member}\":\"\\udfff\\ud800 2021-11-01T12:00:00Z\"");
        Assert.NotEqual(Start, broken);

        var (status, answer) = await PostAsync($$"""{"readings":[{{broken}},"value":0.1},{{Start}},"value":0.1}]}""");

        Assert.Equal((200, 1), (status, answer.Count("accepted") + answer.Count("duplicates")));
        var rejected = Assert.Single(answer.GetProperty("rejected").EnumerateArray());
        Assert.Equal((0, member, code), (rejected.GetProperty("index").GetInt32(), rejected.Text("field"), rejected.Text("code")));
    }

    private Task<(int Status, JsonElement Body)> PostAsync(string body, string type = "application/json") =>
        _intake.Bureau.SendAsync(HttpMethod.Post, "/api/ecological/readings", new StringContent(body, Encoding.UTF8, type));
}
