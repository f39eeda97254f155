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

    private const string Complying = "complying";
    private const string Failing = "failing";

    /// <summary>Ids of the sites.</summary>
    public required IReadOnlyList<string> Sites { get; init; }

    /// <summary>The worst class that complies.</summary>
    public required string Target { get; init; }

    public override string Rule => $"{Name}/2";

    public override long Stamp(Question question) => question.Facts.WaterStamp;

    public override Judged Judge(Question question)
    {
        var months = MonthsOf(question);
        var found = months.Select(month => month.Told).OfType<SectionClassified>().ToList();
        return new(
            months.Count == 0 ? ScoreState.Pending
            : found.Count == 0 ? Sites.Any(site => IsSilent(question, site)) ? ScoreState.Silent : ScoreState.NoData
            : found.Exists(told => told.Provisional) || !question.YearIsOver ? ScoreState.Provisional
            : ScoreState.Scored,
            [
                .. new[]
                {
                    new Outcome(Complying, "达标", 1, months.Count(month => month.Outcome == Complying)),
                    new Outcome(Failing, "不达标", 0, months.Count(month => month.Outcome == Failing)),
                    new Outcome("missing", "未监测或数据不足", 0, months.Count(month => month.Outcome == "missing")),
                }.Where(outcome => outcome.Count > 0),
            ]);
    }

    public override Reasons Explain(Question question, Judged judged, Slot slot)
    {
        var months = MonthsOf(question);
        var found = months.Select(month => month.Told).OfType<SectionClassified>().ToList();
        return new(new JsonObject
        {
            ["target"] = WaterClasses.Parse(Target).Symbol(),
            ["monthsDue"] = months.Count,
            ["monthsClassified"] = found.Count,
            ["monthsComplying"] = months.Count(month => month.Outcome == Complying),
            ["monthsProvisional"] = Names(months.Where(month => month.Told is { Provisional: true })),
            ["monthsMissing"] = Names(months.Where(month => month.Told is null)),
            ["sitesSilent"] = new JsonArray([.. Sites.Where(site => IsSilent(question, site)).Select(site => (JsonNode)site)]),
            ["classes"] = new JsonObject(months.Where(month => month.Told is not null).Select(month => KeyValuePair.Create(month.Name, (JsonNode?)Symbol(month.Told!)))),
        },
        [.. Tasks.Select(number => ScoreLinks.Task(question.Plan.PlanId, number)), .. found.SelectMany(LinksOf)],
        Cells.Nodes(slot, Rule, judged.Outcomes, outcome => months.Where(month => month.Outcome == outcome.Key).Select(month => new Piece(
            $"class/{month.Name}",
            month.Told is { } told ? $"{told.SiteName} {month.First:yyyy年M月}：{Symbol(told)}类，{outcome.Title}" : $"{month.Site} {month.First:yyyy年M月}：{outcome.Title}",
            month.Told is null ? [] : LinksOf(month.Told),
            month.Told is null ? null : Means(month.Told),
            month.Told is null ? IsSilent(question, month.Site) ? ScoreState.Silent : ScoreState.NoData
                : month.Told.Provisional ? ScoreState.Provisional
                : ScoreState.Scored))));
    }

    public override IEnumerable<string> Faults()
    {
        if (Sites.Count == 0) yield return "sites: names none";
        if (WaterClasses.Find(Target) is null or WaterClass.InferiorV) yield return $"target: '{Target}' is no class from I to V";
    }

    private List<Month> MonthsOf(Question question)
    {
        var target = WaterClasses.Parse(Target);
        return
        [
            .. from site in Sites
               from first in Enumerable.Range(1, 12).Select(month => new DateOnly(question.Plan.Year, month, 1))
               where question.IsPast(ChinaTime.MonthOf(first).Last)
               let told = question.Facts.ClassOf(site, first)
               select new Month(site, first, told, told is null ? "missing" : WaterClasses.Parse(told.Class!) <= target ? Complying : Failing),
        ];
    }

    private static bool IsSilent(Question question, string site) => question.Facts.ReportingOf(site) is { State: "silent" };

    private static IReadOnlyList<ScoreLink> LinksOf(SectionClassified told) => [ScoreLinks.Class(told), ScoreLinks.Fact(Intake.FactTypes.Of(told).Id)];

    /// <summary>What decided the class: the parameters with their means and how many readings each rests on.</summary>
    private static JsonObject Means(SectionClassified told) => new()
    {
        ["deciding"] = new JsonArray([.. told.Deciding.Select(parameter => (JsonNode)parameter)]),
        ["means"] = new JsonArray([.. told.Means.Select(mean => (JsonNode)new JsonObject
        {
            ["parameter"] = mean.Parameter,
            ["mean"] = mean.Mean,
            ["unit"] = mean.Unit,
            ["count"] = mean.Count,
            ["class"] = mean.Class,
        })]),
    };

    private static string Symbol(SectionClassified told) => WaterClasses.Parse(told.Class!).Symbol();

    private static JsonArray Names(IEnumerable<Month> months) => [.. months.Select(month => (JsonNode)month.Name)];

    private sealed record Month(string Site, DateOnly First, SectionClassified? Told, string Outcome)
    {
        public string Name => string.Create(CultureInfo.InvariantCulture, $"{Site}/{First:yyyy-MM}");
    }
}
