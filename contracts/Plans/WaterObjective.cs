namespace Bishui.Contracts.Plans;

/// <summary>One water-quality objective (水质目标), verbatim.</summary>
public sealed record WaterObjective
{
    /// <summary>Order of the objective in the plan, from 1.</summary>
    public required int Number { get; init; }

    /// <summary>Text as printed.</summary>
    public required string Text { get; init; }
}
