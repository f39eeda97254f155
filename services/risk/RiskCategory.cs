using Bishui.Features;
using Bishui.Features.Findings;
using Bishui.Features.Indicators;
using Bishui.Features.Registers;
using Bishui.Features.Tasks;
using Bishui.Risk.Alerts;
using Bishui.Risk.EmergencyPlans;
using Bishui.Risk.HealthRisks;
using Bishui.Risk.Incidents;
using Bishui.Risk.RiverSets;
using MassTransit;

namespace Bishui.Risk;

/// <summary>水环境风险防控</summary>
public sealed class RiskCategory : ICategory
{
    /// <inheritdoc/>
    public static string Name => "risk";

    /// <inheritdoc/>
    public static string NameZh => "水环境风险防控";

    /// <inheritdoc/>
    public static IReadOnlyList<Topic> Topics => RiskTopics.All;

    /// <inheritdoc/>
    public static IReadOnlyList<Register> Registers { get; } =
    [
        Register.Of<EmergencyPlan>(), Register.Of<EmergencyDrill>(), Register.Of<RiverSet>(), Register.Of<EmergencySpace>(), Register.Of<SensitivePoint>(),
    ];

    /// <inheritdoc/>
    public static IReadOnlyList<Indicator> Indicators { get; } =
    [
        EmergencyPlanIndicators.Complete, EmergencyPlanIndicators.Drilled, IncidentFigures.OnTime, RiverCompleteness.Complete, RiverCompleteness.Steps,
        HealthRiskSlice.Acceptable,
    ];

    /// <inheritdoc/>
    public static IReadOnlyList<FindingRule> Findings { get; } =
    [
        EmergencyPlanFindings.Incomplete, EmergencyPlanFindings.NotDrilled, EmergencyPlanFindings.ReviewDue, EmergencyPlanFindings.ProblemsOpen,
        IncidentFigures.Overdue, RiverCompleteness.Incomplete, RiverCompleteness.NotPlaced, HealthRiskSlice.NotAcceptable,
    ];

    /// <inheritdoc/>
    public static void Add(WebApplicationBuilder builder) => builder.Services.AddAlerts().AddIncidents();

    /// <inheritdoc/>
    public static void AddConsumers(IBusRegistrationConfigurator bus)
    {
        bus.AddConsumer<RaiseAlertsConsumer>();
        bus.AddIncidents();
    }

    /// <inheritdoc/>
    public static void Map(RouteGroupBuilder group)
    {
        group.MapAlerts();
        group.MapIncidents();
        group.MapRivers();
        group.MapHealthRisks();
    }
}
