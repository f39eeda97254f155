using System.Collections.Concurrent;
using System.Diagnostics;
using MassTransit;

namespace Bishui.Hosting.Messages;

/// <summary>Where the relay hands events over; the task ends when the broker has confirmed.</summary>
internal interface IEventPublisher
{
    /// <summary>Returns once the service's own queues are there, or those of them that can be had.</summary>
    Task ConnectedAsync(CancellationToken cancel);

    Task PublishAsync(object message, Type type, Guid messageId, CancellationToken cancel);
}

internal sealed class BrokerPublisher(IBusControl bus) : IEventPublisher
{
    public async Task ConnectedAsync(CancellationToken cancel)
    {
        long? since = null;
        while (true)
        {
            var health = bus.CheckHealth();
            if (health.Status == BusHealthStatus.Healthy) return;
            // One queue that cannot be had, because somebody declared it otherwise, must not hold back what all others wait for.
            if (health.Endpoints.Values.Any(endpoint => endpoint.Status == BusHealthStatus.Healthy))
            {
                since ??= Stopwatch.GetTimestamp();
                if (Stopwatch.GetElapsedTime(since.Value) > TimeSpan.FromSeconds(30)) return;
            }
            await Task.Delay(TimeSpan.FromMilliseconds(100), cancel);
        }
    }

    public Task PublishAsync(object message, Type type, Guid messageId, CancellationToken cancel) =>
        bus.Publish(message, type, context => context.MessageId = messageId, cancel);
}

/// <summary>
/// For services in one process, in tests: MassTransit's in-memory transport is one broker a bus, so the buses of one
/// <c>loopback://name</c> are joined here, and an event goes to each.
/// </summary>
internal sealed class LoopbackPublisher : IEventPublisher, IDisposable
{
    private static readonly ConcurrentDictionary<(string Name, IBus Bus), bool> Joined = new();
    private readonly (string Name, IBus Bus) _self;

    public LoopbackPublisher(string name, IBus bus)
    {
        _self = (name, bus);
        Joined[_self] = true;
    }

    public Task ConnectedAsync(CancellationToken cancel) => Task.CompletedTask;

    public Task PublishAsync(object message, Type type, Guid messageId, CancellationToken cancel) =>
        Task.WhenAll(Joined.Keys.Where(member => member.Name == _self.Name)
            .Select(member => member.Bus.Publish(message, type, context => context.MessageId = messageId, cancel)));

    public void Dispose() => Joined.TryRemove(_self, out _);
}
