using Bishui.Assessment.Board;
using Bishui.Assessment.Intake;
using Bishui.Assessment.Scoring;
using Xunit;

namespace Bishui.Tests.Unit.Assessment;

public sealed class BoardTests
{
    private static readonly DateTimeOffset Now = Told.On(2021, 11, 20).AddHours(9);

    [Fact]
    public void A_unit_sees_what_it_leads_cooperates_in_and_reviews_over_all_services()
    {
        var board = Board("ecology-bureau");
        Assert.Equal(Told.Plan.Tasks.Where(task => task.LeadUnits.Concat(task.CooperatingUnits).Concat(task.ReviewUnits).Contains("ecology-bureau")).Select(task => task.Number),
            board.Select(task => task.Number));
        Assert.True(board.Select(task => task.Service).Distinct().Count() >= 6);
        Assert.Equal([BoardRole.Leading, BoardRole.Cooperating], Task("agriculture-rural-bureau", 30).Roles);
        Assert.Equal([BoardRole.Reviewing], Task("ecology-committee", 3).Roles);
        Assert.Equal(45, Board("ecology-committee").Count);
    }

    [Fact]
    public void Without_anything_to_do_a_task_is_green()
    {
        var task = Task("ecology-bureau", 3);
        Assert.Equal((Colour.Green, "otherwise"), (task.Colour, task.Rule));
        Assert.Null(task.NextDuty);
    }

    [Theory]
    [InlineData("missed", 19, false, "Red", "duty-missed")]
    [InlineData("missed", 19, true, "Green", "otherwise")]             // due before the plan was issued
    [InlineData("open", 19, false, "Red", "duty-missed")]              // past its day, and nobody has said so yet
    [InlineData("open", 20, false, "Yellow", "duty-soon")]
    [InlineData("open", 27, false, "Yellow", "duty-soon")]
    [InlineData("open", 28, false, "Green", "otherwise")]
    [InlineData("met-late", 19, false, "Green", "otherwise")]
    [InlineData("waived", 19, false, "Green", "otherwise")]
    public void Duties_colour_a_task(string state, int due, bool beforeIssue, string colour, string rule)
    {
        var task = Task("ecology-bureau", 3, Told.Duty(3, "o1", state, new(2021, 11, due), Told.On(2021, 11, 2), beforeIssue: beforeIssue));
        Assert.Equal((colour, rule), (task.Colour.ToString(), task.Rule));
        if (colour == "Red") Assert.Equal("有应计的应办事项逾期未办（印发前事项不计）：事项o1，应于2021年11月19日前办理", task.Why);
        Assert.Equal(state == "open" && due >= 20 ? "o1" : null, task.NextDuty?.Id);
        Assert.Equal(rule == "duty-missed" ? 1 : 0, task.Late.Count);
    }

    [Fact]
    public void A_miss_of_what_is_only_striven_for_is_a_warning()
    {
        var told = (Bishui.Contracts.Obligations.ObligationTold)FactTypes.Read(Told.Duty(3, "o1", "missed", new(2021, 11, 19), Told.On(2021, 11, 2)));

        var task = Task("ecology-bureau", 3, FactTypes.Of(told with { Nature = "warning" }, "industrial"));

        Assert.Equal((Colour.Yellow, "warning-missed"), (task.Colour, task.Rule));
    }

    [Fact]
    public void The_highest_revision_known_at_the_instant_counts()
    {
        Fact[] facts = [Told.Duty(3, "o1", "met-late", new(2021, 11, 10), Told.On(2021, 11, 18), 3), Told.Duty(3, "o1", "missed", new(2021, 11, 10), Told.On(2021, 11, 11), 2), Told.Duty(3, "o1", "open", new(2021, 11, 10), Told.On(2021, 11, 1), 1)];
        Assert.Equal(Colour.Green, Board("ecology-bureau", Now, facts).Single(task => task.Number == 3).Colour);
        Assert.Equal(Colour.Red, Board("ecology-bureau", Told.On(2021, 11, 17), facts).Single(task => task.Number == 3).Colour);
        Assert.Equal(Colour.Yellow, Board("ecology-bureau", Told.On(2021, 11, 5), facts).Single(task => task.Number == 3).Colour);
    }

    [Fact]
    public void The_duty_due_next_comes_first_and_one_without_a_day_last()
    {
        Fact open = Told.Duty(3, "o0", "anchor-open", null, Told.On(2021, 11, 2)), late = Told.Duty(3, "o1", "open", new(2021, 12, 30), Told.On(2021, 11, 2)), soon = Told.Duty(3, "o2", "open", new(2021, 12, 1), Told.On(2021, 11, 2));
        Assert.Equal("o2", Task("ecology-bureau", 3, open, late, soon).NextDuty!.Id);
        Assert.Equal(("o0", "anchor-open", null), (Task("ecology-bureau", 3, open).NextDuty!.Id, Task("ecology-bureau", 3, open).NextDuty!.State, Task("ecology-bureau", 3, open).NextDuty!.Due));
    }

    [Fact]
    public void A_lead_answers_for_its_own_duties_and_whoever_else_looks_on_sees_all()
    {
        var missed = Told.Duty(32, "o1", "missed", new(2021, 11, 19), Told.On(2021, 11, 20), units: "health-bureau");
        Assert.Equal(Colour.Red, Task("health-bureau", 32, missed).Colour);
        Assert.Equal(Colour.Green, Task("ecology-bureau", 32, missed).Colour);
        Assert.Equal(Colour.Red, Task("ecology-committee", 32, missed).Colour);
    }

    [Fact]
    public void An_urging_is_yellow_until_its_day_and_red_after_it_unless_it_was_answered()
    {
        var urged = Told.Urged(1, "u1", new(2021, 11, 20), Told.On(2021, 11, 15), "ecology-bureau", "industry-it-bureau");
        Assert.Equal((Colour.Yellow, "urging-open"), Rule("ecology-bureau", 1, Now, urged));
        Assert.Equal((Colour.Red, "urging-overdue"), Rule("ecology-bureau", 1, Now.AddDays(1), urged));
        var answered = Told.Answered(1, "u1", Told.On(2021, 11, 18), "ecology-bureau");
        Assert.Equal((Colour.Green, "otherwise"), Rule("ecology-bureau", 1, Now.AddDays(1), urged, answered));
        Assert.Equal((Colour.Red, "urging-overdue"), Rule("industry-it-bureau", 1, Now.AddDays(1), urged, answered));
        var task = Task("towns", 1, urged, answered);
        Assert.Equal(["industry-it-bureau"], Assert.Single(task.OpenUrgings).Waiting);
        Assert.Equal((Colour.Green, "otherwise"), Rule("ecology-bureau", 1, Told.On(2021, 11, 14), urged));
    }

    [Fact]
    public void A_passed_deadline_is_red_until_the_unit_is_done_and_a_returned_completion_yellow()
    {
        Assert.Equal((Colour.Green, "otherwise"), Rule("ecology-bureau", 1, Told.YearEnd.AddTicks(-1)));
        Assert.Equal((Colour.Red, "deadline-passed"), Rule("ecology-bureau", 1, Told.YearEnd));
        var accepted = Told.Reviewed(1, "accepted", Told.On(2021, 11, 10));
        Assert.Equal((Colour.Green, "otherwise"), Rule("ecology-bureau", 1, Told.YearEnd, accepted));
        Assert.Equal((Colour.Red, "deadline-passed"), Rule("industry-it-bureau", 1, Told.YearEnd, accepted));
        Assert.Equal((Colour.Red, "deadline-passed"), Rule("towns", 1, Told.YearEnd, accepted));
        Assert.Equal((Colour.Green, "otherwise"), Rule("ecology-committee", 38, Told.YearEnd));                     // open anchor
        Assert.Equal((Colour.Yellow, "completion-returned"), Rule("ecology-bureau", 3, Now, Told.Reviewed(3, "returned", Told.On(2021, 11, 10))));
    }

    [Fact]
    public void The_task_is_held_by_whoever_has_to_act()
    {
        Assert.Equal(["ecology-bureau/Leading", "industry-it-bureau/Leading"], Holders());
        Assert.Equal(["industry-it-bureau/Leading", "ecology-committee/Reviewing"], Holders(Told.Submitted(1, Told.On(2021, 11, 10))));
        Assert.Equal(["ecology-bureau/Leading", "industry-it-bureau/Leading"], Holders(Told.Reviewed(1, "returned", Told.On(2021, 11, 10))));
        Assert.Equal(["industry-it-bureau/Leading"], Holders(Told.Reviewed(1, "accepted", Told.On(2021, 11, 10))));
        Assert.Empty(Holders([.. Told.Done(1, Told.On(2021, 11, 10))]));
        // Nobody reviews its own: the other reviewer holds it.
        Assert.Equal(["ecology-bureau"], Task("ecology-committee", 38, Told.Submitted(38, Told.On(2021, 11, 10))).Holders.Select(holder => holder.Unit));

        static IEnumerable<string> Holders(params Fact[] facts) => Task("ecology-bureau", 1, facts).Holders.Select(holder => $"{holder.Unit}/{holder.Role}");
    }

    [Fact]
    public void Every_rule_is_told_once_and_the_last_one_always_holds()
    {
        Assert.Equal(BoardRules.All.Count, BoardRules.All.Select(rule => rule.Key).Distinct().Count());
        Assert.Equal(Colour.Green, BoardRules.All[^1].Colour);
        Assert.Equal(BoardRules.All.Select(rule => rule.Colour).OrderDescending(), BoardRules.All.Select(rule => rule.Colour));
    }

    private static IReadOnlyList<BoardTask> Board(string unit, DateTimeOffset? at = null, params Fact[] facts) =>
        TaskBoard.Of(new Evidence(facts.Select(Told.Known), [Told.Plan], at ?? Now), Told.Plan, unit);

    private static BoardTask Task(string unit, int number, params Fact[] facts) => Board(unit, Now, facts).Single(task => task.Number == number);

    private static (Colour, string) Rule(string unit, int number, DateTimeOffset at, params Fact[] facts)
    {
        var task = Board(unit, at, facts).Single(task => task.Number == number);
        return (task.Colour, task.Rule);
    }
}
