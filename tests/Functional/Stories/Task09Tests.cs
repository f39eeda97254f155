using Bishui.Agricultural;
using Xunit;
using static Bishui.Tests.Functional.Stories.Task08Tests;

namespace Bishui.Tests.Functional.Stories;

/// <summary>Task 9, the rural environment: facilities that work, villages that are treated, and what is seen on the spot.</summary>
public sealed class Task09Tests : IAsyncLifetime
{
    private const string Bureau = "ecology-bureau";
    private const string Today = "2021-11-02";

    private Story _story = null!;

    public async Task InitializeAsync() => _story = await Story.StartAsync<AgriculturalCategory>();

    public Task DisposeAsync() => _story.DisposeAsync().AsTask();

    [Fact]
    public async Task Facilities_work_at_90_percent_and_readings_beyond_the_limits_stand_against_one()
    {
        var (put, site) = await _story.SendAsync(HttpMethod.Put, "/sites/rf1-outlet", new
        {
            id = "rf1-outlet",
            name = "一号设施出水",
            kind = "rural-facility-outlet",
            unit = Bureau,
            tasks = new[] { 9 },
            standard = "GB 18918-2002",
            grade = "first-B",
        }, Bureau);
        Assert.True(put == 201, site.ToString());
        for (var i = 1; i <= 10; i++)
        {
            await _story.RowAsync(Bureau, "rural-facilities", $"rf{i}", "2021-01-01", new { name = $"设施{i}", builtOn = "2020-06-01", site = i == 1 ? "rf1-outlet" : null });
            if (i < 10) await _story.RowAsync(Bureau, "facility-operations", $"r{i}", Today, new { title = "巡查", facility = $"rf{i}", on = "2021-10-20", running = true, receiving = true });
        }
        await _story.RowAsync(Bureau, "rural-facilities", "rf11", "2021-01-01", new { name = "在建设施" });
        Assert.Equal("provisional", (await _story.IndicatorAsync("rural-facility-normal-operation")).Text("state"));
        Assert.Equal(["rf10"], Objects(await _story.FindingsAsync("rural-facility-without-record")));

        Assert.Equal(["remarks missing"], await _story.WrongRowAsync(Bureau, "facility-operations", "r10", Today, new { title = "巡查", facility = "rf10", on = Today, running = false, receiving = true }));
        await _story.RowAsync(Bureau, "facility-operations", "r10", Today, new { title = "巡查", facility = "rf10", on = Today, running = false, receiving = true, remarks = "风机故障" });
        Assert.Equal((90m, 9, 10, "met"), Figures(await _story.IndicatorAsync("rural-facility-normal-operation")));

        await ReadAsync(60, "2021-10-10"); // at the limit of 60
        Assert.Equal((90m, 9, 10, "met"), Figures(await _story.IndicatorAsync("rural-facility-normal-operation")));
        await ReadAsync(61, "2021-10-12");
        var missed = await _story.IndicatorAsync("rural-facility-normal-operation");
        Assert.Equal((80m, 8, 10, "missed"), Figures(missed));
        Assert.Contains(missed.GetProperty("evidence").EnumerateArray(), one => one.Text("kind") == "reading");
        Assert.Contains("rural-facilities/rf1", EvidenceOf(missed));
        Assert.Equal([("rf1", "2021-10-12"), ("rf10", Today)], (await _story.FindingsAsync("rural-facility-not-normal")).Select(one => (one.Text("objectId"), one.Text("since"))));
        Assert.Equal(80m, (decimal)(await _story.AtAssessmentAsync("rural-facility-normal-operation"))["value"]!);

        await _story.RowAsync(Bureau, "facility-operations", "r11", Today, new { title = "复查", facility = "rf10", on = Today, running = true, receiving = true });
        Assert.Equal((90m, 9, 10, "met"), Figures(await _story.IndicatorAsync("rural-facility-normal-operation")));
        // A record speaks for 31 days, its own day among them.
        Assert.Empty(await _story.FindingsAsync("rural-facility-without-record", "2021-11-19"));
        Assert.Equal(9, (await _story.FindingsAsync("rural-facility-without-record", "2021-11-20")).Count);
    }

    [Fact]
    public async Task Villages_count_when_both_shares_reach_60_and_the_year_s_target_is_awaited()
    {
        object Village(int treated, int of, int? households) => new
        {
            name = "村",
            town = "太阳村镇",
            naturalVillages = of,
            naturalVillagesTreated = treated,
            households = 500,
            householdsCollected = households,
            wasteCovered = households is null ? (bool?)null : true,
        };
        Assert.Equal(["naturalVillagesTreated more-than-all"], await _story.WrongRowAsync(Bureau, "villages", "v1", Today, Village(11, 10, 1)));
        await _story.RowAsync(Bureau, "villages", "v1", Today, Village(7, 10, 320));
        await _story.RowAsync(Bureau, "villages", "v2", Today, Village(7, 10, 290));
        await _story.RowAsync(Bureau, "villages", "v3", Today, Village(599, 1000, 400));
        await _story.RowAsync(Bureau, "villages", "v4", Today, Village(6, 10, 300));
        var rate = await _story.IndicatorAsync("rural-sewage-treatment-rate");
        Assert.Equal((50m, 2, 4, "pending-target"), Figures(rate));
        Assert.Contains("口径未经证实", rate.Text("note"), StringComparison.Ordinal);
        Assert.Equal(["villages/v1", "villages/v2", "villages/v3", "villages/v4"], EvidenceOf(rate).Order(StringComparer.Ordinal));
        Assert.Equal((100m, 4, 4, "no-target"), Figures(await _story.IndicatorAsync("village-waste-coverage")));

        var (status, entry) = await _story.PostAsync("/tasks/9/entries", new
        {
            kind = "evidence",
            occurredOn = Today,
            text = "下达年度任务",
            record = new { type = "target", topic = "rural-sewage-treatment-rate", value = 50.1m, document = "桂环函〔2021〕1号" },
        }, Bureau);
        Assert.True(status == 201, entry.ToString());
        Assert.Equal("missed", (await _story.IndicatorAsync("rural-sewage-treatment-rate")).Text("state"));
        // A village that nobody verified counts, and makes the figure provisional.
        await _story.RowAsync(Bureau, "villages", "v5", Today, Village(8, 10, null));
        Assert.Equal((40m, 2, 5, "provisional"), Figures(await _story.IndicatorAsync("rural-sewage-treatment-rate")));
        Assert.Equal("open", Assert.Single(await _story.DutiesAsync("9")).Text("state"));
    }

    [Fact]
    public async Task What_is_discharged_directly_is_found_until_it_is_put_right()
    {
        await _story.RowAsync(Bureau, "villages", "v1", "2021-01-01", new { name = "村", town = "太阳村镇", naturalVillages = 3, households = 50 });
        object Problem(string? rectifiedOn = null, string? entry = null) => new
        {
            description = "粪污直排入沟",
            kind = "direct-discharge",
            village = "v1",
            foundOn = "2021-10-01",
            rectifiedOn,
            rectification = rectifiedOn is null ? null : "接入管网",
            rectifiedEntry = entry,
        };
        await _story.RowAsync(Bureau, "field-problems", "d1", "2021-10-01", Problem());
        Assert.Equal("2021-10-01", Assert.Single(await _story.FindingsAsync("field-problem-open", "2021-10-01")).Text("since"));
        Assert.Empty(await _story.FindingsAsync("field-problem-overdue", "2021-10-16"));
        Assert.Equal("2021-10-17", Assert.Single(await _story.FindingsAsync("field-problem-overdue", "2021-10-17")).Text("since"));

        Assert.Equal(["rectifiedEntry missing"], await _story.WrongRowAsync(Bureau, "field-problems", "d1", Today, Problem(Today)));
        Assert.Equal(["rectifiedEntry unknown-entry"], await _story.WrongRowAsync(Bureau, "field-problems", "d1", Today, Problem(Today, "none")));
        var (_, entry) = await _story.PostAsync("/tasks/9/entries", new { kind = "evidence", occurredOn = Today, text = "整改后照片" }, Bureau);
        await _story.RowAsync(Bureau, "field-problems", "d1", Today, Problem(Today, entry.Text("id")));
        Assert.Empty(await _story.FindingsAsync("field-problem-open"));
        Assert.Single(await _story.FindingsAsync("field-problem-open", "2021-11-01"));
        Assert.Equal((100m, 1, 1, "no-target"), Figures(await _story.IndicatorAsync("field-problems-rectified")));

        Assert.Equal(403, (await _story.SendAsync(HttpMethod.Put, "/registers/field-problems/d2", new { values = Problem() }, "finance-bureau")).Status);
    }

    private async Task ReadAsync(decimal value, string day)
    {
        var (status, body) = await _story.PostAsync("/readings",
            new { readings = new[] { new { site = "rf1-outlet", parameter = "chemical-oxygen-demand", time = $"{day}T09:00:00+08:00", kind = "manual", value } } }, Bureau);
        Assert.True(status == 200 && body.GetProperty("accepted").GetInt32() == 1, body.ToString());
    }
}
