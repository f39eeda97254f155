using System.Collections.Frozen;
using Bishui.Rules.Obligations;
using Bishui.Rules.Statistics;

namespace Bishui.Rules.SurfaceWater;

/// <summary>How the months of a zone are judged together. The two may disagree, so the method is part of the result.</summary>
public enum ZoneMethod
{
    /// <summary>The class of the annual means (年均值法).</summary>
    AnnualMean,

    /// <summary>The share of months that comply (频次法).</summary>
    Frequency,
}

/// <summary>Which parameters are judged.</summary>
public enum ZoneVariant
{
    /// <summary>All items of table 1 but water temperature, total nitrogen and fecal coliforms (全因子).</summary>
    AllFactor,

    /// <summary>Ammonia nitrogen, and the permanganate index or, where it was not measured, the chemical oxygen demand (双因子).</summary>
    TwoFactor,
}

/// <summary>Whether a water function zone complies, and what that rests on.</summary>
public sealed record ZoneJudgement
{
    /// <summary>The method.</summary>
    public required ZoneMethod Method { get; init; }

    /// <summary>The parameters judged.</summary>
    public required ZoneVariant Variant { get; init; }

    /// <summary>Whether it complies; null where too little was measured to say.</summary>
    public bool? Complies { get; init; }

    /// <summary>The target class.</summary>
    public required WaterClass Target { get; init; }

    /// <summary>Class of the annual means with its items; null for the frequency method.</summary>
    public SectionClass? Means { get; init; }

    /// <summary>Months that comply, of those judged; null for the annual mean.</summary>
    public Share? Months { get; init; }

    /// <summary>Months in which something that is judged was measured.</summary>
    public required int MonthsMeasured { get; init; }

    /// <summary>Name and version of the rule.</summary>
    public required string Rule { get; init; }
}

/// <summary>Compliance of a water function zone over a year (水功能区达标评价).</summary>
public static class FunctionZone
{
    /// <summary>Name and version of the annual-mean rule.</summary>
    public const string AnnualMeanRule = "zone-annual-mean/1";

    /// <summary>Name and version of the frequency rule.</summary>
    public const string FrequencyRule = "zone-frequency/1";

    /// <summary>The least share of complying months, in percent.</summary>
    public const decimal LeastFrequency = 80m;

    private static readonly FrozenSet<string> TwoFactors =
        new[] { "permanganate-index", "chemical-oxygen-demand", "ammonia-nitrogen" }.ToFrozenSet();

    /// <summary>Judges by the class of the annual means: each parameter needs as many months as a yearly mean does.</summary>
    /// <param name="months">One set of monthly means a month that was measured, in the units of the limits.</param>
    /// <param name="table">The class limits.</param>
    /// <param name="target">The target class.</param>
    /// <param name="variant">The parameters to judge.</param>
    public static ZoneJudgement ByAnnualMean(
        IReadOnlyList<IReadOnlyDictionary<string, decimal>> months, SectionTable table, WaterClass target, ZoneVariant variant)
    {
        var judged = months.Select(month => Judged(month, table, variant)).Where(month => month.Count > 0).ToArray();
        var means = judged.SelectMany(month => month).GroupBy(one => one.Key, one => one.Value)
            .Select(group => (group.Key, Mean: PeriodMeans.Of([.. group], PeriodKind.Year).Value))
            .Where(one => one.Mean is not null).ToDictionary(one => one.Key, one => one.Mean!.Value);
        var reached = table.Classify(variant == ZoneVariant.TwoFactor ? Judged(means, table, variant) : means, target);
        return new()
        {
            Method = ZoneMethod.AnnualMean,
            Variant = variant,
            Complies = reached.Complies,
            Target = target,
            Means = reached,
            MonthsMeasured = judged.Length,
            Rule = AnnualMeanRule,
        };
    }

    /// <summary>Judges every month alone: the zone complies when at least 80 % of the months judged do.</summary>
    /// <inheritdoc cref="ByAnnualMean" path="/param"/>
    public static ZoneJudgement ByFrequency(
        IReadOnlyList<IReadOnlyDictionary<string, decimal>> months, SectionTable table, WaterClass target, ZoneVariant variant)
    {
        var judged = months.Select(month => table.Classify(Judged(month, table, variant), target)).Where(month => month.Class is not null).ToArray();
        var complying = Share.Where(judged, month => month.Complies == true);
        return new()
        {
            Method = ZoneMethod.Frequency,
            Variant = variant,
            Complies = complying.Percent >= LeastFrequency ? true : complying.Of > 0 ? false : null,
            Target = target,
            Months = complying,
            MonthsMeasured = judged.Length,
            Rule = FrequencyRule,
        };
    }

    /// <summary>The share of zones that comply, of those that could be judged.</summary>
    public static Share ComplianceRate(IEnumerable<ZoneJudgement> zones) =>
        Share.Where([.. zones.Where(zone => zone.Complies is not null)], zone => zone.Complies == true);

    // One factor alone does not speak for two: without both the month, or the year, is not judged.
    private static Dictionary<string, decimal> Judged(IReadOnlyDictionary<string, decimal> values, SectionTable table, ZoneVariant variant)
    {
        if (variant == ZoneVariant.AllFactor)
            return values.Where(one => table.Counts(one.Key)).ToDictionary();
        var two = values.Where(one => TwoFactors.Contains(one.Key)).ToDictionary();
        if (two.ContainsKey("permanganate-index"))
            two.Remove("chemical-oxygen-demand");
        return two.Count == 2 ? two : [];
    }
}
