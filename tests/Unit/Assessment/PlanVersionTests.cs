using Bishui.Assessment.Plan.Imports;
using Bishui.Assessment.Scoring;
using Bishui.Assessment.Scoring.Rules;
using Xunit;

namespace Bishui.Tests.Unit.Assessment;

public sealed class PlanVersionTests
{
    [Fact]
    public void A_version_that_changes_nothing_has_an_empty_diff() =>
        Assert.True(PlanDiff.Of(Told.Plan, Told.Plan with { Version = 2, AdoptedAt = Told.YearEnd }).IsEmpty);

    [Fact]
    public void A_diff_names_what_was_added_removed_and_changed_by_key()
    {
        var next = Told.Plan with
        {
            Version = 2,
            Title = "柳南区水污染防治2021年度工作计划（修订）",
            Tasks =
            [
                .. Told.Plan.Tasks.Where(task => task.Key != "t7").Select(task => task.Key switch
                {
                    "t30" => task with { Number = 31, Title = "加强水生态修复" },
                    "t31" => task with { Number = 30 },
                    "t9" => task with { Deadline = new(2021, 12, 20), Service = "domestic", LeadUnits = ["ecology-bureau"], Targets = null },
                    _ => task,
                }),
                Told.TaskOf(1) with { Number = 46, Key = "t46", Title = "新任务" },
            ],
            Units = [.. Told.Plan.Units.Skip(1).Select(unit => unit.Key == "towns" ? unit with { Name = "各镇政府" } : unit)],
            Objectives = [.. Told.Plan.Objectives.Select(objective => objective.Number == 1 ? objective with { Text = "达到Ⅱ类" } : objective)],
            DrinkingWaterSources = [Told.Plan.DrinkingWaterSources[0]],
            WaterFunctionZones = [Told.Plan.WaterFunctionZones[0] with { TargetClass = "II" }],
        };
        var diff = PlanDiff.Of(Told.Plan, next);
        Assert.Equal(("liunan-2021/1", "liunan-2021/2"), (diff.From, diff.To));
        Assert.Equal(["title"], diff.Head.Select(field => field.Field));
        Assert.Equal(["t46"], Keys(diff.Tasks.Added));
        Assert.Equal(["t7"], Keys(diff.Tasks.Removed));
        Assert.Equal(41, diff.Tasks.Unchanged);
        Assert.Equal(["t9", "t30", "t31"], Keys(diff.Tasks.Changed).Order(StringComparer.Ordinal).OrderBy(key => key.Length));
        Assert.Equal(["deadline", "leadUnits", "service", "targets"], Fields("t9"));
        Assert.Equal(["number", "title"], Fields("t30"));
        Assert.Equal(["number"], Fields("t31"));
        var deadline = diff.Tasks.Changed.Single(task => task.Key == "t9").Fields.Single(field => field.Field == "deadline");
        Assert.Equal(("2021-12-31", "2021-12-20"), ((string)deadline.Before!, (string)deadline.After!));
        Assert.Equal(["ecology-bureau"], Keys(diff.Units.Removed));
        Assert.Equal(["towns"], Keys(diff.Units.Changed));
        Assert.Equal(["1"], Keys(diff.Objectives.Changed));
        Assert.Equal(["柳南水厂"], Keys(diff.Sources.Removed));
        Assert.Equal(["G167-08-2-0042"], Keys(diff.Zones.Changed));

        IEnumerable<string> Fields(string key) => diff.Tasks.Changed.Single(task => task.Key == key).Fields.Select(field => field.Field).Order(StringComparer.Ordinal);
    }

    [Fact]
    public void Another_years_plan_is_new_as_a_whole()
    {
        var diff = PlanDiff.Of(Told.Plan, Told.Plan with { PlanId = "liunan-2022" });
        Assert.Null(diff.From);
        Assert.Equal((45, 0, 18), (diff.Tasks.Added.Count, diff.Tasks.Changed.Count, diff.Units.Added.Count));
    }

    [Fact]
    public void A_scheme_follows_its_tasks_by_key()
    {
        Assert.Same(Told.Scheme, SchemeFit.To(Told.Scheme, Told.Plan, Told.Plan with { Version = 2 }));
        var next = Told.Plan with
        {
            Tasks =
            [
                .. Told.Plan.Tasks.Where(task => task.Key != "t37").Select(task => task.Key switch { "t29" => task with { Number = 37 }, _ => task }),
                Told.TaskOf(1) with { Number = 46, Key = "t46" },
            ],
        };
        var scheme = SchemeFit.To(Told.Scheme, Told.Plan, next);
        Assert.Equal([37], scheme.Part("quality")!.Items.Single(item => item.Key == "national-section").Tasks);
        Assert.DoesNotContain(scheme.Part("quality")!.Items, item => item.Key == "black-odorous-water");
        Assert.Equal(["black-odorous-water"], SchemeFit.Lost(Told.Scheme, Told.Plan, next).Select(item => item.Key));
        Assert.Equal(next.Tasks.Select(task => task.Number).Order(), scheme.Part("work")!.Items.OfType<CompletionItem>().SelectMany(item => item.Tasks).Order());
        foreach (var unit in next.Units.Select(unit => unit.Key).Append(null))
            Assert.Equal(200m, Scorer.Of(new([], [next], Told.YearEnd), scheme, next, unit).Explanation.Maximum);
    }

    private static IEnumerable<string> Keys(IEnumerable<DiffItem> items) => items.Select(item => item.Key);
}
