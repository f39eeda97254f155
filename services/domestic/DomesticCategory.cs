using Bishui.Domestic.Collection;
using Bishui.Domestic.Load;
using Bishui.Domestic.Plants;
using Bishui.Domestic.Sewers;
using Bishui.Domestic.Sludge;
using Bishui.Features;
using Bishui.Features.Findings;
using Bishui.Features.Indicators;
using Bishui.Features.Registers;
using Bishui.Features.Tasks;

namespace Bishui.Domestic;

/// <summary>城镇生活污染防治</summary>
public sealed class DomesticCategory : ICategory
{
    /// <inheritdoc/>
    public static string Name => "domestic";

    /// <inheritdoc/>
    public static string NameZh => "城镇生活污染防治";

    /// <inheritdoc/>
    public static IReadOnlyList<Topic> Topics => DomesticTopics.All;

    /// <inheritdoc/>
    public static IReadOnlyList<Register> Registers { get; } =
    [
        Register.Of<Plant>(), Register.Of<PlantMonth>(), Register.Of<WaterPopulation>(), Register.Of<GapArea>(), Register.Of<SewerProject>(),
        Register.Of<DisposalFacility>(), Register.Of<SludgeManifest>(),
    ];

    /// <inheritdoc/>
    public static IReadOnlyList<Indicator> Indicators { get; } =
        [.. CollectionIndicators.All, .. LoadIndicators.All, .. SewerIndicators.All, .. SludgeIndicators.All];

    /// <inheritdoc/>
    public static IReadOnlyList<FindingRule> Findings { get; } =
        [.. PlantFindings.All, .. LoadIndicators.Findings, .. SewerIndicators.Findings, .. SludgeFindings.All];
}
