using System.Text.Json.Nodes;

namespace Bishui.Assessment.Scoring.Rules;

/// <summary>
/// Full marks less a deduction for every exceedance recorded in the plan's year: at a unit's own sites when a unit is scored, at all sites
/// otherwise. One that a person found not to be genuine is shown and does not count. What the absence of exceedances means is the item's to say.
/// </summary>
internal sealed record PerOccurrenceItem : SchemeItem
{
    public const string Name = "per-occurrence";

    private const int MostLinks = 100;

    /// <summary>Sites whose classification shows that somebody looked.</summary>
    public required IReadOnlyList<string> Sites { get; init; }

    /// <summary>Deducted for one exceedance, as a share of the item.</summary>
    public required decimal Each { get; init; }

    /// <summary>All exceedances together deduct no more than this share.</summary>
    public required decimal Cap { get; init; }

    /// <summary>What is left is never less than this share.</summary>
    public required decimal Floor { get; init; }

    /// <summary><c>no-data</c>: without any measurement nothing is earned. <c>full</c>: silence is good news.</summary>
    public required string Absence { get; init; }

    public override string Rule => $"{Name}/2";

    public override Answer Judge(Question question)
    {
        var recorded = question.Facts.ExceedancesOf(question.Unit, question.Plan.Year);
        var cases = recorded.Where(told => !question.Facts.IsOverruled(told)).ToList();
        var overruled = recorded.Where(question.Facts.IsOverruled).ToList();
        // A value that was no measurement shows nothing about the water.
        var measured = cases.Count > 0 || Sites.Any(site => question.Facts.WasClassified(site, question.Plan.Year));
        var earns = measured || Absence == "full";
        var deducted = Math.Min(Cap, Each * cases.Count);
        return new()
        {
            Earned = earns ? Math.Max(Floor, 1 - deducted) : 0,
            Possible = 1,
            State = question.YearIsOver ? earns ? ScoreState.Scored : ScoreState.NoData
                : earns ? ScoreState.Provisional
                : ScoreState.NoData,
            Inputs = new JsonObject
            {
                ["occurrences"] = cases.Count,
                ["recorded"] = recorded.Count,
                ["overruled"] = overruled.Count,
                ["each"] = Each,
                ["cap"] = Cap,
                ["floor"] = Floor,
                ["deducted"] = earns ? deducted : null,
                ["measured"] = measured,
                ["absence"] = Absence,
                ["linksLeftOut"] = Math.Max(0, recorded.Count - MostLinks),
            },
            Links = [.. Tasks.Select(ScoreLinks.Task), .. cases.Concat(overruled).Take(MostLinks).Select(ScoreLinks.Exceedance)],
        };
    }
}
