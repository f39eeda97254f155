namespace Bishui.Contracts.Plans;

/// <summary>A figure that the plan refers to and does not hold (目标待下达): it is entered later, with the document it comes from.</summary>
public sealed record PlanTarget
{
    /// <summary>Unique within the plan, for example <c>annual-water-use</c>; the topic under which the figure is recorded.</summary>
    public required string Key { get; init; }

    /// <summary>What is to be reached.</summary>
    public required string Title { get; init; }

    /// <summary>Unit of measure of the figure; null for a plain ratio.</summary>
    public string? Measure { get; init; }
}
