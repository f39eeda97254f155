using System.Buffers.Binary;
using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using Bishui.Storage.Messages;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Bishui.Hosting.Messages;

/// <summary>What an operator may know of the outbox.</summary>
internal sealed class OutboxState : IHealthCheck, IDisposable
{
    private readonly Meter _meter = new(Telemetry.Telemetry.Name);
    private readonly Counter<long> _sent;
    private int _pending;
    private DateTimeOffset? _oldest;

    public OutboxState()
    {
        _sent = _meter.CreateCounter<long>("bishui.outbox.sent", "{event}", "Events confirmed by the broker");
        _meter.CreateObservableGauge("bishui.outbox.pending", () => _pending, "{event}", "Events waiting when the relay last looked, up to its window");
        _meter.CreateObservableGauge("bishui.outbox.oldest", () => Age().TotalSeconds, "s", "Age of the oldest event that waits");
        _meter.CreateObservableGauge("bishui.outbox.unreadable", () => Unreadable.Count, "{event}", "Events kept that cannot be sent");
    }

    /// <summary>Rows that name no contract or do not fit it, by position.</summary>
    public ConcurrentDictionary<long, string> Unreadable { get; } = new();

    public void Saw(IReadOnlyList<OutboxMessage> pending) => (_pending, _oldest) = (pending.Count, pending.Count == 0 ? null : CommittedAt(pending[0]));

    public void Sent(int count)
    {
        if (count == 0) return;
        _sent.Add(count);
        _pending -= count;
        if (_pending == 0) _oldest = null;
    }

    // Events that cannot be sent do not make the service unable to work, so they are told but do not fail the check.
    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default) =>
        Task.FromResult(HealthCheckResult.Healthy(Unreadable.IsEmpty
            ? $"{_pending} pending, oldest {Age().TotalSeconds:0} s"
            : $"{_pending} pending, oldest {Age().TotalSeconds:0} s; {Unreadable.Count} cannot be sent: {string.Join(", ", Unreadable.Values.Distinct().Take(5))}"));

    public void Dispose() => _meter.Dispose();

    private TimeSpan Age() => _oldest is { } oldest ? TimeProvider.System.GetUtcNow() - oldest : TimeSpan.Zero;

    // Message ids are version 7 UUIDs: their first 48 bits are the real time of the commit in milliseconds.
    private static DateTimeOffset? CommittedAt(OutboxMessage row)
    {
        if (row.MessageId.Version != 7) return null;
        Span<byte> bytes = stackalloc byte[16];
        row.MessageId.TryWriteBytes(bytes, bigEndian: true, out _);
        return DateTimeOffset.FromUnixTimeMilliseconds((long)(BinaryPrimitives.ReadUInt64BigEndian(bytes) >> 16));
    }
}
