using System.ComponentModel.DataAnnotations;
using System.Globalization;
using System.Threading.RateLimiting;
using Bishui.Hosting.Errors;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.RateLimiting;
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
    private const string Policy = "costly-work";
    private static readonly TimeSpan Later = TimeSpan.FromSeconds(2);

    /// <summary>Registers the bounds; <c>UseRateLimiter</c> puts them in the pipeline.</summary>
    public static IServiceCollection AddCostlyWork(this IServiceCollection services)
    {
        services.AddOptions<CostlyWorkOptions>().BindConfiguration("CostlyWork").ValidateDataAnnotations().ValidateOnStart();
        services.AddRateLimiter(_ => { });
        services.AddOptions<RateLimiterOptions>().Configure<IOptions<CostlyWorkOptions>>((limiter, options) =>
        {
            limiter.AddPolicy(Policy, http => http.User.Identity?.IsAuthenticated == true
                ? Bound("signed-in", options.Value.SignedIn)
                : Bound("anonymous", options.Value.Anonymous));
            limiter.OnRejected = async (rejection, _) => await Busy(rejection.HttpContext).ExecuteAsync(rejection.HttpContext);
        });
        return services;
    }

    /// <summary>Marks endpoints as costly: the work is bounded from the first byte read to the last byte sent.</summary>
    public static T IsCostly<T>(this T endpoints) where T : IEndpointConventionBuilder => endpoints.RequireRateLimiting(Policy);

    /// <summary>The refusal of what there is no room for now.</summary>
    internal static ProblemHttpResult Busy(HttpContext http)
    {
        http.Response.Headers.RetryAfter = Later.TotalSeconds.ToString(CultureInfo.InvariantCulture);
        return Problems.Of(StatusCodes.Status503ServiceUnavailable, "busy", "正在处理的请求过多，请稍后重试", "Too much is being worked on, try again later");
    }

    private static RateLimitPartition<string> Bound(string whose, CostlyWorkOptions.Share share) =>
        RateLimitPartition.GetConcurrencyLimiter(whose, _ => new ConcurrencyLimiterOptions { PermitLimit = share.AtOnce, QueueLimit = share.Queue });
}
