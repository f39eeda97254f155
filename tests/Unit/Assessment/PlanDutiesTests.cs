using System.Text.Json;
using Bishui.Assessment;
using Bishui.Assessment.Plan;
using Bishui.Assessment.Plan.Imports;
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
        Assert.Equal(Shipped.Duties.Count, plan.Tasks.Sum(task => task.Duties!.Count));
        Assert.Contains(plan.Tasks[27].Duties!, duty => duty is { Key: "28a", Schedule: "every half-year", Each: "outfall" });
    }

    [Theory]
    [InlineData("task", "46", "duties: 3: the plan has no task 46")]
    [InlineData("key", "4", "duties: 4: used 2 times")]
    [InlineData("schedule", "now and then", "The schedule 'now and then' cannot be read")]
    [InlineData("evidence", "hearsay", "The evidence 'hearsay' cannot be read")]
    [InlineData("nature", "sin", "The nature 'sin' is neither breach nor warning")]
    [InlineData("if", "size > 1", "has no object to ask")]
    [InlineData("unit", "water-bureau", "units: 'water-bureau' is no unit's key")]
    public void A_rule_that_does_not_work_stops_the_plan_and_is_named(string member, string value, string fault)
    {
        var third = Shipped.Duties.Single(duty => duty.Key == "3");
        var broken = member switch
        {
            "task" => third with { Task = int.Parse(value, System.Globalization.CultureInfo.InvariantCulture) },
            "key" => third with { Key = value },
            "schedule" => third with { Schedule = value },
            "evidence" => third with { Evidence = value },
            "nature" => third with { Nature = value },
            "if" => third with { If = value },
            _ => third with { Units = [value] },
        };

        var refused = Assert.Throws<DataFileException>(() => Build(Shipped with { Duties = [.. Shipped.Duties.Select(duty => duty == third ? broken : duty)] }));

        Assert.Contains(refused.Faults, each => each.Contains(fault, StringComparison.Ordinal));
    }

    [Fact]
    public void A_task_without_any_duty_stops_the_plan()
    {
        var refused = Assert.Throws<DataFileException>(() => Build(Shipped with { Duties = [.. Shipped.Duties.Where(duty => duty.Task != 7)] }));

        Assert.Equal(["duties: task 7 has none"], refused.Faults);
    }

    [Fact]
    public void A_new_version_keeps_the_duties_unless_it_brings_its_own()
    {
        var current = PlanFiles.Load(PlanFiles.Shipped, Now);
        var (printed, reading) = (Json("liunan-2021.json"), Json("liunan-2021.reading.json", "\"version\": 1", "\"version\": 2"));

        var kept = PlanImporter.Read(printed, reading, null, current, Now);
        var brought = PlanImporter.Read(printed, reading, Json("liunan-2021.duties.json", "by 2021-12-31", "by 2021-12-30"), current, Now);

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
