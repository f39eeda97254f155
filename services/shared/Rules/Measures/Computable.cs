namespace Bishui.Rules.Measures;

/// <summary>
/// Figures of stored values: what was once taken stays on file, whatever it is, and no arithmetic on it may fail the whole answer. A figure that no decimal
/// can hold is not computable, which is one of the answers.
/// </summary>
public static class Computable
{
    /// <summary>How far two values are from each other; farther than a decimal can say is as far as it can say.</summary>
    public static decimal Distance(decimal one, decimal other) => OrNull(() => Math.Abs(one - other)) ?? decimal.MaxValue;

    /// <summary>The figure, or null where it is too large for a decimal, or divides by nothing.</summary>
    public static decimal? OrNull(Func<decimal?> figure)
    {
        try
        {
            return figure();
        }
        catch (Exception impossible) when (impossible is OverflowException or DivideByZeroException)
        {
            return null;
        }
    }
}
