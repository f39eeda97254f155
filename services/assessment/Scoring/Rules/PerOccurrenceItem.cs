using System.Globalization;
using System.Text.Json.Nodes;
using Bishui.Contracts.Exceedances;

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

    public override string Rule => $"{Name}/3";

    public override long Stamp(Question question) => question.Facts.WaterStamp;

    public override Judged Judge(Question question)
    {
        var earns = Earns(question);
        return Judged.Of(
            !earns ? ScoreState.NoData : question.YearIsOver ? ScoreState.Scored : ScoreState.Provisional,
            earns ? Math.Max(Floor, 1 - Deducted(question)) : 0);
    }

    public override Reasons Explain(Question question, Judged judged, Slot slot)
    {
        var book = BookOf(question);
        var earns = Earns(question);
        var recorded = book.Recorded.Skip(slot.Skip).Take(Math.Min(slot.Take, MostLinks)).ToList();
        return new(new JsonObject
        {
            ["occurrences"] = book.Recorded.Count - book.Overruled,
            ["recorded"] = book.Recorded.Count,
            ["overruled"] = book.Overruled,
            ["each"] = Each,
            ["cap"] = Cap,
            ["floor"] = Floor,
            ["deducted"] = earns ? Deducted(question) : null,
            ["measured"] = Measured(question),
            ["absence"] = Absence,
            ["linksLeftOut"] = book.Recorded.Count - recorded.Count,
        },
        [.. Tasks.Select(number => ScoreLinks.Task(question.Plan.PlanId, number)), .. recorded.Select(ScoreLinks.Exceedance)],
        Children(question, slot, earns, recorded));
    }

    public override IEnumerable<string> Faults()
    {
        if (Each is <= 0 or > 1) yield return $"each: {Each} is not above 0 and at most 1";
        if (!IsShare(Cap)) yield return $"cap: {Cap} is not between 0 and 1";
        if (!IsShare(Floor)) yield return $"floor: {Floor} is not between 0 and 1";
        if (Absence is not ("no-data" or "full")) yield return $"absence: '{Absence}' is neither no-data nor full";
        if (Absence == "no-data" && Sites.Count == 0) yield return "sites: names none, so that nothing could show a measurement";
    }

    /// <summary>Full marks, each deduction, and what cap, floor and rounding give back.</summary>
    private List<ScoreNode> Children(Question question, Slot slot, bool earns, List<LimitExceeded> recorded)
    {
        if (!earns) return [];
        var each = Apportion.Part(slot.Maximum, Each, 1, slot.Step);
        List<ScoreNode> nodes =
        [
            new() { Key = $"{slot.Key}/full", Title = "起评满分", Points = slot.Maximum, Maximum = slot.Maximum, Rule = Rule, State = ScoreState.Scored },
            .. recorded.Select(told => new ScoreNode
            {
                Key = $"{slot.Key}/exceedance/{told.ExceedanceId}",
                Title = $"{told.Site} {told.Parameter} 超标{(question.Facts.IsOverruled(told) ? "（经核实不计）" : "")}",
                Points = question.Facts.IsOverruled(told) ? 0 : -each,
                Maximum = 0,
                Rule = Rule,
                State = ScoreState.Scored,
                Inputs = new JsonObject
                {
                    ["takenAt"] = told.TakenAt.ToString("O", CultureInfo.InvariantCulture),
                    ["value"] = told.Value,
                    ["limit"] = told.LimitText,
                    ["verdict"] = question.Facts.CaseOf(told)?.Verdict,
                },
                Links = [ScoreLinks.Exceedance(told), ScoreLinks.Fact(Intake.FactTypes.Of(told).Id)],
            }),
        ];
        var adjusted = Apportion.Plain(slot.Points - nodes.Sum(node => node.Points));
        if (adjusted != 0)
            nodes.Add(new()
            {
                Key = $"{slot.Key}/adjusted",
                Title = "未列出的扣分与封顶、保底、舍入",
                Points = adjusted,
                Maximum = 0,
                Rule = Rule,
                State = ScoreState.Scored,
                Inputs = new JsonObject { ["cap"] = Cap, ["floor"] = Floor, ["notShown"] = BookOf(question).Recorded.Count - recorded.Count },
                Links = BookOf(question).Recorded.Count > recorded.Count
                    ? [new("evidence", slot.Key, string.Create(CultureInfo.InvariantCulture, $"{slot.Evidence}&skip={slot.Skip + recorded.Count}"))] : [],
            });
        return nodes;
    }

    private static ExceedanceBook BookOf(Question question) => question.Facts.ExceedancesOf(question.Unit, question.Plan.Year);

    private decimal Deducted(Question question)
    {
        var book = BookOf(question);
        return Math.Min(Cap, Each * (book.Recorded.Count - book.Overruled));
    }

    // A value that was no measurement shows nothing about the water.
    private bool Measured(Question question)
    {
        var book = BookOf(question);
        return book.Recorded.Count > book.Overruled || Sites.Any(site => question.Facts.WasClassified(site, question.Plan.Year));
    }

    private bool Earns(Question question) => Absence == "full" || Measured(question);
}
