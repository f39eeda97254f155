namespace Bishui.Contracts.Indicators;

/// <summary>Indicators (考核指标) whose value, state or evidence changed. Of several about one indicator the highest revision stands.</summary>
public sealed record IndicatorsMeasured
{
    /// <summary>The service that measures them.</summary>
    public required string Service { get; init; }

    /// <summary>At least one.</summary>
    public required IReadOnlyList<IndicatorMeasured> Indicators { get; init; }
}
