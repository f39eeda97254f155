using Bishui.Agricultural.Checks;
using Bishui.Agricultural.Facilities;
using Bishui.Agricultural.Farms;
using Bishui.Agricultural.FieldProblems;
using Bishui.Agricultural.Villages;
using Bishui.Features;
using Bishui.Features.Findings;
using Bishui.Features.Indicators;
using Bishui.Features.Registers;
using Bishui.Features.Tasks;
using Bishui.Hosting;
using MassTransit;

namespace Bishui.Agricultural;

/// <summary>农业农村污染防治</summary>
public sealed class AgriculturalCategory : ICategory
{
    /// <inheritdoc/>
    public static string Name => "agricultural";

    /// <inheritdoc/>
    public static string NameZh => "农业农村污染防治";

    /// <inheritdoc/>
    public static IReadOnlyList<Topic> Topics => AgriculturalTopics.All;

    /// <inheritdoc/>
    public static IReadOnlyList<Register> Registers =>
    [
        Register.Of<Farm>(),
        Register.Of<ReturnPlan>(),
        Register.Of<ManureApplication>(),
        Register.Of<Certification>(),
        Register.Of<FarmCheck>(),
        Register.Of<Village>(),
        Register.Of<RuralFacility>(),
        Register.Of<OperationRecord>(),
        Register.Of<FieldProblem>(),
    ];

    /// <inheritdoc/>
    public static IReadOnlyList<Indicator> Indicators =>
        [.. FarmIndicators.All, .. CheckFigures.Indicators, .. FacilityFigures.Indicators, .. VillageIndicators.All, .. ProblemFigures.Indicators];

    /// <inheritdoc/>
    public static IReadOnlyList<FindingRule> Findings =>
        [.. FarmFindings.All, .. CheckFigures.Findings, .. FacilityFigures.Findings, .. ProblemFigures.Findings];

    /// <inheritdoc/>
    public static void Add(WebApplicationBuilder builder) => builder.Services.AddCollection(SectionCollections.Months);

    /// <inheritdoc/>
    public static void AddConsumers(IBusRegistrationConfigurator bus) => bus.AddConsumer<SectionClassifiedConsumer>();
}
