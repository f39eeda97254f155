using Xunit;

namespace Bishui.Tests.Functional.Stories;

/// <summary>Task 43: the district government is told in time; a quarter without a report is pointed out and no breach.</summary>
public sealed class Task43Tests
{
    [Fact]
    public async Task A_quarter_without_a_report_is_pointed_out_until_there_is_one()
    {
        await using var story = await OrganisationStory.StartAsync(new DateTimeOffset(2021, 12, 31, 12, 0, 0, TimeSpan.FromHours(8)));
        // The first three quarters were over before the plan was issued.
        Assert.Equal((0m, 1m, "no-target"), OrganisationStory.Figures(await story.IndicatorAsync("quarters-reported")));
        Assert.Equal("no-data", (await story.IndicatorAsync("quarters-reported", "2021-12-30")).Text("state"));
        Assert.Equal(["2021-Q4"], await story.FindingsAsync("quarter-without-report"));
        Assert.Equal(["document missing"], await story.WrongAsync(OrganisationStory.Bureau, "progress-reports", "2021-12-20", new { title = "x", kind = "progress", reportedOn = "2021-12-20" }));
        Assert.Equal(["quarter missing"], await story.WrongAsync(OrganisationStory.Bureau, "progress-reports", "2021-12-20", new { title = "x", kind = "progress", reportedOn = "2021-12-20", document = "1" }));
        // Goals taken into the assessment are no report of progress, and a report of another quarter is none of this.
        await story.RowAsync(OrganisationStory.Bureau, "progress-reports", "r2", "2021-12-20", new { title = "纳入考核", kind = "quality-assessed", reportedOn = "2021-12-20", document = "柳南环报〔2021〕6号" });
        await story.RowAsync(OrganisationStory.Bureau, "progress-reports", "r3", "2021-10-08", new { title = "三季度进展", kind = "progress", reportedOn = "2021-10-08", document = "柳南环报〔2021〕9号", quarter = "2021-Q3" });
        Assert.Equal(["2021-Q4"], await story.FindingsAsync("quarter-without-report"));
        await story.RowAsync(OrganisationStory.Bureau, "progress-reports", "r1", "2021-12-20", new { title = "四季度进展", kind = "progress", reportedOn = "2021-12-20", document = "柳南环报〔2021〕12号", quarter = "2021-Q4" });
        var share = await story.IndicatorAsync("quarters-reported");
        Assert.Equal((1m, 1m, "no-target"), OrganisationStory.Figures(share));
        Assert.Equal(["progress-reports/r1"], OrganisationStory.EvidenceOf(share));
        Assert.Empty(await story.FindingsAsync("quarter-without-report"));
        await story.ToldAsync("43 quarters-reported");
        Assert.Equal(403, (await story.PutAsync("unknown-bureau", "progress-reports", "r3", "2021-09-30", new { title = "x", kind = "progress", reportedOn = "2021-09-30", document = "1", quarter = "2021-Q3" })).Status);
        Assert.Equal("open", Assert.Single(await story.DutiesAsync("43")).Text("state"));
    }
}
