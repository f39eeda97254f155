using Bishui.Rules.Measures;

namespace Bishui.Rules.Statistics;

/// <summary>One result that takes part in a mean.</summary>
/// <param name="Value">The value, or the detection limit where nothing was detected.</param>
/// <param name="BelowDetection">Whether the result is below the detection limit.</param>
public readonly record struct Sample(decimal Value, bool BelowDetection = false);

/// <summary>Means of one parameter (数据统计). Parameters are averaged first and classified then; classes are never averaged.</summary>
/// <remarks>环办〔2011〕22号: a quarter needs two months, a year twelve, and eight where ice or the like prevents twelve.</remarks>
public static class Means
{
    /// <summary>Months without which there is no mean of a quarter.</summary>
    public const int MonthsOfQuarter = 2;

    /// <summary>Months without which there is no mean of a year.</summary>
    public const int MonthsOfYear = 8;

    /// <summary>The arithmetic mean, unrounded; null when there are fewer samples than <paramref name="atLeast"/>. Not detected counts as half the detection limit.</summary>
    public static decimal? Of(IReadOnlyCollection<Sample> samples, int atLeast = 1) =>
        samples.Count < Math.Max(1, atLeast)
            ? null
            : Computable.OrNull(() => samples.Average(sample => sample.BelowDetection ? sample.Value / 2m : sample.Value));
}
