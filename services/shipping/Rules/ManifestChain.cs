namespace Bishui.Shipping.Rules;

/// <summary>Time limits and tolerance of a manifest's chain.</summary>
public sealed record ManifestRules
{
    /// <summary>What was generated is received within so many days.</summary>
    public required int ReceiveWithinDays { get; init; }

    /// <summary>What was received is transferred within so many days.</summary>
    public required int TransferWithinDays { get; init; }

    /// <summary>What was transferred is disposed of within so many days.</summary>
    public required int DisposeWithinDays { get; init; }

    /// <summary>How much of what was generated may be missing in the end, in percent.</summary>
    public required decimal LossTolerance { get; init; }

    /// <summary>Where the figures come from.</summary>
    public required string Source { get; init; }

    /// <summary>How sure they are.</summary>
    public required string Confidence { get; init; }
}

/// <summary>A stage of a manifest.</summary>
/// <param name="On">The civil day; null while it has not come to it.</param>
/// <param name="Amount">How much, in the manifest's measure.</param>
public readonly record struct ManifestStage(DateOnly? On, decimal? Amount);

/// <summary>How a manifest stands.</summary>
public enum ManifestState
{
    /// <summary>Under way, within its time.</summary>
    UnderWay,

    /// <summary>It stopped at a stage for longer than it may.</summary>
    Stopped,

    /// <summary>Disposed of, but more than the tolerance is missing.</summary>
    Unbalanced,

    /// <summary>Disposed of and balanced.</summary>
    Closed,
}

/// <summary>The chain of a ship's waste: generated, received, transferred, disposed of (产生、接收、转运、处置).</summary>
public static class ManifestChain
{
    /// <summary>Name and version of the rule.</summary>
    public const string Rule = "ship-waste-manifest/1";

    /// <summary>The share that is missing between the first and the newest stage, in percent; null where nothing was generated.</summary>
    public static decimal? Loss(IReadOnlyList<ManifestStage> stages)
    {
        ArgumentNullException.ThrowIfNull(stages);
        return stages[0].Amount is > 0 and { } first && stages.Last(stage => stage.On is not null).Amount is { } last ? (first - last) * 100m / first : null;
    }

    /// <summary>Whether more is missing than the tolerance; at the tolerance itself it is balanced.</summary>
    public static bool IsUnbalanced(ManifestRules rules, IReadOnlyList<ManifestStage> stages)
    {
        ArgumentNullException.ThrowIfNull(rules);
        return Loss(stages) > rules.LossTolerance;
    }

    /// <summary>The last day on which the next stage is in time; null once it is disposed of.</summary>
    public static DateOnly? NextBy(ManifestRules rules, IReadOnlyList<ManifestStage> stages)
    {
        ArgumentNullException.ThrowIfNull(rules);
        ArgumentNullException.ThrowIfNull(stages);
        return stages switch
        {
            [_, _, _, { On: not null }] => null,
            [_, _, { On: { } transferred }, _] => transferred.AddDays(rules.DisposeWithinDays),
            [_, { On: { } received }, _, _] => received.AddDays(rules.TransferWithinDays),
            [{ On: { } generated }, ..] => generated.AddDays(rules.ReceiveWithinDays),
            _ => null,
        };
    }

    /// <summary>How it stands on a day.</summary>
    public static ManifestState StateOn(ManifestRules rules, IReadOnlyList<ManifestStage> stages, DateOnly on) =>
        NextBy(rules, stages) is { } by ? by < on ? ManifestState.Stopped : ManifestState.UnderWay
        : IsUnbalanced(rules, stages) ? ManifestState.Unbalanced
        : ManifestState.Closed;
}
