namespace Bishui.Storage.Messages;

/// <summary>Events that were committed and are not yet known to be with the broker.</summary>
public interface IOutbox
{
    /// <summary>The oldest pending events in the order they were committed. Two callers may get the same ones: receivers know repeats by their id.</summary>
    ValueTask<IReadOnlyList<OutboxMessage>> PendingAsync(int limit, CancellationToken cancel = default);

    /// <summary>Forgets events that the broker has confirmed; unknown positions are ignored.</summary>
    Task ForgetAsync(IReadOnlyCollection<long> positions, CancellationToken cancel = default);

    /// <summary>Returns when an event has been committed by this process since the last call, or after <paramref name="atMost"/>.</summary>
    Task WaitAsync(TimeSpan atMost, CancellationToken cancel = default);
}

/// <summary>One pending event.</summary>
/// <param name="Position">Place in the outbox; increases.</param>
/// <param name="MessageId">The broker's message id.</param>
/// <param name="Type">Full name of the contract.</param>
/// <param name="Body">The event as JSON.</param>
/// <param name="TraceParent">W3C trace context of the request that committed it, or null.</param>
public sealed record OutboxMessage(long Position, Guid MessageId, string Type, string Body, string? TraceParent);
