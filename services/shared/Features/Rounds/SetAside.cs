using System.Collections.Concurrent;
using Bishui.Hosting.Telemetry;
using Microsoft.Extensions.Logging;

namespace Bishui.Features.Rounds;

/// <summary>A thing that background work cannot get over.</summary>
/// <param name="Work">What the work is about.</param>
/// <param name="Item">The thing, as the work names it.</param>
/// <param name="Reason">What failed the last time.</param>
/// <param name="Since">When it failed first.</param>
/// <param name="Attempts">How often it was tried.</param>
/// <param name="NextAttempt">When it is tried again.</param>
public sealed record SetAsideItem(string Work, string Item, string Reason, DateTimeOffset Since, int Attempts, DateTimeOffset NextAttempt);

/// <summary>
/// Sets aside what cannot be processed, so that the rest goes on. The first attempts follow each other, for a store that was away for a moment; then the
/// pauses grow to an hour. Nothing is lost: what is due stays on file, and a process that starts again tries it again.
/// </summary>
/// <param name="work">What the work is about.</param>
/// <param name="clock">The platform's clock.</param>
/// <param name="log">Where failures are told; after the first attempts no longer as errors, for the list and its metric tell them.</param>
public sealed class SetAside(string work, TimeProvider clock, ILogger log)
{
    private const int FirstAttempts = 3;
    private static readonly TimeSpan LongestPause = TimeSpan.FromHours(1);
    private static int _count;

    private readonly ConcurrentDictionary<string, SetAsideItem> _items = new(StringComparer.Ordinal);

    static SetAside() => Telemetry.Meter.CreateObservableGauge("bishui.rounds.set_aside", () => _count, "{item}", "Things that background work cannot get over");

    /// <summary>What is set aside now. What was not tried when its time came is no longer due.</summary>
    public IReadOnlyCollection<SetAsideItem> Items
    {
        get
        {
            foreach (var gone in _items.Values.Where(item => item.NextAttempt + (2 * LongestPause) < clock.GetUtcNow()))
                if (_items.TryRemove(gone.Item, out _)) Interlocked.Decrement(ref _count);
            return [.. _items.Values];
        }
    }

    /// <summary>Works on one thing unless it is set aside. What it throws is told and remembered, but for the end of the process.</summary>
    /// <param name="item">The thing, as the work names it.</param>
    /// <param name="act">The work on it.</param>
    /// <param name="cancel">Ends the process; a cancellation that it did not ask for is a failure like any other.</param>
    /// <returns>What the work returned; null where it failed or was not tried.</returns>
    public async ValueTask<T?> TryAsync<T>(string item, Func<ValueTask<T>> act, CancellationToken cancel) where T : struct
    {
        var now = clock.GetUtcNow();
        if (_items.TryGetValue(item, out var held) && now < held.NextAttempt) return null;
        try
        {
            var done = await act();
            if (_items.TryRemove(item, out _)) Interlocked.Decrement(ref _count);
            return done;
        }
#pragma warning disable CA1031 // Whatever it was, the other things do not wait for it.
        catch (Exception failure) when (failure is not OperationCanceledException || !cancel.IsCancellationRequested)
#pragma warning restore CA1031
        {
            var attempts = (held?.Attempts ?? 0) + 1;
            var pause = attempts <= FirstAttempts ? TimeSpan.Zero : TimeSpan.FromMinutes(Math.Min(LongestPause.TotalMinutes, Math.Pow(2, Math.Min(attempts - FirstAttempts - 1, 10))));
            var cause = failure.GetBaseException();
            if (_items.TryAdd(item, new(work, item, "", now, 0, now))) Interlocked.Increment(ref _count);
            _items[item] = new(work, item, $"{cause.GetType().Name}: {cause.Message}", held?.Since ?? now, attempts, now + pause);
            log.Log(attempts <= FirstAttempts ? LogLevel.Error : LogLevel.Warning, failure, "{Work}: {Item} failed, attempt {Attempt}; the others go on", work, item, attempts);
            return null;
        }
    }
}
