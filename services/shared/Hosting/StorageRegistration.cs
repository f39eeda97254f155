using Bishui.Hosting.Health;
using Bishui.Hosting.Messages;
using Bishui.Hosting.PublicAnswers;
using Bishui.Storage;
using Bishui.Storage.Documents;
using Bishui.Storage.Files;
using Bishui.Storage.Messages;
using Bishui.Storage.Mongo;
using Bishui.Storage.Readings;
using Bishui.Storage.Sqlite;
using Bishui.Storage.Workers;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Bishui.Hosting;

/// <summary>A service's own database.</summary>
public static class StorageRegistration
{
    /// <summary>
    /// Registers the service's database, one instance for <see cref="IDatabase"/> and each of its ports: MongoDB when BISHUI_MONGO is set (the
    /// database's name begins with BISHUI_MONGO_PREFIX), else SQLite in <c>BISHUI_DATA/&lt;service&gt;</c>. It is opened before the service listens; when it cannot be, the service does not start.
    /// </summary>
    public static WebApplicationBuilder AddStorage(this WebApplicationBuilder builder, string service)
    {
        ArgumentNullException.ThrowIfNull(builder);
        var services = builder.Services;
        // Whoever resolves it first opens it; StoreStart sees to it that this is the start of the host.
        services.AddSingleton(provider => Open(service, provider).GetAwaiter().GetResult());
        services.AddSingleton<IDocumentStore>(provider => provider.GetRequiredService<IDatabase>());
        services.AddSingleton<IDocumentReader>(provider => provider.GetRequiredService<IDatabase>());
        services.AddSingleton<IReadingStore>(provider => provider.GetRequiredService<IDatabase>());
        services.AddSingleton<IOutbox>(provider => provider.GetRequiredService<IDatabase>());
        services.AddSingleton<IInbox>(provider => provider.GetRequiredService<IDatabase>());
        services.AddSingleton<IWorkerStore>(provider => provider.GetRequiredService<IDatabase>());
        services.AddSingleton<IFileStore>(provider => provider.GetRequiredService<IDatabase>());
        services.AddStoreVersion();
        services.AddHostedService<StoreStart>();
        services.AddOptions<InboxOptions>().BindConfiguration("Inbox").ValidateDataAnnotations().ValidateOnStart();
        services.AddHostedService<InboxExpiry>();
        services.AddHealthChecks().AddCheck<StoreCheck>("store", timeout: TimeSpan.FromSeconds(5));
        return builder;
    }

    /// <summary>Declares a collection of documents; declaring the same one twice is the same as once.</summary>
    public static IServiceCollection AddCollection(this IServiceCollection services, Collection collection) =>
        services.AddSingleton(collection);

    /// <summary>Declares a background worker that gets the keys of what commits touch.</summary>
    public static IServiceCollection AddWorker(this IServiceCollection services, string worker) => services.AddSingleton(new WorkerName(worker));

    private static async Task<IDatabase> Open(string service, IServiceProvider services)
    {
        var database = await OpenEngineAsync(service, services);
        await database.DeclareWorkersAsync([.. services.GetServices<WorkerName>().Select(worker => worker.Name).Distinct()]);
        return database;
    }

    private static async Task<IDatabase> OpenEngineAsync(string service, IServiceProvider services)
    {
        var configuration = services.GetRequiredService<IConfiguration>();
        var time = services.GetRequiredService<TimeProvider>();
        IReadOnlyCollection<Collection> collections = [.. services.GetServices<Collection>().Distinct()];
        if (configuration["BISHUI_MONGO"] is { Length: > 0 } server)
        {
            var prefix = configuration["BISHUI_MONGO_PREFIX"] is { Length: > 0 } given ? given : MongoInstallation.UsualPrefix;
            return await MongoDatabase.OpenAsync(server, MongoInstallation.DatabaseName(prefix, service), collections, time);
        }

        if (configuration["BISHUI_DATA"] is not { Length: > 0 } data)
            throw new InvalidOperationException("Neither BISHUI_DATA, the folder for data, nor BISHUI_MONGO is set");
        return await SqliteDatabase.OpenAsync(Path.Combine(data, service), collections, time);
    }

    private sealed record WorkerName(string Name);

    private sealed class StoreStart(IServiceProvider services) : IHostedService
    {
        public Task StartAsync(CancellationToken cancellationToken)
        {
            services.GetRequiredService<IDatabase>();
            return Task.CompletedTask;
        }

        public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    }
}
