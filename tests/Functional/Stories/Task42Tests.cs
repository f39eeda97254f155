using Xunit;

namespace Bishui.Tests.Functional.Stories;

/// <summary>Task 42: public education is counted where it was held, and the plan prints no number to reach.</summary>
public sealed class Task42Tests
{
    [Fact]
    public async Task Events_are_counted_with_people_counted_and_estimated_apart()
    {
        await using var story = await OrganisationStory.StartAsync();
        Assert.Equal("no-data", (await story.IndicatorAsync("education-events-held")).Text("state"));
        Assert.Equal(["counted missing"], await story.WrongAsync(OrganisationStory.Bureau, "education-events", "2021-10-10", new { title = "进校园", kind = "lesson", heldOn = "2021-10-10", people = 300 }));
        await story.RowAsync(OrganisationStory.Bureau, "education-events", "e1", "2021-10-10", new { title = "进校园", kind = "lesson", heldOn = "2021-10-10", people = 300, counted = true });
        await story.RowAsync("education-bureau", "education-events", "e2", "2021-03-22", new { title = "世界水日", kind = "campaign", heldOn = "2021-03-22", people = 1000, counted = false });
        var held = await story.IndicatorAsync("education-events-held");
        Assert.Equal((2m, "no-target"), (held.GetProperty("value").GetDecimal(), held.Text("state")));
        Assert.Equal(["education-events/e1", "education-events/e2"], OrganisationStory.EvidenceOf(held));
        Assert.Equal([300m, 1000m], held.GetProperty("inputs").EnumerateArray().Select(input => input.GetProperty("value").GetDecimal()));
        Assert.Equal(["2021-H2", "2021-H1"], held.GetProperty("parts").EnumerateArray().Select(part => part.Text("period")).OrderDescending());
        Assert.Equal(1m, (await story.IndicatorAsync("education-events-held", "2021-10-09")).GetProperty("value").GetDecimal());
        await story.ToldAsync("42 education-events-held");
        Assert.Equal(403, (await story.PutAsync("commerce-bureau", "education-events", "e3", "2021-10-10", new { title = "x", kind = "lesson", heldOn = "2021-10-10" })).Status);
        Assert.Equal("open", Assert.Single(await story.DutiesAsync("42")).Text("state"));
    }
}
