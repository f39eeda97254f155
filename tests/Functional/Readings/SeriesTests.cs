using System.Globalization;
using Bishui.Features.Readings;
using Bishui.Tests.Functional.Sites;
using Bishui.Tests.Support;
using Microsoft.Extensions.DependencyInjection;
using Xunit;
using static Bishui.Tests.Functional.Readings.IntakeService;

namespace Bishui.Tests.Functional.Readings;

/// <summary>What series and means say beside their numbers, and what of the owed readings arrived.</summary>
public sealed class SeriesTests : IAsyncLifetime
{
    private readonly GivenVerdict _person = new();
    private IntakeService _intake = null!;

    public async Task InitializeAsync() =>
        _intake = await StartAsync(builder => builder.Services.AddSingleton<IReadingVerdicts>(_person));

    public Task DisposeAsync() => _intake.DisposeAsync().AsTask();

    [Fact]
    public async Task A_mean_says_what_it_rests_on_and_how_complete_it_is()
    {
        await _intake.SendAsync([.. Enumerable.Range(0, 18).Select(i => Row("ammonia-nitrogen", 0.1m, $"2021-04-06T{i:D2}:00:00+08:00"))]);
        await _intake.SendAsync(
            Row("ammonia-nitrogen", null, "2021-04-06T20:00:00+08:00", detectionLimit: 0.1m), Row("ammonia-nitrogen", 9m, "2021-04-06T21:00:00+08:00", flag: "M"));

        var answer = await _intake.AnswerAsync("ammonia-nitrogen", "&every=day");

        Assert.Contains("half the detection limit", answer.Text("basis"), StringComparison.Ordinal);
        var day = Assert.Single(answer.GetProperty("items").EnumerateArray());
        Assert.Equal((19, 1, 24), (day.Count("count"), day.Count("belowDetection"), day.Count("expected")));
        Assert.Equal(1.85m / 19, day.GetProperty("value").GetDecimal());
        Assert.Equal(19m / 24, day.GetProperty("completeness").GetDecimal());
        Assert.False((await _intake.AnswerAsync("ammonia-nitrogen")).Has("basis"));
    }

    [Fact]
    public async Task Means_of_what_is_not_owed_or_owed_more_seldom_claim_no_completeness()
    {
        await _intake.SendAsync(Row("ph", 7m), Row("ammonia-nitrogen", 0.1m, kind: "manual"));

        Assert.All(await _intake.SeriesAsync("ph", "&every=day"), day => Assert.False(day.Has("expected")));
        Assert.All(await _intake.SeriesAsync("ammonia-nitrogen", "&every=month"), month => Assert.False(month.Has("completeness")));
    }

    [Fact]
    public async Task A_verdict_stands_beside_the_value_and_takes_it_out_of_the_means()
    {
        await _intake.SendAsync([.. Enumerable.Range(1, 4).Select(i => Row("ammonia-nitrogen", i, $"2021-04-06T{i:D2}:00:00+08:00"))]);
        var unsaid = _intake.Service.Clock.GetUtcNow();
        _person.Said = new()
        {
            Parameter = "ammonia-nitrogen",
            From = DateTimeOffset.Parse("2021-04-06T04:00:00+08:00", CultureInfo.InvariantCulture),
            To = DateTimeOffset.Parse("2021-04-06T05:00:00+08:00", CultureInfo.InvariantCulture),
            Verdict = "device-fault",
            CaseId = "case-1",
            At = TestService.Start.AddHours(1),
        };

        var raw = await _intake.SeriesAsync("ammonia-nitrogen");
        Assert.Equal([1m, 2m, 3m, 4m], raw.Select(item => item.GetProperty("value").GetDecimal()));
        Assert.Equal(("device-fault", "case-1"), (raw[3].GetProperty("verdict").Text("verdict"), raw[3].GetProperty("verdict").Text("caseId")));
        Assert.False(raw[2].Has("verdict"));
        var day = Assert.Single(await _intake.SeriesAsync("ammonia-nitrogen", "&every=day"));
        Assert.Equal((2m, 3, 3m), (day.GetProperty("value").GetDecimal(), day.Count("count"), day.GetProperty("greatest").GetDecimal()));
        var before = Assert.Single(await _intake.SeriesAsync("ammonia-nitrogen", "&every=day&knownAt=" + Uri.EscapeDataString(unsaid.ToString("O", CultureInfo.InvariantCulture))));
        Assert.Equal(2.5m, before.GetProperty("value").GetDecimal());
        var hours = await _intake.SeriesAsync("ammonia-nitrogen", "&every=hour");
        Assert.Equal(3, hours.Count);
    }

    [Fact]
    public async Task What_is_owed_is_held_against_what_arrived_and_silence_is_missing()
    {
        await _intake.SendAsync([.. new[] { 0, 1, 2, 5, 6 }.Select(i => Row("ammonia-nitrogen", 0.1m, $"2021-04-06T{i:D2}:30:00+08:00"))]);
        await _intake.SendAsync(
            Row("ammonia-nitrogen", 0.1m, "2021-04-06T06:45:00+08:00"), Row("ammonia-nitrogen", null, "2021-04-06T07:00:00+08:00", flag: "D"), Row("ph", 7m, "2021-04-06T03:00:00+08:00"));

        var (status, answer) = await _intake.Bureau.ReadAsync($"{SiteService.Base}/{Section}/completeness?from=2021-04-06&to=2021-04-07&every=day");

        Assert.Equal(200, status);
        var series = Assert.Single(answer.GetProperty("series").EnumerateArray());
        Assert.Equal(("hour", "ammonia-nitrogen"), (series.Text("kind"), series.Text("parameter")));
        var days = series.GetProperty("periods").EnumerateArray().ToList();
        Assert.Equal([(24, 6, 5), (24, 0, 0)], days.Select(day => (day.Count("expected"), day.Count("received"), day.Count("valid"))));
        Assert.Equal([5m / 24, 0m], days.Select(day => day.GetProperty("share").GetDecimal()));
        Assert.Equal(5m / 48, series.GetProperty("total").GetProperty("share").GetDecimal());
        Assert.Equal([("2021-04-06T03:00:00+08:00", 2), ("2021-04-06T08:00:00+08:00", 40)],
            series.GetProperty("missing").EnumerateArray().Select(span => (span.Text("from"), span.Count("count"))));
    }

    [Fact]
    public async Task Months_are_owed_by_the_calendar_once_they_are_over()
    {
        await _intake.SendAsync(Row("ph", 7m, "2021-02-28T23:59:00+08:00", "manual", "lutang"));

        var (_, answer) = await _intake.Bureau.ReadAsync($"{SiteService.Base}/lutang/completeness?from=2021-01-01&to=2021-11-30&every=day");

        var series = Assert.Single(answer.GetProperty("series").EnumerateArray());
        Assert.False(series.Has("parameter"));
        Assert.Equal((10, 1), (series.GetProperty("total").Count("expected"), series.GetProperty("total").Count("valid")));
        var february = series.GetProperty("periods")[1];
        Assert.Equal(("2021-02-01T00:00:00+08:00", "2021-03-01T00:00:00+08:00", 1), (february.Text("from"), february.Text("to"), february.Count("valid")));
        Assert.Equal([1, 8], series.GetProperty("missing").EnumerateArray().Select(span => span.Count("count")));
    }

    [Theory]
    [InlineData("every=hour")]
    [InlineData("from=2020-01-01&to=2021-04-01")]
    [InlineData("from=2021-04-02&to=2021-04-01")]
    public async Task A_question_that_makes_no_sense_is_refused(string query) =>
        Assert.Equal(422, (await _intake.Bureau.ReadAsync($"{SiteService.Base}/lutang/completeness?{query}")).Status);

    private sealed class GivenVerdict : IReadingVerdicts
    {
        public ReadingVerdict? Said { get; set; }

        public ValueTask<IReadOnlyList<ReadingVerdict>> OfAsync(string site, string? parameter, DateTimeOffset from, DateTimeOffset to, CancellationToken cancel) =>
            ValueTask.FromResult<IReadOnlyList<ReadingVerdict>>(Said is not null && (parameter is null || parameter == Said.Parameter) ? [Said] : []);
    }
}
