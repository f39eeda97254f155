using Bishui.Features.Attachments;
using Bishui.Features.Exceedances;
using Bishui.Features.Findings;
using Bishui.Features.Indicators;
using Bishui.Features.Obligations;
using Bishui.Features.Readings;
using Bishui.Features.Registers;
using Bishui.Features.Requests;
using Bishui.Features.Rounds;
using Bishui.Features.Silence;
using Bishui.Features.Sites;
using Bishui.Features.Tasks;
using Bishui.Hosting;
using Bishui.Standards;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace Bishui.Features;

/// <summary>Builds the host of one category service.</summary>
public static class CategoryService
{
    /// <summary>The host, built and not yet started.</summary>
    /// <param name="args">Command line; configuration keys may be given as <c>--KEY=value</c>.</param>
    /// <param name="configure">A last word before the host is built; tests use it.</param>
    public static WebApplication Build<T>(string[] args, Action<WebApplicationBuilder>? configure = null) where T : ICategory
    {
        var builder = WebApplication.CreateBuilder(args);

        builder.AddServiceDefaults(T.Name);
        builder.AddStorage(T.Name);
        builder.AddBus(T.Name, bus =>
        {
            bus.AddTaskConsumers();
            T.AddConsumers(bus);
        });
        builder.Services.AddFeatures(new ServiceDeclaration(T.Name, T.Topics) { SitesOf = T.SitesOf, Registers = T.Registers, Indicators = T.Indicators, Findings = T.Findings });
        T.Add(builder);
        configure?.Invoke(builder);

        var app = builder.Build();
        app.MapServiceDefaults();
        var group = app.MapGroup($"/api/{T.Name}");
        group.MapRecords();
        group.MapSites();
        group.MapReadings();
        group.MapExceedances();
        group.MapSilence();
        T.Map(group);
        T.MapPublic(app);
        return app;
    }

    /// <summary>Registers every slice of the features.</summary>
    /// <param name="services">The service's registrations.</param>
    /// <param name="declaration">What it is and declares.</param>
    public static IServiceCollection AddFeatures(this IServiceCollection services, ServiceDeclaration declaration) => services
        .AddSingleton(new ServiceName(declaration.Name))
        .AddSingleton(new TopicCatalogue(declaration.Topics))
        .AddSingleton(new SiteCatalogue(declaration.SitesOf))
        .AddSingleton(new RegisterCatalogue(declaration.Registers))
        .AddSingleton(new IndicatorCatalogue(declaration.Indicators))
        .AddSingleton(new FindingCatalogue(declaration.Findings))
        .AddSingleton(_ => StandardFiles.Load())
        .AddIdempotentWrites().AddRounds().AddTasks().AddObligations().AddAttachments().AddSites().AddReadings().AddExceedances().AddSilence()
        .AddRegisters().AddIndicators();

    /// <summary>Maps what every service keeps about its tasks, monitored sites aside, within <c>/api/{service}</c>.</summary>
    /// <param name="group">The service's group.</param>
    /// <param name="tasks">Answers <c>/tasks</c> itself; null for the service's own tasks.</param>
    /// <param name="indicators">Answers <c>/indicators</c> itself; null for the service's own indicators.</param>
    public static void MapRecords(this RouteGroupBuilder group, Delegate? tasks = null, Delegate? indicators = null)
    {
        group.MapTasks(tasks);
        group.MapObligations();
        group.MapAttachments();
        group.MapRegisters();
        group.MapIndicators(indicators);
        group.MapFindings();
        group.MapSetAside();
    }
}
