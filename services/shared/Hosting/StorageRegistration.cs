using Bishui.Hosting.Health;
using Bishui.Storage;
using Bishui.Storage.Documents;
using Bishui.Storage.Messages;
using Bishui.Storage.Readings;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Bishui.Hosting;

/// <summary>Opens a service's database with the collections that its features declared.</summary>
public delegate Task<IDatabase> OpenDatabase(IServiceProvider services, IReadOnlyList<Collection> collections);

/// <summary>A service's own database.</summary>
public static class StorageRegistration
{
    /// <summary>
    /// Registers the service's database, one instance for <see cref="IDatabase"/> and each of its ports: MongoDB when BISHUI_MONGO is set,
    /// else SQLite in <c>BISHUI_DATA/&lt;service&gt;</c>. It is opened before the service listens; when it cannot be, the service does not start.
    /// </summary>
    public static WebApplicationBuilder AddStorage(this WebApplicationBuilder builder, string service)
    {
        ArgumentNullException.ThrowIfNull(builder);
        var services = builder.Services;
        // Whoever resolves it first opens it; StoreStart sees to it that this is the start of the host.
        services.AddSingleton(provider => provider.GetRequiredService<OpenDatabase>()(
            provider, [.. provider.GetServices<Collection>().Distinct()]).GetAwaiter().GetResult());
        services.AddSingleton<IDocumentStore>(provider => provider.GetRequiredService<IDatabase>());
        services.AddSingleton<IDocumentReader>(provider => provider.GetRequiredService<IDatabase>());
        services.AddSingleton<IReadingStore>(provider => provider.GetRequiredService<IDatabase>());
        services.AddSingleton<IOutbox>(provider => provider.GetRequiredService<IDatabase>());
        services.AddHostedService<StoreStart>();
        services.AddHealthChecks().AddCheck<StoreCheck>("store", timeout: TimeSpan.FromSeconds(5));
        return builder;
    }

    /// <summary>Declares a collection of documents; declaring the same one twice is the same as once.</summary>
    public static IServiceCollection AddCollection(this IServiceCollection services, Collection collection) =>
        services.AddSingleton(collection);

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
