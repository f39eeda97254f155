using Xunit;
using static Bishui.Tests.Functional.Readings.IntakeService;

namespace Bishui.Tests.Functional.Readings;

public sealed class CorrectionTests : IAsyncLifetime
{
    private IntakeService _intake = null!;

    public async Task InitializeAsync() => _intake = await StartAsync();

    public Task DisposeAsync() => _intake.DisposeAsync().AsTask();

    [Fact]
    public async Task A_value_analysed_by_hand_is_corrected_only_with_a_reason_and_the_rest_of_the_batch_is_taken()
    {
        await _intake.SendAsync(Row("ph", 7.5m, kind: "manual"), Row("turbidity", 5m, kind: "manual"));

        var answer = await _intake.SendAsync(
            Row("ph", 7.4m, kind: "manual"), Row("turbidity", 6m, kind: "manual", reason: "抄录有误"), Row("ph", 7.1m, "2021-04-07T04:00:00+08:00", "manual"));

        Assert.Equal((1, 0, 1, 1), answer.Counts());
        Assert.Equal((0, "reason-required"), (answer.GetProperty("rejected")[0].GetProperty("index").GetInt32(), answer.Code()));
        Assert.Equal(7.5m, (await _intake.SeriesAsync("ph"))[0].GetProperty("value").GetDecimal());
        var turbidity = Assert.Single(await _intake.SeriesAsync("turbidity"));
        Assert.Equal((6m, 2, "抄录有误"), (turbidity.GetProperty("value").GetDecimal(), turbidity.Count("version"), turbidity.Text("reason")));
    }

    [Fact]
    public async Task Two_values_of_one_sample_in_one_batch_are_a_correction_too()
    {
        var answer = await _intake.SendAsync(Row("ph", 7.5m, kind: "manual"), Row("ph", 7.4m, kind: "manual"));

        Assert.Equal((1, 0, 0, 1), answer.Counts());
        Assert.Equal(7.5m, Assert.Single(await _intake.SeriesAsync("ph")).GetProperty("value").GetDecimal());
    }

    [Theory]
    [InlineData("realtime")]
    [InlineData("minute")]
    [InlineData("hour")]
    [InlineData("day")]
    public async Task A_device_resends_without_a_word_and_that_is_the_reason(string kind)
    {
        await _intake.SendAsync(Row("ph", 7.5m, kind: kind));

        var answer = await _intake.SendAsync(Row("ph", 7.4m, kind: kind), Row("turbidity", 5m, kind: kind));

        Assert.Equal((1, 0, 1, 0), answer.Counts());
        Assert.Equal("设备重发 / resent by the device", Assert.Single(await _intake.SeriesAsync("ph")).Text("reason"));
        Assert.False(Assert.Single(await _intake.SeriesAsync("turbidity")).Has("reason"));
    }

    [Fact]
    public async Task A_value_becomes_a_result_below_detection_and_a_report_number_is_part_of_it()
    {
        await _intake.SendAsync(Row("汞", 0.0001m, kind: "manual"));

        var below = await _intake.SendAsync(Row("汞", null, kind: "manual", detectionLimit: 0.00004m, reason: "复核"));
        var again = await _intake.SendAsync(Row("汞", null, kind: "manual", detectionLimit: 0.00004m));

        Assert.Equal((0, 0, 1, 0), below.Counts());
        Assert.Equal((0, 1, 0, 0), again.Counts());
    }

    [Fact]
    public async Task Only_new_or_changed_readings_beyond_their_limit_reach_the_cases()
    {
        var first = await _intake.SendAsync(Row("ammonia-nitrogen", 1.6m));
        var repeated = await _intake.SendAsync(Row("ammonia-nitrogen", 1.6m));
        var worse = await _intake.SendAsync(Row("ammonia-nitrogen", 2.6m));
        var compliant = await _intake.SendAsync(Row("ammonia-nitrogen", 0.1m));

        Assert.Equal([1, 0, 1, 0], new[] { first, repeated, worse, compliant }.Select(answer => answer.Count("exceedances")));
        Assert.All(await _intake.CasesAsync(), held => Assert.Equal(2, held.Count("readingCount")));
    }

    [Fact]
    public async Task What_arrives_late_and_out_of_order_stands_in_its_place_and_was_not_known_before()
    {
        await _intake.SendAsync(Row("ph", 7.3m, "2021-04-06T03:00:00+08:00"), Row("ph", 7.1m, "2021-04-06T01:00:00+08:00"));
        _intake.Service.Clock.Advance(TimeSpan.FromDays(1));
        var late = await _intake.SendAsync(Row("ph", 7.2m, "2021-04-06T02:00:00+08:00"), Row("ph", 7.4m, "2021-04-06T03:00:00+08:00"));

        Assert.Equal((1, 0, 1, 0), late.Counts());
        Assert.Equal([7.1m, 7.2m, 7.4m], await ValuesAsync(""));
        Assert.Equal([7.1m, 7.3m], await ValuesAsync("&knownAt=" + Uri.EscapeDataString("2021-11-02T12:30:00+08:00")));
        Assert.Equal([7.1m, 7.2m, 7.3m, 7.4m], await ValuesAsync("&versions=true"));
    }

    [Fact]
    public async Task One_batch_posted_twenty_times_at_once_stores_each_reading_once()
    {
        var rows = Enumerable.Range(0, 1000).Select(i => Row("turbidity", 5m + i, $"2021-04-06T{i / 60:D2}:{i % 60:D2}:00+08:00", "minute")).ToArray();

        var answers = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => _intake.SendAsync(rows)));

        Assert.Equal((1000, 19_000, 0), (answers.Sum(a => a.Count("accepted")), answers.Sum(a => a.Count("duplicates")), answers.Sum(a => a.Count("corrected"))));
        Assert.All(answers, answer => Assert.Equal(1000, answer.Count("accepted") + answer.Count("duplicates")));
        Assert.Equal(Enumerable.Range(0, 1000).Select(i => 5m + i), await ValuesAsync("", "turbidity"));
    }

    private async Task<IEnumerable<decimal>> ValuesAsync(string query, string parameter = "ph") =>
        (await _intake.SeriesAsync(parameter, query)).Select(item => item.GetProperty("value").GetDecimal());
}
