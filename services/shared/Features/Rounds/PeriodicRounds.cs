using System.Threading.Channels;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Bishui.Features.Rounds;

/// <summary>
/// Work that time brings about. What is due is found by looking at what is on file, never remembered by the process, so that nothing is lost
/// with it; a round that finds nothing to do changes nothing, so rounds of several replicas may run at once.
/// </summary>
/// <param name="clock">The platform's clock.</param>
/// <param name="log">Where failures are told.</param>
public abstract class PeriodicRounds(TimeProvider clock, ILogger log) : BackgroundService
{
    private readonly Channel<bool> _wake = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });

    private SetAside? _aside;

    /// <summary>What the rounds cannot get over. Whatever they go through one by one they try within it.</summary>
    protected internal SetAside Aside => LazyInitializer.EnsureInitialized(ref _aside, () => new(Subject, clock, log));

    /// <summary>What the round is about, for the log.</summary>
    protected abstract string Subject { get; }

    /// <summary>From one round to the next, unless it is woken.</summary>
    protected virtual TimeSpan Pause => TimeSpan.FromMinutes(1);

    /// <summary>Looks now rather than at the next round.</summary>
    public void Wake() => _wake.Writer.TryWrite(true);

    /// <summary>One round over everything, now.</summary>
    /// <param name="cancel">Stops the round.</param>
    /// <returns>How many things were changed.</returns>
    public Task<int> RunAsync(CancellationToken cancel) => RunAsync(clock.GetUtcNow(), cancel);

    /// <summary>One round over everything.</summary>
    /// <param name="now">When the round is: the clock is read once, and all that the round does goes by it.</param>
    /// <param name="cancel">Stops the round.</param>
    /// <returns>How many things were changed.</returns>
    protected abstract Task<int> RunAsync(DateTimeOffset now, CancellationToken cancel);

    /// <summary>A round of its own accord; over everything unless something less will do.</summary>
    /// <param name="now">When the round is.</param>
    /// <param name="cancel">Stops the round.</param>
    protected virtual Task RoundAsync(DateTimeOffset now, CancellationToken cancel) => RunAsync(now, cancel);

    /// <summary>The clock again, for work of minutes: when one of its stretches is, or when it ended. All else of a round goes by its now.</summary>
    protected DateTimeOffset NowAgain() => clock.GetUtcNow();

    /// <inheritdoc/>
    protected sealed override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                await RoundAsync(clock.GetUtcNow(), stoppingToken);
            }
#pragma warning disable CA1031 // Whatever it was, a cancellation that nobody asked for too, the next round sees to it.
            catch (Exception failure) when (failure is not OperationCanceledException || !stoppingToken.IsCancellationRequested)
#pragma warning restore CA1031
            {
                log.LogError(failure, "{Subject} could not be brought up to date; the next round tries again", Subject);
            }
            using var pause = CancellationTokenSource.CreateLinkedTokenSource(stoppingToken);
            await Task.WhenAny(_wake.Reader.ReadAsync(pause.Token).AsTask(), Task.Delay(Pause, clock, pause.Token));
            await pause.CancelAsync();
        }
    }
}
