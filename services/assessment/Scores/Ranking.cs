using Bishui.Rules.Time;

namespace Bishui.Assessment.Scores;

/// <summary>The units by points, all at one moment and by one scheme. Equal points are one place.</summary>
internal sealed record Ranking(DateTimeOffset At, string Scheme, IReadOnlyList<RankedUnit> Items, string? Next)
{
    public static Ranking Of(ScorePage page)
    {
        var scores = page.Document.Plan.Units.Select(unit => (Unit: unit, Score: page.Of(unit.Key), Basis: page.Scorer.BasisOf(unit.Key)))
            .OrderByDescending(each => each.Score.Earned / each.Score.Maximum).ThenBy(each => each.Unit.Key, StringComparer.Ordinal).ToList();
        return new(page.Facts.At.ToOffset(ChinaTime.Offset), FormattableString.Invariant($"{page.Scheme.Key}/{page.Scheme.Version}"),
            [.. scores.Select(each => new RankedUnit(
                scores.FindIndex(other => other.Score.Earned / other.Score.Maximum == each.Score.Earned / each.Score.Maximum) + 1,
                each.Unit.Key, each.Unit.Name, each.Score.Earned, each.Score.Maximum, each.Score.Grade.Key, each.Score.Provisional,
                each.Basis.Settled, each.Basis.Missing, each.Basis.Pending, each.Basis.SetAside))], null);
    }
}

/// <summary>A unit's place, and how much of its maximum the place rests on.</summary>
/// <param name="Rank">From 1; the next after two that are equal is left out.</param>
/// <param name="Unit">Its key.</param>
/// <param name="Name">Its name.</param>
/// <param name="Points">Earned.</param>
/// <param name="Maximum">Possible.</param>
/// <param name="Grade">Key of the grade.</param>
/// <param name="Provisional">May still change.</param>
/// <param name="Settled">Points of the maximum that facts have settled, for good or so far.</param>
/// <param name="Missing">Points of the maximum for which nothing is on file, or the site is silent.</param>
/// <param name="Pending">Points of the maximum that are not due yet, or wait for a target from above.</param>
/// <param name="SetAside">Items whose weight went to the others, so that nobody is better off for having no data unseen.</param>
internal sealed record RankedUnit(
    int Rank, string Unit, string Name, decimal Points, decimal Maximum, string Grade, bool Provisional,
    decimal Settled, decimal Missing, decimal Pending, int SetAside);
