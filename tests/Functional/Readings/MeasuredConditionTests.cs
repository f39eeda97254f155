using Xunit;
using static Bishui.Tests.Functional.Readings.IntakeService;

namespace Bishui.Tests.Functional.Readings;

/// <summary>GB 18918-2002 table 1: ammonia 5 mg/L above 12 °C, 8 mg/L at 12 °C or less. GB 5749-2006: 3 mg/L of permanganate index, 5 where the raw water has more than 6.</summary>
public sealed class MeasuredConditionTests : IAsyncLifetime
{
    private IntakeService _intake = null!;

    public async Task InitializeAsync() => _intake = await StartAsync();

    public Task DisposeAsync() => _intake.DisposeAsync().AsTask();

    [Theory]
    [InlineData(12.1, 6, 1)]
    [InlineData(12.0, 6, 0)]
    [InlineData(12.0, 8.1, 1)]
    public async Task The_temperature_of_the_same_batch_chooses_the_limit_whatever_the_order(double temperature, double ammonia, int exceedances)
    {
        var answer = await _intake.SendAsync(
            Row("ammonia-nitrogen", (decimal)ammonia, site: Plant), Row("water-temperature", (decimal)temperature, site: Plant));

        Assert.Equal((2, exceedances), (answer.Count("accepted"), answer.Count("exceedances")));
    }

    [Theory]
    [InlineData("2021-04-05T04:00:00+08:00", "N", 1)]
    [InlineData("2021-04-05T03:59:00+08:00", "N", 0)] // more than a day old: nothing can be said
    [InlineData("2021-04-06T04:01:00+08:00", "N", 0)] // of later water
    [InlineData("2021-04-06T03:00:00+08:00", "M", 0)]
    public async Task Else_the_newest_valid_temperature_held_of_the_day_before(string measuredAt, string flag, int exceedances)
    {
        await _intake.SendAsync(Row("water-temperature", 20m, measuredAt, "realtime", Plant, flag));

        Assert.Equal(exceedances, (await _intake.SendAsync(Row("ammonia-nitrogen", 6m, site: Plant))).Count("exceedances"));
    }

    [Fact]
    public async Task The_batch_stands_above_what_is_held_of_the_same_moment()
    {
        await _intake.SendAsync(Row("water-temperature", 20m, site: Plant));

        var answer = await _intake.SendAsync(Row("ammonia-nitrogen", 6m, site: Plant), Row("water-temperature", 10m, site: Plant));

        Assert.Equal((1, 0), (answer.Count("corrected"), answer.Count("exceedances")));
    }

    [Theory]
    [InlineData(6.1, 0)]
    [InlineData(6.0, 1)]
    public async Task The_raw_water_is_that_of_the_source_upstream(double raw, int exceedances)
    {
        await _intake.SendAsync(Row("permanganate-index", (decimal)raw, site: Source));

        Assert.Equal(exceedances, (await _intake.SendAsync(Row("permanganate-index", 4m, site: Waterworks))).Count("exceedances"));
    }
}
