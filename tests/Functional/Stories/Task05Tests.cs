using Bishui.Domestic;
using Xunit;
using static Bishui.Tests.Functional.Stories.Plants;

namespace Bishui.Tests.Functional.Stories;

/// <summary>Task 5: town plants reach 30, 50 and 70 % of their capacity by year of operation.</summary>
public sealed class Task05Tests
{
    [Fact]
    public async Task A_town_plant_is_held_to_the_load_of_its_operating_year()
    {
        await using var story = await Story.StartAsync<DomesticCategory>();
        await story.PlantAsync("town-a", "town", 2_000, "2019-06-01");
        await story.PlantAsync("city-a", "city", 100_000, "2019-06-01");
        await story.PlantAsync("unfinished", "town", 1_000, null, "under-construction");
        foreach (var month in MonthsFrom("2020-06", 11)) await story.MonthAsync("town-a", month, 1_150, 90);

        // The second year lacks its last month: no verdict yet.
        var waiting = await story.IndicatorAsync("load-rate");
        Assert.Equal(("provisional", 0m, 1m), (waiting.Text("state"), waiting.Number("numerator"), waiting.Number("denominator")));
        await story.MonthAsync("town-a", "2021-05", 0, null);
        var whole = await story.IndicatorAsync("load-rate");
        Assert.Equal(("met", 100m), (whole.Text("state"), whole.Number("value")));
        await story.MonthAsync("town-a", "2021-05", 1_150, 90);
        var second = (await story.IndicatorAsync("load-rate")).Part("town-a", "year-2");
        Assert.Equal((57.5m, 50m, true), (second.Number("value"), second.Number("target"), second.GetProperty("met").GetBoolean()));

        // The third year runs: provisional. At its end the same load misses 70 %.
        foreach (var month in MonthsFrom("2021-06", 12)) await story.MonthAsync("town-a", month, 1_150, 90);
        var running = (await story.IndicatorAsync("load-rate", "2021-12-31")).Part("town-a", "year-3");
        Assert.Equal((57.5m, 70m, true), (running.Number("value"), running.Number("target"), running.GetProperty("provisional").GetBoolean()));
        Assert.Empty(await story.FindingsAsync("plant-under-load", "2022-05-30"));
        Assert.Equal("2022-06-01", Assert.Single(await story.FindingsAsync("plant-under-load", "2022-05-31")).Text("since"));
        var third = await story.IndicatorAsync("load-rate", "2022-05-31");
        Assert.Equal(("missed", 0m, 1m), (third.Text("state"), third.Number("numerator"), third.Number("denominator")));
        // Repaired by a corrected report.
        foreach (var month in MonthsFrom("2021-06", 12)) await story.MonthAsync("town-a", month, 1_400, 90);
        var met = await story.IndicatorAsync("load-rate", "2022-05-31");
        Assert.Equal(("met", 70m), (met.Text("state"), met.Part("town-a", "year-3").Number("value")));
        Assert.Contains("plants/town-a", met.EvidenceIds());
        Assert.Equal(12, met.EvidenceIds().Count(id => id.StartsWith("plant-months/", StringComparison.Ordinal)));
        Assert.Empty(await story.FindingsAsync("plant-under-load", "2022-05-31"));

        var told = await story.AtAssessmentAsync("load-rate");
        Assert.Equal(("met", 100m), ((string?)told["state"], (decimal?)told["value"]));
        // Only the finished town plant owes the stages.
        var duties = await story.DutiesAsync("5-load");
        Assert.Equal(
            [("town-a", "2020-05-31", 30m), ("town-a", "2021-05-31", 50m), ("town-a", "2022-05-31", 70m)],
            duties.Select(duty => (duty.Text("object"), duty.Text("due"), duty.Number("target"))));
        // The second year's load is known and closes its duty by itself; of the first there are no reports, and the third runs on.
        Assert.Equal(["before-issue", "met", "open"], duties.Select(duty => duty.Text("state")));
        Assert.Contains(duties[1].GetProperty("evidence").EnumerateArray(), each => each.Text("kind") == "register-row" && each.Text("id") == "plants/town-a");
    }

    [Fact]
    public async Task A_load_below_the_stage_is_missed_and_the_result_closes_the_duty()
    {
        await using var story = await Story.StartAsync<DomesticCategory>();
        await story.PlantAsync("town-a", "town", 2_000, "2020-12-01");
        foreach (var month in MonthsFrom("2020-12", 12)) await story.MonthAsync("town-a", month, month == "2021-07" ? 599 : 600, 90);

        Assert.Equal("no-data", (await story.IndicatorAsync("load-rate", "2021-11-29")).Text("state"));
        Assert.Equal("missed", (await story.IndicatorAsync("load-rate", "2021-11-30")).Text("state"));
        await story.MonthAsync("town-a", "2021-07", 600, 90);
        Assert.Equal("met", (await story.IndicatorAsync("load-rate", "2021-11-30")).Text("state"));

        Assert.Equal("open", (await story.DutiesAsync("5-load"))[0].Text("state"));
        var (status, body) = await story.PostAsync("/tasks/5/entries", new
        {
            kind = "evidence",
            occurredOn = "2021-11-02",
            text = "第一年负荷率",
            record = new { type = "result", topic = "load-rate", objectId = "town-a", value = 30, period = (string?)null },
        }, Bureau);
        Assert.True(status == 201, body.ToString());
        Assert.Equal("met", (await story.DutiesAsync("5-load"))[0].Text("state"));
    }

    [Fact]
    public async Task Wrong_plants_are_refused_and_one_without_a_day_is_found()
    {
        await using var story = await Story.StartAsync<DomesticCategory>();

        Assert.Equal(["commissionedOn not-built"], await story.WrongRowAsync(Bureau, "plants", "x", "2021-01-01",
            new { name = "x", level = "town", state = "under-construction", designCapacity = 1, commissionedOn = "2020-01-01" }));
        Assert.Equal(["level unknown-choice", "designCapacity out-of-range"], await story.WrongRowAsync(Bureau, "plants", "x", "2021-01-01",
            new { name = "x", level = "village", state = "in-operation", designCapacity = 0 }));
        Assert.Equal(403, (await story.SendAsync(HttpMethod.Put, "/registers/plants/x", new { from = "2021-01-01", values = new { } }, "education-bureau")).Status);

        await story.PlantAsync("town-a", "town", commissionedOn: null);
        Assert.Equal("town-a", Assert.Single(await story.FindingsAsync("plant-without-date")).Text("objectId"));
        Assert.Equal("anchor-open", (await story.DutiesAsync("5-load"))[0].Text("state"));
        await story.PlantAsync("town-a", "town", commissionedOn: "2021-06-01");
        Assert.Empty(await story.FindingsAsync("plant-without-date"));
    }
}
