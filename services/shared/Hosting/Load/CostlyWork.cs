using System.ComponentModel.DataAnnotations;
using System.Globalization;
using System.Security.Claims;
using System.Threading.RateLimiting;
using Bishui.Hosting.Errors;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Bishui.Hosting.Load;

/// <summary>How much costly work one process does at once; section <c>CostlyWork</c>. Each replica counts for itself.</summary>
public sealed class CostlyWorkOptions
{
    /// <summary>For callers who are signed in.</summary>
    [Required]
    public Share SignedIn { get; init; } = new() { AtOnce = Math.Max(2, Environment.ProcessorCount), Queue = 64 };

    /// <summary>For everybody else: a share of their own, so that they never take that of those who are signed in.</summary>
    [Required]
    public Share Anonymous { get; init; } = new() { AtOnce = Math.Max(1, Environment.ProcessorCount / 2), Queue = 8 };

    /// <summary>A bound.</summary>
    public sealed class Share
    {
        /// <summary>How many run at once.</summary>
        [Range(1, 1000)]
        public int AtOnce { get; set; }

        /// <summary>How many more may wait; others are refused at once.</summary>
        [Range(0, 10_000)]
        public int Queue { get; set; }
    }
}

/// <summary>
/// Questions that keep a core busy for more than a moment (evaluations, bulk judgements, explanations, trends, what-ifs, rehearsals, exports) are bounded
/// in how many run at once, or a few callers would make everybody wait.
/// </summary>
public static class CostlyWork
{
    private static readonly TimeSpan Later = TimeSpan.FromSeconds(2);

    /// <summary>Registers the bounds; <see cref="UseCostlyWork"/> puts them in the pipeline.</summary>
    public static IServiceCollection AddCostlyWork(this IServiceCollection services)
    {
        services.AddOptions<CostlyWorkOptions>().BindConfiguration("CostlyWork").ValidateDataAnnotations().ValidateOnStart();
        return services.AddSingleton<CostlyWorkLimits>();
    }

    /// <summary>Marks endpoints as costly: the work is bounded from the first byte read to the last byte sent.</summary>
    public static T IsCostly<T>(this T endpoints) where T : IEndpointConventionBuilder => endpoints.WithMetadata(CostlyMark.Instance);

    /// <summary>Bounds what is marked as costly. It stands after authentication, for who is signed in has a share apart.</summary>
    public static IApplicationBuilder UseCostlyWork(this IApplicationBuilder app) => app.Use(async (http, next) =>
    {
        if (http.GetEndpoint()?.Metadata.GetMetadata<CostlyMark>() is null)
        {
            await next(http);
            return;
        }
        RateLimitLease lease;
        try
        {
            lease = await http.RequestServices.GetRequiredService<CostlyWorkLimits>().Of(http.User).AcquireAsync(1, http.RequestAborted);
        }
        catch (OperationCanceledException) when (http.RequestAborted.IsCancellationRequested)
        {
            return;                                             // who waited has gone
        }
        using (lease)
        {
            if (lease.IsAcquired) await next(http);
            else await Busy(http).ExecuteAsync(http);
        }
    });

    /// <summary>The refusal of what there is no room for now.</summary>
    internal static ProblemHttpResult Busy(HttpContext http)
    {
        http.Response.Headers.RetryAfter = Later.TotalSeconds.ToString(CultureInfo.InvariantCulture);
        return Problems.Of(StatusCodes.Status503ServiceUnavailable, "busy", "正在处理的请求过多，请稍后重试", "Too much is being worked on, try again later");
    }

    private sealed class CostlyMark
    {
        public static readonly CostlyMark Instance = new();
    }

    /// <summary>
    /// The bounds of one host, gone with it. The framework's rate limiter is not used for them: each of its middlewares starts a timer that nothing
    /// stops, and which keeps a host in memory after it has ended.
    /// </summary>
    private sealed class CostlyWorkLimits(IOptions<CostlyWorkOptions> options) : IDisposable
    {
        private readonly ConcurrencyLimiter _signedIn = Bound(options.Value.SignedIn);
        private readonly ConcurrencyLimiter _anonymous = Bound(options.Value.Anonymous);

        public ConcurrencyLimiter Of(ClaimsPrincipal caller) => caller.Identity?.IsAuthenticated == true ? _signedIn : _anonymous;

        public void Dispose()
        {
            _signedIn.Dispose();
            _anonymous.Dispose();
        }

        private static ConcurrencyLimiter Bound(CostlyWorkOptions.Share share) => new(new() { PermitLimit = share.AtOnce, QueueLimit = share.Queue });
    }
}
