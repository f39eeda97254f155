namespace Bishui.Contracts.Plans;

/// <summary>A centralised drinking-water source (集中式饮用水水源) of annex 2.</summary>
public sealed record DrinkingWaterSource
{
    /// <summary>Row number of annex 2.</summary>
    public required int Number { get; init; }

    /// <summary>Name as printed.</summary>
    public required string Name { get; init; }

    /// <summary>River, lake or ground water, as printed.</summary>
    public required string WaterBody { get; init; }

    /// <summary>Degrees east as printed; the annex states neither datum nor more than two decimals.</summary>
    public required decimal Longitude { get; init; }

    /// <summary>Degrees north as printed.</summary>
    public required decimal Latitude { get; init; }

    /// <summary>The worst water class that still meets the objective: I, II, III, IV or V.</summary>
    public required string TargetClass { get; init; }
}
