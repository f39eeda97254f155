using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using Bishui.Contracts.Plans;
using Bishui.Storage;
using Bishui.Storage.Messages;

namespace Bishui.Hosting.Messages;

/// <summary>From an outbox row back to a record of the contracts.</summary>
internal static class EventTypes
{
    private static readonly ConcurrentDictionary<string, Type?> Known = new();

    public static bool TryRead(
        OutboxMessage row, [NotNullWhen(true)] out object? message, [NotNullWhen(true)] out Type? type, [NotNullWhen(false)] out string? reason)
    {
        (message, reason) = (null, null);
        type = Known.GetOrAdd(row.Type, name => typeof(PlanAdopted).Assembly.GetType(name));
        if (type is null)
        {
            reason = "the contracts hold no such type";
            return false;
        }
        try
        {
            message = JsonSerializer.Deserialize(row.Body, type, StorageJson.Options);
            if (message is not null) return true;
            reason = "the body is empty";
        }
        catch (JsonException exception)
        {
            reason = $"the body does not fit the type at {exception.Path}";
        }
        return false;
    }
}
