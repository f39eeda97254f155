using Bishui.Features.Readings;
using Bishui.Rules.DrinkingSources;
using Bishui.Rules.Judging;
using Bishui.Rules.Measures;
using Bishui.Rules.Standards;
using Bishui.Rules.Statistics;
using Bishui.Rules.SurfaceWater;

namespace Bishui.Ecological.Evaluations;

/// <summary>Compliance of the centralised drinking-water sources (集中式饮用水水源达标率).</summary>
/// <param name="Period">The time.</param>
/// <param name="Complying">R_n: sources that comply, of those judged.</param>
/// <param name="Sources">The sources.</param>
/// <param name="State">How far the rate can be trusted.</param>
public sealed record SourcesAnswer(EvaluatedPeriod Period, Share Complying, IReadOnlyList<SourceAnswer> Sources, FigureState State);

/// <summary>One source: each month's means are judged, and it complies when every month does.</summary>
/// <param name="Site">Id of the site.</param>
/// <param name="Name">Its name.</param>
/// <param name="Complies">Whether it complies; null where nothing was measured that decides.</param>
/// <param name="Months">Months that comply, of those judged.</param>
/// <param name="Failing">What was not met, month by month.</param>
/// <param name="Judged">Keys of the items that were judged.</param>
/// <param name="Reported">Keys of what was measured and does not decide.</param>
/// <param name="Standard">The standard it is judged by.</param>
/// <param name="State">How far it can be trusted.</param>
/// <param name="Rule">Name and version of the rule.</param>
public sealed record SourceAnswer(
    string Site, string Name, bool? Complies, Share Months, IReadOnlyList<SourceFailure> Failing, IReadOnlyList<string> Judged,
    IReadOnlyList<string> Reported, string Standard, FigureState State, string Rule);

/// <summary>An item that a source did not meet in a month.</summary>
/// <param name="Month">First day of the month.</param>
/// <param name="Parameter">Key of the parameter.</param>
/// <param name="Value">The month's mean.</param>
/// <param name="Unit">Unit of the mean.</param>
/// <param name="Limit">The limit in print.</param>
/// <param name="Multiple">Exceedance multiple, or null.</param>
public sealed record SourceFailure(DateOnly Month, string Parameter, decimal Value, string Unit, string? Limit, decimal? Multiple);

internal static class Sources
{
    private const string Groundwater = "groundwater";

    public static async ValueTask<SourcesAnswer> EvaluateAsync(
        SiteFigures figures, StandardLibrary standards, EvaluatedPeriod period, CancellationToken cancel)
    {
        SourceAnswer[] sources =
        [
            .. (await figures.OverAsync(site => site.Kind == "drinking-water-source", period.From, period.To, period.Now, cancel))
                .Select(source => Evaluate(source, standards, period.To)),
        ];
        var judged = sources.Where(source => source.Complies is not null).ToArray();
        return new(
            period, Share.Where(judged, source => source.Complies == true), sources,
            EvaluatedSite.StateOf(sources.Select(source => source.State), judged.Length > 0));
    }

    private static SourceAnswer Evaluate(SiteFigure source, StandardLibrary standards, DateOnly day)
    {
        var isGroundwater = source.Site.Standard is { } code && standards.Find(code)?.Media == Groundwater;
        var standard = standards.InForce(isGroundwater ? Groundwater : "surface-water", day)
            ?? throw new InvalidOperationException($"No standard for drinking-water sources is in force on {day:O}.");
        var rule = isGroundwater ? SourceCompliance.OfGroundwater(standard)
            : SourceCompliance.OfSurfaceWater(
                standard, source.Site.WaterBody == WaterBody.LakeReservoir.Key() ? WaterBody.LakeReservoir : WaterBody.River);
        var months = source.ByMonth.GroupBy(mean => mean.Month).OrderBy(month => month.Key)
            .Select(month => (Month: month.Key, Found: rule.Judge(
                month.ToDictionary(mean => mean.Parameter, mean => new Measurement(mean.Mean, standards.Parameters.Find(mean.Parameter)?.Unit ?? "")), day)))
            .ToArray();
        var judged = months.Where(month => month.Found.Complies is not null).ToArray();
        return new(
            source.Site.Id, source.Site.Name, judged.Length == 0 ? null : judged.All(month => month.Found.Complies == true),
            Share.Where(judged, month => month.Found.Complies == true),
            [.. judged.SelectMany(month => month.Found.Failing.Select(item => FailureOf(month.Month, item)))],
            [.. judged.SelectMany(month => month.Found.Judged).Select(item => item.Parameter).Distinct().Order(StringComparer.Ordinal)],
            [.. months.SelectMany(month => month.Found.Reported).Distinct().Order(StringComparer.Ordinal)],
            standard.Code, EvaluatedSite.StateOf(source, judged.Length > 0), isGroundwater ? SourceCompliance.GroundRule : SourceCompliance.SurfaceRule);
    }

    private static SourceFailure FailureOf(DateOnly month, Judgement item) =>
        new(month, item.Parameter, item.Value, item.Unit, item.LimitText, item.Multiple);
}
