using System.Text;
using System.Text.Json;
using Bishui.Tests.Functional.Sites;
using Xunit;
using static Bishui.Tests.Functional.Readings.IntakeService;

namespace Bishui.Tests.Functional.Readings;

/// <summary>Rows that are sent wrongly cost themselves, whatever is wrong with them.</summary>
public sealed class BatchTests : IAsyncLifetime
{
    private const string Start = """{"site":"section-1","parameter":"total-phosphorus","time":"2021-04-06T04:00:00+08:00","kind":"manual" """;

    private IntakeService _intake = null!;

    public async Task InitializeAsync() => _intake = await StartAsync();

    public Task DisposeAsync() => _intake.DisposeAsync().AsTask();

    [Fact]
    public async Task A_misspelt_unit_is_refused_by_name_and_opens_no_case()
    {
        var (status, problem) = await PostAsync($$"""{"readings":[{{Start}},"value":150,"units":"µg/L"}]}""");

        Assert.Equal((422, ("units", "unknown-member")), (status, Assert.Single(problem.Errors())));
        Assert.Contains("did you mean unit?", problem.GetRawText(), StringComparison.Ordinal);
        Assert.Empty(await _intake.CasesAsync());
    }

    [Fact]
    public async Task All_missing_members_of_a_row_are_named()
    {
        var (_, problem) = await PostAsync("""{"readings":[{"unit":"mg/L"}]}""");

        Assert.Equal(["site", "parameter", "time", "kind", "value"], problem.Errors().Select(error => error.Field));
        Assert.All(problem.Errors(), error => Assert.Equal("missing-field", error.Code));
    }

    [Fact]
    public async Task Minus_zero_is_zero_and_an_exponent_is_a_number()
    {
        var (_, answer) = await PostAsync($$"""{"readings":[{{Start}},"value":-0.0},{"site":"section-1","parameter":"zinc","time":"2021-04-06T04:00:00+08:00","kind":"manual","value":1e-05}]}""");

        Assert.Equal((2, 0, 0, 0), answer.Counts());
        Assert.Equal("0.0", Assert.Single(await _intake.SeriesAsync("total-phosphorus")).GetProperty("value").GetRawText());
    }

    [Fact]
    public async Task A_time_of_an_unthinkable_year_is_refused()
    {
        var answer = await _intake.SendAsync(Row("zinc", 0.1m, "0001-01-01T08:00:00+08:00"), Row("zinc", 0.1m));

        Assert.Equal((1, "bad-time"), (answer.Count("accepted"), answer.Code()));
    }

    [Theory]
    [InlineData("application/x-ndjson")]
    [InlineData("application/json")]
    public async Task A_byte_order_mark_costs_no_row(string type)
    {
        string[] rows = [.. Enumerable.Range(1, 3).Select(day => $$"""{"site":"section-1","parameter":"zinc","time":"2021-01-0{{day}}T08:00:00+08:00","kind":"manual","value":0.01}""")];
        var body = "\uFEFF" + (type.EndsWith("ndjson", StringComparison.Ordinal) ? string.Join('\n', rows) : $$"""{"readings":[{{string.Join(',', rows)}}]}""");

        var (status, answer) = await PostAsync(body, type);

        Assert.Equal((200, (3, 0, 0, 0)), (status, answer.Counts()));
    }

    [Fact]
    public async Task Marks_in_words_are_the_marks_and_others_are_refused_with_those_that_are_taken()
    {
        const string table = """
            点位,监测指标,监测时间,类型,监测值,标记
            section-1,总磷,2021-05-20 01:00,小时,0.9,维护
            section-1,总磷,2021-05-20 02:00,小时,,M
            section-1,总磷,2021-05-20 03:00,小时,0.9,正常
            section-1,总磷,2021-05-20 04:00,小时,0.9,好
            section-1,总磷,2021-05-20 05:00,小时,0.9,
            """;
        var (_, answer) = await _intake.Bureau.SendAsync(HttpMethod.Post, "/api/ecological/readings/uploads", new StringContent(table, Encoding.UTF8, "text/csv"));

        Assert.Equal(4, answer.Count("accepted"));
        var rejected = Assert.Single(answer.GetProperty("rejected").EnumerateArray());
        Assert.Equal("unknown-flag", rejected.Text("code"));
        Assert.Contains("N, S, T, F, M, D, C, B, P", rejected.Text("detail"), StringComparison.Ordinal);
        var (_, series) = await _intake.Bureau.ReadAsync($"{SiteService.Base}/{Section}/readings?parameter=total-phosphorus&from=2021-05-20&to=2021-05-20");
        Assert.Equal(["M", "M", "N", "N"], series.GetProperty("items").EnumerateArray().Select(item => item.Text("flag")));
        Assert.NotEmpty(await _intake.CasesAsync());
    }

    [Fact]
    public async Task A_misspelt_member_beside_the_readings_is_named()
    {
        var (status, problem) = await PostAsync("""{"reading":[]}""");

        Assert.Equal((422, "unknown-member"), (status, problem.Text("code")));
    }

    private Task<(int Status, JsonElement Body)> PostAsync(string body, string type = "application/json") =>
        _intake.Bureau.SendAsync(HttpMethod.Post, "/api/ecological/readings", new StringContent(body, Encoding.UTF8, type));
}
