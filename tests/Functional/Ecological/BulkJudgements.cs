using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;
using Bishui.Tests.Support;
using Xunit;

namespace Bishui.Tests.Functional.Ecological;

/// <summary>Samples classified by the line, through the service's own door.</summary>
public sealed class BulkJudgements(SharedEcological fixture) : IClassFixture<SharedEcological>
{
    private const string Judgements = "/api/ecological/judgements";
    private const string Row = """{"id":1,"waterBody":"river","values":{"dissolved-oxygen":7.6,"permanganate-index":2,"ammonia-nitrogen":0.15}}""";
    private readonly TestService _service = fixture.Service;

    [Fact]
    public async Task Each_published_sample_gets_the_published_class_but_for_one_shown_rounded_on_its_limit()
    {
        var rows = PublishedRow.Read();

        var answers = await JudgeAsync(rows.Select((row, i) => JsonSerializer.Serialize(new { id = i, waterBody = "river", values = row.Values })));

        Assert.Equal(rows.Count, answers.Count);
        var differences = rows.Zip(answers)
            .Where(pair => pair.Second.GetProperty("class").GetString() != pair.First.Class)
            .Select(pair => $"{pair.First.Site} {pair.First.Time}: {pair.Second.Text("class")} / {pair.First.Class}");
        Assert.Equal(["露塘 2021-04-04T04:00:00+08:00: Ⅰ / Ⅱ"], differences);
        Assert.Equal(Enumerable.Range(0, rows.Count), answers.Select(answer => answer.Count("id")));
    }

    [Fact]
    public async Task A_row_says_what_decides_and_the_main_pollutants_with_their_multiples()
    {
        var answer = Assert.Single(await JudgeAsync(
        [
            """{"id":"a-1","waterBody":"river","values":{"dissolved-oxygen":6.8,"permanganate-index":7.5,"ammonia-nitrogen":1.80,"total-phosphorus":0.34,"chemical-oxygen-demand":26,"bod5":5.0}}""",
        ]));

        Assert.Equal(("a-1", "Ⅴ"), (answer.Text("id"), answer.Text("class")));
        Assert.Equal(["ammonia-nitrogen", "total-phosphorus"], answer.GetProperty("deciding").EnumerateArray().Select(one => one.GetString()).Order());
        Assert.Equal(
            [("ammonia-nitrogen", 0.80m), ("total-phosphorus", 0.70m), ("chemical-oxygen-demand", 0.30m)],
            answer.GetProperty("main").EnumerateArray().Select(one => (one.Text("parameter"), one.GetProperty("multiple").GetDecimal())));
        Assert.Equal(JsonValueKind.Null, answer.GetProperty("detail").ValueKind);
        Assert.False(answer.TryGetProperty("error", out _));
    }

    [Fact]
    public async Task A_lake_has_its_own_limits_of_phosphorus()
    {
        const string values = "\"values\":{\"dissolved-oxygen\":8,\"permanganate-index\":1,\"ammonia-nitrogen\":0.1,\"total-phosphorus\":0.05}";
        var answers = await JudgeAsync([$"{{\"waterBody\":\"river\",{values}}}", $"{{\"waterBody\":\"lake-reservoir\",{values}}}"]);

        Assert.Equal(["Ⅱ", "Ⅲ"], answers.Select(answer => answer.Text("class")));
    }

    [Fact]
    public async Task A_row_without_a_required_parameter_has_no_class_and_unknown_keys_are_named()
    {
        var answers = await JudgeAsync(
        [
            """{"id":1,"waterBody":"river","values":{"dissolved-oxygen":7,"permanganate-index":null,"total-phosphorus":9}}""",
            """{"id":2,"waterBody":"river","values":{"dissolved-oxygen":7.6,"permanganate-index":2,"ammonia-nitrogen":0.15,"phlogiston":3,"turbidity":900}}""",
        ]);

        Assert.Equal(JsonValueKind.Null, answers[0].GetProperty("class").ValueKind);
        Assert.Equal((0, 0), (answers[0].Count("deciding"), answers[0].Count("main")));
        Assert.EndsWith("no class without ammonia-nitrogen, permanganate-index", answers[0].Text("detail"), StringComparison.Ordinal);
        Assert.Equal("Ⅰ", answers[1].Text("class"));
        Assert.EndsWith("left out: phlogiston", answers[1].Text("detail"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("{broken", null, "broken-json")]
    [InlineData("[1]", null, "wrong-type")]
    [InlineData("null", null, "broken-json")]
    [InlineData(Row + " trailing", null, "broken-json")]
    [InlineData("""{"id":7,"waterBody":"sea","values":{}}""", "7", "unknown-water-body")]
    [InlineData("""{"id":7,"values":{}}""", "7", "unknown-water-body")]
    [InlineData("""{"id":"seven","waterBody":"river"}""", "\"seven\"", "missing-field")]
    [InlineData("""{"id":"seven","waterBody":"river","values":{"ph":"7.5"}}""", "\"seven\"", "wrong-type")]
    [InlineData("""{"id":7,"waterBody":"river","values":{"ph":1e999}}""", "7", "wrong-type")]
    [InlineData("""{"id":7,"waterBody":"river","values":{"ph":7,"ph":8}}""", "7", "wrong-type")]
    [InlineData("""{"id":7,"waterBody":"river","values":{"ammonia-nitrogen":-0.1}}""", "7", "impossible-value")]
    [InlineData("""{"id":7,"waterBody":"river","values":{"ph":0.1234567890123456789012345678901}}""", "7", "wrong-type")]
    [InlineData("""{"id":7,"waterBody":"river","vaules":{"ph":7}}""", "7", "unknown-member")]
    [InlineData("""{"id":7,"waterBody":"river","values":{"\ud800":7}}""", "7", "wrong-type")]
    [InlineData("""{"id":"\ud800","waterBody":"river","values":{}}""", null, "bad-id")]
    [InlineData("""{"id":{},"waterBody":"river","values":{}}""", null, "bad-id")]
    public async Task A_bad_line_between_good_ones_costs_itself(string bad, string? id, string code)
    {
        var answers = await JudgeAsync([Row, "", bad, "\r", Row]);

        Assert.Equal(["Ⅰ", null, "Ⅰ"], answers.Select(answer => answer.GetProperty("class").GetString()));
        Assert.Equal(code, answers[1].GetProperty("error").Text("code"));
        Assert.Contains(" / ", answers[1].GetProperty("error").Text("detail"), StringComparison.Ordinal);
        Assert.Equal(id ?? "null", answers[1].GetProperty("id").GetRawText());
    }

    [Fact]
    public async Task A_byte_order_mark_before_the_first_line_is_no_part_of_it()
    {
        var answers = await JudgeAsync(["\uFEFF" + Row, Row]);

        Assert.Equal(["Ⅰ", "Ⅰ"], answers.Select(answer => answer.GetProperty("class").GetString()));
    }

    [Fact]
    public async Task A_line_that_does_not_end_is_let_go_and_the_next_is_judged()
    {
        var answers = await JudgeAsync([Row, new string('x', 3_000_000), Row]);

        Assert.Equal(["Ⅰ", null, "Ⅰ"], answers.Select(answer => answer.GetProperty("class").GetString()));
        Assert.Equal("line-too-long", answers[1].GetProperty("error").Text("code"));
    }

    [Fact]
    public async Task A_hundred_thousand_rows_are_judged_and_one_more_is_named_as_one_too_many()
    {
        var watch = Stopwatch.StartNew();
        var answers = await JudgeAsync(Enumerable.Range(0, 100_200).Select(i => string.Create(CultureInfo.InvariantCulture,
            $$$"""{"id":{{{i}}},"waterBody":"river","values":{"ph":7.6,"dissolved-oxygen":{{{i % 10}}},"permanganate-index":2.4,"ammonia-nitrogen":0.32,"total-phosphorus":0.08}}""")));

        Assert.True(watch.Elapsed < TimeSpan.FromSeconds(60), $"took {watch.Elapsed}");
        Assert.Equal(100_001, answers.Count);
        Assert.Equal(Enumerable.Range(0, 100_000), answers.SkipLast(1).Select(answer => answer.Count("id")));
        string[] classes = ["劣Ⅴ", "劣Ⅴ", "Ⅴ", "Ⅳ", "Ⅳ", "Ⅲ", "Ⅱ", "Ⅱ", "Ⅱ", "Ⅱ"];
        Assert.All(answers.SkipLast(1), (answer, i) => Assert.Equal(classes[i % 10], answer.Text("class")));
        Assert.Equal("too-many-rows", answers[^1].GetProperty("error").Text("code"));
    }

    // Written by hand: an HTTP client of the platform's own sends all before it reads anything.
    [Fact]
    public async Task The_first_answer_comes_before_the_last_row_is_sent()
    {
        using var client = new TcpClient(AddressFamily.InterNetwork);
        await client.ConnectAsync(IPAddress.Loopback, _service.Address.Port);
        await using var stream = client.GetStream();
        using var reader = new StreamReader(stream);
        await stream.WriteAsync(Encoding.UTF8.GetBytes(
            $"POST {Judgements} HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer {TestTokens.For(TestPlans.Stranger)}\r\n"
            + "Content-Type: application/x-ndjson\r\nTransfer-Encoding: chunked\r\nConnection: close\r\n\r\n"
            + $"{Row.Length + 1:x}\r\n{Row}\n\r\n"));

        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        var line = "";
        while (line is not null && !line.StartsWith("{\"id\":1,", StringComparison.Ordinal)) line = await reader.ReadLineAsync(patience.Token);
        await stream.WriteAsync(Encoding.UTF8.GetBytes($"{Row.Length:x}\r\n{Row}\r\n0\r\n\r\n"));
        var rest = await reader.ReadToEndAsync(patience.Token);

        Assert.Contains("\"class\":\"Ⅰ\"", line, StringComparison.Ordinal);
        Assert.Contains("{\"id\":1,", rest, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Other_content_is_refused_and_so_is_a_caller_without_a_token_and_what_is_too_large()
    {
        Assert.Equal(415, (await _service.As(TestPlans.Stranger).SendAsync(HttpMethod.Post, Judgements, new StringContent(Row, Encoding.UTF8, "text/csv"))).Status);
        Assert.Equal(401, (await _service.Anonymous().SendAsync(HttpMethod.Post, Judgements, Content([Row]))).Status);

        using var client = _service.As(TestPlans.Stranger);
        client.DefaultRequestHeaders.ExpectContinue = true; // or the refusal would cut the sending short
        var (status, problem) = await client.SendAsync(HttpMethod.Post, Judgements, Content([new string(' ', 65 << 20)]));
        Assert.Equal((413, "too-large"), (status, problem.Text("code")));
    }

    [Fact]
    public async Task No_rows_give_no_lines() => Assert.Empty(await JudgeAsync(["", " "]));

    private async Task<IReadOnlyList<JsonElement>> JudgeAsync(IEnumerable<string> lines)
    {
        using var client = _service.As(TestPlans.Stranger);
        using var response = await client.PostAsync(Judgements, Content(lines));
        var text = await response.Content.ReadAsStringAsync();
        Assert.True(response.StatusCode == HttpStatusCode.OK, text);
        return [.. text.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => JsonSerializer.Deserialize<JsonElement>(line))];
    }

    private static ByteArrayContent Content(IEnumerable<string> lines) =>
        new(Encoding.UTF8.GetBytes(string.Join('\n', lines))) { Headers = { ContentType = new MediaTypeHeaderValue("application/x-ndjson") } };
}
