using Bishui.Features;
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
    public static void Add(WebApplicationBuilder builder) => builder.Services.AddSections();

    /// <inheritdoc/>
    public static void AddConsumers(IBusRegistrationConfigurator bus) => bus.AddSections();

    /// <inheritdoc/>
    public static void Map(RouteGroupBuilder group) => group.MapSections();
}
