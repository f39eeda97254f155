using Bishui.Features.Attachments;
using Bishui.Features.Requests;
using Bishui.Hosting;
using Bishui.Hosting.Time;
using Bishui.Storage.Documents;
using MassTransit;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace Bishui.Features.Tasks;

/// <summary>Tasks and their ledgers, as every service runs them.</summary>
public static class TaskRegistration
{
    /// <summary>Registers the slice.</summary>
    public static IServiceCollection AddTasks(this IServiceCollection services) => services
        .AddCollection(TaskCollections.Plans)
        .AddCollection(TaskCollections.Ledgers)
        .AddCollection(TaskCollections.Entries)
        .AddCollection(TaskCollections.Chain)
        .AddCollection(TaskCollections.Projects)
        .AddCollection(RecordCollections.Records)
        .AddCollection(LedgerRoots.Roots)
        .AddSingleton<IAttachmentSubject, TaskFiles>()
        .AddSingleton<IAttachmentReaders, LedgerReaders>()
        .AddSingleton<ILinkTarget, EntryLinks>()
        .AddSingleton(provider => new TaskEntries(provider.GetRequiredService<ServiceName>()))
        .AddSingleton<LedgerStore>()
        .AddSingleton<LedgerVerifier>()
        .AddSingleton<LedgerRoots>()
        .AddHostedService(provider => provider.GetRequiredService<LedgerRoots>());

    /// <summary>Registers the slice's consumers.</summary>
    public static void AddTaskConsumers(this IBusRegistrationConfigurator bus)
    {
        bus.AddConsumer<OpenLedgersConsumer>();
        bus.AddConsumer<CloseYearConsumer>();
    }

    /// <summary>Maps the slice's routes, within <c>/api/{service}</c>.</summary>
    /// <param name="routes">The service's group.</param>
    /// <param name="list">Answers <c>/tasks</c> itself, where a service has more to list there than its own tasks; null for its own tasks.</param>
    public static void MapTasks(this IEndpointRouteBuilder routes, Delegate? list = null)
    {
        var group = routes.MapGroup("/tasks").WithTags("任务与台账 Tasks");
        var listing = list ?? ListOwn;
        group.MapGet("/", listing).WithSummary(list is null
            ? "本服务承担的任务 / The tasks this service owns"
            : "本服务承担的任务；给出 unit 时为该单位在各服务的全部任务 / The tasks this service owns or, with unit, all of a unit's over all services");
        group.MapEntries();
        group.MapProjects();
        group.MapCompletion();
        routes.MapTopics();
        routes.MapLedger();
    }

    /// <summary>The tasks that this service owns in a plan; in the one in force where none is named.</summary>
    public static async Task<Ok<ListAnswer<TaskView>>> ListOwn(IDocumentReader store, RequestClock clock, string? plan, CancellationToken cancel) =>
        TypedResults.Ok(new ListAnswer<TaskView>(
            [.. (plan is null ? await store.TasksAsync(clock.Today(), cancel) : await store.TasksOfAsync(plan, cancel)).Select(TaskView.Of)]));
}
