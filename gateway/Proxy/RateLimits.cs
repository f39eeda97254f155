using System.ComponentModel.DataAnnotations;
using System.Globalization;
using System.Net;
using System.Threading.RateLimiting;
using Bishui.Hosting.Errors;
using Bishui.Hosting.Identity;
using Microsoft.Extensions.Options;

namespace Bishui.Gateway.Proxy;

/// <summary>How often one caller may call; section <c>RateLimits</c>. Each replica of the gateway counts for itself.</summary>
internal sealed class RateLimitOptions
{
    /// <summary>A signed-in client, wherever it calls from.</summary>
    [Required]
    public Rate Client { get; init; } = new();

    /// <summary>An address that calls without a token.</summary>
    [Required]
    public Rate Address { get; init; } = new();

    /// <summary>The platform's own pages, wherever they run: no visitor uses up what the others are shown from.</summary>
    [Required]
    public Rate Pages { get; init; } = new() { PerSecond = 2000, Burst = 4000 };

    /// <summary>Requests for tokens from one address; wrong secrets are slowed down besides.</summary>
    [Required]
    public Rate Token { get; init; } = new();

    internal sealed class Rate
    {
        [Range(1, 1_000_000)]
        public int PerSecond { get; init; } = 200;

        [Range(1, 10_000_000)]
        public int Burst { get; init; } = 1000;
    }
}

internal static class RateLimits
{
    public static IServiceCollection AddRateLimits(this IServiceCollection services)
    {
        services.AddOptions<RateLimitOptions>().BindConfiguration("RateLimits").ValidateDataAnnotations().ValidateOnStart();
        return services.AddSingleton<Counts>();
    }

    /// <summary>Refuses a caller who calls too often, until there is room again.</summary>
    public static IApplicationBuilder UseRateLimits(this IApplicationBuilder app) => app.Use(async (http, next) =>
    {
        using var lease = http.RequestServices.GetRequiredService<Counts>().Limiter.AttemptAcquire(http);
        if (lease.IsAcquired)
        {
            await next(http);
            return;
        }
        var wait = lease.TryGetMetadata(MetadataName.RetryAfter, out var after) ? after : TimeSpan.FromSeconds(1);
        http.Response.Headers.RetryAfter = Math.Max(1, Math.Ceiling(wait.TotalSeconds)).ToString(CultureInfo.InvariantCulture);
        await Problems.Of(429, "too-many-requests", "请求过于频繁，请稍后重试", "Too many requests, try again later").ExecuteAsync(http);
    });

    private static RateLimitPartition<string> Partition(HttpContext context, RateLimitOptions limits)
    {
        var path = context.Request.Path;
        if (path.StartsWithSegments("/health"))
            return RateLimitPartition.GetNoLimiter("operations");
        if (path.StartsWithSegments("/connect"))
            return Bucket("token:" + Address(context.Connection.RemoteIpAddress), limits.Token);
        if (context.IsFromPages())
            return Bucket("pages", limits.Pages);
        return context.User.Identity?.IsAuthenticated == true
            ? Bucket("client:" + context.User.Caller().ClientId, limits.Client)
            : Bucket("address:" + Address(context.Connection.RemoteIpAddress), limits.Address);
    }

    private static RateLimitPartition<string> Bucket(string key, RateLimitOptions.Rate rate) =>
        RateLimitPartition.GetTokenBucketLimiter(key, _ => new TokenBucketRateLimiterOptions
        {
            TokenLimit = rate.Burst,
            TokensPerPeriod = rate.PerSecond,
            ReplenishmentPeriod = TimeSpan.FromSeconds(1),
            QueueLimit = 0,
        });

    /// <summary>What counts as one address.</summary>
    public static string Address(IPAddress? address) => CallerAddress.Counted(address);

    /// <summary>
    /// How often each has called, for one host and gone with it. The framework's middleware is not used: it starts a timer of its own that nothing stops,
    /// and which keeps a host in memory after it has ended.
    /// </summary>
    private sealed class Counts(IOptions<RateLimitOptions> limits) : IDisposable
    {
        public PartitionedRateLimiter<HttpContext> Limiter { get; } = PartitionedRateLimiter.Create<HttpContext, string>(context => Partition(context, limits.Value));

        public void Dispose() => Limiter.Dispose();
    }
}
