using Xunit;
using static Bishui.Tests.Functional.Ecological.EcologicalService;

namespace Bishui.Tests.Functional.Readings;

/// <summary>A value that cannot be is refused, its row alone, and the refusal says what could be and who says so.</summary>
public sealed class PlausibilityTests(SharedEcological fixture) : IClassFixture<SharedEcological>
{
    [Theory]
    [InlineData("dissolved-oxygen", 85, null, "0–20 mg/L", "14.6 mg/L")]
    [InlineData("dissolved-oxygen", 20.01, null, "0–20 mg/L", "HJ 506-2009")]
    [InlineData("water-temperature", 295.3, null, "-5–100 °C", "100 °C")]
    [InlineData("water-temperature", -5.1, null, "-5–100 °C", "100 °C")]
    [InlineData("ph", 14.01, null, "0–14", "HJ 1147-2020")]
    [InlineData("ph", -0.1, null, "0–14", "HJ 1147-2020")]
    [InlineData("ammonia-nitrogen", 1000001, null, "0–1000000 mg/L", "density of water")]
    [InlineData("ammonia-nitrogen", 1000.001, "g/L", "0–1000000 mg/L", "density of water")]
    [InlineData("ammonia-nitrogen", 9e11, null, "0–1000000 mg/L", "density of water")]
    [InlineData("ammonia-nitrogen", -0.1, null, "0–1000000 mg/L", "density of water")]
    [InlineData("electrical-conductivity", -1, null, "≥ 0", "not below zero")]
    public async Task Beyond_its_range_a_row_is_refused_with_range_unit_and_source(string parameter, double value, string? unit, string range, string source)
    {
        var (status, answer) = await SendAsync(
            new { site = "lutang", parameter, time = "2021-10-21T08:00:00+08:00", kind = "manual", value = (decimal)value, unit },
            Row("total-phosphorus", 0.1m, fixture.NextTime()));

        Assert.Equal((200, 1), (status, answer.Count("accepted")));
        var rejected = Assert.Single(answer.GetProperty("rejected").EnumerateArray());
        Assert.Equal((0, "value", "implausible"), (rejected.Count("index"), rejected.Text("field"), rejected.Text("code")));
        Assert.Contains(range, rejected.Text("detail"), StringComparison.Ordinal);
        Assert.Contains(source, rejected.Text("detail"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("dissolved-oxygen", 20)]
    [InlineData("dissolved-oxygen", 0)]
    [InlineData("water-temperature", -5)]
    [InlineData("water-temperature", 100)]
    [InlineData("ph", 14)]
    [InlineData("ammonia-nitrogen", 1000000)]
    [InlineData("redox-potential", -400)]
    public async Task The_ends_of_a_range_belong_to_it(string parameter, double value)
    {
        var (status, answer) = await SendAsync(Row(parameter, (decimal)value, fixture.NextTime()));
        Assert.Equal((200, 1, 0), (status, answer.Count("accepted"), answer.Count("rejected")));
    }

    [Fact]
    public async Task A_detection_limit_has_the_same_range()
    {
        var (_, answer) = await SendAsync(new { site = "lutang", parameter = "ammonia-nitrogen", time = "2021-10-21T08:00:00+08:00", kind = "manual", detectionLimit = 2_000_000 });
        var rejected = Assert.Single(answer.GetProperty("rejected").EnumerateArray());
        Assert.Equal(("detectionLimit", "implausible"), (rejected.Text("field"), rejected.Text("code")));
    }

    [Fact]
    public async Task What_a_device_says_of_itself_is_kept_as_it_was_sent()
    {
        var (_, answer) = await SendAsync(Row("dissolved-oxygen", 85m, fixture.NextTime(), flag: "D"));
        Assert.Equal((1, 0), (answer.Count("accepted"), answer.Count("rejected")));
    }

    private Task<(int Status, System.Text.Json.JsonElement Body)> SendAsync(params object[] readings) =>
        fixture.Service.As(TestPlans.Lead).PostAsync("/api/ecological/readings", new { readings });
}
