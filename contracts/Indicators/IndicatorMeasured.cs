namespace Bishui.Contracts.Indicators;

/// <summary>What an indicator came to.</summary>
public sealed record IndicatorMeasured
{
    /// <summary>Unique within the service, for example <c>collection-rate</c>.</summary>
    public required string Key { get; init; }

    /// <summary>Number of the plan's task; the first one where several carry the topic.</summary>
    public required int Task { get; init; }

    /// <summary>Numbers of all the plan's tasks that carry the topic; null where it was told before topics existed.</summary>
    public IReadOnlyList<int>? Tasks { get; init; }

    /// <summary>Key of the topic (工作主题); null where it was told before topics existed.</summary>
    public string? Topic { get; init; }

    /// <summary>Id of the plan.</summary>
    public required string PlanId { get; init; }

    /// <summary>Chinese title.</summary>
    public required string Title { get; init; }

    /// <summary>Unit of measure.</summary>
    public required string Unit { get; init; }

    /// <summary>Keys of the units that answer for it.</summary>
    public required IReadOnlyList<string> Units { get; init; }

    /// <summary>The value, exact; null where there is nothing to measure.</summary>
    public decimal? Value { get; init; }

    /// <summary>Numerator; null where the formula has none.</summary>
    public decimal? Numerator { get; init; }

    /// <summary>Denominator; null where the formula has none.</summary>
    public decimal? Denominator { get; init; }

    /// <summary>The figure it has to reach; null where there is none, or while it has not been entered.</summary>
    public decimal? Target { get; init; }

    /// <summary><c>at-least</c> or <c>at-most</c>; null where there is no target.</summary>
    public string? TargetSide { get; init; }

    /// <summary>met, missed, pending-target, provisional, no-data or no-target.</summary>
    public required string State { get; init; }

    /// <summary>The civil day as of which it was measured.</summary>
    public required DateOnly AsOf { get; init; }

    /// <summary>Name and version of the formula, for example <c>F09/1</c>.</summary>
    public required string Rule { get; init; }

    /// <summary>How many rows, readings and entries it rests on.</summary>
    public required int EvidenceCount { get; init; }

    /// <summary>SHA-256 over the names of all of them, in order.</summary>
    public required string EvidenceHash { get; init; }

    /// <summary>The first hundred of them, as <c>kind:id@version</c>; the service answers all.</summary>
    public required IReadOnlyList<string> Evidence { get; init; }

    /// <summary>1 as first measured, one more with each change.</summary>
    public required int Revision { get; init; }

    /// <summary>When it was measured.</summary>
    public required DateTimeOffset MeasuredAt { get; init; }
}
