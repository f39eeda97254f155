using Bishui.Features;
using Bishui.Features.Findings;
using Bishui.Features.Indicators;
using Bishui.Features.Registers;
using Bishui.Features.Tasks;
using Bishui.Industrial.Access;
using Bishui.Industrial.Enterprises;
using Bishui.Industrial.Inspections;
using Bishui.Industrial.Parks;
using Bishui.Industrial.Science;
using Bishui.Industrial.Sections;
using MassTransit;

namespace Bishui.Industrial;

/// <summary>工业污染防治</summary>
public sealed class IndustrialCategory : ICategory
{
    /// <inheritdoc/>
    public static string Name => "industrial";

    /// <inheritdoc/>
    public static string NameZh => "工业污染防治";

    /// <inheritdoc/>
    public static IReadOnlyList<Topic> Topics => IndustrialTopics.All;

    /// <inheritdoc/>
    public static IReadOnlyList<Register> Registers =>
        [.. EnterpriseFigures.Registers, .. ParkFigures.Registers, .. InspectionFigures.Registers, .. AccessFigures.Registers, .. ScienceFigures.Registers];

    /// <inheritdoc/>
    public static IReadOnlyList<Indicator> Indicators =>
        [.. EnterpriseFigures.Indicators, .. ParkFigures.Indicators, .. InspectionFigures.Indicators, .. AccessFigures.Indicators, .. ScienceFigures.Indicators];

    /// <inheritdoc/>
    public static IReadOnlyList<FindingRule> Findings =>
        [.. EnterpriseFigures.Findings, .. ParkFigures.Findings, .. InspectionFigures.Findings, .. AccessFigures.Findings, .. ScienceFigures.Findings];

    /// <inheritdoc/>
    public static void Add(WebApplicationBuilder builder) => builder.Services.AddSections().AddAccess();

    /// <inheritdoc/>
    public static void AddConsumers(IBusRegistrationConfigurator bus) => bus.AddSections();

    /// <inheritdoc/>
    public static void Map(RouteGroupBuilder group)
    {
        group.MapSections();
        group.MapAccess();
    }
}
