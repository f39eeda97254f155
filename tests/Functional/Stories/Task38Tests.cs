using Xunit;

namespace Bishui.Tests.Functional.Stories;

/// <summary>Task 38: the year's goals are broken down by basin, area and trade, within 45 workdays of the region's plan.</summary>
public sealed class Task38Tests
{
    [Fact]
    public async Task A_goal_counts_once_it_is_broken_down_every_way_it_has_to_be_and_its_parts_add_up()
    {
        await using var story = await OrganisationStory.StartAsync();
        Assert.Equal(["dimensions missing"],
            await story.WrongAsync(OrganisationStory.Committee, "yearly-goals", "2021-11-01", new { title = "用水总量", value = 100, measure = "万 m³", additive = true, dimensions = Array.Empty<string>() }));
        Assert.Equal(["document missing"],
            await story.WrongAsync(OrganisationStory.Committee, "yearly-goals", "2021-11-01", new { title = "用水总量", value = 100, measure = "万 m³", additive = true, dimensions = new[] { "area" } }));
        Assert.Equal("no-data", (await story.IndicatorAsync("goals-broken-down")).Text("state"));
        await story.RowAsync(OrganisationStory.Committee, "yearly-goals", "g1", "2021-11-01",
            new { title = "用水总量", value = 100, measure = "万 m³", additive = true, dimensions = new[] { "area", "trade" }, document = "柳南政办〔2021〕16号" });
        await story.RowAsync(OrganisationStory.Committee, "yearly-goals", "g2", "2021-11-01", new { title = "水功能区达标率", measure = "%", additive = false, dimensions = new[] { "basin" } });
        Assert.Equal((0m, 2m, "no-target"), OrganisationStory.Figures(await story.IndicatorAsync("goals-broken-down")));
        Assert.Equal(["g1", "g2"], await story.FindingsAsync("goal-not-broken-down"));

        await ShareAsync("s1", "g1", "area", 60, "towns");
        await ShareAsync("s2", "g1", "area", 30, "subdistricts");
        await ShareAsync("s3", "g1", "trade", 100, "industry-it-bureau");
        await ShareAsync("s4", "g2", "basin", 95, "ecology-bureau");
        Assert.Equal(["g1"], await story.FindingsAsync("goal-not-broken-down"));            // 90 of 100
        await ShareAsync("s2", "g1", "area", 40, "subdistricts");
        var share = await story.IndicatorAsync("goals-broken-down");
        Assert.Equal((2m, 2m, "no-target"), OrganisationStory.Figures(share));
        Assert.Contains("goal-shares/s2", OrganisationStory.EvidenceOf(share));
        Assert.Empty(await story.FindingsAsync("goal-not-broken-down"));
        await story.ToldAsync("38 goals-broken-down");
        Assert.Equal(403, (await story.PutAsync("health-bureau", "yearly-goals", "g3", "2021-11-01", new { title = "x", measure = "%", additive = false, dimensions = new[] { "basin" } })).Status);

        Task ShareAsync(string id, string goal, string dimension, decimal value, string unit) => story.RowAsync(
            OrganisationStory.Committee, "goal-shares", id, "2021-11-01", new { part = id, goal, dimension, value, responsible = unit });
    }

    [Fact]
    public async Task The_clock_starts_when_the_region_has_published_its_plan()
    {
        await using var story = await OrganisationStory.StartAsync();
        Assert.Equal("anchor-open", Assert.Single(await story.DutiesAsync("38")).Text("state"));
    }
}
