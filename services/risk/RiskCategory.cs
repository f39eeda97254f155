using Bishui.Features;
using Bishui.Risk.Alerts;
using Bishui.Risk.Incidents;
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
    }
}
