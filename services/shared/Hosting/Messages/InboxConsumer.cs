using Bishui.Storage.Documents;
using MassTransit;

namespace Bishui.Hosting.Messages;

/// <summary>
/// A consumer whose whole effect is one commit. Deliveries repeat; the commit carries the message's id, and a message answered before changes nothing.
/// The class's name is part of that memory: a renamed consumer would answer old messages again.
/// </summary>
public abstract class InboxConsumer<T>(IDocumentStore store) : IConsumer<T>
    where T : class
{
    /// <summary>
    /// Decides what follows from the message. The rules of <see cref="IDocumentStore.DecideAsync"/> hold. An empty commit is fine: the message counts as
    /// answered. What it throws is retried, and in the end the message is parked in the error queue.
    /// </summary>
    protected abstract ValueTask<Commit> DecideAsync(T message, IDocumentReader reader);

    /// <inheritdoc/>
    public Task Consume(ConsumeContext<T> context)
    {
        ArgumentNullException.ThrowIfNull(context);
        return store.DecideAsync(
            async reader => new Decision<bool>((await DecideAsync(context.Message, reader)).Answering(context, GetType()), true),
            context.CancellationToken);
    }
}

/// <summary>For consumers whose feature commits by itself.</summary>
public static class InboxExtensions
{
    /// <summary>Marks the delivered message as answered by the consumer, so that a repeat changes nothing.</summary>
    public static Commit Answering(this Commit commit, ConsumeContext context, Type consumer)
    {
        ArgumentNullException.ThrowIfNull(commit);
        ArgumentNullException.ThrowIfNull(context);
        ArgumentNullException.ThrowIfNull(consumer);
        return commit.Consume(consumer.Name, context.MessageId ?? throw new InvalidOperationException("The message has no id to know a repeat by"));
    }
}
