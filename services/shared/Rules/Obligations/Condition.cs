namespace Bishui.Rules.Obligations;

/// <summary>
/// A condition on the attributes of an object: comparisons joined by <c>and</c> and <c>or</c>, of which <c>and</c> binds tighter, for example
/// <c>scaleAbove and not onlineMonitor</c> or <c>age(laidOn) &gt; 50 years or material = backward</c>.
/// </summary>
/// <remarks>
/// A comparison with an attribute that is missing, or that does not hold what it is compared with, is false; before <c>not</c> it is
/// therefore true. Numbers are compared exactly.
/// </remarks>
public sealed record Condition
{
    private readonly IReadOnlyList<IReadOnlyList<Comparison>> _alternatives;

    private Condition(IReadOnlyList<IReadOnlyList<Comparison>> alternatives) => _alternatives = alternatives;

    /// <summary>Reads a condition.</summary>
    /// <exception cref="FormatException">The text is not one; the message names the part that cannot be read.</exception>
    public static Condition Parse(string text)
    {
        var condition = new Condition([.. text.Split(" or ").Select(one => (IReadOnlyList<Comparison>)[.. one.Split(" and ").Select(Comparison.Parse)])]);
        return condition.ToString() == text
            ? condition
            : throw new FormatException($"The condition '{text}' cannot be read: it is written '{condition}'.");
    }

    /// <summary>Whether it holds.</summary>
    /// <param name="attributes">By name: numbers as JSON writes them, <c>true</c> or <c>false</c>, days like 2021-12-31, or words.</param>
    /// <param name="day">The day that is asked about; ages are counted up to it.</param>
    public bool Holds(IReadOnlyDictionary<string, string> attributes, DateOnly day) =>
        _alternatives.Any(comparisons => comparisons.All(comparison => comparison.Holds(attributes, day)));

    /// <summary>Two are equal where they say the same in the same order.</summary>
    public bool Equals(Condition? other) => other?.ToString() == ToString();

    /// <inheritdoc/>
    public override int GetHashCode() => ToString().GetHashCode(StringComparison.Ordinal);

    /// <summary>The text it was read from.</summary>
    public override string ToString() => string.Join(" or ", _alternatives.Select(comparisons => string.Join(" and ", comparisons)));
}
