using System.Text.Json;
using Bishui.Domestic;
using Bishui.Ecological;
using Bishui.WaterSaving;
using Xunit;

namespace Bishui.Tests.Functional.Obligations;

/// <summary>The dates that were worked out by hand for the published plan, as the interface answers them.</summary>
public sealed class WorkedDateTests
{
    [Theory]
    [InlineData("2021-03-01", "2021-05-08")]                    // by the national calendar alone it would be 6 May
    [InlineData("2021-07-01", "2021-09-02")]
    [InlineData("2021-08-27", "2021-11-04")]
    public async Task Task_38_counts_45_workdays_from_the_regions_plan(string published, string due)
    {
        await using var plan = await AdoptedPlan.OfAssessmentAsync();
        Assert.Equal("anchor-open", Assert.Single(await plan.DutiesAsync("38")).Text("state"));

        await plan.RecordAsync(38, "ecology-committee", published,
            new { type = "event", topic = "region-plan-published", document = "自治区2021年度水污染防治工作计划" });

        Assert.Equal(due, Assert.Single(await plan.DutiesAsync("38")).Text("due"));
    }

    [Fact]
    public async Task Task_45_is_due_at_the_end_of_june_and_on_30_december_from_each_of_eight_bureaus()
    {
        await using var plan = await AdoptedPlan.OfAssessmentAsync();
        await plan.RecordAsync(45, "finance-bureau", "2021-07-01", new { type = "report", topic = "half-year-summary", period = "2021-H1" });

        var duties = await plan.DutiesAsync("45");

        Assert.Equal(16, duties.Count);
        Assert.Equal([("2021-06-30", 8), ("2021-12-30", 8)], duties.GroupBy(duty => duty.Text("due")).Select(same => (same.Key, same.Count())));
        var late = Assert.Single(duties, duty => duty.GetProperty("metAt").ValueKind != JsonValueKind.Null);
        Assert.Equal(("finance-bureau", "met-late", 1), (late.Text("unit"), late.Text("state"), late.GetProperty("daysLate").GetInt32()));
        Assert.All(duties.Where(duty => duty.Text("due") == "2021-06-30"), duty => Assert.True(duty.GetProperty("beforeIssue").GetBoolean()));
    }

    [Fact]
    public async Task Task_32_publishes_by_the_20th_of_the_quarters_first_month_each_part_by_its_own_lead()
    {
        await using var plan = await AdoptedPlan.OfAsync<EcologicalCategory>(new DateTimeOffset(2022, 1, 21, 0, 0, 1, TimeSpan.FromHours(8)));
        await plan.RecordAsync(32, "ecology-bureau", "2021-10-20", new { type = "disclosure", topic = "source-water", period = "2021-Q3" });
        await plan.RecordAsync(32, "agriculture-rural-bureau", "2021-10-21", new { type = "disclosure", topic = "plant-outlet", period = "2021-Q3" });
        // Another part's lead cannot close it.
        await plan.RecordAsync(32, "ecology-bureau", "2021-10-20", new { type = "disclosure", topic = "tap-water", period = "2021-Q3" });

        var source = await plan.DutiesAsync("32-source-water");
        Assert.Equal(["2021-04-20", "2021-07-20", "2021-10-20", "2022-01-20"], source.Select(duty => duty.Text("due")));
        Assert.Equal(["before-issue", "before-issue", "met", "missed"], source.Select(duty => duty.Text("state")));
        var outlet = (await plan.DutiesAsync("32-plant-outlet"))[2];
        Assert.Equal(("met-late", 1), (outlet.Text("state"), outlet.GetProperty("daysLate").GetInt32()));
        Assert.Equal(["housing-construction-bureau", "agriculture-rural-bureau"], outlet.GetProperty("units").EnumerateArray().Select(unit => unit.GetString()));
        Assert.Equal("before-issue", (await plan.DutiesAsync("32-tap-water"))[2].Text("state"));
    }

    [Fact]
    public async Task Task_28_wants_a_sample_in_each_half_year_of_an_outfall_without_online_monitor()
    {
        await using var plan = await AdoptedPlan.OfAsync<EcologicalCategory>(new DateTimeOffset(2022, 1, 1, 0, 0, 0, TimeSpan.FromHours(8)));
        using var lead = plan.Service.As("ecology-bureau");
        await lead.SendAsync(HttpMethod.Put, "/api/ecological/sites/outfall-7",
            new { id = "outfall-7", name = "七号排污口", kind = "outfall", unit = "ecology-bureau", tasks = new[] { 28 } });
        await plan.PutObjectAsync("ecology-bureau", "outfall", "outfall-7", "2021-01-01", new { scaleAbove = true, onlineMonitor = false });
        var readings = new[] { "2021-02-10T10:00:00+08:00", "2021-06-28T10:00:00+08:00" }
            .Select(time => new { site = "outfall-7", parameter = "ammonia-nitrogen", time, kind = "manual", value = 1.2m, flag = "N" });
        Assert.Equal(200, (await lead.PostAsync("/api/ecological/readings", new { readings })).Status);

        var halves = await plan.DutiesAsync("28a");

        Assert.Equal([("2021-06-30", "met"), ("2021-12-31", "missed")], halves.Select(duty => (duty.Text("due"), duty.Text("state"))));
        Assert.Equal("2021-02-10", halves[0].Text("metAt"));
    }

    [Fact]
    public async Task Task_29_wants_a_sample_every_month_of_the_zone_of_annex_3()
    {
        await using var plan = await AdoptedPlan.OfAsync<EcologicalCategory>();

        var months = await plan.DutiesAsync("29-monthly");

        Assert.Equal(12, months.Count);
        Assert.All(months, duty => Assert.Equal("G167-08-2-0042", duty.Text("object")));
        Assert.Equal(10, months.Count(duty => duty.Text("state") == "before-issue"));
        Assert.Equal("2021-02-28", months[1].Text("due"));
    }

    [Fact]
    public async Task Task_20_rolls_three_years_on_from_the_last_test_of_users_of_ten_thousand_a_day()
    {
        await using var plan = await AdoptedPlan.OfAsync<WaterSavingCategory>();
        await plan.PutObjectAsync("agriculture-rural-bureau", "user", "mill", "2021-01-01", new { withdrawalPerDay = 10000, lastBalanceTest = "2018-12-15" });
        await plan.PutObjectAsync("agriculture-rural-bureau", "user", "shop", "2021-01-01", new { withdrawalPerDay = 9999, lastBalanceTest = "2018-12-15" });
        await plan.PutObjectAsync("agriculture-rural-bureau", "user", "works", "2021-11-02", new { withdrawalPerDay = 25000.5m });

        var duties = await plan.DutiesAsync("20-balance-test");

        // No test on file is due at once: the day from which the platform knows the user.
        Assert.Equal([("works", "2021-11-02"), ("mill", "2021-12-15")], duties.Select(duty => (duty.Text("object"), duty.Text("due"))));
    }

    [Fact]
    public async Task Task_5_counts_operating_years_from_the_commissioning()
    {
        await using var plan = await AdoptedPlan.OfAsync<DomesticCategory>();
        using var bureau = plan.Service.As("housing-construction-bureau");
        var (status, body) = await bureau.SendAsync(HttpMethod.Put, $"{plan.Base}/registers/plants/town-plant", new
        {
            from = "2021-01-01",
            values = new { name = "town-plant", level = "town", state = "in-operation", designCapacity = 2_000, commissionedOn = "2019-06-01" },
        });
        Assert.True(status == 201, body.ToString());

        var years = await plan.DutiesAsync("5-load");

        Assert.Equal(
            [("2019-06-01", "2020-05-31", 30m), ("2020-06-01", "2021-05-31", 50m), ("2021-06-01", "2022-05-31", 70m)],
            years.Select(duty => (duty.Text("from"), duty.Text("due"), duty.GetProperty("target").GetDecimal())));
        Assert.Equal(["before-issue", "before-issue", "open"], years.Select(duty => duty.Text("state")));
    }
}
