using System.Text.Json;
using Bishui.Assessment.Intake;
using Bishui.Assessment.Scoring;
using Bishui.Hosting.Json;
using CsCheck;
using Xunit;

namespace Bishui.Tests.Unit.Assessment;

/// <summary>What holds for every score, whatever the facts.</summary>
public sealed class ScoringProperties
{
    private static readonly Scheme Newest = SchemeFiles.Load(SchemeFiles.Shipped, Told.Plan);

    private static readonly Gen<DateTimeOffset> Instants = Gen.Int[0, 500 * 24].Select(hours => Told.On(2021, 1, 1).AddHours(hours));

    private static readonly Gen<(int Task, string Unit)> Leads =
        Gen.Select(Gen.Int[1, 45], Gen.Int[0, 12], (task, index) => (task, Told.TaskOf(task).LeadUnits[index % Told.TaskOf(task).LeadUnits.Count]));

    private static readonly Gen<Fact> AnyFact = Gen.OneOf(
        Gen.Select(Leads, Instants, Gen.Int[1, 3], (lead, at, id) => Told.Submitted(lead.Task, at, $"c{id}", lead.Unit)),
        Gen.Select(Leads, Instants, Gen.Int[1, 3], (lead, at, id) => Told.Withdrawn(lead.Task, at, $"c{id}", lead.Unit)),
        Gen.Select(Leads, Instants, Gen.Bool, Gen.Int[1, 3], (lead, at, good, id) => Told.Reviewed(lead.Task, good ? "accepted" : "returned", at, id: $"c{id}", unit: lead.Unit)),
        Gen.Select(Gen.Int[1, 45], Instants, Gen.Int[1, 3], (task, at, revision) => Told.Duty(task, $"o{task}", "open", new(2021, 12, 1), at, revision)),
        Gen.Select(Gen.Int[1, 45], Gen.Int[1, 9], Gen.Int[0, 364], (task, number, day) => Told.Entry(task, number, new DateOnly(2021, 1, 1).AddDays(day))),
        Gen.Select(Gen.OneOf("lutang", "liuxi-waterworks", "liunan-waterworks", "mudong"), Gen.Int[1, 12], Gen.OneOf<string?>("I", "II", "III", "IV", "inferior-V", null), Gen.Bool, Instants,
            (site, month, waterClass, provisional, at) => Told.Classified(site, month, waterClass, provisional, at)),
        Gen.Select(Gen.Int[1, 20], Gen.OneOf("ecology-bureau", "towns"), Instants, (id, unit, at) => Told.Exceeded($"x{id}", unit, at)),
        Gen.Select(Gen.Int[1, 45], Gen.Int[1, 9], Gen.OneOf("open", "met", "met-late", "missed", "waived"), Instants, Gen.Int[1, 3],
            (task, id, state, at, revision) => Told.Duty(task, $"d{task}-{id}", state, new DateOnly(2021, id, 28), at, revision)),
        Gen.Select(Gen.OneOf("organisation", "good-practice", "falsified-data"), Gen.Int[0, 4], Gen.Int[1, 9], Instants, (item, quarters, id, at) => Told.Marked(item, quarters / 4m, id, at)),
        Gen.Select(Gen.Int[0, 100], Gen.OneOf("met", "missed", "provisional", "pending-target", "no-data"), Gen.Int[1, 5], Instants,
            (value, state, revision, at) => Told.Measured("domestic", "influent-bod", 6, state == "no-data" ? null : value, state == "pending-target" ? null : 80, state, revision, at)),
        Gen.Select(Gen.Int[1, 20], Gen.Int[1, 5], Gen.OneOf<string?>("genuine", "not-genuine", "device-fault", null), Gen.OneOf("registered", "handled", "archived"), Instants,
            (id, revision, verdict, state, at) => Told.Case($"x{id}", state, revision, verdict, at)));

    private static readonly Gen<Fact[]> Files = AnyFact.Array[0, 120].Select(facts => facts.DistinctBy(fact => fact.Id).ToArray());

    private static readonly Gen<Scheme> Schemes = Gen.OneOf(SchemeFiles.All.Select(name => SchemeFiles.Load(name, Told.Plan)).ToArray());

    private static readonly Gen<string?> Units = Gen.Int[0, 18].Select(index => index == 18 ? null : Told.Plan.Units[index].Key);

    [Fact]
    public void Points_and_maxima_add_up_at_every_node() =>
        Gen.Select(Files, Instants, Units, Schemes).Sample((facts, at, unit, scheme) =>
        {
            var score = Told.ScoreBy(scheme, at, unit, facts);
            Assert.Equal(scheme.Parts.Select(part => part.Maximum), score.Explanation.Children.Select(part => part.Maximum));
            Assert.Equal((score.Earned, score.Maximum), (score.Explanation.Points, score.Explanation.Maximum));
            foreach (var node in Nodes(score.Explanation))
            {
                // A deduction takes from the full marks beside it.
                if (node.Maximum > 0) Assert.InRange(node.Points, 0, node.Maximum);
                Assert.Equal(0, node.Points % scheme.Step);
                Assert.Equal(0, node.Maximum % scheme.Step);
                if (node.Children.Count == 0) continue;
                Assert.Equal(node.Points, node.Children.Sum(child => child.Points));
                Assert.Equal(node.Maximum, node.Children.Sum(child => child.Maximum));
            }
        }, iter: 150);

    [Fact]
    public void Order_and_repeats_change_nothing() =>
        Gen.Select(Files.SelectMany(facts => Gen.Shuffle(facts.Concat(facts).ToArray()).Select(mixed => (facts, mixed))), Instants, Units).Sample((files, at, unit) =>
            Assert.Equal(Json(Told.ScoreBy(Newest, at, unit, files.facts)), Json(Told.ScoreBy(Newest, at, unit, files.mixed))), iter: 150);

    /// <summary>Months late, out of order, twice, and asked for in between: in the end the score is that of the facts.</summary>
    [Fact]
    public void Facts_that_come_one_by_one_while_time_passes_end_in_the_same_score() =>
        Gen.Select(Files.SelectMany(facts => Gen.Shuffle(facts.Concat(facts.Take(20)).ToArray()).Select(mixed => (facts, mixed))), Instants.Array[2, 5], Units).Sample((files, times, unit) =>
        {
            Array.Sort(times);
            var evidence = new Evidence([], [Told.Plan], times[0]);
            var scorer = new Scorer(evidence, Newest, Told.Plan);
            var share = (files.mixed.Length / times.Length) + 1;
            for (var turn = 0; turn < times.Length; turn++)
            {
                evidence.MoveTo(times[turn]);
                foreach (var fact in files.mixed.Skip(turn * share).Take(share))
                {
                    evidence.Add(Told.Known(fact));
                    _ = scorer.Of(unit).Earned;
                }
            }
            Assert.Equal(Json(Told.ScoreBy(Newest, times[^1], unit, files.facts)), Json(scorer.Of(unit)));
        }, iter: 150);

    [Fact]
    public void What_comes_later_changes_no_earlier_score() =>
        Gen.Select(Files, Instants, Units).Sample((facts, at, unit) =>
            Assert.Equal(Json(Told.Score(at, unit, facts)), Json(Told.Score(at, unit, facts.Where(fact => fact.OccurredAt <= at)))), iter: 150);

    [Fact]
    public void Every_fact_that_a_score_names_is_on_file() =>
        Gen.Select(Files, Instants, Units).Sample((facts, at, unit) =>
            Assert.Empty(Nodes(Told.Score(at, unit, facts).Explanation).SelectMany(node => node.Links).Where(link => link.Kind == "fact")
                .Select(link => link.Id).Except(facts.Select(fact => fact.Id))), iter: 150);

    [Fact]
    public void A_total_is_split_exactly_and_as_fairly_as_its_steps_allow() =>
        Gen.Select(Gen.Int[1, 200], Gen.Int[1, 1000].Select(weight => weight / 10m).Array[1, 60]).Sample((total, weights) =>
        {
            var parts = Apportion.Split(total, weights, 0.0001m);
            Assert.Equal(total, parts.Sum());
            foreach (var (part, weight) in parts.Zip(weights))
                Assert.InRange(part, (total * weight / weights.Sum()) - 0.0001m, (total * weight / weights.Sum()) + 0.0001m);
        });

    private static string Json(Score score) => JsonSerializer.Serialize(new { score.Parts, score.Grade, score.Provisional, score.Explanation }, JsonDefaults.Options);

    private static IEnumerable<ScoreNode> Nodes(ScoreNode node) => node.Children.SelectMany(Nodes).Prepend(node);
}
