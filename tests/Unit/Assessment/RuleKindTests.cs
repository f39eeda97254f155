using System.Text.Json.Nodes;
using Bishui.Assessment.Common;
using Bishui.Assessment.Intake;
using Bishui.Assessment.Scoring;
using Bishui.Contracts.Sites;
using Xunit;

namespace Bishui.Tests.Unit.Assessment;

/// <summary>Each kind of rule by itself, in a scheme of one part with two items.</summary>
public sealed class RuleKindTests
{
    private const string Other = """{"key": "other", "title": "其他", "rule": "manual", "weight": 1, "tasks": [1], "guidance": "g", "confidence": "choice", "note": "n"}""";

    [Theory]
    [InlineData(50.0, 60.0, "at-least", 0.8333)]
    [InlineData(60.0, 60.0, "at-least", 1)]
    [InlineData(90.0, 60.0, "at-least", 1)]
    [InlineData(0.0, 60.0, "at-least", 0)]
    [InlineData(40.0, 20.0, "at-most", 0.5)]
    [InlineData(20.0, 20.0, "at-most", 1)]
    public void A_ratio_earns_in_proportion_to_its_target(decimal value, decimal target, string side, decimal share) =>
        Assert.Equal(share * 50, Item(Ratio(""), Indicator("met", value, target, side)).Points, 1);

    [Theory]
    [InlineData(80.0, 1)]
    [InlineData(75.0, 0.9)]
    [InlineData(30.0, 0)]
    public void A_ratio_by_steps_loses_a_share_for_each_step_short(decimal value, decimal share) =>
        Assert.Equal(share * 50, Item(Ratio(""", "shortBy": 10, "deduct": 0.2"""), Indicator("missed", value, 80, "at-least")).Points);

    [Fact]
    public void A_pending_target_and_a_missing_value_earn_nothing_and_show_as_themselves()
    {
        Assert.Equal((0m, 50m, ScoreState.PendingTarget), Of(Item(Ratio(""), Indicator("pending-target", 70, null, null))));
        Assert.Equal((0m, 50m, ScoreState.NoData), Of(Item(Ratio(""), Indicator("no-data", null, 60, "at-least"))));
        Assert.Equal((0m, 50m, ScoreState.NoData), Of(Item(Ratio(""))));
        Assert.Equal(ScoreState.Provisional, Item(Ratio(""), Indicator("provisional", 70, 60, "at-least")).State);
        // No target of its own, none of the scheme's: nothing to compare with.
        Assert.Equal(ScoreState.NoData, Item(Ratio(""), Indicator("no-target", 70, null, null)).State);
        Assert.Equal((25m, 50m, ScoreState.Scored), Of(Item(Ratio(""", "target": 100, "targetSide": "at-least" """), Indicator("no-target", 50, null, null))));
        // A target that is pending is not replaced by a guess of the scheme's.
        Assert.Equal(ScoreState.PendingTarget, Item(Ratio(""", "target": 100, "targetSide": "at-least" """), Indicator("pending-target", 50, null, null)).State);
    }

    [Fact]
    public void What_is_set_aside_leaves_its_weight_to_the_rest_and_says_so()
    {
        var tree = Tree(Ratio(""", "missing": "set-aside" """), null, Mark("other", 1));
        Assert.Equal((0m, 0m), (Leaf(tree, "p/x").Points, Leaf(tree, "p/x").Maximum));
        Assert.True((bool)Leaf(tree, "p/x").Inputs["setAside"]!);
        Assert.Equal((100m, 100m), (Leaf(tree, "p/other").Points, Leaf(tree, "p/other").Maximum));
    }

    [Theory]
    [InlineData(90.0, 1)]
    [InlineData(89.99, 0.6)]
    [InlineData(80.0, 0.6)]
    [InlineData(79.99, 0)]
    public void A_stage_earns_its_share_from_its_bound_on(decimal value, decimal share) => Assert.Equal(share * 50,
        Item("""{"rule": "staged", "tasks": [1], "indicator": "industrial/enterprises-decided", "stages": [{"atLeast": 90, "share": 1}, {"atLeast": 80, "share": 0.6}]}""",
            Indicator("no-target", value, null, null)).Points);

    [Fact]
    public void Duties_count_by_what_became_of_them()
    {
        const string item = """{"rule": "on-time", "tasks": [3], "lateShare": 0.5}""";
        Fact[] facts =
        [
            Told.Duty(3, "d1", "met", new(2021, 11, 20), Told.On(2021, 11, 20)),
            Told.Duty(3, "d2", "met-late", new(2021, 11, 20), Told.On(2021, 11, 25)),
            Told.Duty(3, "d3", "missed", new(2021, 11, 20), Told.On(2021, 11, 25)),
            // Still open past its day: the service has not looked yet.
            Told.Duty(3, "d4", "open", new(2021, 12, 30), Told.On(2021, 11, 25)),
            Told.Duty(3, "d5", "waived", new(2021, 11, 20), Told.On(2021, 11, 25)),
            Told.Duty(3, "d6", "anchor-open", null, Told.On(2021, 11, 25)),
        ];
        var leaf = Leaf(Tree(item, null, facts), "p/x/3");
        Assert.Equal((18.75m, 50m, ScoreState.Scored), Of(leaf));
        Assert.Equal((1, 1, 2, 0, 2), ((int)leaf.Inputs["met"]!, (int)leaf.Inputs["metLate"]!, (int)leaf.Inputs["missed"]!, (int)leaf.Inputs["open"]!, (int)leaf.Inputs["aside"]!));
        Assert.Equal([12.5m, 6.25m, 0m, 0m], leaf.Children.Select(child => child.Points));
        Assert.Equal(["obligation/d1", "obligation/d2", "obligation/d3", "obligation/d4"], leaf.Children.Select(child => child.Key.Replace("p/x/3/", "", StringComparison.Ordinal)));
        Assert.All(leaf.Children, child => Assert.Equal("/api/industrial/obligations/" + child.Key.Split('/')[^1], child.Links[0].Href));
        // Before its day an open one counts neither way.
        Assert.Equal((25m, 50m, ScoreState.Provisional), Of(Leaf(Tree(item, Told.On(2021, 12, 1), facts), "p/x/3")));
        // The newest telling stands.
        Assert.Equal(50m, Leaf(Tree(item, null, Told.Duty(3, "d1", "missed", new(2021, 11, 20), Told.On(2021, 11, 21)), Told.Duty(3, "d1", "met", new(2021, 11, 20), Told.On(2021, 11, 22), 2)), "p/x/3").Points);
    }

    [Fact]
    public void Many_pieces_of_evidence_are_shown_page_by_page_and_add_up()
    {
        Fact[] facts = [.. Enumerable.Range(0, 333).Select(number => Told.Duty(3, $"d{number:D3}", number % 7 == 0 ? "missed" : number % 5 == 0 ? "met-late" : "met", new(2021, 11, 20), Told.On(2021, 11, 25)))];
        var scheme = Scheme("""{"rule": "on-time", "tasks": [3], "lateShare": 0.37}""");
        var scorer = new Scorer(new(facts.Select(Told.Known), [Told.Plan], Told.YearEnd), scheme, Told.Plan);
        var leaf = Leaf(scorer.Of(null).Explanation, "p/x/3");
        Assert.Equal(Scorer.MostPieces + 1, leaf.Children.Count);
        Assert.Equal("evidence", leaf.Children[^1].Links[0].Kind);
        Assert.Contains("&skip=50", leaf.Children[^1].Links[0].Href, StringComparison.Ordinal);
        var seen = new List<string>();
        for (var skip = 0; skip < 333; skip += 40)
        {
            var page = scorer.EvidenceOf(null, "p/x/3", skip, 40)!;
            Assert.Equal((leaf.Points, leaf.Maximum), (page.Children.Sum(child => child.Points), page.Children.Sum(child => child.Maximum)));
            Assert.All(page.Children, child => Assert.InRange(child.Points, 0, child.Maximum));
            seen.AddRange(page.Children.Select(child => child.Key).Where(key => key.Contains("/obligation/", StringComparison.Ordinal)));
        }
        Assert.Equal(333, seen.Distinct().Count());
        Assert.Null(scorer.EvidenceOf(null, "p/y", 0, 10));
    }

    [Fact]
    public void A_recorded_result_earns_all_until_it_is_corrected()
    {
        const string item = """{"rule": "fixed", "tasks": [3], "recordType": "disclosure", "topic": "source-water"}""";
        var recorded = Told.Recorded(3, 7, new(2021, 11, 20), "disclosure", "source-water");
        Assert.Equal((50m, 50m, ScoreState.Scored), Of(Item(item, recorded)));
        Assert.Equal((0m, 50m, ScoreState.NoData), Of(Item(item, Told.Recorded(3, 7, new(2021, 11, 20), "disclosure", "tap-water"))));
        Assert.Equal(0m, Item(item, Told.Recorded(3, 7, new(2020, 11, 20), "disclosure", "source-water")).Points);
        Assert.Equal(0m, Item(item, recorded, Told.Correcting(3, 8, new(2021, 11, 21), 7)).Points);
        Assert.Equal(ScoreState.Pending, Leaf(Tree(item, Told.On(2021, 11, 1)), "p/x").State);
        Assert.Equal("entry", Item(item, recorded).Children.Single().Links[0].Kind);
    }

    [Fact]
    public void A_bonus_makes_up_for_lost_points_and_lifts_nothing_above_the_maximum()
    {
        const string item = """{"rule": "bonus", "weight": 0, "tasks": [3], "recordType": "disclosure", "each": 2, "cap": 5}""";
        Fact[] three = [.. Enumerable.Range(1, 3).Select(number => Told.Recorded(3, number, new(2021, 11, 20), "disclosure", "source-water"))];
        var tree = Tree(item, null, [.. three, Mark("other", 0.5m)]);
        Assert.Equal((55m, 100m), (tree.Children[0].Points, tree.Children[0].Maximum));
        Assert.Equal((5m, 0m), (Leaf(tree, "p/x").Points, Leaf(tree, "p/x").Maximum));
        Assert.Equal(5m, Leaf(tree, "p/x").Children.Sum(child => child.Points));
        tree = Tree(item, null, [.. three, Mark("other", 0.98m)]);
        Assert.Equal((100m, 2m, 2m), (tree.Children[0].Points, Leaf(tree, "p/x").Points, Leaf(tree, "p/x").Children.Sum(child => child.Points)));
    }

    [Fact]
    public void A_veto_takes_the_grade_and_not_the_points()
    {
        const string item = """{"rule": "veto", "weight": 0, "tasks": [3], "grade": "unqualified"}""";
        Assert.Equal(("excellent", 100m, 0), Graded());
        Assert.Equal(("unqualified", 100m, 1), Graded(Mark("x", 1)));
        Assert.Equal(("excellent", 100m, 0), Graded(Mark("x", 1), Mark("x", 0, 2)));

        (string Grade, decimal Points, int Vetoes) Graded(params Fact[] facts)
        {
            var score = Scorer.Of(new([.. facts.Append(Mark("other", 1)).Select(Told.Known)], [Told.Plan], Told.YearEnd), Scheme(item), Told.Plan, null);
            return (score.Grade.Key, score.Earned, score.Vetoes.Count);
        }
    }

    [Fact]
    public void A_mark_shows_its_reason_and_author_and_the_newest_stands()
    {
        var leaf = Leaf(Tree("""{"rule": "manual", "tasks": [3], "guidance": "g"}""", null, Mark("x", 0.8m), Mark("x", 0.4m, 2)), "p/x");
        Assert.Equal((20m, 50m, ScoreState.Scored), Of(leaf));
        Assert.Equal(("理由2", "ecology-committee"), ((string)leaf.Inputs["mark"]!["reason"]!, (string)leaf.Inputs["mark"]!["author"]!));
        Assert.Equal(ScoreState.Pending, Leaf(Tree("""{"rule": "manual", "tasks": [3], "guidance": "g"}"""), "p/x").State);
    }

    [Fact]
    public void A_silent_site_is_not_the_same_as_one_without_data()
    {
        const string item = """{"rule": "section-class", "tasks": [29], "sites": ["lutang"], "target": "II"}""";
        Assert.Equal(ScoreState.NoData, Item(item).State);
        Assert.Equal((0m, 50m, ScoreState.Silent), Of(Item(item, FactTypes.Of(new SiteReporting
        {
            Site = "lutang",
            SiteKind = "river-section",
            Unit = "ecology-bureau",
            Tasks = [29],
            State = "silent",
            Since = Told.On(2021, 11, 1),
            ChangedAt = Told.On(2021, 11, 2),
        }, "ecological"))));
    }

    [Fact]
    public void Tasks_may_weigh_more_than_others()
    {
        var tree = Tree("""{"rule": "completion", "tasks": [3, 4], "lateShare": 0.5, "taskWeights": {"4": 2}}""");
        Assert.Equal((25m, 50m, 25m), (Leaf(tree, "p/x/3").Maximum, Leaf(tree, "p/x/4").Maximum, Leaf(tree, "p/other").Maximum));
    }

    [Fact]
    public void Every_shipped_scheme_fits_the_plan()
    {
        foreach (var name in SchemeFiles.All)
        {
            var scheme = SchemeFiles.Load(name, Told.Plan);
            foreach (var unit in Told.Plan.Units.Select(unit => unit.Key).Append(null))
                Assert.Equal(scheme.Parts.Sum(part => part.Maximum), Told.ScoreBy(scheme, Told.YearEnd, unit).Explanation.Maximum);
        }
        Assert.Equal([35m, 30m, 35m], SchemeFiles.Load("water-resources-2016-v1", Told.Plan).Parts.Select(part => part.Maximum));
    }

    /// <summary>F23: 33 + 26 + 30 = 89 is good.</summary>
    [Theory]
    [InlineData(33, 26, 30, "good")]
    [InlineData(35, 30, 25, "excellent")]
    [InlineData(35, 30, 24.9999, "good")]
    [InlineData(20, 20, 20, "qualified")]
    [InlineData(20, 20, 19.9999, "unqualified")]
    public void The_water_resource_scheme_grades_by_the_total(decimal targets, decimal systems, decimal measures, string grade) => Assert.Equal(grade,
        Scorer.GradeOf(SchemeFiles.Load("water-resources-2016-v1", Told.Plan).Grading,
            [new("targets", "", targets, 35, ScoreState.Scored), new("systems", "", systems, 30, ScoreState.Scored), new("measures", "", measures, 35, ScoreState.Scored)]).Key);

    [Fact]
    public void The_schema_knows_every_rule_and_its_members()
    {
        var schema = SchemeFiles.Schema();
        Assert.Equal(10, schema["$defs"]!.AsObject().Count);
        var ratio = schema["$defs"]!["ratio-to-target"]!;
        Assert.Contains("indicator", ratio["required"]!.AsArray().Select(name => (string)name!));
        Assert.DoesNotContain("shortBy", ratio["required"]!.AsArray().Select(name => (string)name!));
        Assert.Equal("ratio-to-target", (string)ratio["properties"]!["rule"]!["const"]!);
        foreach (var name in SchemeFiles.All)
        {
            var scheme = JsonNode.Parse(DataFiles.Text($"schemes/{name}.json"))!;
            foreach (var item in scheme["parts"]!.AsArray().SelectMany(part => part!["items"]!.AsArray()))
            {
                var rule = schema["$defs"]![(string)item!["rule"]!]!;
                Assert.Empty(item.AsObject().Select(member => member.Key).Except(rule["properties"]!.AsObject().Select(member => member.Key)));
                Assert.Empty(rule["required"]!.AsArray().Select(member => (string)member!).Except(item.AsObject().Select(member => member.Key)));
            }
        }
    }

    [Theory]
    [InlineData("""{"rule": "ratio-to-target", "tasks": [1], "indicator": "decided"}""", "item x: indicator: 'decided' is not service/key")]
    [InlineData("""{"rule": "ratio-to-target", "tasks": [1], "indicator": "a/b", "target": 5}""", "item x: targetSide: '' is neither")]
    [InlineData("""{"rule": "ratio-to-target", "tasks": [1], "indicator": "a/b", "shortBy": 5}""", "item x: shortBy, deduct: one without the other")]
    [InlineData("""{"rule": "staged", "tasks": [1], "indicator": "a/b", "stages": []}""", "item x: stages: there are none")]
    [InlineData("""{"rule": "staged", "tasks": [1], "indicator": "a/b", "stages": [{"atLeast": 1, "share": 0.5}, {"atLeast": 2, "share": 0.4}]}""", "item x: stages: 2 for 0.4 does not come after")]
    [InlineData("""{"rule": "on-time", "tasks": [1], "lateShare": 2}""", "item x: lateShare: 2 is not between")]
    [InlineData("""{"rule": "bonus", "weight": 1, "tasks": [1], "each": 1, "cap": 1}""", "item x: weight: the rule has none")]
    [InlineData("""{"rule": "veto", "weight": 0, "tasks": [1], "grade": "awful"}""", "item x: grade: 'awful' is none of")]
    [InlineData("""{"rule": "fixed", "tasks": [1]}""", "item x: recordType: is missing")]
    [InlineData("""{"rule": "manual", "tasks": [1], "guidance": ""}""", "item x: guidance: is empty")]
    [InlineData("""{"rule": "manual", "tasks": [1], "guidance": "g", "missing": "full"}""", "item x: missing: 'full' is neither")]
    [InlineData("""{"rule": "manual", "tasks": [1], "guidance": "g", "taskWeights": {"2": 1}}""", "item x: taskWeights: 2 is none of its tasks")]
    public void A_faulty_item_is_named(string item, string fault) =>
        Assert.Contains(Assert.Throws<DataFileException>(() => Scheme(item)).Faults, each => each.StartsWith(fault, StringComparison.Ordinal));

    private static string Ratio(string more) => $$"""{"rule": "ratio-to-target", "tasks": [1], "indicator": "industrial/enterprises-decided"{{more}}}""";

    private static ScoreNode Item(string item, params Fact[] facts) => Leaf(Tree(item, null, facts), "p/x");

    private static (decimal, decimal, ScoreState) Of(ScoreNode node) => (node.Points, node.Maximum, node.State);

    private static ScoreNode Tree(string item, DateTimeOffset? at = null, params Fact[] facts) =>
        Scorer.Of(new([.. facts.Select(Told.Known)], [Told.Plan], at ?? Told.YearEnd), Scheme(item), Told.Plan, null).Explanation;

    private static ScoreNode Leaf(ScoreNode node, string key) => node.Key == key ? node : node.Children.Select(child => Find(child, key)).First(found => found is not null)!;

    private static ScoreNode? Find(ScoreNode node, string key) => node.Key == key ? node : node.Children.Select(child => Find(child, key)).FirstOrDefault(found => found is not null);

    private static Scheme Scheme(string item)
    {
        var written = JsonNode.Parse(item)!.AsObject();
        foreach (var (name, value) in new (string, JsonNode)[] { ("key", "x"), ("title", "项"), ("weight", 1), ("confidence", "choice"), ("note", "n") })
            written.TryAdd(name, value);
        return SchemeFiles.Parse("test", $$"""
            {"scheme": "test", "version": 1, "planId": "liunan-2021", "title": "t", "note": "n", "step": 0.0001,
             "grading": {"confidence": "choice", "note": "n", "grades": [{"key": "excellent", "title": "优秀", "from": 90}, {"key": "unqualified", "title": "不合格", "from": 0}]},
             "roles": {"confidence": "choice", "note": "n", "leading": 1, "cooperating": 0.3},
             "parts": [{"key": "p", "title": "p", "confidence": "choice", "note": "n", "maximum": 100, "items": [{{written.ToJsonString()}}, {{Other}}]}]}
            """, Told.Plan);
    }

    private static Fact Mark(string item, decimal share, int number = 1) => Told.Marked(item, share, number, Told.On(2021, 12, number));

    private static Fact Indicator(string state, decimal? value, decimal? target, string? side) =>
        Told.Measured("industrial", "enterprises-decided", 1, value, target, state, 1, Told.On(2021, 12, 1), side ?? "at-least");
}
