using Bishui.Industrial;
using Xunit;

namespace Bishui.Tests.Functional.Stories;

/// <summary>Task 3: monitoring equipment on site is inspected, put right, and the inspection published with proof.</summary>
public sealed class Task03Tests
{
    [Fact]
    public async Task An_inspection_is_published_with_proof_and_its_problem_put_right_in_time()
    {
        const string Lead = "ecology-bureau";
        await using var story = await Story.StartAsync<IndustrialCategory>();
        var entry = (await story.PostAsync("/tasks/3/entries", new
        {
            kind = "evidence",
            occurredOn = "2021-11-01",
            text = "公开检查情况",
            record = new { type = "disclosure", topic = "monitoring-inspection", url = "http://example.org/1" },
        }, Lead)).Body.Text("id");
        object Inspection(string? rectifiedOn = null, string? publishedOn = null, string? hash = null, string? rectifyBy = "2021-10-10") => new
        {
            name = "在线设备检查",
            enterprise = "某厂",
            inspectedOn = "2021-10-01",
            inspectedBy = "执法大队",
            inOrder = false,
            found = "量程设置不当",
            rectifyBy,
            rectifiedOn,
            rectifiedEntry = rectifiedOn is null ? null : entry,
            published = publishedOn is null ? null : "检查通报",
            publishedOn,
            publishedAt = publishedOn is null ? null : "http://example.org/1",
            publishedHash = hash,
        };
        Assert.Equal(["rectifyBy missing"], await story.WrongRowAsync(Lead, "monitoring-inspections", "i1", "2021-10-01", Inspection(rectifyBy: null)));
        Assert.Equal(["publishedHash missing"], await story.WrongRowAsync(Lead, "monitoring-inspections", "i1", "2021-10-12", Inspection(publishedOn: "2021-10-12")));
        Assert.Equal(403, (await story.GetAsync("/registers/monitoring-inspections", "education-bureau", "reporter")).Status);
        await story.RowAsync(Lead, "monitoring-inspections", "i1", "2021-10-01", Inspection());
        Assert.Empty(await story.FindingsAsync("inspection-unpublished", "2021-10-01"));
        Assert.Single(await story.FindingsAsync("inspection-unpublished", "2021-10-02"));
        Assert.Empty(await story.FindingsAsync("inspection-rectification-overdue", "2021-10-10"));
        Assert.Single(await story.FindingsAsync("inspection-rectification-overdue", "2021-10-11"));
        Assert.Equal("no-data", (await story.IndicatorAsync("inspection-problems-rectified", "2021-10-10")).Text("state"));

        await story.RowAsync(Lead, "monitoring-inspections", "i1", "2021-10-12", Inspection("2021-10-10", "2021-10-12", new string('a', 64)));
        Assert.Empty(await story.FindingsAsync("inspection-unpublished"));
        foreach (var key in new[] { "inspections-published", "inspection-problems-rectified" })
        {
            var indicator = await story.IndicatorAsync(key);
            Assert.Equal((100m, 1m, 1m), (indicator.GetProperty("value").GetDecimal(), indicator.GetProperty("numerator").GetDecimal(), indicator.GetProperty("denominator").GetDecimal()));
            Assert.Equal("monitoring-inspections/i1", indicator.GetProperty("evidence")[0].Text("id"));
        }
        await story.RowAsync(Lead, "monitoring-inspections", "i1", "2021-10-13", Inspection("2021-10-11", "2021-10-12", new string('a', 64)));
        Assert.Equal(0, (await story.IndicatorAsync("inspection-problems-rectified")).GetProperty("value").GetDecimal());
        Assert.Single(await story.DutiesAsync("3"));
        Assert.Equal(100m, (await story.AtAssessmentAsync("inspections-published"))["value"]!.GetValue<decimal>());
    }
}
