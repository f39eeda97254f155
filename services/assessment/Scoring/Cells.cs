using System.Globalization;
using System.Text.Json.Nodes;
using Bishui.Assessment.Scoring.Rules;

namespace Bishui.Assessment.Scoring;

/// <summary>One piece of evidence: a reading's month, an entry, a duty, a case, an indicator.</summary>
internal sealed record Piece(string Id, string Title, IReadOnlyList<ScoreLink> Links, JsonObject? Inputs = null, ScoreState State = ScoreState.Scored);

/// <summary>
/// Divides an item's points among the pieces of evidence that it rests on, all of one weight. The pieces stand by falling share; each has the
/// difference of two rounded-down running totals, so that any stretch of them adds up exactly without looking at the others.
/// </summary>
internal static class Cells
{
    public const string RestTitle = "其余";

    /// <summary>Points earned of a maximum.</summary>
    public static decimal Points(decimal maximum, decimal step, IReadOnlyList<Outcome> outcomes)
    {
        var total = outcomes.Sum(outcome => outcome.Count);
        return total == 0 ? 0 : Apportion.Plain(Earned(maximum, step, outcomes, total, total) * step);
    }

    /// <summary>A node for each piece, in the outcomes' order, and one for those that are not shown.</summary>
    /// <param name="slot">What they have to add up to.</param>
    /// <param name="rule">The item's rule.</param>
    /// <param name="outcomes">The best first.</param>
    /// <param name="pieces">The pieces with the outcome of this key, in an order of their own.</param>
    public static IReadOnlyList<ScoreNode> Nodes(Slot slot, string rule, IReadOnlyList<Outcome> outcomes, Func<Outcome, IEnumerable<Piece>> pieces)
    {
        var total = outcomes.Sum(outcome => outcome.Count);
        if (total == 0) return [];
        var (first, end) = (Math.Min(slot.Skip, total), (int)Math.Min((long)slot.Skip + slot.Take, total));
        var nodes = new List<ScoreNode>();
        if (first > 0) nodes.Add(Rest(0, first));
        var place = 0;
        foreach (var outcome in outcomes)
        {
            var (from, to) = (Math.Max(first, place), Math.Min(end, place + outcome.Count));
            if (from < to)
                nodes.AddRange(pieces(outcome).Skip(from - place).Take(to - from).Select((piece, index) => new ScoreNode
                {
                    Key = $"{slot.Key}/{piece.Id}",
                    Title = piece.Title,
                    Points = PointsOf(from + index, from + index + 1),
                    Maximum = MaximumOf(from + index, from + index + 1),
                    Rule = rule,
                    State = piece.State,
                    Inputs = With(piece.Inputs, outcome),
                    Links = piece.Links,
                }));
            place += outcome.Count;
        }
        if (end < total) nodes.Add(Rest(end, total));
        return nodes;

        decimal PointsOf(int from, int to) =>
            Apportion.Plain((Earned(slot.Maximum, slot.Step, outcomes, total, to) - Earned(slot.Maximum, slot.Step, outcomes, total, from)) * slot.Step);

        decimal MaximumOf(int from, int to) => Apportion.Plain((Whole(slot.Maximum, slot.Step, total, to) - Whole(slot.Maximum, slot.Step, total, from)) * slot.Step);

        ScoreNode Rest(int from, int to) => new()
        {
            Key = $"{slot.Key}/{(from == 0 ? "before" : "after")}",
            Title = string.Create(CultureInfo.InvariantCulture, $"{RestTitle}{to - from}项"),
            Points = PointsOf(from, to),
            Maximum = MaximumOf(from, to),
            Rule = rule,
            State = ScoreState.Scored,
            Inputs = new JsonObject { ["count"] = to - from },
            Links = [new("evidence", slot.Key, string.Create(CultureInfo.InvariantCulture, $"{slot.Evidence}&skip={from}"))],
        };
    }

    private static JsonObject With(JsonObject? inputs, Outcome outcome)
    {
        inputs ??= [];
        if (outcome.Key.Length > 0) inputs["outcome"] = outcome.Key;
        inputs["share"] = outcome.Share;
        return inputs;
    }

    /// <summary>Steps of the maximum that belong to the first so many of all.</summary>
    private static decimal Whole(decimal maximum, decimal step, int total, int first) => decimal.Floor(maximum / step * first / total);

    /// <summary>
    /// Steps earned by the first so many of all. Each outcome has what the running total leaves it, shared out by the maxima of its pieces, so that
    /// no piece earns more than its own.
    /// </summary>
    private static decimal Earned(decimal maximum, decimal step, IReadOnlyList<Outcome> outcomes, int total, int first)
    {
        var (earned, share, place) = (0m, 0m, 0);
        foreach (var outcome in outcomes)
        {
            if (place >= first) break;
            var (end, start) = (place + outcome.Count, Whole(maximum, step, total, place));
            var room = Whole(maximum, step, total, end) - start;
            share += outcome.Share * outcome.Count;
            var points = Math.Min(room, decimal.Floor(maximum / step * share / total) - earned);
            earned += first >= end || room == 0 ? points : decimal.Floor(points * (Whole(maximum, step, total, first) - start) / room);
            place = end;
        }
        return earned;
    }
}
