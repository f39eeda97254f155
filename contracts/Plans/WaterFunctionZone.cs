namespace Bishui.Contracts.Plans;

/// <summary>A water function zone (水功能区) of annex 3.</summary>
public sealed record WaterFunctionZone
{
    /// <summary>The zone's national code, for example G167-08-2-0042.</summary>
    public required string Code { get; init; }

    /// <summary>Second-level zone name as printed.</summary>
    public required string Name { get; init; }

    /// <summary>The river or lake.</summary>
    public required string WaterBody { get; init; }

    /// <summary>Name of the river section that represents the zone.</summary>
    public required string RiverSection { get; init; }

    /// <summary>Degrees east as printed; the annex states neither datum nor more than two decimals.</summary>
    public required decimal Longitude { get; init; }

    /// <summary>Degrees north as printed.</summary>
    public required decimal Latitude { get; init; }

    /// <summary>The worst water class that still meets the objective: I, II, III, IV or V.</summary>
    public required string TargetClass { get; init; }
}
