namespace Bishui.Rules.Indicators;

/// <summary>On which side of its target a value has to lie; the target itself meets it.</summary>
public enum TargetSide
{
    /// <summary>At the target or above.</summary>
    AtLeast,

    /// <summary>At the target or below.</summary>
    AtMost,
}

/// <summary>The target (目标值) of an indicator.</summary>
public abstract record IndicatorTarget
{
    private IndicatorTarget()
    {
    }

    /// <summary>On which side of it the value has to lie.</summary>
    public TargetSide Side { get; init; }

    /// <summary>A figure that the plan prints.</summary>
    /// <param name="Value">In the indicator's unit.</param>
    public sealed record Fixed(decimal Value) : IndicatorTarget;

    /// <summary>A figure for each stage an object is in: every part brings its own.</summary>
    /// <param name="Value">What the whole has to reach, usually all parts: 100.</param>
    public sealed record Staged(decimal Value) : IndicatorTarget;

    /// <summary>A figure from above (目标待下达), entered in the task's ledger.</summary>
    /// <param name="Key">Key of the plan's target.</param>
    public sealed record Pending(string Key) : IndicatorTarget;

    /// <summary>Whether a value meets a figure.</summary>
    public bool IsMet(decimal value, decimal figure) => Side == TargetSide.AtLeast ? value >= figure : value <= figure;
}
