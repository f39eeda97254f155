using Xunit;

namespace Bishui.Tests.Functional.Stories;

/// <summary>Task 40: dischargers monitor themselves as often as their permits ask; what was not reported was not measured.</summary>
public sealed class Task40Tests
{
    [Fact]
    public async Task Completeness_is_what_was_measured_of_what_the_permits_ask()
    {
        await using var story = await OrganisationStory.StartAsync(new DateTimeOffset(2021, 12, 11, 12, 0, 0, TimeSpan.FromHours(8)));
        Assert.Equal(["number bad-form"], await story.WrongAsync(OrganisationStory.Bureau, "discharge-permits", "2021-01-01", new { name = "厂", number = "1", validFrom = "2021-01-01", validTo = "2025-12-31" }));
        await story.RowAsync(OrganisationStory.Bureau, "discharge-permits", "p1", "2021-01-01",
            new { name = "柳南某厂", number = "914502001234567890001P", validFrom = "2021-10-01", validTo = "2025-12-31" });
        Assert.Equal("no-data", (await story.IndicatorAsync("self-monitoring-completeness")).Text("state"));
        await story.RowAsync(OrganisationStory.Bureau, "monitoring-requirements", "q1", "2021-01-01", new { title = "1号排口 化学需氧量", permit = "p1", outlet = "DW001", parameter = "化学需氧量", timesAMonth = 4 });
        // October and November were to be reported by the 10th of the month after.
        Assert.Equal((0m, 8m, "no-target"), OrganisationStory.Figures(await story.IndicatorAsync("self-monitoring-completeness")));
        Assert.Equal(["q1/2021-10", "q1/2021-11"], await story.FindingsAsync("self-monitoring-missing"));
        Assert.Equal(["q1/2021-10"], await story.FindingsAsync("self-monitoring-missing", "2021-12-10"));

        await ReportAsync("r1", "2021-10", 5);                                              // more than asked makes up for nothing
        await ReportAsync("r2", "2021-11", 3);
        var share = await story.IndicatorAsync("self-monitoring-completeness");
        Assert.Equal((7m, 8m, "no-target"), OrganisationStory.Figures(share));
        Assert.Equal(87.5m, share.GetProperty("value").GetDecimal());
        Assert.Contains("monitoring-reports/r2", OrganisationStory.EvidenceOf(share));
        Assert.Equal(["q1/2021-11"], await story.FindingsAsync("self-monitoring-missing"));
        await ReportAsync("r2", "2021-11", 4);
        Assert.Empty(await story.FindingsAsync("self-monitoring-missing"));
        // Asked twice as often from December on: what was asked before stays.
        await story.RowAsync(OrganisationStory.Bureau, "monitoring-requirements", "q1", "2021-12-01", new { title = "1号排口 化学需氧量", permit = "p1", outlet = "DW001", parameter = "化学需氧量", timesAMonth = 8 });
        Assert.Equal((8m, 8m, "no-target"), OrganisationStory.Figures(await story.IndicatorAsync("self-monitoring-completeness")));
        await story.ToldAsync("40 self-monitoring-completeness");
        Assert.Equal(403, (await story.PutAsync("health-bureau", "monitoring-reports", "r3", "2021-12-01", new { title = "r", requirement = "q1", month = "2021-11", times = 4 })).Status);
        Assert.Equal("open", Assert.Single(await story.DutiesAsync("40")).Text("state"));

        Task ReportAsync(string id, string month, int times) => story.RowAsync(OrganisationStory.Bureau, "monitoring-reports", id, "2021-12-01", new { title = id, requirement = "q1", month, times });
    }
}
