using System.Text.Json;
using Bishui.Risk;
using Xunit;

namespace Bishui.Tests.Functional.Stories;

/// <summary>水污染事故应急预案: plans complete and issued, drilled, reviewed.</summary>
public sealed class Task11Tests
{
    private static readonly string[] Required =
    [
        "organisation", "risk-sources", "monitoring-and-warning", "reporting", "grading", "response-measures", "emergency-monitoring", "resources",
        "drinking-water-protection", "after-care",
    ];

    [Fact]
    public async Task Plans_are_completed_issued_drilled_and_reviewed()
    {
        await using var story = await Story.StartAsync<RiskCategory>();
        Assert.Equal("no-data", (await story.IndicatorAsync("emergency-plans-complete")).Text("state"));

        // Wrong input: field and code.
        Assert.Equal(["document missing"], await story.WrongRowAsync("ecology-bureau", "emergency-plans", "p1", "2021-11-01", PlanOf(Required, issuedOn: "2021-10-01")));
        Assert.Equal(["contents unknown-choice"], await story.WrongRowAsync("ecology-bureau", "emergency-plans", "p1", "2021-11-01", PlanOf(["weather"])));
        Assert.Equal(["issuedOn future-day"],
            await story.WrongRowAsync("ecology-bureau", "emergency-plans", "p1", "2021-11-01", PlanOf(Required, issuedOn: "2021-11-02", document: "柳南环发〔2021〕9号")));

        // Breach: a draft without two parts; and a plan issued and drilled long ago.
        await story.RowAsync("ecology-bureau", "emergency-plans", "p1", "2021-11-01", PlanOf(Required[2..]));
        await story.RowAsync("ecology-bureau", "emergency-plans", "p2", "2021-11-01", PlanOf(Required, "2018-06-01", "柳南环发〔2018〕3号"));
        var incomplete = Assert.Single(await story.FindingsAsync("emergency-plan-incomplete"));
        Assert.Equal(("p1", "未印发；缺：组织指挥体系及职责、风险源与风险评估"), (incomplete.Text("objectId"), incomplete.Text("text")));
        Assert.Equal("2019-06-02", Assert.Single(await story.FindingsAsync("emergency-plan-not-drilled")).Text("since"));
        Assert.Equal("2021-06-02", Assert.Single(await story.FindingsAsync("emergency-plan-review-due")).Text("since"));
        Figures(await story.IndicatorAsync("emergency-plans-complete"), 1, 2);
        Assert.Equal("no-target", (await story.IndicatorAsync("emergency-plans-complete")).Text("state"));

        // Repair.
        await story.RowAsync("ecology-bureau", "emergency-plans", "p1", "2021-11-02", PlanOf(Required, "2021-11-02", "柳南环发〔2021〕9号"));
        await story.RowAsync("ecology-bureau", "emergency-plans", "p2", "2021-11-02", PlanOf(Required, "2018-06-01", "柳南环发〔2018〕3号", "2021-11-01"));
        Assert.Equal(["plan unknown-emergency-plans"], await story.WrongRowAsync("ecology-bureau", "emergency-drills", "d1", "2021-11-02", Drill("p9")));
        Assert.Equal(["improvedOn before-drill"], await story.WrongRowAsync("ecology-bureau", "emergency-drills", "d1", "2021-11-02", Drill("p2", "2021-09-01", improvedOn: "2021-08-31")));
        await story.RowAsync("ecology-bureau", "emergency-drills", "d1", "2021-11-02", Drill("p2", "2021-09-01"));
        Assert.Empty(await story.FindingsAsync("emergency-plan-incomplete"));
        Assert.Empty(await story.FindingsAsync("emergency-plan-not-drilled"));
        Assert.Empty(await story.FindingsAsync("emergency-plan-review-due"));
        // What the drill showed is open after thirty days, until it is put right.
        Assert.Equal("2021-10-02", Assert.Single(await story.FindingsAsync("drill-problems-open")).Text("since"));
        await story.RowAsync("ecology-bureau", "emergency-drills", "d1", "2021-11-02", Drill("p2", "2021-09-01", "2021-11-02"));
        Assert.Empty(await story.FindingsAsync("drill-problems-open"));

        // Indicators with what they rest on; the day before, p1 was a draft.
        Figures(await story.IndicatorAsync("emergency-plans-complete"), 2, 2);
        Figures(await story.IndicatorAsync("emergency-plans-complete", "2021-11-01"), 1, 2);
        var drilled = await story.IndicatorAsync("emergency-plans-drilled");
        Figures(drilled, 1, 2);
        Assert.Equal(["emergency-drills/d1@2", "emergency-plans/p1@2", "emergency-plans/p2@2"], Evidence(drilled));
        Assert.Equal(2m, (await story.AtAssessmentAsync("emergency-plans-complete"))["numerator"]!.GetValue<decimal>());
    }

    [Fact]
    public async Task The_plan_is_due_at_the_end_of_the_year_and_a_stranger_registers_none()
    {
        await using var story = await Story.StartAsync<RiskCategory>();

        var duty = Assert.Single(await story.DutiesAsync("11"));
        Assert.Equal(("2021-12-31", "open"), (duty.Text("due"), duty.Text("state")));
        Assert.Equal(403, (await story.SendAsync(HttpMethod.Put, "/registers/emergency-plans/p1", new { from = "2021-11-01", values = PlanOf(Required) }, "education-bureau")).Status);
        Assert.Equal(403, (await story.GetAsync("/indicators/emergency-plans-complete", "education-bureau")).Status);
    }

    internal static object PlanOf(string[] contents, string? issuedOn = null, string? document = null, string? lastReview = null) =>
        new { name = "柳南区水污染事故应急预案", kind = "government", scope = "柳南区", contents, issuedOn, document, lastReview };

    private static object Drill(string plan, string heldOn = "2021-11-02", string? improvedOn = null) => new
    {
        name = "柳江段化学品泄漏演练",
        plan,
        heldOn,
        kind = "table-top",
        problems = "联络电话失效",
        improvement = improvedOn is null ? null : "更新通讯录",
        improvedOn,
    };

    internal static void Figures(JsonElement indicator, decimal numerator, decimal denominator)
    {
        Assert.Equal((numerator, denominator), (indicator.GetProperty("numerator").GetDecimal(), indicator.GetProperty("denominator").GetDecimal()));
        Assert.Equal(numerator * 100 / denominator, indicator.GetProperty("value").GetDecimal());
    }

    internal static IEnumerable<string> Evidence(JsonElement indicator) => indicator.GetProperty("evidence").EnumerateArray()
        .Concat(indicator.GetProperty("parts").EnumerateArray().SelectMany(part => part.GetProperty("evidence").EnumerateArray()))
        .Select(each => $"{each.Text("id")}@{each.GetProperty("version").GetInt64()}").Distinct().Order(StringComparer.Ordinal);
}
