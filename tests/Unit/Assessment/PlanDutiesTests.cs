using System.Text.Json;
using Bishui.Assessment.Common;
using Bishui.Assessment.Plan;
using Bishui.Assessment.Plan.Imports;
using Bishui.Assessment.Scoring;
using Bishui.Tests.Support;
using Xunit;

namespace Bishui.Tests.Unit.Assessment;

/// <summary>The rules that make duties come into force with the plan, or the plan does not come into force.</summary>
public sealed class PlanDutiesTests
{
    private static readonly DateTimeOffset Now = new(2021, 11, 1, 9, 0, 0, TimeSpan.FromHours(8));
    private static readonly DutiesReading Shipped = PlanFiles.Duties(PlanFiles.Shipped);

    [Fact]
    public void The_shipped_plan_brings_every_rule_to_its_task()
    {
        var plan = PlanFiles.Load(PlanFiles.Shipped, Now).Plan;

        Assert.All(plan.Tasks, task => Assert.NotEmpty(task.Duties!));
        Assert.Equal(72, plan.Tasks.Sum(task => task.Duties!.Count));
        Assert.Contains(plan.Tasks[27].Duties!, duty => duty is { Key: "28a", Schedule: "every half-year", Each: "outfall" });
    }

    [Theory]
    [InlineData("task", "46", "duties: the plan has no task 46")]
    [InlineData("key", "4", "duties: 4: used 2 times")]
    [InlineData("schedule", "now and then", "The schedule 'now and then' cannot be read")]
    [InlineData("evidence", "hearsay", "The evidence 'hearsay' cannot be read")]
    [InlineData("nature", "sin", "The nature 'sin' is neither breach nor warning")]
    [InlineData("if", "size > 1", "has no object to ask")]
    [InlineData("unit", "water-bureau", "units: 'water-bureau' is no unit's key")]
    public void A_rule_that_does_not_work_stops_the_plan_and_is_named(string member, string value, string fault)
    {
        var third = Shipped.Tasks.Single(entry => entry.Task == 3);
        var duty = third.Duties[0];
        var broken = member == "task" ? third with { Task = int.Parse(value, System.Globalization.CultureInfo.InvariantCulture) } : third with
        {
            Duties =
            [
                member switch
                {
                    "key" => duty with { Key = value },
                    "schedule" => duty with { Schedule = value },
                    "evidence" => duty with { Evidence = value },
                    "nature" => duty with { Nature = value },
                    "if" => duty with { If = value },
                    _ => duty with { Units = [value] },
                },
            ],
        };

        var refused = Assert.Throws<DataFileException>(() => Build(Shipped with { Tasks = [.. Shipped.Tasks.Select(entry => entry == third ? broken : entry)] }));

        Assert.Contains(refused.Faults, each => each.Contains(fault, StringComparison.Ordinal));
    }

    [Fact]
    public void A_task_without_any_duty_stops_the_plan()
    {
        var refused = Assert.Throws<DataFileException>(() => Build(Shipped with { Tasks = [.. Shipped.Tasks.Where(entry => entry.Task != 7)] }));

        Assert.Equal(["duties: task 7 has none"], refused.Faults);
    }

    [Fact]
    public void A_new_version_keeps_the_duties_unless_it_brings_its_own()
    {
        var current = PlanFiles.Load(PlanFiles.Shipped, Now);
        var (printed, reading) = (Json("liunan-2021.json"), Json("liunan-2021.reading.json", "\"version\": 1", "\"version\": 2"));

        var kept = PlanImporter.Read(printed, reading, null, current, [new SchemePlanCheck()], Now);
        var brought = PlanImporter.Read(printed, reading, Json("liunan-2021.duties.json", "by 2021-12-31", "by 2021-12-30"), current, [new SchemePlanCheck()], Now);

        Assert.Equal(current.Plan.Tasks.Select(task => task.Duties!.Count), kept.Plan.Tasks.Select(task => task.Duties!.Count));
        Assert.True(PlanDiff.Of(current.Plan, kept.Plan).Tasks.IsEmpty);
        var changed = PlanDiff.Of(current.Plan, brought.Plan).Tasks.Changed;
        Assert.Contains(changed, task => task.Key == "t4" && task.Fields.Single().Field == "duties");
        Assert.DoesNotContain(changed, task => task.Key == "t1");
    }

    private static PlanDocument Build(DutiesReading duties) =>
        PlanBuilder.Build(PlanFiles.Transcription(PlanFiles.Shipped), PlanFiles.Reading(PlanFiles.Shipped), Now, duties);

    private static JsonElement Json(string file, string before = "", string after = "")
    {
        var text = File.ReadAllText(Repository.Path($"services/assessment/Data/plans/{file}"));
        return JsonSerializer.Deserialize<JsonElement>(before.Length == 0 ? text : text.Replace(before, after, StringComparison.Ordinal));
    }
}
