namespace Bishui.Storage.Messages;

/// <summary>Wakes who waits for committed events; an event committed while nobody waits is not missed.</summary>
internal sealed class EventSignal
{
    private TaskCompletionSource _set = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public void Set() => Volatile.Read(ref _set).TrySetResult();

    public async Task WaitAsync(TimeSpan atMost, CancellationToken cancel)
    {
        var current = Volatile.Read(ref _set);
        try
        {
            await current.Task.WaitAsync(atMost, cancel);
        }
        catch (TimeoutException)
        {
            return;
        }
        // Reset before the caller reads the outbox: what is set from here on wakes the next wait.
        Interlocked.CompareExchange(ref _set, new(TaskCreationOptions.RunContinuationsAsynchronously), current);
    }
}
