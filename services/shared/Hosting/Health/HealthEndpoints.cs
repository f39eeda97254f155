using System.Diagnostics;
using Bishui.Hosting.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Bishui.Hosting.Health;

/// <summary>Whether the process lives, and whether it can do its work.</summary>
public static class HealthEndpoints
{
    /// <summary>
    /// /health/live answers as long as the process does. /health/ready runs every registered check, 503 when one fails; its answer is kept for
    /// two seconds, so that many probes cost one check.
    /// </summary>
    public static IEndpointRouteBuilder MapHealth(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/health/live", () => TypedResults.Ok(new HealthAnswer("healthy", []))).AllowAnonymous().ExcludeFromDescription();
        routes.MapGet("/health/ready", async (Readiness readiness) =>
        {
            var answer = await readiness.AskAsync();
            return TypedResults.Json(answer, JsonDefaults.Options, statusCode: answer.Status == "healthy" ? 200 : 503);
        }).AllowAnonymous().ExcludeFromDescription();
        return routes;
    }
}

/// <summary>What a health endpoint answers.</summary>
/// <param name="Status"><c>healthy</c> when every check is, else <c>unhealthy</c>.</param>
/// <param name="Checks">One a thing the service needs.</param>
public sealed record HealthAnswer(string Status, IReadOnlyList<HealthAnswer.Check> Checks)
{
    /// <summary>One check.</summary>
    /// <param name="Name">For example <c>store</c> or <c>broker</c>.</param>
    /// <param name="Status"><c>healthy</c> or <c>unhealthy</c>.</param>
    /// <param name="Detail">What is wrong or worth knowing, or null; never an exception's text.</param>
    /// <param name="Milliseconds">How long it took.</param>
    public sealed record Check(string Name, string Status, string? Detail, long Milliseconds);
}

internal sealed class Readiness(HealthCheckService checks) : IDisposable
{
    private static readonly TimeSpan Kept = TimeSpan.FromSeconds(2);
    private readonly SemaphoreSlim _turn = new(1);
    private HealthAnswer? _answer;
    private long _at;

    public async Task<HealthAnswer> AskAsync()
    {
        await _turn.WaitAsync();
        try
        {
            if (_answer is not null && Stopwatch.GetElapsedTime(_at) < Kept) return _answer;
            // MassTransit brings a check of its own, which calls much degraded that means "nothing arrives": BrokerCheck stands for it.
            var report = await checks.CheckHealthAsync(check => !check.Tags.Contains("masstransit"));
            (_answer, _at) = (Answer(report), Stopwatch.GetTimestamp());
            return _answer;
        }
        finally
        {
            _turn.Release();
        }
    }

    public void Dispose() => _turn.Dispose();

    private static HealthAnswer Answer(HealthReport report) => new(
        Name(report.Status),
        [.. report.Entries.Select(entry => new HealthAnswer.Check(
            entry.Key, Name(entry.Value.Status), entry.Value.Description, (long)entry.Value.Duration.TotalMilliseconds))]);

    private static string Name(HealthStatus status) => status == HealthStatus.Healthy ? "healthy" : "unhealthy";
}
