using Bishui.Assessment.Scores;
using Bishui.Hosting.Time;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Bishui.Assessment.Overview;

/// <summary>The anonymous door.</summary>
internal static class OverviewEndpoints
{
    public static IServiceCollection AddOverview(this IServiceCollection services)
    {
        services.AddSingleton<OverviewCache>();
        return services;
    }

    public static void MapOverview(this IEndpointRouteBuilder routes) =>
        routes.MapGet("/api/public/overview", Find).WithTags("Public").AllowAnonymous()
            .WithSummary("总览：任务、断面水质、单位得分和超标（最多延迟一秒）");

    private static async Task<Ok<PublicOverview>> Find(OverviewCache cache, HttpResponse response, CancellationToken cancel)
    {
        response.Headers.CacheControl = "public, max-age=1";
        return TypedResults.Ok(await cache.ReadAsync(cancel));
    }
}

/// <summary>Everybody asks for the same overview: it is made at most once a second, however many ask.</summary>
internal sealed class OverviewCache(ScoreBook book, TimeProvider clock) : IDisposable
{
    private static readonly TimeSpan Lifetime = TimeSpan.FromSeconds(1);
    private readonly SemaphoreSlim _turn = new(1);
    private PublicOverview? _made;
    private long _madeAt;

    public async Task<PublicOverview> ReadAsync(CancellationToken cancel)
    {
        await _turn.WaitAsync(cancel);
        try
        {
            if (_made is null || clock.GetElapsedTime(_madeAt) >= Lifetime)
            {
                _made = await book.AskAsync(new(clock.GetUtcNow()), page => PublicOverview.Of(page, clock is not PlatformClock { IsReal: false }), cancel);
                _madeAt = clock.GetTimestamp();
            }
            return _made;
        }
        finally
        {
            _turn.Release();
        }
    }

    public void Dispose() => _turn.Dispose();
}
