using System.Buffers.Binary;
using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Text;
using MongoDB.Bson;
using MongoDB.Bson.Serialization;
using MongoDB.Driver;

namespace Bishui.Tests.Support.Mongo;

/// <summary>
/// Answers the driver over its own protocol for the few commands that the adapter sends, from memory. It is not MongoDB and proves nothing about
/// MongoDB: it shows that what the adapter sends is well formed, belongs to its transaction, and that the answers are taken as they should be.
/// </summary>
public sealed class StandInServer : IDisposable
{
    private const int QueryOpCode = 2004, ReplyOpCode = 1, MessageOpCode = 2013, HeaderBytes = 16;
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly StandInCommands _commands;
    private readonly string _address;
    private readonly ConcurrentDictionary<string, int> _counts = new();
    private int _replies;

    /// <param name="duplicateText">What it says of a duplicate key; null is MongoDB's own text.</param>
    public StandInServer(string? duplicateText = null)
    {
        _listener.Start();
        _address = $"127.0.0.1:{((IPEndPoint)_listener.LocalEndpoint).Port}";
        _commands = new(_address, duplicateText);
        _ = AcceptAsync();
    }

    public string ConnectionString => $"mongodb://{_address}/?replicaSet={StandInCommands.SetName}";

    /// <summary>Whether databases may be dropped.</summary>
    public bool AllowsDrops
    {
        get => _commands.AllowsDrops;
        set => _commands.AllowsDrops = value;
    }

    /// <summary>How long each command takes beside its own work: the way to a server and back.</summary>
    public TimeSpan Latency { get; set; }

    /// <summary>How many commands of each name came.</summary>
    public IReadOnlyDictionary<string, int> Counts => _counts;

    /// <summary>Makes databases with a document in each.</summary>
    public async Task MakeAsync(params string[] databases)
    {
        using var client = new MongoClient(ConnectionString);
        foreach (var name in databases) await client.GetDatabase(name).GetCollection<BsonDocument>("state").InsertOneAsync(new BsonDocument("_id", "format"));
    }

    /// <summary>The databases there are, in order.</summary>
    public async Task<IReadOnlyList<string>> NamesAsync()
    {
        using var client = new MongoClient(ConnectionString);
        return [.. (await (await client.ListDatabaseNamesAsync()).ToListAsync()).Order(StringComparer.Ordinal)];
    }

    public void Dispose() => _listener.Dispose();

    private async Task AcceptAsync()
    {
        try
        {
            while (true) _ = ServeAsync(await _listener.AcceptTcpClientAsync());
        }
        catch (Exception ended) when (ended is ObjectDisposedException or SocketException or InvalidOperationException)
        {
            // The test is over.
        }
    }

    private async Task ServeAsync(TcpClient client)
    {
        using (client)
        {
            client.NoDelay = true;
            var stream = client.GetStream();
            var header = new byte[HeaderBytes];
            try
            {
                while (true)
                {
                    await stream.ReadExactlyAsync(header);
                    var body = new byte[BinaryPrimitives.ReadInt32LittleEndian(header) - HeaderBytes];
                    await stream.ReadExactlyAsync(body);
                    var isQuery = BinaryPrimitives.ReadInt32LittleEndian(header.AsSpan(12)) == QueryOpCode;
                    var command = isQuery ? ReadQuery(body) : ReadMessage(body);
                    _counts.AddOrUpdate(command.GetElement(0).Name, 1, (_, count) => count + 1);
                    if (Latency > TimeSpan.Zero) await Task.Delay(Latency);
                    var answer = await _commands.RunAsync(command);
                    await stream.WriteAsync(Frame(BinaryPrimitives.ReadInt32LittleEndian(header.AsSpan(4)), isQuery, answer));
                }
            }
            catch (Exception ended) when (ended is IOException or ObjectDisposedException)
            {
                // The driver closed the connection.
            }
        }
    }

    // Greetings come in the old form: flags, a collection's name, two numbers, the document.
    private static BsonDocument ReadQuery(byte[] body)
    {
        var at = Array.IndexOf(body, (byte)0, 4) + 1 + 8;
        return BsonSerializer.Deserialize<BsonDocument>(body[at..]);
    }

    // Flags, then sections: the command itself, and sequences of documents that belong to one of its arrays.
    private static BsonDocument ReadMessage(byte[] body)
    {
        var command = new BsonDocument();
        for (var at = 4; at < body.Length;)
        {
            var kind = body[at++];
            var size = BinaryPrimitives.ReadInt32LittleEndian(body.AsSpan(at));
            if (kind == 0)
            {
                command.Merge(BsonSerializer.Deserialize<BsonDocument>(body[at..(at + size)]));
            }
            else
            {
                var nameEnd = Array.IndexOf(body, (byte)0, at + 4);
                var items = new BsonArray();
                for (var item = nameEnd + 1; item < at + size;)
                {
                    var length = BinaryPrimitives.ReadInt32LittleEndian(body.AsSpan(item));
                    items.Add(BsonSerializer.Deserialize<BsonDocument>(body[item..(item + length)]));
                    item += length;
                }
                command[Encoding.UTF8.GetString(body, at + 4, nameEnd - at - 4)] = items;
            }
            at += size;
        }
        return command;
    }

    private byte[] Frame(int request, bool isQuery, BsonDocument answer)
    {
        var document = answer.ToBson();
        // The old reply has flags, a cursor, a start and a count before the document; the new one flags and the kind of its section.
        var prefix = isQuery ? new byte[20] : new byte[5];
        if (isQuery) prefix[16] = 1;
        var frame = new byte[HeaderBytes + prefix.Length + document.Length];
        BinaryPrimitives.WriteInt32LittleEndian(frame, frame.Length);
        BinaryPrimitives.WriteInt32LittleEndian(frame.AsSpan(4), Interlocked.Increment(ref _replies));
        BinaryPrimitives.WriteInt32LittleEndian(frame.AsSpan(8), request);
        BinaryPrimitives.WriteInt32LittleEndian(frame.AsSpan(12), isQuery ? ReplyOpCode : MessageOpCode);
        prefix.CopyTo(frame, HeaderBytes);
        document.CopyTo(frame, HeaderBytes + prefix.Length);
        return frame;
    }
}
