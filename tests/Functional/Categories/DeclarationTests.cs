using Bishui.Agricultural;
using Bishui.Assessment;
using Bishui.Assessment.Organisation;
using Bishui.Contracts.Plans;
using Bishui.Domestic;
using Bishui.Ecological;
using Bishui.Features;
using Bishui.Features.Findings;
using Bishui.Features.Indicators;
using Bishui.Features.Registers;
using Bishui.Features.Tasks;
using Bishui.Industrial;
using Bishui.Risk;
using Bishui.Rules.Indicators;
using Bishui.Shipping;
using Bishui.Tests.Functional.Obligations;
using Bishui.WaterSaving;
using Xunit;

namespace Bishui.Tests.Functional.Categories;

/// <summary>What the categories declare, held against the published plan.</summary>
public sealed class DeclarationTests
{
    private static readonly string[] LinkKinds = ["site", "entry", "exceedance", "obligation"];

    private static readonly Declared[] All =
    [
        Of<IndustrialCategory>(), Of<DomesticCategory>(), Of<AgriculturalCategory>(), Of<ShippingCategory>(), Of<RiskCategory>(),
        Of<WaterSavingCategory>(), Of<EcologicalCategory>(),
    ];

    private static PlanAdopted Plan => AdoptedPlan.Plan;

    public static TheoryData<int> TasksWithCountableWork => [.. Enumerable.Range(1, 15)];

    [Theory]
    [MemberData(nameof(TasksWithCountableWork))]
    public void Every_task_with_countable_work_has_an_indicator_at_its_service(int task) =>
        Assert.Contains(All.Single(one => one.Name == TaskOf(task).Service).Indicators, one => TaskOf(task).Topics!.Contains(one.Topic));

    [Fact]
    public void A_field_that_names_a_telephone_or_somebody_to_call_is_personal()
    {
        var fields = All.SelectMany(one => one.Registers).Concat(OrganisationFigures.Registers)
            .SelectMany(register => register.Fields, (register, field) => (register.Key, Field: field.Declared)).ToList();
        Assert.Empty(fields.Where(each => !each.Field.Personal && new[] { "电话", "手机", "联系人", "联系方式", "身份证", "邮箱" }
            .Any(word => each.Field.LabelZh.Contains(word, StringComparison.Ordinal))).Select(each => $"{each.Key}: {each.Field.LabelZh}"));
        Assert.Contains(fields, each => each.Field.Personal);
    }

    [Fact]
    public void What_a_category_declares_is_of_its_own_topics()
    {
        foreach (var one in All)
            Assert.Empty(one.Registers.SelectMany(register => register.Declared.Topics).Concat(one.Indicators.Select(each => each.Topic))
                .Concat(one.Findings.Select(each => each.Topic)).Except(one.Topics.Select(topic => topic.Key)));
    }

    [Fact]
    public void The_topics_of_the_plan_are_those_of_the_services_that_own_its_tasks()
    {
        var assessment = new Declared("assessment", AssessmentTopics.All, OrganisationFigures.Registers, OrganisationFigures.Indicators, OrganisationFigures.Findings);
        foreach (var one in All.Append(assessment))
        {
            var carried = Plan.Tasks.Where(task => task.Service == one.Name).SelectMany(task => task.Topics!).Distinct();
            Assert.Equal(one.Topics.Select(topic => topic.Key).Order(), carried.Order());
            Assert.All(one.Topics, topic => Assert.True(topic is { TitleZh.Length: > 0, TitleEn.Length: > 0, CoversZh.Length: > 0 }, topic.Key));
        }
        Assert.All(Plan.Tasks, task => Assert.NotEmpty(task.Topics!));
    }

    private static PlanTask TaskOf(int number) => Plan.Tasks.Single(task => task.Number == number);

    [Fact]
    public void Keys_are_unique_and_what_registers_name_exists()
    {
        foreach (var one in All)
        {
            string[] keys = [.. one.Registers.Select(register => register.Key)];
            Assert.Equal(keys.Distinct(), keys);
            Assert.Equal(one.Indicators.Select(each => each.Key).Distinct(), one.Indicators.Select(each => each.Key));
            Assert.Equal(one.Findings.Select(each => each.Key).Distinct(), one.Findings.Select(each => each.Key));
            Assert.DoesNotContain(one.Registers.SelectMany(register => register.Fields, (register, field) => (register.Key, Field: field.Key, field.Declared.Refers)),
                each => each.Refers is { } named && !keys.Contains(named) && !LinkKinds.Contains(named));
        }
    }

    [Fact]
    public void Rows_owe_duties_under_the_names_that_the_plan_uses()
    {
        foreach (var one in All)
        {
            var duties = Plan.Tasks.Where(task => task.Service == one.Name).SelectMany(task => task.Duties ?? []).ToList();
            foreach (var register in one.Registers.Where(register => register.Declared.DutyObject is not null))
                Assert.Contains(duties, duty => duty.Each == register.Declared.DutyObject);
        }
    }

    [Fact]
    public void A_figure_from_above_is_one_that_the_plan_leaves_open_and_a_printed_one_is_printed()
    {
        var open = Plan.Tasks.SelectMany(task => task.Targets ?? [], (task, target) => (task, target.Key)).ToHashSet();
        foreach (var indicator in All.SelectMany(one => one.Indicators))
            switch (indicator.Target)
            {
                case IndicatorTarget.Pending pending:
                    Assert.Contains(open, each => each.Key == pending.Key && each.task.Topics!.Contains(indicator.Topic));
                    break;
                case IndicatorTarget.Fixed { Value: var value }:
                    var clause = string.Concat(Plan.Tasks.Where(task => task.Topics!.Contains(indicator.Topic)).Select(task => task.Content));
                    // "所有" prints a hundred percent without the figure.
                    Assert.True(clause.Contains($"{value:0.##}", StringComparison.Ordinal) || (value == 100 && clause.Contains("所有", StringComparison.Ordinal)), indicator.Key);
                    break;
            }
    }

    private sealed record Declared(string Name, IReadOnlyList<Topic> Topics, IReadOnlyList<Register> Registers, IReadOnlyList<Indicator> Indicators, IReadOnlyList<FindingRule> Findings);

    private static Declared Of<T>() where T : ICategory => new(T.Name, T.Topics, T.Registers, T.Indicators, T.Findings);
}
