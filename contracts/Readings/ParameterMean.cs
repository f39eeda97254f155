namespace Bishui.Contracts.Readings;

/// <summary>The arithmetic mean of one parameter over a period.</summary>
public sealed record ParameterMean
{
    /// <summary>Key of the parameter.</summary>
    public required string Parameter { get; init; }

    /// <summary>The mean, unrounded.</summary>
    public required decimal Mean { get; init; }

    /// <summary>Unit of the mean.</summary>
    public required string Unit { get; init; }

    /// <summary>Valid readings it rests on.</summary>
    public required int Count { get; init; }

    /// <summary>Class of this parameter alone, or null where the standard sets no limit.</summary>
    public string? Class { get; init; }
}
