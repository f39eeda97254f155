using System.Diagnostics;
using Bishui.Storage.Messages;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Bishui.Hosting.Messages;

/// <summary>
/// Publishes committed events and forgets them once the broker has confirmed. What is not confirmed stays and is tried again under the same
/// message id, so an event arrives at least once, and a repeat is known by its id.
/// </summary>
internal sealed class OutboxRelay(
    IOutbox outbox, IEventPublisher publisher, OutboxState state, BusSettings settings, ILogger<OutboxRelay> log) : BackgroundService
{
    // An event committed by another replica is not announced here; it is found this much later at most.
    private static readonly TimeSpan LongestIdle = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan LongestBackOff = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);
    private static readonly TimeSpan LastPatience = TimeSpan.FromSeconds(3);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        // Published before the service's own queues are bound, an event of its own first minute would pass them by.
        await publisher.ConnectedAsync(stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing | ConfigureAwaitOptions.ForceYielding);
        var failures = 0;
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                // While the broker is away one event is enough to find out when it is back.
                var (confirmed, failed) = await RelayAsync(failures == 0 ? settings.InFlight : 1, stoppingToken);
                failures = failed == 0 ? 0 : confirmed > 0 ? 1 : failures + 1;
                if (failed > 0) await Task.Delay(BackOff(failures), stoppingToken);
                else if (confirmed == 0) await outbox.WaitAsync(LongestIdle, stoppingToken);
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
                return;
            }
            catch (Exception exception)
            {
                // The store is in trouble. The relay must outlive that: nobody else sends what is committed.
                log.LogError(exception, "The outbox cannot be read or written");
                await Task.Delay(BackOff(++failures), stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }

    private async Task<(int Confirmed, int Failed)> RelayAsync(int window, CancellationToken stop)
    {
        // Unreadable rows are kept, and would fill the window if they were counted in it.
        var pending = await outbox.PendingAsync(window + state.Unreadable.Count, stop);
        state.Saw(pending);
        using var deadline = new CancellationTokenSource(Patience);
        // What is under way may still be confirmed: cut off, it would be sent again by the next process.
        await using var stopping = stop.Register(() => deadline.CancelAfter(LastPatience));
        var attempts = await Task.WhenAll(pending.Where(row => !state.Unreadable.ContainsKey(row.Position)).Select(row => SendAsync(row, deadline.Token)));

        var confirmed = attempts.Where(attempt => attempt.Outcome == Outcome.Confirmed).Select(attempt => attempt.Position).ToList();
        // Also while stopping: what is confirmed and not forgotten would be sent again.
        if (confirmed.Count > 0) await outbox.ForgetAsync(confirmed, CancellationToken.None);
        state.Sent(confirmed.Count);

        var failed = attempts.Count(attempt => attempt.Outcome == Outcome.Failed);
        stop.ThrowIfCancellationRequested();
        if (failed > 0) log.LogWarning("{Failed} of {Attempts} events were not confirmed by the broker and will be tried again", failed, attempts.Length);
        return (confirmed.Count, failed);
    }

    private async Task<(long Position, Outcome Outcome)> SendAsync(OutboxMessage row, CancellationToken cancel)
    {
        if (!EventTypes.TryRead(row, out var message, out var type, out var reason))
        {
            state.Unreadable[row.Position] = row.Type;
            log.LogError("The event {MessageId} of type {Type} at {Position} is kept but cannot be sent: {Reason}", row.MessageId, row.Type, row.Position, reason);
            return (row.Position, Outcome.Unreadable);
        }
        using var activity = Telemetry.Telemetry.Source.StartActivity("outbox publish", ActivityKind.Internal, row.TraceParent);
        try
        {
            await publisher.PublishAsync(message, type, row.MessageId, cancel);
            return (row.Position, Outcome.Confirmed);
        }
        catch (Exception exception)
        {
            activity?.SetStatus(ActivityStatusCode.Error);
            log.LogDebug(exception, "The event {MessageId} was not confirmed", row.MessageId);
            return (row.Position, Outcome.Failed);
        }
    }

    private static TimeSpan BackOff(int failures)
    {
        var pause = TimeSpan.FromMilliseconds(100 * Math.Pow(2, Math.Min(failures, 10)));
        return pause < LongestBackOff ? pause : LongestBackOff;
    }

    private enum Outcome
    {
        Confirmed,
        Failed,
        Unreadable,
    }
}
