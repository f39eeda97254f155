using Bishui.Launcher;
using Xunit;

namespace Bishui.Tests.Support.Hosting;

/// <summary>A RabbitMQ node for one test class: the product's own node in a folder of its own, gone with it.</summary>
public sealed class RabbitNode : IAsyncDisposable
{
    private readonly DirectoryInfo _folder;
    private readonly RabbitMqNode _node;

    private RabbitNode(DirectoryInfo folder) => (_folder, _node) = (folder, new RabbitMqNode(folder.FullName));

    /// <summary>For BISHUI_RABBITMQ; the same before and after an outage.</summary>
    public string Address => _node.Address;

    public int Port => _node.Port;

    public static async Task<RabbitNode> StartNewAsync()
    {
        var node = new RabbitNode(Directory.CreateTempSubdirectory("bishui-rabbit-"));
        try
        {
            await node.StartAsync();
            return node;
        }
        catch
        {
            await node.DisposeAsync();
            throw;
        }
    }

    public Task StartAsync() => _node.StartAsync();

    /// <summary>Ends the broker in order; queues and messages stay in its folder.</summary>
    public Task StopAsync() => _node.StopAsync();

    public async ValueTask DisposeAsync()
    {
        await _node.DisposeAsync();
        _folder.Delete(recursive: true);
    }
}

/// <summary>One node for all tests of a collection that do not stop it.</summary>
public sealed class SharedRabbit : IAsyncLifetime
{
    private RabbitNode? _node;

    public string Address => _node?.Address ?? throw new InvalidOperationException("RabbitMQ is not installed: the test should have been skipped");

    public async Task InitializeAsync()
    {
        if (RabbitMqNode.ServerScript is not null) _node = await RabbitNode.StartNewAsync();
    }

    public async Task DisposeAsync()
    {
        if (_node is not null) await _node.DisposeAsync();
    }
}

/// <summary>A test that needs RabbitMQ on this machine.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class RabbitFactAttribute : FactAttribute
{
    public RabbitFactAttribute()
    {
        if (RabbitMqNode.ServerScript is null) Skip = "rabbitmq-server is not installed on this machine";
    }
}
