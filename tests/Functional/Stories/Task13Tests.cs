using System.Text.Json;
using Bishui.Risk;
using Xunit;

namespace Bishui.Tests.Functional.Stories;

/// <summary>末梢水化学物质健康风险: readings of taps become hazard indices and cancer risks that name their readings (F20).</summary>
public sealed class Task13Tests
{
    private const string Unit = "health-bureau";

    [Fact]
    public async Task Readings_of_a_tap_become_its_health_risk()
    {
        await using var story = await Story.StartAsync<RiskCategory>();
        foreach (var tap in new[] { "tap-1", "tap-2" })
            Assert.Equal(201, (await story.SendAsync(HttpMethod.Put, $"/sites/{tap}", new { id = tap, name = $"{tap} 末梢水", kind = "tap-mains", unit = Unit, tasks = new[] { 13 } }, Unit)).Status);
        Assert.Equal("no-data", (await story.IndicatorAsync("tap-water-health-risk")).Text("state"));

        // Wrong input: one bad row, and a period that ends before it begins.
        var sent = await SendAsync(story, ("tap-1", "arsenic", "2021-04-06", 0.001m, null), ("tap-1", "arsenic", "2021-05-06", null, 0.006m),
            ("tap-1", "chloroform", "2021-04-06", 0.020m, null), ("tap-1", "lead", "2021-04-06", 0.003m, null), ("tap-1", "ph", "2021-04-06", 7.1m, null),
            ("tap-1", "no-such-thing", "2021-04-06", 1m, null));
        Assert.Equal((5, 1), (sent.Count("accepted"), sent.GetProperty("rejected").GetArrayLength()));
        var (bad, problem) = await story.GetAsync("/health-risks?from=2021-06-01&to=2021-05-01");
        Assert.Equal((422, "bad-period"), (bad, problem.GetProperty("errors")[0].Text("code")));
        (bad, problem) = await story.GetAsync("/health-risks?from=2021-04-31");
        Assert.Equal((422, "from bad-day"), (bad, $"{problem.GetProperty("errors")[0].Text("field")} {problem.GetProperty("errors")[0].Text("code")}"));

        // The worked example: the mean of 0.001 and half of 0.006 is 0.002 mg/L of arsenic.
        var (status, answer) = await story.GetAsync("/health-risks?from=2021-04-01&to=2021-05-31");
        Assert.Equal(200, status);
        var point = answer.GetProperty("items").EnumerateArray().Single(one => one.Text("site") == "tap-1");
        Assert.Equal((0.2646m, "to-be-managed", true), (Math.Round(point.GetProperty("hazardIndex").GetDecimal(), 4), point.Text("state"), point.GetProperty("acceptable").GetBoolean()));
        var substances = point.GetProperty("substances").EnumerateArray().ToDictionary(one => one.GetProperty("risk").Text("parameter"));
        Assert.Equal(["arsenic", "chloroform", "lead"], substances.Keys);
        Assert.Equal((2, 1, 2), (substances["arsenic"].GetProperty("readings").GetInt32(), substances["arsenic"].GetProperty("belowDetection").GetInt32(),
            substances["arsenic"].GetProperty("evidence").GetArrayLength()));
        Assert.Equal(["lead"], point.GetProperty("notConfigured").EnumerateArray().Select(one => one.GetString()));
        Assert.False(substances["lead"].GetProperty("risk").TryGetProperty("hazardQuotient", out var unknown) && unknown.ValueKind != JsonValueKind.Null);
        Assert.Equal(1.85m, answer.GetProperty("exposure").GetProperty("intake").GetDecimal());

        // Where no carcinogen was measured nothing is promised: tap-2 is outside the share, which is provisional.
        await SendAsync(story, ("tap-2", "chloroform", "2021-04-06", 0.020m, null));
        var share = await story.IndicatorAsync("tap-water-health-risk");
        Task11Tests.Figures(share, 1, 1);
        Assert.Contains("lead", share.GetProperty("parts")[0].Text("note"), StringComparison.Ordinal);
        Assert.Equal(5, Task11Tests.Evidence(share).Count());

        // Breach and repair.
        await SendAsync(story, ("tap-2", "arsenic", "2021-04-06", 0.004m, null));
        Assert.Equal("tap-2", Assert.Single(await story.FindingsAsync("health-risk-not-acceptable")).Text("objectId"));
        Task11Tests.Figures(await story.IndicatorAsync("tap-water-health-risk"), 1, 2);
        await SendAsync(story, ("tap-2", "arsenic", "2021-04-06", 0.002m, null));
        Assert.Empty(await story.FindingsAsync("health-risk-not-acceptable"));
        Task11Tests.Figures(await story.IndicatorAsync("tap-water-health-risk"), 2, 2);

        Assert.Equal(2m, (await story.AtAssessmentAsync("tap-water-health-risk"))["numerator"]!.GetValue<decimal>());
    }

    [Fact]
    public async Task The_duty_lasts_all_year_and_a_stranger_is_refused()
    {
        await using var story = await Story.StartAsync<RiskCategory>();

        Assert.NotEmpty(await story.DutiesAsync("13"));
        Assert.Equal(403, (await story.GetAsync("/health-risks", "education-bureau")).Status);
        Assert.Equal(403, (await story.SendAsync(HttpMethod.Put, "/sites/tap-9", new { id = "tap-9", name = "九号", kind = "tap-mains", unit = Unit, tasks = new[] { 13 } }, "education-bureau")).Status);
    }

    private static async Task<JsonElement> SendAsync(Story story, params (string Site, string Parameter, string Day, decimal? Value, decimal? Limit)[] rows)
    {
        var readings = rows.Select(row => new
        {
            site = row.Site,
            parameter = row.Parameter,
            time = $"{row.Day}T09:00:00+08:00",
            kind = "manual",
            value = row.Value,
            detectionLimit = row.Limit,
            reason = "复核",
        });
        var (status, body) = await story.PostAsync("/readings", new { readings }, Unit);
        Assert.True(status == 200, body.ToString());
        return body;
    }
}
