using Xunit;
using static Bishui.Tests.Functional.Readings.IntakeService;

namespace Bishui.Tests.Functional.Readings;

/// <summary>What a reading can say beside a plain value: below detection, above range, under a mark.</summary>
public sealed class FindingTests : IAsyncLifetime
{
    private IntakeService _intake = null!;

    public async Task InitializeAsync() => _intake = await StartAsync();

    public Task DisposeAsync() => _intake.DisposeAsync().AsTask();

    [Fact]
    public async Task A_result_below_detection_keeps_its_limit_and_its_report_and_no_value()
    {
        var answer = await _intake.SendAsync(
            Row("汞", null, detectionLimit: 0.00004m, kind: "manual", labReport: "LZ-2021-0406"),
            new { site = Section, parameter = "汞", time = "2021-04-07T04:00:00+08:00", kind = "manual", detectionLimit = 0.04m, unit = "µg/L" });

        Assert.Equal((2, 0, 0, 0), answer.Counts());
        var series = await _intake.SeriesAsync("mercury");
        Assert.All(series, item => Assert.False(item.Has("value")));
        Assert.All(series, item => Assert.Equal(0.00004m, item.GetProperty("detectionLimit").GetDecimal()));
        Assert.Equal("LZ-2021-0406", series[0].Text("labReport"));
        var mean = Assert.Single(await _intake.SeriesAsync("mercury", "&every=month"));
        Assert.Equal((0.00002m, 2, 2), (mean.GetProperty("value").GetDecimal(), mean.Count("count"), mean.Count("belowDetection")));
    }

    [Fact]
    public async Task A_value_beside_a_detection_limit_a_limit_of_zero_and_neither_are_refused()
    {
        var answer = await _intake.SendAsync(
            Row("ph", 7m, detectionLimit: 0.1m), Row("ph", null, detectionLimit: 0m), Row("ph", null), Row("ph", 7m));

        Assert.Equal((1, 0, 0, 3), answer.Counts());
        Assert.Equal(["value-and-detection-limit", "impossible-value", "missing-value"], answer.GetProperty("rejected").EnumerateArray().Select(r => r.Text("code")));
    }

    [Theory]
    [InlineData("ammonia-nitrogen", 0.5, 0)] // somewhere below 0.5, and 1.0 is allowed
    [InlineData("ammonia-nitrogen", 2.0, 0)] // somewhere below 2.0: nothing can be said
    [InlineData("dissolved-oxygen", 0.5, 2)] // below 0.5 where at least 5 and 6 are asked for
    [InlineData("dissolved-oxygen", 7.0, 0)]
    public async Task Below_detection_is_beyond_only_where_no_value_under_the_limit_could_comply(string parameter, double limit, int cases)
    {
        var answer = await _intake.SendAsync(Row(parameter, null, detectionLimit: (decimal)limit));

        Assert.Equal((Math.Min(cases, 1), cases), (answer.Count("exceedances"), answer.Count("cases")));
    }

    [Theory]
    [InlineData("ammonia-nitrogen", 1.5, "T", 2)] // truly even more
    [InlineData("ammonia-nitrogen", 0.2, "T", 0)] // truly more, how much nobody knows
    [InlineData("dissolved-oxygen", 1.0, "T", 0)] // truly more, perhaps enough
    [InlineData("ammonia-nitrogen", 1.5, "S", 0)]
    [InlineData("ammonia-nitrogen", 1.5, "D", 0)]
    [InlineData("ammonia-nitrogen", 1.5, "N", 2)]
    public async Task A_mark_decides_how_far_a_value_is_judged(string parameter, double value, string flag, int cases)
    {
        var answer = await _intake.SendAsync(Row(parameter, (decimal)value, flag: flag));

        Assert.Equal((1, cases), (answer.Count("accepted"), answer.Count("cases")));
    }

    [Fact]
    public async Task Marks_are_kept_as_sent_shown_with_what_they_stand_for_and_only_N_is_in_means()
    {
        var flags = new[] { "N", "S", "T", "B", "P" };
        await _intake.SendAsync([.. flags.Select((flag, i) => Row("turbidity", 10m + i, $"2021-04-06T0{i}:00:00+08:00", flag: flag))]);

        var series = await _intake.SeriesAsync("turbidity");
        Assert.Equal(flags, series.Select(item => item.Text("flag")));
        Assert.Equal(["valid", "set-by-hand", "above-range", "communication", "power-failure"], series.Select(item => item.Text("quality")));
        var mean = Assert.Single(await _intake.SeriesAsync("turbidity", "&every=day"));
        Assert.Equal((10m, 1), (mean.GetProperty("value").GetDecimal(), mean.Count("count")));
    }

    [Fact]
    public async Task The_list_of_marks_says_in_both_languages_what_each_means()
    {
        var (_, answer) = await _intake.Bureau.ReadAsync("/api/ecological/readings/flags");

        var flags = answer.GetProperty("items").EnumerateArray().ToDictionary(flag => flag.Text("flag"));
        Assert.Equal(["B", "C", "D", "F", "M", "N", "P", "S", "T"], flags.Keys.Order());
        Assert.Equal(("超测量上限", "lower-bound", false), (flags["T"].Text("nameZh"), flags["T"].Text("judged"), flags["T"].GetProperty("inMeans").GetBoolean()));
        Assert.Equal(["N"], flags.Values.Where(flag => flag.GetProperty("inMeans").GetBoolean()).Select(flag => flag.Text("flag")));
    }

    [Fact]
    public async Task Two_rule_sets_judge_one_reading_and_their_limits_stand_side_by_side()
    {
        var answer = await _intake.SendAsync(Row("ammonia-nitrogen", 0.8m)); // class III: 1.0, class II: 0.5

        Assert.Equal((1, 1), (answer.Count("exceedances"), answer.Count("cases")));
        Assert.EndsWith("@city", Assert.Single(await _intake.CasesAsync()).Text("rule"), StringComparison.Ordinal);
        var series = await _intake.AnswerAsync("ammonia-nitrogen");
        Assert.Equal(1.0m, series.GetProperty("limit").GetProperty("value").GetDecimal());
        Assert.Equal([("district", 1.0m), ("city", 0.5m)],
            series.GetProperty("limits").EnumerateArray().Select(limit => (limit.Text("ruleSet"), limit.GetProperty("value").GetDecimal())));
    }
}
