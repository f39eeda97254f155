using System.Diagnostics;
using System.Text.Json;
using Bishui.Storage.Workers;

namespace Bishui.Storage.Documents;

/// <summary>A commit as an adapter writes it: bodies are text, index values are read. Made on the caller's thread.</summary>
internal sealed record PreparedCommit(
    IReadOnlyList<PreparedChange> Changes, IReadOnlyList<PreparedEvent> Events, ConsumedMessage? Consumed, IReadOnlyList<string> Aggregates)
{
    /// <summary>Keys for the workers.</summary>
    public IReadOnlyList<TouchedKey> Touched { get; init; } = [];

    /// <summary>The lease it is written under, or null.</summary>
    public Lease? Lease { get; init; }

    /// <summary>Writes nothing.</summary>
    public static PreparedCommit Nothing { get; } = new([], [], null, []);

    public static PreparedCommit Of(Commit commit, string? traceParent) => new(
        commit.Changes.Count == 0 ? [] : [.. commit.Changes.Select(change => change.Prepare())],
        commit.Events.Count == 0 ? [] : [.. commit.Events.Select(outgoing => PreparedEvent.Of(outgoing, traceParent))],
        commit.Consumed,
        commit.Aggregates.Count == 0 ? [] : [.. commit.Aggregates.Select(aggregate => aggregate.Key).Distinct(StringComparer.Ordinal)])
    {
        Touched = commit.Touched.Count == 0 ? [] : [.. commit.Touched],
        Lease = commit.Lease,
    };

    /// <summary>The W3C trace context of the caller, or null.</summary>
    public static string? CurrentTrace => Activity.Current is { IdFormat: ActivityIdFormat.W3C } activity ? activity.Id : null;
}

/// <summary>One change; a null body is a removal, version 0 an insert, a null text one in which nothing is found.</summary>
internal readonly record struct PreparedChange(
    string Collection, string Id, long Version, string? Body, IReadOnlyList<string?> IndexValues, string? Text);

/// <summary>One event as the outbox keeps it.</summary>
internal readonly record struct PreparedEvent(Guid MessageId, string Type, string Body, string? TraceParent)
{
    public static PreparedEvent Of(OutgoingEvent outgoing, string? traceParent)
    {
        var type = outgoing.Message.GetType();
        return new(outgoing.MessageId, type.FullName!, JsonSerializer.Serialize(outgoing.Message, type, StorageJson.Options), traceParent);
    }
}
