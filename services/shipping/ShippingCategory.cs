using Bishui.Features;
using Bishui.Features.Findings;
using Bishui.Features.Indicators;
using Bishui.Features.Registers;
using Bishui.Features.Tasks;
using Bishui.Shipping.Facilities;
using Bishui.Shipping.Gates;
using Bishui.Shipping.Manifests;
using Bishui.Shipping.Supervision;
using Bishui.Shipping.Vessels;

namespace Bishui.Shipping;

/// <summary>船舶港口污染防治</summary>
public sealed class ShippingCategory : ICategory
{
    /// <inheritdoc/>
    public static string Name => "shipping";

    /// <inheritdoc/>
    public static string NameZh => "船舶港口污染防治";

    /// <inheritdoc/>
    public static IReadOnlyList<Topic> Topics => ShippingTopics.All;

    /// <inheritdoc/>
    public static IReadOnlyList<Register> Registers =>
    [
        Register.Of<Vessel>(),
        Register.Of<DischargeProof>(),
        Register.Of<ReceptionFacility>(),
        Register.Of<WasteManifest>(),
        Register.Of<JointSupervision>(),
    ];

    /// <inheritdoc/>
    public static IReadOnlyList<Indicator> Indicators => [.. VesselFigures.Indicators, .. ManifestFigures.Indicators, .. FacilityFigures.Indicators];

    /// <inheritdoc/>
    public static IReadOnlyList<FindingRule> Findings =>
        [.. VesselFigures.Findings, .. ManifestFigures.Findings, .. FacilityFigures.Findings, .. JointSupervision.Findings];

    /// <inheritdoc/>
    public static void Add(WebApplicationBuilder builder) => builder.Services.AddGates();

    /// <inheritdoc/>
    public static void Map(RouteGroupBuilder group) => group.MapGates();
}
