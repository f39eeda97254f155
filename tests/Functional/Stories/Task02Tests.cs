using Bishui.Industrial;
using Xunit;

namespace Bishui.Tests.Functional.Stories;

/// <summary>Task 2: parks treat their water, build their sewers, and what they discharge is watched.</summary>
public sealed class Task02Tests
{
    private const string Lead = "hexi-hightech-committee";

    [Fact]
    public async Task Parks_are_judged_by_their_own_readings_and_progress()
    {
        await using var story = await Story.StartAsync<IndustrialCategory>();
        foreach (var site in new[] { "own-outlet", "pre-outlet" })
        {
            var (status, body) = await story.SendAsync(HttpMethod.Put, $"/sites/{site}",
                new { id = site, name = site, kind = "park-outlet", unit = Lead, tasks = new[] { 2 }, standard = "GB 18918-2002", grade = "first-A" }, Lead);
            Assert.True(status is 200 or 201, body.ToString());
        }
        Assert.Equal(["townPlant missing"], await story.WrongRowAsync(Lead, "parks", "b", "2021-01-01", new { name = "乙园", treatment = "town-plant" }));
        Assert.Equal(["outlet unknown-site"], await story.WrongRowAsync(Lead, "parks", "a", "2021-01-01",
            new { name = "甲园", treatment = "own-plant", outlet = "nowhere", inOperationSince = "2020-01-01" }));
        Assert.Equal(403, (await story.SendAsync(HttpMethod.Put, "/registers/parks/b", new { from = "2021-01-01", values = new { name = "乙园", treatment = "unfinished" } }, "education-bureau")).Status);
        await story.RowAsync(Lead, "parks", "a", "2021-01-01",
            new { name = "甲园", treatment = "own-plant", outlet = "own-outlet", inOperationSince = "2020-01-01", sewersPlanned = 10, sewersBuilt = 6.5m });
        await story.RowAsync(Lead, "parks", "b", "2021-01-01", new { name = "乙园", treatment = "town-plant", townPlant = "龙泉山污水处理厂" });
        await story.RowAsync(Lead, "pretreatment-outlets", "b1", "2021-01-01", new { name = "乙园预处理", park = "b", site = "pre-outlet" });

        var sewers = await story.IndicatorAsync("park-sewers-built");
        Assert.Equal((65m, 6.5m, 10m), (sewers.GetProperty("value").GetDecimal(), sewers.GetProperty("numerator").GetDecimal(), sewers.GetProperty("denominator").GetDecimal()));
        // No readings are no data, and never compliant.
        Assert.Equal("no-data", (await story.IndicatorAsync("park-outlets-compliant")).Text("state"));
        Assert.Equal("no-data", (await story.IndicatorAsync("park-pretreatment-compliance")).Text("state"));
        Assert.Equal(2, (await story.FindingsAsync("park-unmeasured")).Count);

        object Reading(string site, decimal value, int day) =>
            new { site, parameter = "chemical-oxygen-demand", time = $"2021-10-{day:00}T08:00:00+08:00", kind = "day", value, flag = "N" };
        var taken = await story.PostAsync("/readings", new { readings = new[] { Reading("own-outlet", 50, 1), Reading("pre-outlet", 40, 1), Reading("pre-outlet", 50.1m, 2) } }, Lead);
        Assert.True(taken.Status == 200, taken.Body.ToString());
        Assert.Empty(await story.FindingsAsync("park-unmeasured"));
        Assert.Equal("b1", Assert.Single(await story.FindingsAsync("park-discharge-beyond")).Text("objectId"));
        Assert.Equal(100, (await story.IndicatorAsync("park-outlets-compliant")).GetProperty("value").GetDecimal());
        var pre = await story.IndicatorAsync("park-pretreatment-compliance");
        Assert.Equal((50m, 1m, 2m), (pre.GetProperty("value").GetDecimal(), pre.GetProperty("numerator").GetDecimal(), pre.GetProperty("denominator").GetDecimal()));
        Assert.Equal(2, pre.GetProperty("evidence").EnumerateArray().Count(each => each.Text("kind") == "reading"));

        Assert.Equal(["month later-than-row"], await story.WrongRowAsync(Lead, "park-operation", "a-10", "2021-10-31", new { month = "2021-10", park = "a", daysRun = 31 }));
        Assert.Equal(["daysRun out-of-range"], await story.WrongRowAsync(Lead, "park-operation", "a-09", "2021-10-01", new { month = "2021-09", park = "a", daysRun = 31 }));
        await story.RowAsync(Lead, "park-operation", "a-10", "2021-11-01", new { month = "2021-10", park = "a", daysRun = 31 });
        Assert.Equal(9, (await story.FindingsAsync("park-operation-unreported")).Count);
        Assert.Equal((31m, 31m), ((await story.IndicatorAsync("park-stable-operation")).GetProperty("numerator").GetDecimal(), (await story.IndicatorAsync("park-stable-operation")).GetProperty("denominator").GetDecimal()));

        await story.RowAsync(Lead, "park-milestones", "m1", "2021-01-01", new { name = "土建完工", park = "b", dueOn = "2021-10-31" });
        Assert.Empty(await story.FindingsAsync("park-milestone-overdue", "2021-10-31"));
        Assert.Single(await story.FindingsAsync("park-milestone-overdue", "2021-11-01"));
        Assert.Equal(0, (await story.IndicatorAsync("park-milestones-on-time")).GetProperty("value").GetDecimal());
        Assert.Single(await story.DutiesAsync("2"));
        Assert.Equal(50m, (await story.AtAssessmentAsync("park-pretreatment-compliance"))["value"]!.GetValue<decimal>());
    }
}
