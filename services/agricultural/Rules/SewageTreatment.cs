namespace Bishui.Agricultural.Rules;

/// <summary>What counts as a village whose sewage is treated (农村生活污水治理, 双“60%”).</summary>
public sealed record TreatmentDefinition
{
    /// <summary>Least share of natural villages (屯) whose sewage is treated or kept under control, in percent.</summary>
    public required decimal NaturalVillagesAtLeast { get; init; }

    /// <summary>Least share of households whose sewage is collected, in percent.</summary>
    public required decimal HouseholdsAtLeast { get; init; }

    /// <summary>Where the definition comes from.</summary>
    public required string Source { get; init; }

    /// <summary>How sure it is.</summary>
    public required string Confidence { get; init; }
}

/// <summary>F13: the rural sewage treatment rate.</summary>
public static class SewageTreatment
{
    /// <summary>Name and version of the rule.</summary>
    public const string Rule = "F13/1";

    /// <summary>
    /// Whether an administrative village counts as treated: both shares reach their least. Null while a share that could decide is not known.
    /// </summary>
    /// <param name="definition">The two thresholds.</param>
    /// <param name="villages">Natural villages treated; null where it is not known.</param>
    /// <param name="ofVillages">All natural villages.</param>
    /// <param name="households">Households collected; null where it is not known.</param>
    /// <param name="ofHouseholds">All households.</param>
    public static bool? IsTreated(TreatmentDefinition definition, int? villages, int ofVillages, int? households, int ofHouseholds)
    {
        ArgumentNullException.ThrowIfNull(definition);
        var first = Reaches(villages, ofVillages, definition.NaturalVillagesAtLeast);
        var second = Reaches(households, ofHouseholds, definition.HouseholdsAtLeast);
        return first == false || second == false ? false : first is null || second is null ? null : true;
    }

    /// <summary>A share in percent, exact; null where it is not known or of nothing.</summary>
    public static decimal? Share(int? part, int whole) => part is { } known && whole > 0 ? known * 100m / whole : null;

    // Multiplied, not divided: at the threshold itself no digit may be lost.
    private static bool? Reaches(int? part, int whole, decimal least) => part is { } known && whole > 0 ? known * 100m >= least * whole : null;
}
