using Bishui.Assessment.Intake;
using Bishui.Assessment.Scoring;
using Bishui.Contracts.Tasks;
using Xunit;

namespace Bishui.Tests.Unit.Assessment;

public sealed class ScoringTests
{
    // 环水体〔2016〕179号: both sides of every bound.
    [Theory]
    [InlineData(86, 75, "good")]
    [InlineData(86, 58, "qualified")]
    [InlineData(92, 59.9, "good")]
    [InlineData(61, 40, "unqualified")]
    [InlineData(59, 95, "unqualified")]
    [InlineData(59, 40, "unqualified")]
    [InlineData(90, 60, "excellent")]
    [InlineData(89.9999, 60, "good")]
    [InlineData(80, 60, "good")]
    [InlineData(79.9999, 60, "qualified")]
    [InlineData(60, 60, "qualified")]
    [InlineData(59.9999, 100, "unqualified")]
    [InlineData(0, 0, "unqualified")]
    public void Quality_sets_the_grade_and_work_checks_it(decimal quality, decimal work, string grade) =>
        Assert.Equal(grade, Scorer.GradeOf(Told.Scheme.Grading, [new("quality", "", quality, 100, ScoreState.Scored), new("work", "", work, 100, ScoreState.Scored)]).Key);

    [Theory]
    [InlineData(2021, 12, 31, 1)]
    [InlineData(2022, 1, 1, 0.6)]
    public void A_completion_counts_in_full_until_the_end_of_its_last_day_and_in_part_later(int year, int month, int day, decimal share)
    {
        var submitted = Told.On(year, month, day).AddHours(day == 31 ? 23.99 : 0);
        var leaf = Leaf(Told.Score(Told.On(2022, 3, 1), "ecology-bureau", Told.Reviewed(3, "accepted", submitted)), "work/task/3");
        Assert.Equal(Floor(leaf.Maximum * share), leaf.Points);
        Assert.Equal((ScoreState.Scored, "completion/3"), (leaf.State, leaf.Rule));
        Assert.Equal(["task", "entry", "fact"], leaf.Links.Select(link => link.Kind));
    }

    [Fact]
    public void A_review_after_the_deadline_does_not_make_a_timely_completion_late()
    {
        var score = Told.Score(Told.On(2022, 3, 1), "ecology-bureau", Told.Reviewed(3, "accepted", Told.On(2021, 12, 30), Told.On(2022, 2, 1)));
        Assert.Equal(Leaf(score, "work/task/3").Maximum, Leaf(score, "work/task/3").Points);
    }

    [Fact]
    public void An_open_anchor_cannot_be_missed()
    {
        var leaf = Leaf(Told.Score(Told.On(2023, 1, 1), "ecology-committee"), "work/task/38");
        Assert.Equal((0m, ScoreState.Pending), (leaf.Points, leaf.State));
        leaf = Leaf(Told.Score(Told.On(2023, 1, 1), "ecology-committee", Told.Reviewed(38, "accepted", Told.On(2022, 6, 1))), "work/task/38");
        Assert.Equal((leaf.Maximum, ScoreState.Scored), (leaf.Points, leaf.State));
    }

    [Fact]
    public void What_is_missing_waits_before_the_deadline_and_earns_nothing_after_it()
    {
        Assert.Equal(ScoreState.Pending, State(Told.On(2021, 11, 1)));
        Assert.Equal(ScoreState.NoData, State(Told.YearEnd));
        Assert.Equal(ScoreState.Pending, State(Told.YearEnd, Told.Submitted(3, Told.On(2021, 12, 1))));
        Assert.Equal(ScoreState.Scored, State(Told.YearEnd, Told.Entry(3, 1, new(2021, 11, 2))));
        Assert.Equal(ScoreState.Scored, State(Told.YearEnd, Told.Submitted(3, Told.On(2021, 12, 1)), Told.Reviewed(3, "returned", Told.On(2021, 12, 1))));

        static ScoreState State(DateTimeOffset at, params Fact[] facts)
        {
            var leaf = Leaf(Told.Score(at, "ecology-bureau", facts), "work/task/3");
            Assert.Equal(0m, leaf.Points);
            return leaf.State;
        }
    }

    [Fact]
    public void A_task_goes_from_open_to_done_whatever_arrives_first()
    {
        var (first, second) = (Told.On(2021, 11, 2), Told.On(2021, 11, 5));
        Assert.Equal(TaskState.Open, Told.File(3).State);
        Assert.Equal(TaskState.Open, Told.File(3, Told.Entry(3, 1, new(2021, 11, 2))).State);
        Assert.Equal(TaskState.Submitted, Told.File(3, Told.Submitted(3, first)).State);
        Assert.Equal(TaskState.Returned, Told.File(3, Told.Reviewed(3, "returned", first)).State);
        Assert.Equal(TaskState.Submitted, Told.File(3, Told.Submitted(3, second, "c2"), Told.Reviewed(3, "returned", first), Told.Submitted(3, first)).State);
        Assert.Equal(TaskState.Done, Told.File(3, Told.Reviewed(3, "accepted", second, id: "c2"), Told.Submitted(3, first), Told.Reviewed(3, "returned", first)).State);
        Assert.Equal(TaskState.Open, Told.File(4, Told.Submitted(3, first)).State);
    }

    [Fact]
    public void A_section_earns_by_complying_months_among_the_months_due()
    {
        var leaf = Leaf(Told.Score(Told.On(2021, 11, 1), "ecology-bureau",
            Told.Classified("lutang", 2, "II"), Told.Classified("lutang", 3, "III"), Told.Classified("lutang", 4, "II", provisional: true),
            Told.Classified("lutang", 5, null), Told.Classified("mudong", 6, "I"), Told.Classified("lutang", 11, "I")), "quality/national-section");
        Assert.Equal((10, 3, 2), ((int)leaf.Inputs["monthsDue"]!, (int)leaf.Inputs["monthsClassified"]!, (int)leaf.Inputs["monthsComplying"]!));
        Assert.Equal(Floor(leaf.Maximum * 2 / 10), leaf.Points);
        Assert.Equal(ScoreState.Provisional, leaf.State);
        Assert.Equal(["lutang/2021-04"], leaf.Inputs["monthsProvisional"]!.AsArray().Select(month => (string)month!));
        Assert.Equal(7, leaf.Inputs["monthsMissing"]!.AsArray().Count);
    }

    [Fact]
    public void The_same_month_meets_the_zone_and_misses_the_objective_where_their_classes_differ()
    {
        var score = Told.Score(Told.YearEnd, "ecology-bureau", Enumerable.Range(1, 12).Select(month => Told.Classified("lutang", month, "III")));
        var (objective, zone) = (Leaf(score, "quality/national-section"), Leaf(score, "quality/water-function-zone"));
        Assert.Equal((0m, ScoreState.Scored), (objective.Points, objective.State));
        Assert.Equal((zone.Maximum, ScoreState.Scored), (zone.Points, zone.State));
    }

    [Fact]
    public void No_classification_earns_nothing_and_says_so()
    {
        var leaf = Leaf(Told.Score(Told.On(2021, 11, 1), "ecology-bureau"), "quality/national-section");
        Assert.Equal((0m, ScoreState.NoData), (leaf.Points, leaf.State));
        leaf = Leaf(Told.Score(Told.On(2021, 1, 31), "ecology-bureau"), "quality/national-section");
        Assert.Equal((0m, ScoreState.Pending), (leaf.Points, leaf.State));
    }

    [Fact]
    public void The_newest_determination_of_a_month_stands_for_the_older_ones()
    {
        Fact[] facts = [Told.Classified("lutang", 4, "II", determinedAt: Told.On(2021, 5, 2)), Told.Classified("lutang", 4, "IV", determinedAt: Told.On(2021, 5, 3))];
        Assert.Equal("Ⅳ", Class(facts));
        Assert.Equal("Ⅳ", Class([.. facts.Reverse()]));

        static string Class(Fact[] facts) =>
            (string)Leaf(Told.Score(Told.On(2021, 11, 1), "ecology-bureau", facts), "quality/national-section").Inputs["classes"]!["lutang/2021-04"]!;
    }

    [Fact]
    public void A_month_is_due_at_its_end_and_its_class_is_true_then_even_when_it_was_determined_later()
    {
        var april = Told.Classified("lutang", 4, "II", determinedAt: Told.On(2021, 11, 1));
        Assert.Equal((3, 0), Months(Told.On(2021, 5, 1).AddTicks(-2)));
        Assert.Equal((4, 1), Months(Told.On(2021, 5, 1)));

        (int, int) Months(DateTimeOffset at)
        {
            var inputs = Leaf(Told.Score(at, "ecology-bureau", april), "quality/national-section").Inputs;
            return ((int)inputs["monthsDue"]!, (int)inputs["monthsClassified"]!);
        }
    }

    [Theory]
    [InlineData(0, 1)]
    [InlineData(1, 0.9)]
    [InlineData(7, 0.3)]
    [InlineData(8, 0.2)]
    [InlineData(30, 0.2)]
    public void Each_exceedance_deducts_down_to_the_floor(int count, decimal left)
    {
        var leaf = Leaf(Told.Score(Told.YearEnd, "ecology-bureau",
            [Told.Classified("lutang", 4, "II"), .. Enumerable.Range(0, count).Select(number => Told.Exceeded($"x{number}"))]), "quality/exceedances");
        Assert.Equal(Floor(leaf.Maximum * left), leaf.Points);
        Assert.Equal(count, leaf.Links.Count(link => link.Kind == "exceedance"));
    }

    [Fact]
    public void Without_any_measurement_the_absence_of_exceedances_is_no_merit()
    {
        var leaf = Leaf(Told.Score(Told.YearEnd, "ecology-bureau"), "quality/exceedances");
        Assert.Equal((0m, ScoreState.NoData), (leaf.Points, leaf.State));
    }

    [Fact]
    public void A_unit_answers_for_its_own_sites_and_the_district_for_all()
    {
        Fact[] facts = [Told.Classified("lutang", 4, "II"), Told.Exceeded("x1"), Told.Exceeded("x2", "housing-construction-bureau"), Told.Exceeded("x3", takenAt: Told.On(2020, 12, 31))];
        Assert.Equal(1, (int)Leaf(Told.Score(Told.YearEnd, "ecology-bureau", facts), "quality/exceedances").Inputs["occurrences"]!);
        Assert.Equal(2, (int)Leaf(Told.Score(Told.YearEnd, null, facts), "quality/exceedances").Inputs["occurrences"]!);
    }

    [Theory]
    [InlineData("not-genuine", 1, 1)]
    [InlineData("device-fault", 1, 1)]
    [InlineData("genuine", 2, 0)]
    [InlineData(null, 2, 0)]
    public void An_exceedance_that_a_person_found_to_be_none_is_shown_and_does_not_count(string? verdict, int counted, int overruled)
    {
        var leaf = Leaf(Told.Score(Told.YearEnd, "ecology-bureau",
            Told.Classified("lutang", 4, "II"), Told.Exceeded("x1"), Told.Exceeded("x2"), Told.Case("x1", "handled", 2, verdict)), "quality/exceedances");

        Assert.Equal((counted, overruled, 2), ((int)leaf.Inputs["occurrences"]!, (int)leaf.Inputs["overruled"]!, (int)leaf.Inputs["recorded"]!));
        Assert.Equal(Floor(leaf.Maximum * (1 - (0.1m * counted))), leaf.Points);
        Assert.Equal(2, leaf.Links.Count(link => link.Kind == "exceedance"));
    }

    [Fact]
    public void A_verdict_counts_from_the_day_it_was_given_and_the_newest_revision_stands()
    {
        Fact[] facts =
        [
            Told.Classified("lutang", 4, "II", determinedAt: Told.On(2021, 11, 1)), Told.Exceeded("x1"),
            Told.Case("x1", "handled", 3, "genuine", Told.On(2021, 11, 20)), Told.Case("x1", "handled", 2, "device-fault", Told.On(2021, 11, 10)),
        ];

        Assert.Equal(1, Counted(Told.On(2021, 11, 9)));
        Assert.Equal(0, Counted(Told.On(2021, 11, 15)));
        Assert.Equal(1, Counted(Told.On(2021, 11, 25)));

        int Counted(DateTimeOffset at) => (int)Leaf(Told.Score(at, "ecology-bureau", facts), "quality/exceedances").Inputs["occurrences"]!;
    }

    [Fact]
    public void Nothing_but_an_overruled_value_is_no_measurement()
    {
        var leaf = Leaf(Told.Score(Told.YearEnd, "ecology-bureau", Told.Exceeded("x1"), Told.Case("x1", "handled", 2, "device-fault")), "quality/exceedances");
        Assert.Equal((0m, ScoreState.NoData), (leaf.Points, leaf.State));
    }

    [Fact]
    public void Who_leads_has_more_at_stake_than_who_cooperates()
    {
        var score = Told.Score(Told.YearEnd, "housing-construction-bureau");
        var (leading, cooperating) = (Leaf(score, "work/task/4"), Leaf(score, "work/task/2"));
        Assert.Equal((1m, 0.3m), ((decimal)leading.Inputs["weight"]!, (decimal)cooperating.Inputs["weight"]!));
        Assert.InRange(leading.Maximum * 0.3m, cooperating.Maximum - 0.0001m, cooperating.Maximum + 0.0001m);
        Assert.DoesNotContain(Leaves(score), leaf => leaf.Key == "work/task/1");
    }

    [Fact]
    public void A_task_that_a_unit_leads_and_cooperates_in_counts_once_as_led()
    {
        var leaf = Leaf(Told.Score(Told.YearEnd, "agriculture-rural-bureau"), "work/task/30");
        Assert.Equal("leading", (string)leaf.Inputs["role"]!);
    }

    [Fact]
    public void A_unit_without_an_objective_of_its_own_shares_the_districts_result()
    {
        Fact[] facts = [Told.Classified("lutang", 4, "I"), Told.Exceeded("x1")];
        var (unit, district) = (Told.Score(Told.YearEnd, "education-bureau", facts), Told.Score(Told.YearEnd, null, facts));
        Assert.Equal("district", (string)Told.QualityOf(unit).Inputs["basis"]!);
        Assert.Equal((Told.QualityOf(district).Points, Told.QualityOf(district).Maximum), (Told.QualityOf(unit).Points, Told.QualityOf(unit).Maximum));
        Assert.True(Told.QualityOf(unit).Points > 0);
    }

    [Fact]
    public void A_year_done_well_is_excellent_and_final()
    {
        Fact[] facts =
        [
            .. Told.Plan.Tasks.SelectMany(task => Told.Done(task.Number, Told.On(2021, 12, 1))),
            .. Enumerable.Range(1, 12).SelectMany(month => new[] { "lutang", "liuxi-waterworks", "liunan-waterworks" }.Select(site => Told.Classified(site, month, "II"))),
        ];
        foreach (var unit in Told.Plan.Units.Select(unit => unit.Key).Append(null))
        {
            var score = Told.Score(Told.YearEnd, unit, facts);
            Assert.Equal((200m, 200m, "excellent", false), (score.Explanation.Points, score.Explanation.Maximum, score.Grade.Key, score.Provisional));
        }
        Assert.True(Told.Score(Told.On(2021, 12, 31), null, facts).Provisional);
    }

    [Fact]
    public void A_score_at_an_instant_does_not_know_what_happened_later()
    {
        var accepted = Told.Reviewed(3, "accepted", Told.On(2021, 11, 10), Told.On(2021, 11, 20));
        Assert.Equal(0m, Leaf(Told.Score(Told.On(2021, 11, 20).AddTicks(-1), "ecology-bureau", accepted), "work/task/3").Points);
        Assert.NotEqual(0m, Leaf(Told.Score(Told.On(2021, 11, 20), "ecology-bureau", accepted), "work/task/3").Points);
    }

    [Fact]
    public void Facts_of_another_plan_do_not_count()
    {
        var other = new Evidence([KnownFact.Of(Told.Reviewed(3, "accepted", Told.On(2021, 11, 10)), Told.YearEnd)], [Told.Plan with { PlanId = "liunan-2022" }], Told.YearEnd);
        Assert.Equal(TaskState.Open, other.Task(Told.TaskOf(3)).State);
    }

    [Fact]
    public void A_task_of_several_leads_is_done_when_every_ones_latest_completion_is_accepted()
    {
        var (first, second) = (Told.On(2021, 11, 2), Told.On(2021, 11, 5));
        // Task 1: 柳南生态环境局, 区工信局.
        Assert.Equal(TaskState.Open, Told.File(1, Told.Reviewed(1, "accepted", first)).State);
        Assert.Equal(TaskState.Done, Told.File(1, Told.Done(1, first)).State);
        Assert.Equal(TaskState.Submitted, Told.File(1, Told.Reviewed(1, "returned", first), Told.Submitted(1, first, unit: "industry-it-bureau")).State);
        Assert.Equal(TaskState.Returned, Told.File(1, Told.Reviewed(1, "accepted", first), Told.Reviewed(1, "returned", first, unit: "industry-it-bureau")).State);
        Assert.Equal(TaskState.Submitted, Told.File(1, [.. Told.Done(1, first), Told.Submitted(1, second, "c2")]).State);
        // 区发改局 does not lead: what it submits is nobody's completion.
        Assert.Equal(TaskState.Open, Told.File(1, Told.Submitted(1, first, unit: "development-reform-bureau")).State);
    }

    [Fact]
    public void A_withdrawn_completion_no_longer_waits()
    {
        var (first, second) = (Told.On(2021, 11, 2), Told.On(2021, 11, 5));
        Assert.Equal(TaskState.Open, Told.File(3, Told.Submitted(3, first), Told.Withdrawn(3, second)).State);
        Assert.Equal(TaskState.Open, Told.File(3, Told.Withdrawn(3, second)).State);
        Assert.Equal(TaskState.Submitted, Told.File(3, Told.Submitted(3, first), Told.Withdrawn(3, first.AddHours(1)), Told.Submitted(3, second, "c2")).State);
        Assert.Equal(TaskState.Returned, Told.File(3, Told.Reviewed(3, "returned", first), Told.Submitted(3, second, "c2"), Told.Withdrawn(3, second, "c2")).State);
    }

    [Fact]
    public void A_leads_item_looks_at_its_own_completion_and_everybody_elses_at_all_of_them()
    {
        Fact[] facts = [Told.Reviewed(1, "accepted", Told.On(2021, 11, 10))];
        Assert.Equal(("own", 1m), Share("ecology-bureau", facts));
        Assert.Equal(("own", 0m), Share("industry-it-bureau", facts));
        Assert.Equal(("joint", 0m), Share("development-reform-bureau", facts));
        Assert.Equal(("joint", 0m), Share(null, facts));

        // The other lead is late: together the task is late, and the first lead is not.
        facts = [.. facts, Told.Reviewed(1, "accepted", Told.On(2022, 1, 5), unit: "industry-it-bureau")];
        Assert.Equal(("own", 1m), Share("ecology-bureau", facts));
        Assert.Equal(("own", 0.6m), Share("industry-it-bureau", facts));
        Assert.Equal(("joint", 0.6m), Share("towns", facts));
        Assert.Equal(("joint", 0.6m), Share(null, facts));
        var links = Leaf(Told.Score(Told.On(2022, 3, 1), null, facts), "work/task/1").Links;
        Assert.Equal(["task", "entry", "fact", "entry", "fact"], links.Select(link => link.Kind));

        static (string, decimal) Share(string? unit, Fact[] facts)
        {
            var leaf = Leaf(Told.Score(Told.On(2022, 3, 1), unit, facts), "work/task/1");
            var share = new[] { 0m, 0.6m, 1m }.Single(share => Floor(leaf.Maximum * share) == leaf.Points);
            return ((string)leaf.Inputs["basis"]!, share);
        }
    }

    [Fact]
    public void A_told_number_means_what_it_meant_in_the_version_that_its_service_held()
    {
        // Version 2 gives task 3 the number 4 and the other way round; the keys stay.
        var swapped = Told.Plan with
        {
            Version = 2,
            AdoptedAt = Told.On(2021, 11, 10),
            Tasks = [.. Told.Plan.Tasks.Select(task => task.Number switch { 3 => task with { Number = 4 }, 4 => task with { Number = 3 }, _ => task })],
        };
        var before = Told.Reviewed(3, "accepted", Told.On(2021, 11, 5));
        var after = Told.Reviewed(4, "accepted", Told.On(2021, 11, 12), unit: "ecology-bureau") with { Service = "industrial" };
        var t3 = swapped.Tasks.Single(task => task.Key == "t3");
        Assert.Equal(TaskState.Done, State(before));
        Assert.Equal(TaskState.Done, State(after));
        // The service said that it changed over only later: until then its 4 is the old one.
        var opened = FactTypes.Of(new LedgersOpened { Service = "industrial", PlanId = Told.Plan.PlanId, Version = 2, Tasks = [], OpenedAt = Told.On(2021, 11, 20) });
        Assert.Equal(TaskState.Open, State(after, opened));
        Assert.Equal(TaskState.Done, State(before, opened));

        TaskState State(params Fact[] facts) => new Evidence(facts.Select(Told.Known), [Told.Plan, swapped], Told.YearEnd).Task(t3).State;
    }

    private static decimal Floor(decimal value) => decimal.Floor(value * 10000) / 10000;

    // What the scheme's items judge: their parents only add up, their children are the evidence.
    private static IEnumerable<ScoreNode> Leaves(Score score) => Nodes(score.Explanation).Where(node => node.Rule == "sum/1").SelectMany(node => node.Children).Where(node => node.Rule != "sum/1");

    private static ScoreNode Leaf(Score score, string key) => Leaves(score).Single(node => node.Key == key);

    private static IEnumerable<ScoreNode> Nodes(ScoreNode node) => node.Children.SelectMany(Nodes).Prepend(node);
}
