using Bishui.Features.Readings;
using Bishui.Rules.Statistics;
using Bishui.Rules.SurfaceWater;

namespace Bishui.Ecological.Evaluations;

/// <summary>Compliance of the water function zones (水功能区达标评价).</summary>
/// <param name="Period">The time; the annual mean needs eight months of a year.</param>
/// <param name="Zones">The zones.</param>
/// <param name="Rates">The share of complying zones by each method and variant.</param>
/// <param name="Rules">Names and versions of the rules.</param>
public sealed record ZonesAnswer(EvaluatedPeriod Period, IReadOnlyList<ZoneAnswer> Zones, IReadOnlyList<ZoneRate> Rates, IReadOnlyList<string> Rules);

/// <summary>One zone at its section, judged by every method: they may disagree.</summary>
/// <param name="Zone">Code of the zone.</param>
/// <param name="Site">Id of its section.</param>
/// <param name="Name">Name of its section.</param>
/// <param name="Target">The target class.</param>
/// <param name="Judgements">One for each method and variant.</param>
/// <param name="MonthsWanted">Months of the time.</param>
public sealed record ZoneAnswer(string Zone, string Site, string Name, string Target, IReadOnlyList<ZoneFigure> Judgements, int MonthsWanted);

/// <summary>A zone by one method and variant.</summary>
/// <param name="Method">annual-mean or frequency.</param>
/// <param name="Variant">all-factor or two-factor.</param>
/// <param name="Complies">Whether it complies; null where too little was measured.</param>
/// <param name="Class">Class of the annual means; null for the frequency method.</param>
/// <param name="Items">Parameters that the annual means hold; empty for the frequency method.</param>
/// <param name="Frequency">Months that comply of those judged; null for the annual mean.</param>
/// <param name="Months">Months measured.</param>
/// <param name="State">How far it can be trusted.</param>
/// <param name="Rule">Name and version of the rule.</param>
public sealed record ZoneFigure(
    ZoneMethod Method, ZoneVariant Variant, bool? Complies, string? Class, IReadOnlyList<string> Items, Share? Frequency, int Months, FigureState State, string Rule);

/// <summary>The share of complying zones.</summary>
/// <param name="Method">annual-mean or frequency.</param>
/// <param name="Variant">all-factor or two-factor.</param>
/// <param name="Complying">Zones that comply, of those judged.</param>
public sealed record ZoneRate(ZoneMethod Method, ZoneVariant Variant, Share Complying);

internal static class Zones
{
    public static async ValueTask<ZonesAnswer> EvaluateAsync(SiteFigures figures, EvaluatedPeriod period, CancellationToken cancel)
    {
        var sections = (await figures.OverAsync(site => site.Zone is not null, period.From, period.To, period.Now, cancel))
            .Where(section => section.Class.Target is not null).Select(section => (Section: section, Judged: Judge(section))).ToArray();
        return new(
            period,
            [.. sections.Select(one => new ZoneAnswer(
                one.Section.Site.Zone!, one.Section.Site.Id, one.Section.Site.Name, one.Section.Class.Target!.Value.Symbol(),
                [.. one.Judged.Select(judged => FigureOf(one.Section, judged))], one.Section.MonthsWanted))],
            [.. sections.SelectMany(one => one.Judged).GroupBy(judged => (judged.Method, judged.Variant))
                .Select(same => new ZoneRate(same.Key.Method, same.Key.Variant, FunctionZone.ComplianceRate(same)))],
            [FunctionZone.AnnualMeanRule, FunctionZone.FrequencyRule]);
    }

    private static ZoneJudgement[] Judge(SiteFigure section)
    {
        IReadOnlyDictionary<string, decimal>[] months =
            [.. section.ByMonth.GroupBy(mean => mean.Month).Select(month => month.ToDictionary(mean => mean.Parameter, mean => mean.Mean))];
        var target = section.Class.Target!.Value;
        return
        [
            .. Enum.GetValues<ZoneVariant>().SelectMany(variant => new[]
            {
                FunctionZone.ByAnnualMean(months, section.Limits, target, variant), FunctionZone.ByFrequency(months, section.Limits, target, variant),
            }),
        ];
    }

    private static ZoneFigure FigureOf(SiteFigure section, ZoneJudgement judged) => new(
        judged.Method, judged.Variant, judged.Complies, judged.Means?.Class?.Symbol(), [.. judged.Means?.Items.Select(item => item.Parameter) ?? []],
        judged.Months, judged.MonthsMeasured, EvaluatedSite.StateOf(section, judged.Complies is not null), judged.Rule);
}
