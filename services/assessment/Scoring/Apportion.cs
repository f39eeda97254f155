namespace Bishui.Assessment.Scoring;

/// <summary>Exact division of points: what is shared out adds up to what there was, to the last step.</summary>
internal static class Apportion
{
    /// <summary>
    /// Splits a total in proportion to the weights, in whole steps, by largest remainder; of equal remainders the first gets the step.
    /// </summary>
    /// <param name="total">A multiple of <paramref name="step"/>.</param>
    /// <param name="weights">At least one; all above zero.</param>
    /// <param name="step">The smallest part of a point, for example 0.0001.</param>
    public static IReadOnlyList<decimal> Split(decimal total, IReadOnlyList<decimal> weights, decimal step)
    {
        var steps = total / step;
        var sum = weights.Sum();
        var whole = weights.Select(weight => decimal.Floor(steps * weight / sum)).ToArray();
        var left = steps - whole.Sum();
        var next = Enumerable.Range(0, whole.Length)
            .OrderByDescending(index => (steps * weights[index]) - (whole[index] * sum))
            .ThenBy(index => index)
            .Take((int)left);
        foreach (var index in next) whole[index]++;
        return [.. whole.Select(count => Plain(count * step))];
    }

    /// <summary>The part of a maximum that was earned, in whole steps; less than a step is not earned.</summary>
    public static decimal Part(decimal maximum, decimal earned, decimal possible, decimal step) =>
        Plain(decimal.Floor(maximum * earned / possible / step) * step);

    /// <summary>The same number without trailing zeros.</summary>
    public static decimal Plain(decimal value) => value / 1.0000000000000000000000000000m;
}
