using Bishui.Hosting;
using MassTransit;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace Bishui.Features.Tasks;

internal static class TaskRegistration
{
    public static IServiceCollection AddTasks(this IServiceCollection services) => services
        .AddCollection(TaskCollections.Ledgers)
        .AddCollection(TaskCollections.Entries)
        .AddCollection(TaskCollections.Chain)
        .AddSingleton<LedgerStore>();

    public static void AddTaskConsumers(this IBusRegistrationConfigurator bus) => bus.AddConsumer<OpenLedgersConsumer>();

    public static void MapTasks(this IEndpointRouteBuilder routes)
    {
        var group = routes.MapGroup("/tasks").WithTags("任务与台账 Tasks");
        group.MapEntries();
        group.MapCompletion();
    }
}
