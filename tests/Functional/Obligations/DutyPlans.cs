using Bishui.Contracts.Plans;

namespace Bishui.Tests.Functional.Obligations;

/// <summary>The test plan with a rule of each kind.</summary>
internal static class DutyPlans
{
    public static PlanAdopted For(string service, int version = 1, params PlanDuty[] more)
    {
        var plan = TestPlans.For(service, version, version == 1 ? "每月监测一次" : $"第 {version} 版");
        return plan with { Tasks = [plan.Tasks[0] with { Duties = [.. Duties, .. more], Targets = [Target] }, .. plan.Tasks.Skip(1)] };
    }

    public static PlanDuty Duty(string key, string schedule, string evidence, string? each = null, string? condition = null,
        IReadOnlyList<string>? units = null, bool perUnit = false, string nature = "breach", bool optional = false) => new()
        {
            Key = key,
            Title = $"事项 {key}",
            Schedule = schedule,
            Each = each,
            If = condition,
            Units = units,
            PerUnit = perUnit,
            Evidence = evidence,
            Nature = nature,
            Optional = optional,
            Confidence = "plan",
        };

    private static PlanTarget Target => new() { Key = "annual-water-use", Title = "年度用水总量", Measure = "万立方米" };

    private static IReadOnlyList<PlanDuty> Duties =>
    [
        Duty("year", "throughout 2021", "completion"),
        Duty("disclosure", "every quarter due day 20 of month +1", "record disclosure source-water"),
        Duty("report", "every half-year due day 30 of month +0", "record report half-year-summary", units: [TestPlans.Lead, TestPlans.Cooperating], perUnit: true),
        Duty("test", "every 3 years since lastTest", "date lastTest", each: "user", condition: "withdrawalPerDay >= 10000"),
        Duty("sampling", "every half-year", "reading", each: "outfall", condition: "scaleAbove and not onlineMonitor"),
        Duty("zone", "every month", "reading", each: "zone"),
        Duty("targets", "within 45 workdays of region-plan-published", "record document yearly-targets"),
        Duty("gate", "gate before project-approval", "record gate-check access", each: "project"),
        Duty("strive", "by 2021-12-31", "record result grade", nature: "warning"),
        Duty("offered", "every month", "record report extra", optional: true),
    ];
}
