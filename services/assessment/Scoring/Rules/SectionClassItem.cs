using System.Globalization;
using System.Text.Json.Nodes;
using Bishui.Contracts.Readings;
using Bishui.Rules.SurfaceWater;
using Bishui.Rules.Time;

namespace Bishui.Assessment.Scoring.Rules;

/// <summary>
/// Points in proportion to the months that comply among the months due: every month of the plan's year that has ended, for every site.
/// A month without a class complies with nothing.
/// </summary>
internal sealed record SectionClassItem : SchemeItem
{
    public const string Name = "section-class";

    /// <summary>Ids of the sites.</summary>
    public required IReadOnlyList<string> Sites { get; init; }

    /// <summary>The worst class that complies.</summary>
    public required string Target { get; init; }

    public override string Rule => $"{Name}/1";

    public override Answer Judge(Question question)
    {
        var target = WaterClasses.Parse(Target);
        var months = Enumerable.Range(1, 12).Select(month => new DateOnly(question.Plan.Year, month, 1))
            .Where(first => question.IsPast(ChinaTime.MonthOf(first).Last))
            .ToList();
        var due = Sites.SelectMany(site => months.Select(month => (Site: site, Month: month))).ToList();
        var found = due.Select(each => question.Facts.ClassOf(each.Site, each.Month)).OfType<SectionClassified>().ToList();
        var complying = found.Count(told => WaterClasses.Parse(told.Class!) <= target);
        var provisional = found.Where(told => told.Provisional).ToList();
        var missing = due.Where(each => question.Facts.ClassOf(each.Site, each.Month) is null).ToList();
        return new()
        {
            Earned = complying,
            Possible = Math.Max(1, due.Count),
            State = due.Count == 0 ? ScoreState.Pending
                : found.Count == 0 ? ScoreState.NoData
                : provisional.Count > 0 || !question.YearIsOver ? ScoreState.Provisional
                : ScoreState.Scored,
            Inputs = new JsonObject
            {
                ["target"] = target.Symbol(),
                ["monthsDue"] = due.Count,
                ["monthsClassified"] = found.Count,
                ["monthsComplying"] = complying,
                ["monthsProvisional"] = Names(provisional.Select(told => (told.Site, told.From))),
                ["monthsMissing"] = Names(missing),
                ["classes"] = new JsonObject(found.Select(told =>
                    KeyValuePair.Create(NameOf(told.Site, told.From), (JsonNode?)WaterClasses.Parse(told.Class!).Symbol()))),
            },
            Links = [.. Tasks.Select(ScoreLinks.Task), .. found.SelectMany(told =>
                new[] { ScoreLinks.Class(told), ScoreLinks.Fact(Intake.FactTypes.Of(told).Id) })],
        };
    }

    private static JsonArray Names(IEnumerable<(string Site, DateOnly Month)> months) =>
        [.. months.Select(each => (JsonNode)NameOf(each.Site, each.Month))];

    private static string NameOf(string site, DateOnly month) => string.Create(CultureInfo.InvariantCulture, $"{site}/{month:yyyy-MM}");
}
