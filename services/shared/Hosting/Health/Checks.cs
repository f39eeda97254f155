using Bishui.Storage;
using MassTransit;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Logging;

namespace Bishui.Hosting.Health;

/// <summary>Writes and reads back a probe.</summary>
internal sealed class StoreCheck(IDatabase database, ILogger<StoreCheck> log) : IHealthCheck
{
    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        try
        {
            await database.CheckAsync(cancellationToken);
            return HealthCheckResult.Healthy(database.Engine);
        }
        catch (Exception exception)
        {
            log.LogError(exception, "The {Engine} store failed its probe", database.Engine);
            return HealthCheckResult.Unhealthy($"{database.Engine}: the probe could not be written and read back");
        }
    }
}

/// <summary>Whether the bus holds its connection and every receive endpoint is consuming.</summary>
internal sealed class BrokerCheck(IBusControl bus) : IHealthCheck
{
    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        var health = bus.CheckHealth();
        var result = health.Status == BusHealthStatus.Healthy
            ? HealthCheckResult.Healthy($"{health.Endpoints.Count} endpoints")
            : HealthCheckResult.Unhealthy(string.Join("; ", health.Endpoints
                .Where(endpoint => endpoint.Value.Status != BusHealthStatus.Healthy)
                .Select(endpoint => $"{endpoint.Key}: not connected")
                .DefaultIfEmpty("not connected")));
        return Task.FromResult(result);
    }
}
