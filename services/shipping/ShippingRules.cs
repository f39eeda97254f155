using Bishui.Features.RuleFiles;
using Bishui.Shipping.Rules;
using Bishui.Shipping.Vessels;

namespace Bishui.Shipping;

/// <summary>How vessels and their waste are judged; see <c>Data/shipping-rules.json</c>.</summary>
internal sealed record ShippingRules
{
    private static readonly Lazy<ShippingRules> Read = new(() => RuleFile.Read<ShippingRules>("shipping-rules.json"));

    /// <summary>The rules as they are built in.</summary>
    public static ShippingRules Carried => Read.Value;

    public required string Title { get; init; }

    public required AgeRules Ages { get; init; }

    public required DischargeRules Discharge { get; init; }

    public required ManifestRules Manifests { get; init; }
}

/// <summary>Which ages bind.</summary>
internal sealed record AgeRules
{
    /// <summary>Code of the standard that holds them.</summary>
    public required string Standard { get; init; }

    /// <summary>Key of the stage at which a vessel may no longer operate.</summary>
    public required string Scrapping { get; init; }

    /// <summary>The waters for whose vessels the standard's file holds ages.</summary>
    public required IReadOnlyList<Waters> Waters { get; init; }

    public required string Source { get; init; }

    public required string Confidence { get; init; }
}

/// <summary>Which vessels GB 3552 binds by the plan.</summary>
internal sealed record DischargeRules
{
    public required string Standard { get; init; }

    /// <summary>The first day of entry into service from which a vessel of these waters has to comply.</summary>
    public required IReadOnlyDictionary<Waters, DateOnly> NewFrom { get; init; }

    /// <summary>Which vessels have to land all of their oily water.</summary>
    public required LandedOily LandedOily { get; init; }

    public required string Source { get; init; }

    public required string Confidence { get; init; }
}

/// <summary>Vessels that may not discharge oily water even when it is treated.</summary>
/// <param name="Waters">Those of these waters …</param>
/// <param name="BuiltFrom">… completed on this day or later.</param>
internal sealed record LandedOily(Waters Waters, DateOnly BuiltFrom);
