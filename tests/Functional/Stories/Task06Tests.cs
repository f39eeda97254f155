using Bishui.Domestic;
using Xunit;
using static Bishui.Tests.Functional.Stories.Plants;

namespace Bishui.Tests.Functional.Stories;

/// <summary>Task 6: influent BOD of 80 mg/L, areas without collection closed, sewers built.</summary>
public sealed class Task06Tests
{
    [Fact]
    public async Task The_mean_influent_BOD_is_weighted_by_flow()
    {
        await using var story = await Story.StartAsync<DomesticCategory>();
        await story.PlantAsync("plant-a");
        await story.PlantAsync("plant-b", level: "town");
        Assert.Equal("no-data", (await story.IndicatorAsync("influent-bod", "2021-12-31")).Text("state"));
        foreach (var month in MonthsFrom("2021-01", 12))
        {
            await story.MonthAsync("plant-a", month, 40_000, 85);
            await story.MonthAsync("plant-b", month, 20_000, month == "2021-12" ? null : 70);
        }

        Assert.Equal("provisional", (await story.IndicatorAsync("influent-bod", "2021-12-31")).Text("state"));
        await story.MonthAsync("plant-b", "2021-12", 20_000, 69.9m);
        Assert.Equal("missed", (await story.IndicatorAsync("influent-bod", "2021-12-31")).Text("state"));
        await story.MonthAsync("plant-b", "2021-12", 20_000, 70);
        var met = await story.IndicatorAsync("influent-bod", "2021-12-31");

        Assert.Equal(("met", 80m, 80m), (met.Text("state"), met.Number("value"), met.Number("target")));
        Assert.Equal((4_800_000m * 365, 60_000m * 365), (met.Number("numerator"), met.Number("denominator")));
        Assert.Equal(24, met.EvidenceIds().Count());
        Assert.Equal((24m, 0m), (met.GetProperty("inputs")[0].Number("value"), met.GetProperty("inputs")[1].Number("value")));
        Assert.Equal(70m, met.Part("plant-b").Number("value"));
        Assert.Equal(("provisional", 80m), await story.AtAssessmentAsync("influent-bod") is var told ? ((string?)told["state"], (decimal?)told["value"]) : default);
        Assert.Equal("open", Assert.Single(await story.DutiesAsync("6")).Text("state"));
    }

    [Fact]
    public async Task Readings_at_the_inlet_stand_for_a_concentration_that_the_report_leaves_out()
    {
        await using var story = await Story.StartAsync<DomesticCategory>();
        var (status, body) = await story.SendAsync(HttpMethod.Put, "/sites/inlet-a",
            new { id = "inlet-a", name = "甲厂进水", kind = "plant-inlet", unit = Bureau, tasks = new[] { 6 } }, Bureau);
        Assert.True(status is 200 or 201, body.ToString());
        await story.PlantAsync("plant-a", inletSite: "inlet-a");
        await story.MonthAsync("plant-a", "2021-01", 40_000, null);
        Assert.Equal("no-data", (await story.IndicatorAsync("influent-bod", "2021-01-31")).Text("state"));
        (status, body) = await story.PostAsync("/readings", new
        {
            readings = new[] { Reading("01-05", "manual", 80), Reading("01-20", "manual", 100), Reading("01-20", "hour", 900), Reading("02-01", "manual", 900) },
        }, Bureau);
        Assert.True(status == 200 && body.Count("accepted") == 4, body.ToString());

        var figure = await story.IndicatorAsync("influent-bod", "2021-01-31");

        Assert.Equal((90m, "provisional"), (figure.Number("value"), figure.Text("state")));
        Assert.Equal(1m, figure.GetProperty("inputs")[1].Number("value"));
        Assert.Equal(2, figure.EvidenceIds().Count(id => id.StartsWith("inlet-a/bod5/manual/", StringComparison.Ordinal)));

        static object Reading(string day, string kind, decimal value) =>
            new { site = "inlet-a", parameter = "bod5", time = $"2021-{day}T10:00:00+08:00", kind, value };
    }

    [Fact]
    public async Task Gap_areas_are_closed_with_papers_and_sewers_are_built()
    {
        await using var story = await Story.StartAsync<DomesticCategory>();
        await story.RowAsync(Bureau, "gap-areas", "gap-1", "2021-01-01", Gap("甲村", 40, planned: "2021-10-31"));
        await story.RowAsync(Bureau, "gap-areas", "gap-2", "2021-01-01", Gap("乙村", 0));
        Assert.Equal("gap-1", Assert.Single(await story.FindingsAsync("gap-area-overdue", "2021-11-01")).Text("objectId"));
        Assert.Empty(await story.FindingsAsync("gap-area-overdue", "2021-10-31"));

        Assert.Equal(["closedOn missing"], await story.WrongRowAsync(Bureau, "gap-areas", "gap-1", "2021-11-02", Gap("甲村", 100)));
        Assert.Equal(["progress not-done", "acceptance missing"], await story.WrongRowAsync(Bureau, "gap-areas", "gap-1", "2021-11-02", Gap("甲村", 90, closed: "2021-11-01")));
        Assert.Equal(["acceptance unknown-entry"], await story.WrongRowAsync(Bureau, "gap-areas", "gap-1", "2021-11-02", Gap("甲村", 100, closed: "2021-11-01", acceptance: "none")));
        var (status, entry) = await story.PostAsync("/tasks/6/entries", new { kind = "evidence", occurredOn = "2021-11-01", text = "甲村污水收集验收" }, Bureau);
        Assert.True(status == 201, entry.ToString());
        await story.RowAsync(Bureau, "gap-areas", "gap-1", "2021-11-02", Gap("甲村", 100, closed: "2021-11-01", acceptance: entry.Text("id"), planned: "2021-10-31"));
        var closed = await story.IndicatorAsync("gap-areas-closed");
        Assert.Equal((50m, 1m, 2m, "no-target"), (closed.Number("value"), closed.Number("numerator"), closed.Number("denominator"), closed.Text("state")));
        Assert.Equal(["gap-areas/gap-1", "gap-areas/gap-2"], closed.EvidenceIds());
        Assert.Equal(0m, (await story.IndicatorAsync("gap-areas-closed", "2021-11-01")).Number("value"));
        Assert.Empty(await story.FindingsAsync("gap-area-overdue"));

        Assert.Equal(["startedOn missing"], await story.WrongRowAsync(Bureau, "sewer-projects", "p", "2021-01-01", Project(2)));
        Assert.Equal(["gapAreas unknown-gap-areas"], await story.WrongRowAsync(Bureau, "sewer-projects", "p", "2021-01-01", Project(0, gap: "none")));
        await story.RowAsync(Bureau, "sewer-projects", "p", "2021-01-01", Project(3, started: "2021-01-05"));
        Assert.Equal((30m, 3m, 10m), await story.IndicatorAsync("sewers-built") is var built ? (built.Number("value"), built.Number("numerator"), built.Number("denominator")) : default);
        Assert.Single(await story.FindingsAsync("sewer-project-overdue", "2021-12-01"));
        Assert.Empty(await story.FindingsAsync("sewer-project-overdue", "2021-11-30"));
        Assert.Equal(403, (await story.SendAsync(HttpMethod.Put, "/registers/gap-areas/x", new { from = "2021-01-01", values = Gap("x", 0) }, "education-bureau")).Status);
    }

    private static object Gap(string name, decimal progress, string? planned = null, string? closed = null, string? acceptance = null) =>
        new { name, kind = "urban-village", place = "河西街道", progress, plannedOn = planned, closedOn = closed, acceptance };

    private static object Project(decimal built, string? started = null, string gap = "gap-1") =>
        new { name = "甲村管网", work = "new", plannedLength = 10, builtLength = built, startedOn = started, plannedOn = "2021-11-30", gapAreas = new[] { gap } };
}
