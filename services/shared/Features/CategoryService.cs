using Bishui.Features.Attachments;
using Bishui.Features.Exceedances;
using Bishui.Features.Findings;
using Bishui.Features.Indicators;
using Bishui.Features.Obligations;
using Bishui.Features.Readings;
using Bishui.Features.Registers;
using Bishui.Features.Requests;
using Bishui.Features.Silence;
using Bishui.Features.Sites;
using Bishui.Features.Tasks;
using Bishui.Hosting;
using Bishui.Standards;
using Microsoft.AspNetCore.Builder;
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
        builder.Services
            .AddSingleton(new Category(T.Name, T.SitesOf) { Registers = T.Registers, Indicators = T.Indicators, Findings = T.Findings })
            .AddSingleton(_ => StandardFiles.Load())
            .AddIdempotentWrites().AddTasks().AddObligations().AddAttachments().AddSites().AddReadings().AddExceedances().AddSilence()
            .AddRegisters().AddIndicators();
        T.Add(builder);
        configure?.Invoke(builder);

        var app = builder.Build();
        app.MapServiceDefaults();
        var group = app.MapGroup($"/api/{T.Name}");
        group.MapTasks();
        group.MapObligations();
        group.MapAttachments();
        group.MapSites();
        group.MapReadings();
        group.MapExceedances();
        group.MapSilence();
        group.MapRegisters();
        group.MapIndicators();
        group.MapFindings();
        T.Map(group);
        T.MapPublic(app);
        return app;
    }
}
