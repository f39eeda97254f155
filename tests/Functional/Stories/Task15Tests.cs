using Bishui.Industrial;
using Xunit;

namespace Bishui.Tests.Functional.Stories;

/// <summary>Task 15: the year's guide lists water saving and treatment, and such projects come first.</summary>
public sealed class Task15Tests
{
    [Fact]
    public async Task The_guide_lists_the_field_and_its_projects_are_supported()
    {
        const string Lead = "science-technology-bureau";
        await using var story = await Story.StartAsync<IndustrialCategory>();
        Assert.Equal("no-data", (await story.IndicatorAsync("guide-topics-listed")).Text("state"));
        object Topic(string field) => new { name = "条目", year = 2021, field, kind = "research", document = "2021年申报指南" };
        Assert.Equal(["field unknown-choice"], await story.WrongRowAsync(Lead, "guide-topics", "t1", "2021-03-01", Topic("水")));
        Assert.Equal(403, (await story.SendAsync(HttpMethod.Put, "/registers/guide-topics/t1", new { from = "2021-03-01", values = Topic("other") }, "health-bureau")).Status);
        await story.RowAsync(Lead, "guide-topics", "t1", "2021-03-01", Topic("other"));
        Assert.Single(await story.FindingsAsync("guide-without-topics"));
        await story.RowAsync(Lead, "guide-topics", "t2", "2021-03-02", Topic("water-saving"));
        Assert.Empty(await story.FindingsAsync("guide-without-topics"));
        Assert.Equal(1, (await story.IndicatorAsync("guide-topics-listed")).GetProperty("value").GetDecimal());

        object Project(string field, bool supported, string? reason = null) =>
            new { name = "项目", year = 2021, field, topic = "t2", priority = true, decidedOn = "2021-05-01", supported, reason };
        await story.RowAsync(Lead, "science-projects", "a", "2021-05-01", Project("water-treatment", false));
        Assert.Empty(await story.FindingsAsync("science-project-passed-over"));
        await story.RowAsync(Lead, "science-projects", "b", "2021-05-01", Project("other", true));
        Assert.Single(await story.FindingsAsync("science-project-passed-over"));
        await story.RowAsync(Lead, "science-projects", "a", "2021-05-02", Project("water-treatment", false, "重复申报"));
        Assert.Empty(await story.FindingsAsync("science-project-passed-over"));
        await story.RowAsync(Lead, "science-projects", "c", "2021-05-02", Project("water-saving", true));
        var indicator = await story.IndicatorAsync("science-projects-supported");
        Assert.Equal((50m, 1m, 2m), (indicator.GetProperty("value").GetDecimal(), indicator.GetProperty("numerator").GetDecimal(), indicator.GetProperty("denominator").GetDecimal()));
        Assert.Equal(2, indicator.GetProperty("evidence").GetArrayLength());

        Assert.Equal(201, (await story.PostAsync("/tasks/15/entries", new
        {
            kind = "evidence",
            occurredOn = "2021-11-01",
            text = "申报指南",
            record = new { type = "document", topic = "project-guide", period = "2021" },
        }, Lead)).Status);
        Assert.Equal("met", Assert.Single(await story.DutiesAsync("15-guide")).Text("state"));
        Assert.Equal(50m, (await story.AtAssessmentAsync("science-projects-supported"))["value"]!.GetValue<decimal>());
    }
}
