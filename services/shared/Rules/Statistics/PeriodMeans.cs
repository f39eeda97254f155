using Bishui.Rules.Measures;
using Bishui.Rules.Obligations;

namespace Bishui.Rules.Statistics;

/// <summary>A mean over the months of a period.</summary>
/// <param name="Value">The mean, unrounded; null where too few months were measured, or it is not computable.</param>
/// <param name="Months">Months that take part.</param>
/// <param name="Wanted">Months of the period.</param>
/// <param name="Needed">Months without which there is no mean.</param>
public readonly record struct PeriodMean(decimal? Value, int Months, int Wanted, int Needed)
{
    /// <summary>Whether every month takes part.</summary>
    public bool IsComplete => Months >= Wanted;
}

/// <summary>Means of quarters and years: of the monthly means, never of the single results, so that each month has the same weight.</summary>
/// <remarks>环办〔2011〕22号: a quarter needs two months, a year twelve, and eight where ice or the like prevents twelve.</remarks>
public static class PeriodMeans
{
    /// <summary>Name and version of this rule.</summary>
    public const string Rule = "period-means/1";

    /// <summary>The mean of a period from its monthly means of one parameter.</summary>
    public static PeriodMean Of(IReadOnlyCollection<decimal> monthlyMeans, PeriodKind kind)
    {
        var needed = NeededOf(kind);
        return new(monthlyMeans.Count < needed ? null : Computable.OrNull(() => monthlyMeans.Average()), monthlyMeans.Count, Period.MonthsOf(kind), needed);
    }

    /// <summary>Months without which a period has no mean. The rule names none for a half-year: it takes the share of the year's.</summary>
    public static int NeededOf(PeriodKind kind) => kind switch
    {
        PeriodKind.Month => 1,
        PeriodKind.Quarter => Means.MonthsOfQuarter,
        PeriodKind.HalfYear => Means.MonthsOfYear / 2,
        _ => Means.MonthsOfYear,
    };
}
