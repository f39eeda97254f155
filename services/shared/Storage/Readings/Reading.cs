namespace Bishui.Storage.Readings;

/// <summary>How a reading came about.</summary>
public enum ReadingKind
{
    /// <summary>As the device sent it.</summary>
    Realtime,

    /// <summary>Mean of a minute.</summary>
    Minute,

    /// <summary>Mean of an hour.</summary>
    Hour,

    /// <summary>Mean of a day.</summary>
    Day,

    /// <summary>A sample taken and analysed by hand.</summary>
    Manual,
}

/// <summary>
/// One measured value. Site, parameter, kind and time are its natural key: the same key with the same value, detection limit, flag and
/// lab report is a repeat, with another of these a correction.
/// </summary>
public sealed class Reading
{
    /// <summary>
    /// The greatest number, of either sign, that takes part in sums and means. Nothing measured in water comes near it; what is beyond is kept and shown
    /// as it was sent, but added up it would leave a whole month without a figure.
    /// </summary>
    public const decimal MostComputable = 1_000_000_000_000_000m;

    /// <summary>Id of the site.</summary>
    public required string Site { get; init; }

    /// <summary>Key of the parameter.</summary>
    public required string Parameter { get; init; }

    /// <summary>How it came about.</summary>
    public required ReadingKind Kind { get; init; }

    /// <summary>When it was taken; kept to the millisecond.</summary>
    public required DateTimeOffset Time { get; init; }

    /// <summary>The value in the parameter's canonical unit, exact; null where nothing was detected, or where the flag says that there is none.</summary>
    public required decimal? Value { get; init; }

    /// <summary>The detection limit, in the same unit, of a result below it (未检出); null for every other result. There is then no value.</summary>
    public decimal? DetectionLimit { get; init; }

    /// <summary>Number of the laboratory's report, or null.</summary>
    public string? LabReport { get; init; }

    /// <summary>The mark as it was sent: HJ 212's letter, N for normal.</summary>
    public required string Flag { get; init; }

    /// <summary>Who or what sent it.</summary>
    public required string Source { get; init; }

    /// <summary>When it was recorded; kept to the millisecond.</summary>
    public required DateTimeOffset RecordedAt { get; init; }

    /// <summary>Why an earlier value was corrected; null on the first version.</summary>
    public string? Reason { get; init; }

    /// <summary>1 as first recorded, one more with each correction. Set by the store.</summary>
    public int Version { get; init; } = 1;
}
