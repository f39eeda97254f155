using System.Net.Http.Headers;
using Microsoft.Extensions.Caching.Memory;

namespace Bishui.Web.Api;

/// <summary>What was last answered to each question, to be shown when a service is late and to spare it what has not changed.</summary>
public sealed class KnownAnswers : IDisposable
{
    private const int MostBytes = 16 << 20;
    private static readonly TimeSpan Unasked = TimeSpan.FromHours(1);

    private readonly MemoryCache _kept = new(new MemoryCacheOptions { SizeLimit = MostBytes });

    public KnownAnswer<T>? Find<T>(string path) where T : class => _kept.Get<KnownAnswer<T>>(path);

    public void Keep<T>(string path, KnownAnswer<T> answer, int bytes) where T : class
    {
        // An unchanged answer comes without its bytes: what it weighed stays.
        var size = bytes > 0 ? bytes : _kept.TryGetValue((path, "size"), out int before) ? before : 1000;
        _kept.Set((path, "size"), size, new MemoryCacheEntryOptions { Size = 100, SlidingExpiration = Unasked });
        _kept.Set(path, answer, new MemoryCacheEntryOptions { Size = size + 500, SlidingExpiration = Unasked });
    }

    public void Forget(string path) => _kept.Remove(path);

    public void Dispose() => _kept.Dispose();
}

/// <param name="Value">What was answered.</param>
/// <param name="ETag">Its tag; null where it has none.</param>
/// <param name="At">When it was last known to hold, in real time.</param>
public sealed record KnownAnswer<T>(T Value, EntityTagHeaderValue? ETag, DateTimeOffset At) where T : class;
