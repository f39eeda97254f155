using System.Text;
using System.Text.Json;
using Bishui.Tests.Support;
using Xunit;

namespace Bishui.Tests.Functional.Ecological;

public sealed class Ingest : IAsyncLifetime
{
    private const string Readings = "/api/ecological/readings";
    private TestService _service = null!;
    private HttpClient _bureau = null!;

    public async Task InitializeAsync()
    {
        _service = await EcologicalService.StartAsync();
        _bureau = _service.As(TestPlans.Lead);
    }

    public Task DisposeAsync() => _service.DisposeAsync().AsTask();

    [Fact]
    public async Task Ten_thousand_rows_are_taken_and_one_more_is_refused_whole()
    {
        var rows = Enumerable.Range(0, 10_001)
            .Select(i => EcologicalService.Row("ph", 7m, FormattableString.Invariant($"{TestService.Start.AddMinutes(-i - 1):yyyy-MM-dd'T'HH:mm:sszzz}"))).ToList();

        var (tooMany, problem) = await _bureau.PostAsync(Readings, new { readings = rows });
        var (fits, answer) = await _bureau.PostAsync(Readings, new { readings = rows.Take(10_000) });

        Assert.Equal((413, "too-many-rows"), (tooMany, problem.Text("code")));
        Assert.Equal((200, 10_000), (fits, answer.Count("accepted")));
    }

    [Fact]
    public async Task Lines_of_NDJSON_are_rows_and_a_broken_line_costs_itself()
    {
        var lines = $"{JsonSerializer.Serialize(EcologicalService.Row("ph", 7.5m))}\n{{broken\n\n{JsonSerializer.Serialize(EcologicalService.Row("总磷", 0.02m))}\n";

        var (status, answer) = await PostTextAsync(lines, "application/x-ndjson");

        Assert.Equal((200, 2), (status, answer.Count("accepted")));
        Assert.Equal("broken-json", Assert.Single(answer.GetProperty("rejected").EnumerateArray()).Text("code"));
    }

    [Fact]
    public async Task Another_kind_of_content_a_stranger_and_a_missing_token_are_refused()
    {
        var batch = new { readings = new[] { EcologicalService.Row("ph", 7.5m) } };

        Assert.Equal(415, (await PostTextAsync("site,ph\nlutang,7", "text/csv")).Status);
        var (forbidden, problem) = await _service.As(TestPlans.Stranger).PostAsync(Readings, batch);
        Assert.Equal((403, "not-your-site"), (forbidden, problem.Text("code")));
        Assert.Equal(401, (await _service.Anonymous().PostAsync(Readings, batch)).Status);
    }

    [Fact]
    public async Task A_repeat_changes_nothing_and_another_value_is_a_correction_beside_the_first()
    {
        await _bureau.PostAsync(Readings, new { readings = new[] { EcologicalService.Row("ph", 7.50m) } });
        var (_, repeat) = await _bureau.PostAsync(Readings, new { readings = new[] { EcologicalService.Row("pH", 7.5m) } });
        var (_, corrected) = await _bureau.PostAsync(Readings, new
        {
            readings = new[] { new { site = "露塘", parameter = "ph", time = "2021-04-05T20:00:00Z", kind = "realtime", value = 7.4, reason = "仪器校准后复核" } },
        });

        Assert.Equal(1, repeat.Count("duplicates"));
        Assert.Equal(1, corrected.Count("corrected"));
        var (_, series) = await _bureau.ReadAsync("/api/ecological/sites/lutang/readings?parameter=ph&from=2021-04-06&to=2021-04-06&versions=true");
        Assert.Equal([7.50m, 7.4m], series.GetProperty("items").EnumerateArray().Select(i => i.GetProperty("value").GetDecimal()));
        Assert.Equal("仪器校准后复核", series.GetProperty("items")[1].Text("reason"));
    }

    [Fact]
    public async Task A_value_in_another_unit_is_converted_before_it_is_judged()
    {
        var (_, answer) = await _bureau.PostAsync(Readings, new
        {
            readings = new[]
            {
                new { site = "lutang", parameter = "ammonia-nitrogen", time = "2021-04-06T04:00:00+08:00", kind = "realtime", value = 1000m, unit = "µg/L" },
                new { site = "lutang", parameter = "ammonia-nitrogen", time = "2021-04-06T08:00:00+08:00", kind = "realtime", value = 1001m, unit = "µg/L" },
            },
        });

        Assert.Equal(1, answer.Count("exceedances"));
    }

    [Fact]
    public async Task Readings_under_maintenance_are_kept_and_never_judged()
    {
        var (_, answer) = await _bureau.PostAsync(Readings, new { readings = new[] { EcologicalService.Row("ammonia-nitrogen", 9m, flag: "M") } });

        Assert.Equal((1, 0), (answer.Count("accepted"), answer.Count("exceedances")));
        Assert.Empty((await _bureau.ReadAsync("/api/ecological/exceedances")).Body.GetProperty("items").EnumerateArray());
    }

    [Fact]
    public async Task Sixty_four_writers_of_one_exceedance_open_one_case()
    {
        var answers = await Task.WhenAll(Enumerable.Range(0, 64).Select(i =>
            _bureau.PostAsync(Readings, new { readings = new[] { EcologicalService.Row("ammonia-nitrogen", 1.6m, $"2021-04-06T{i / 60:D2}:{i % 60:D2}:00+08:00") } })));

        Assert.All(answers, a => Assert.Equal(1, a.Body.Count("accepted")));
        var opened = Assert.Single((await _bureau.ReadAsync("/api/ecological/exceedances")).Body.GetProperty("items").EnumerateArray());
        Assert.Equal(64, opened.GetProperty("readingCount").GetInt32());
    }

    private async Task<(int Status, JsonElement Body)> PostTextAsync(string body, string type = "application/json") =>
        await _bureau.SendAsync(HttpMethod.Post, Readings, new StringContent(body, Encoding.UTF8, type));
}
