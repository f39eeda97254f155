using System.Diagnostics;

namespace Bishui.Tests.Support;

/// <summary>Waits for what happens in the background.</summary>
public static class Eventually
{
    /// <summary>Asks until the answer is not null; fails when the time is over.</summary>
    public static async Task<T> FindAsync<T>(Func<Task<T?>> ask, TimeSpan? atMost = null) where T : class
    {
        var limit = atMost ?? TimeSpan.FromSeconds(30);
        var since = Stopwatch.GetTimestamp();
        while (true)
        {
            if (await ask() is { } found) return found;
            if (Stopwatch.GetElapsedTime(since) > limit) throw new TimeoutException($"not within {limit.TotalSeconds:0} s");
            await Task.Delay(50);
        }
    }

    /// <summary>Asks until it is so; fails when the time is over.</summary>
    public static Task HoldsAsync(Func<Task<bool>> ask, TimeSpan? atMost = null) =>
        FindAsync<object>(async () => await ask() ? new object() : null, atMost);
}
