using Bishui.Tests.Support;
using Xunit;

namespace Bishui.Tests.Functional.Ecological;

/// <summary>What holds for a year holds for that year.</summary>
public sealed class PeriodTests
{
    [Fact]
    public async Task The_objective_of_a_later_plan_leaves_the_years_before_as_they_were()
    {
        await using var service = await EcologicalService.StartAsync();
        var bureau = service.As(TestPlans.Lead);
        var plan = TestPlans.For("ecological");
        await service.TellAsync(plan with
        {
            PlanId = "test-2022",
            Year = 2022,
            IssuedOn = new(2022, 3, 1),
            WaterFunctionZones = [plan.WaterFunctionZones[0] with { TargetClass = "II" }],
        });
        await Eventually.HoldsAsync(async () => (await bureau.ReadAsync("/api/ecological/sites/lutang")).Body.Text("target") == "II");

        Assert.Equal("Ⅲ", await TargetAsync("2021-04"));
        Assert.Equal("Ⅱ", await TargetAsync("2022-04"));
        // The older plan told again adds nothing, and does not become the newest.
        await service.TellAsync(TestPlans.For("ecological", version: 2) with
        {
            WaterFunctionZones = [plan.WaterFunctionZones[0] with { TargetClass = "IV" }],
        });
        await Eventually.HoldsAsync(async () => await TargetAsync("2021-04") == "Ⅳ");
        var site = (await bureau.ReadAsync("/api/ecological/sites/lutang")).Body;
        Assert.Equal(("II", 2), (site.Text("target"), site.Count("periods")));

        async Task<string?> TargetAsync(string month) =>
            (await bureau.ReadAsync($"/api/ecological/sites/lutang/class?from={month}-01&to={month}-30")).Body.Text("target");
    }

    [Fact]
    public async Task One_sample_by_hand_does_not_stand_for_a_year_of_the_device()
    {
        await using var service = await EcologicalService.StartAsync();
        var bureau = service.As(TestPlans.Lead);
        string[] parameters = ["dissolved-oxygen", "permanganate-index", "ammonia-nitrogen"];
        await bureau.PostAsync("/api/ecological/readings", new
        {
            readings = Enumerable.Range(1, 10).SelectMany(month => parameters.Select(parameter =>
                    EcologicalService.Row(parameter, parameter == "dissolved-oxygen" ? 8m : 0.1m, $"2021-{month:00}-06T04:00:00+08:00")))
                .Append(EcologicalService.Row("ammonia-nitrogen", 0.9m, "2021-10-07T09:00:00+08:00", kind: "manual")),
        });

        var (_, year) = await bureau.ReadAsync("/api/ecological/sites/lutang/class?from=2021-01-01&to=2021-12-31");
        var (_, october) = await bureau.ReadAsync("/api/ecological/sites/lutang/class?from=2021-10-01&to=2021-10-31");

        Assert.Equal(("Ⅰ", 10, true), (year.Text("class"), year.Count("months"), year.GetProperty("provisional").GetBoolean()));
        Assert.All(year.GetProperty("readings").EnumerateArray(), evidence => Assert.Equal("realtime", evidence.Text("kind")));
        // Within one month the analysed sample stands above the device.
        Assert.Equal("Ⅲ", october.Text("class"));
    }
}
