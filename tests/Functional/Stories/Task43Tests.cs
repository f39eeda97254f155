using Xunit;

namespace Bishui.Tests.Functional.Stories;

/// <summary>Task 43: the district government is told in time; a quarter without a report is pointed out and no breach.</summary>
public sealed class Task43Tests
{
    [Fact]
    public async Task A_quarter_without_a_report_is_pointed_out_until_there_is_one()
    {
        await using var story = await OrganisationStory.StartAsync();
        Assert.Equal((0m, 3m, "no-target"), OrganisationStory.Figures(await story.IndicatorAsync("quarters-reported")));
        Assert.Equal(["2021-Q1", "2021-Q2", "2021-Q3"], await story.FindingsAsync("quarter-without-report"));
        Assert.Equal(["document missing"], await story.WrongAsync(OrganisationStory.Bureau, "progress-reports", "2021-09-30", new { title = "x", kind = "progress", reportedOn = "2021-09-30" }));
        await story.RowAsync(OrganisationStory.Bureau, "progress-reports", "r1", "2021-09-30", new { title = "三季度进展", kind = "progress", reportedOn = "2021-09-30", document = "柳南环报〔2021〕9号" });
        // Goals taken into the assessment are no report of progress.
        await story.RowAsync(OrganisationStory.Bureau, "progress-reports", "r2", "2021-06-30", new { title = "纳入考核", kind = "quality-assessed", reportedOn = "2021-06-30", document = "柳南环报〔2021〕6号" });
        var share = await story.IndicatorAsync("quarters-reported");
        Assert.Equal((1m, 3m, "no-target"), OrganisationStory.Figures(share));
        Assert.Equal(["progress-reports/r1"], OrganisationStory.EvidenceOf(share));
        Assert.Equal(["2021-Q1", "2021-Q2"], await story.FindingsAsync("quarter-without-report"));
        await story.ToldAsync("43 quarters-reported");
        Assert.Equal(403, (await story.PutAsync("unknown-bureau", "progress-reports", "r3", "2021-09-30", new { title = "x", kind = "progress", reportedOn = "2021-09-30", document = "1" })).Status);
        Assert.Equal("open", Assert.Single(await story.DutiesAsync("43")).Text("state"));
    }
}
