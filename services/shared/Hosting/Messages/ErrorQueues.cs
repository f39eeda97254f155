using System.Text;
using System.Text.Json;
using MassTransit;
using RabbitMQ.Client;
using RabbitMQ.Client.Exceptions;

namespace Bishui.Hosting.Messages;

/// <summary>A message whose last attempt failed.</summary>
/// <param name="Queue">The queue it was delivered to.</param>
/// <param name="MessageId">Its id; null when the sender gave none.</param>
/// <param name="Type">Full name of the contract, or null when it is none of ours.</param>
/// <param name="FailedAt">When the last attempt failed, real time.</param>
/// <param name="Exception">Type of what the consumer threw.</param>
/// <param name="Detail">Its message.</param>
/// <param name="Message">The message itself, or null when it is no JSON.</param>
public sealed record ParkedMessage(
    string Queue, string? MessageId, string? Type, string? FailedAt, string? Exception, string? Detail, JsonElement? Message);

/// <summary>The service's error queues, for an operator who looks into them and sends messages back once the cause is gone.</summary>
internal sealed class ErrorQueues(BrokerAddress broker, IBusControl bus) : IDisposable
{
    private const string Suffix = "_error";
    private readonly SemaphoreSlim _turn = new(1);

    public void Dispose() => _turn.Dispose();

    public async Task<IReadOnlyList<ParkedMessage>> ListAsync(int limit, CancellationToken cancel)
    {
        var parked = new List<ParkedMessage>();
        await PassAsync(limit, message =>
        {
            parked.Add(message);
            return false;
        }, cancel);
        return parked;
    }

    /// <summary>Sends back the messages named, or all when null; returns how many.</summary>
    public async Task<int> ReplayAsync(IReadOnlySet<string>? messageIds, CancellationToken cancel)
    {
        var replayed = 0;
        await PassAsync(int.MaxValue, message =>
        {
            if (messageIds is not null && (message.MessageId is null || !messageIds.Contains(message.MessageId))) return false;
            replayed++;
            return true;
        }, cancel);
        return replayed;
    }

    // Each message is taken, put again at its queue's end or sent back, and only then acknowledged: a crash in between leaves a copy too many, never one
    // too few, and a copy is known by its id. Looking without taking would return the message, and a quorum queue drops what was returned too often.
    private async Task PassAsync(int limit, Func<ParkedMessage, bool> sendBack, CancellationToken cancel)
    {
        if (broker.InMemory) return;
        await _turn.WaitAsync(cancel);
        try
        {
            await using var connection = await broker.ConnectAsync("error queues", cancel);
            foreach (var queue in bus.CheckHealth().Endpoints.Values.Select(endpoint => endpoint.ReceiveEndpoint?.InputAddress?.Segments[^1]).OfType<string>())
            {
                await using var channel = await connection.CreateChannelAsync(new(publisherConfirmationsEnabled: true, publisherConfirmationTrackingEnabled: true), cancel);
                if (await CountAsync(channel, queue + Suffix, cancel) is not { } count) continue;
                for (var rest = Math.Min(count, (uint)limit); rest > 0; rest--)
                {
                    if (await channel.BasicGetAsync(queue + Suffix, autoAck: false, cancel) is not { } taken) break;
                    var back = sendBack(Parked(queue, taken));
                    var properties = new BasicProperties(taken.BasicProperties);
                    if (back) properties.Headers = taken.BasicProperties.Headers?.Where(header => !IsFault(header.Key)).ToDictionary();
                    await channel.BasicPublishAsync("", back ? queue : queue + Suffix, mandatory: true, properties, taken.Body, cancel);
                    await channel.BasicAckAsync(taken.DeliveryTag, multiple: false, cancel);
                }
            }
        }
        finally
        {
            _turn.Release();
        }
    }

    private static async Task<uint?> CountAsync(IChannel channel, string queue, CancellationToken cancel)
    {
        try
        {
            return (await channel.QueueDeclarePassiveAsync(queue, cancel)).MessageCount;
        }
        catch (OperationInterruptedException missing) when (missing.ShutdownReason?.ReplyCode == 404)
        {
            return null;        // nothing ever failed
        }
    }

    private static bool IsFault(string header) =>
        header.StartsWith("MT-Fault-", StringComparison.Ordinal) || header.StartsWith("MT-Host-", StringComparison.Ordinal) || header == "MT-Reason";

    private static ParkedMessage Parked(string queue, BasicGetResult taken)
    {
        JsonElement? envelope = null;
        try
        {
            envelope = JsonDocument.Parse(taken.Body).RootElement;
        }
        catch (JsonException)
        {
            // Not one of ours: told by its headers alone.
        }
        return new(queue, taken.BasicProperties.MessageId ?? Member("messageId")?.GetString(), Type(), Header("MT-Fault-Timestamp"),
            Header("MT-Fault-ExceptionType"), Header("MT-Fault-Message"), Member("message"));

        JsonElement? Member(string name) => envelope is { ValueKind: JsonValueKind.Object } whole && whole.TryGetProperty(name, out var member) ? member : null;

        string? Type() => Member("messageType") is { ValueKind: JsonValueKind.Array } types && types.GetArrayLength() > 0
            ? types[0].GetString()?.Replace("urn:message:", "", StringComparison.Ordinal).Replace(':', '.')
            : null;

        string? Header(string name) =>
            taken.BasicProperties.Headers?.TryGetValue(name, out var value) == true && value is byte[] bytes ? Encoding.UTF8.GetString(bytes) : null;
    }
}
