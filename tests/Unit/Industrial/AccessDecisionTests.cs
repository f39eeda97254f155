using Bishui.Contracts.Readings;
using Bishui.Features.Registers;
using Bishui.Industrial.Access;
using Xunit;

namespace Bishui.Tests.Unit.Industrial;

/// <summary>The decision on access, with a row on each side of every boundary.</summary>
public sealed class AccessDecisionTests
{
    private static readonly DateOnly Day = new(2021, 11, 2);

    [Theory]
    [InlineData(12, 0, 1, false, AccessOutcome.Allow)]
    [InlineData(12, 1, 1, false, AccessOutcome.Allow)]
    [InlineData(12, 2, 1, false, AccessOutcome.Refuse)]
    [InlineData(12, 2, 0, false, AccessOutcome.Allow)]
    [InlineData(12, 5, 1, false, AccessOutcome.Refuse)]
    [InlineData(12, 6, 1, false, AccessOutcome.ReductionPlanNeeded)]
    [InlineData(12, 6, 0, false, AccessOutcome.ReductionPlanNeeded)]
    [InlineData(12, 6, 10, true, AccessOutcome.Allow)]
    [InlineData(12, 6, 10.001, true, AccessOutcome.Refuse)]
    [InlineData(12, 2, 10, true, AccessOutcome.Allow)]
    [InlineData(6, 0, 1, false, AccessOutcome.Allow)]
    [InlineData(5, 0, 1, false, AccessOutcome.Undetermined)]
    [InlineData(5, 0, 0, false, AccessOutcome.Allow)]
    [InlineData(0, 0, 1, false, AccessOutcome.Undetermined)]
    [InlineData(2, 2, 1, false, AccessOutcome.Refuse)]
    public void Months_beyond_the_target_and_plans_decide(int known, int beyond, double load, bool plan, AccessOutcome expected) =>
        Assert.Equal(expected, Decide(known, beyond, (decimal)load, plan).Outcome);

    [Fact]
    public void An_area_beyond_its_capacity_needs_its_plan_whatever_the_project_discharges()
    {
        var finding = AccessDecision.Decide(Day, [new("ammonia-nitrogen", 0)], Months(12, 6), [], AccessRules.Carried);
        Assert.Equal(AccessOutcome.ReductionPlanNeeded, finding.Outcome);
        var item = Assert.Single(finding.Items, item => item.Parameter == "total-phosphorus");
        Assert.Equal((WaterState.Overloaded, 6, (decimal?)null), (item.State, item.Beyond, item.Load));
    }

    [Fact]
    public void Only_the_whole_months_before_the_day_count()
    {
        var finding = AccessDecision.Decide(Day, [new("total-phosphorus", 1)], [Month(new(2020, 10, 1), "V"), Month(new(2021, 11, 1), "V"), .. Months(12, 1)], [], AccessRules.Carried);
        Assert.Equal((AccessOutcome.Allow, new DateOnly(2020, 11, 1), new DateOnly(2021, 10, 31)), (finding.Outcome, finding.From, finding.To));
        Assert.Equal((12, 1), (finding.Items[0].Known, finding.Items[0].Beyond));
    }

    [Fact]
    public void A_parameter_without_class_limits_is_for_a_person_to_decide() =>
        Assert.Equal(AccessOutcome.Undetermined, AccessDecision.Decide(Day, [new("total-phosphorus", 1)],
            [.. Enumerable.Range(0, 12).Select(i => Month(new DateOnly(2020, 11, 1).AddMonths(i), null))], [], AccessRules.Carried).Outcome);

    [Fact]
    public void A_plan_that_is_over_counts_no_more() =>
        Assert.Equal(AccessOutcome.ReductionPlanNeeded, AccessDecision.Decide(Day, [new("total-phosphorus", 1)], Months(12, 6), [Plan(Day.AddDays(-1))], AccessRules.Carried).Outcome);

    private static AccessFinding Decide(int known, int beyond, decimal load, bool plan) =>
        AccessDecision.Decide(Day, [new("total-phosphorus", load)], Months(known, beyond), plan ? [Plan(Day)] : [], AccessRules.Carried);

    private static SectionClassified[] Months(int known, int beyond) =>
        [.. Enumerable.Range(0, known).Select(i => Month(new DateOnly(2021, 10, 1).AddMonths(-i), i < beyond ? "IV" : "III"))];

    private static SectionClassified Month(DateOnly from, string? waterClass) => new()
    {
        Service = "ecological",
        Site = "lutang",
        SiteName = "露塘",
        SiteKind = "river-section",
        From = from,
        To = from.AddMonths(1).AddDays(-1),
        Class = waterClass,
        Target = "III",
        Provisional = false,
        Deciding = [],
        Rule = "single-factor-month/1",
        Means = [new() { Parameter = "total-phosphorus", Mean = 0.25m, Unit = "mg/L", Count = 29, Class = waterClass }],
        DeterminedAt = default,
    };

    private static Row<ReductionPlan> Plan(DateOnly ends) => new()
    {
        Id = "p1",
        Version = 1,
        From = Day,
        Unit = "ecology-bureau",
        RecordedAt = default,
        Evidence = new("register-row", "reduction-plans/p1", 1),
        Values = new() { Name = "削减方案", Section = "lutang", Parameter = "total-phosphorus", Reduction = 10, Document = "文", BeginsOn = new(2021, 1, 1), EndsOn = ends },
    };
}
