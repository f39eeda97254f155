using Bishui.Assessment.Plan;
using Bishui.Rules.Obligations;
using Xunit;

namespace Bishui.Tests.Unit.Obligations;

/// <summary>The rules that are shipped with the plan, against the plan itself.</summary>
public sealed class DutyFileTests
{
    private static readonly PlanTranscription Printed = PlanFiles.Transcription(PlanFiles.Shipped);

    [Fact]
    public void Every_rule_can_be_read_and_does_not_contradict_itself()
    {
        Assert.Equal(72, Known.Rules.Count);
        Assert.All(Known.Rules, rule => Assert.Null(rule.Fault()));
        Assert.All(Known.Rows.Zip(Known.Rules), pair => Assert.Equal(pair.First.Schedule, pair.Second.Schedule.ToString()));
    }

    [Fact]
    public void Every_task_has_a_rule_and_every_key_is_its_own()
    {
        Assert.Equal(Enumerable.Range(1, 45), Known.Rules.Select(rule => rule.Task).Distinct().Order());
        Assert.Equal(Known.Rules.Count, Known.Rules.Select(rule => rule.Key).Distinct(StringComparer.OrdinalIgnoreCase).Count());
        Assert.All(Known.Rules, rule => Assert.Matches($@"^{rule.Task}(?:[a-z]|-[a-z-]+)?$", rule.Key));
    }

    [Fact]
    public void Every_rule_says_how_sure_it_is() =>
        Assert.All(Known.Rows, row => Assert.Contains(row.Confidence, (string[])["plan", "reading", "verified", "recalled"]));

    [Fact]
    public void Units_are_units_of_the_plan()
    {
        var known = PlanFiles.Reading(PlanFiles.Shipped).Units.Select(unit => unit.Key).ToHashSet();
        Assert.All(Known.Rows, row => Assert.All(row.Units ?? [], unit => Assert.Contains(unit, known)));
    }

    /// <summary>The printed deadline of each task says which form its own rule has.</summary>
    [Fact]
    public void The_rule_of_a_task_keeps_to_its_printed_deadline()
    {
        foreach (var task in Printed.Tasks.Where(task => task.Number is not (28 or 39 or 45)))
        {
            var expected = task.Deadline switch
            {
                "全年" => "throughout 2021",
                "年底前" => "by 2021-12-31",
                _ => "within 45 workdays of region-plan-published",
            };
            Assert.Equal(expected, Known.Rule($"{task.Number}").Schedule.ToString());
        }
    }

    [Fact]
    public void What_the_plan_leaves_open_or_strives_for_is_never_a_breach()
    {
        Assert.Equal(["17"], Known.Rules.Where(rule => rule.Nature == DutyNature.Warning).Select(rule => rule.Key));
        Assert.IsType<Schedule.AsItHappens>(Known.Rule("39").Schedule);
        Assert.All(Known.Rows.Where(row => row.Optional), row => Assert.Equal("recalled", row.Confidence));
        Assert.Equal([11, 34, 37, 37], Known.Rules.Where(rule => rule.Optional).Select(rule => rule.Task));
    }

    [Theory]
    [InlineData("28a", "every half-year", "outfall", "scaleAbove and not onlineMonitor", "reading")]
    [InlineData("28b", "while a case is open", "outfall", null, "case")]
    [InlineData("28c", "by 2021-12-31", null, null, "completion")]
    [InlineData("29-monthly", "every month", "zone", null, "reading")]
    [InlineData("32-plant-outlet", "every quarter due day 20 of month +1", null, null, "record disclosure plant-outlet")]
    [InlineData("20-balance-test", "every 3 years since lastBalanceTest", "user", "withdrawalPerDay >= 10000", "date lastBalanceTest")]
    [InlineData("21-pipes", "by 2021-12-31", "pipe", "age(laidOn) > 50 years or material = backward", "date renewedOn")]
    [InlineData("5-load", "operating years since commissionedOn: 30, 50, 70", "plant", "not level = city and not state = under-construction", "record result load-rate")]
    [InlineData("14-approval", "gate before project-approval", null, null, "record gate-check environmental-access")]
    [InlineData("16-permit", "gate before withdrawal-permit", null, null, "record gate-check reclaimed-water")]
    [InlineData("22a", "every year due day 31 of month -11", null, null, "record document intake-plan")]
    [InlineData("15-guide", "every year", null, null, "record document project-guide")]
    public void A_rule_says_what_the_table_of_deadlines_says(string key, string schedule, string? each, string? condition, string evidence)
    {
        var rule = Known.Rule(key);
        Assert.Equal((schedule, each, condition, evidence), ($"{rule.Schedule}", rule.Each, rule.If?.ToString(), $"{rule.Evidence}"));
    }
}
