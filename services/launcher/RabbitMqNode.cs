using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using Bishui.Launcher.Processes;

namespace Bishui.Launcher;

/// <summary>
/// A RabbitMQ node of the platform's own: unprivileged, on loopback ports nobody else uses, with its folders under one
/// folder and a random user in place of guest. It touches no other broker on the machine, and may be stopped, killed and
/// started again; its queues are in the folder.
/// </summary>
public sealed class RabbitMqNode : IAsyncDisposable
{
    // The node's name is written into its database, so it never changes; the own epmd keeps it apart from namesakes.
    private const string NodeName = "bishui@localhost";
    private const string User = "bishui";
    private static readonly TimeSpan StartPatience = TimeSpan.FromSeconds(90);
    private static readonly TimeSpan StopPatience = TimeSpan.FromSeconds(20);
    private static readonly TimeSpan MapperPause = TimeSpan.FromSeconds(1);

    // Debian keeps the scripts that do not switch to the user "rabbitmq" here; other distributions put them elsewhere.
    private static readonly string[] ServerScripts =
        ["/usr/lib/rabbitmq/bin/rabbitmq-server", "/opt/rabbitmq/sbin/rabbitmq-server", "/usr/local/sbin/rabbitmq-server", "/opt/homebrew/sbin/rabbitmq-server"];

    private readonly string _folder;
    private readonly string _password;
    private readonly int _port = FreePorts.Next();
    private readonly ChildProcess _epmd;
    private readonly ChildProcess _server;
    private readonly SemaphoreSlim _mapping = new(1, 1);
    private bool _wanted;

    /// <summary>Prepares a node in a folder, made when missing; nothing is started.</summary>
    /// <param name="folder">The node's own folder: database, logs, password.</param>
    /// <param name="log">Where the node's output goes; null is <c>rabbitmq.log</c> in the folder.</param>
    public RabbitMqNode(string folder, ProcessLog? log = null)
    {
        _folder = Path.GetFullPath(folder);
        PrivateFiles.MakeFolder(_folder);
        log ??= new("rabbitmq", new(_folder));
        _password = Password();

        var epmdPort = FreePorts.Next();
        var environment = Settings(epmdPort, FreePorts.Next());
        // In the foreground, as a child: the daemon that Erlang would start by itself outlives everything.
        _epmd = new ChildProcess("epmd", "epmd", ["-port", $"{epmdPort}", "-address", "127.0.0.1"], log);
        _epmd.Died += (_, _) => _ = MapAgainAsync();
        _server = new ChildProcess("rabbitmq", ServerScript ?? "rabbitmq-server", [], log) { WorkingDirectory = _folder };
        foreach (var (key, value) in environment)
            _server.Environment[key] = value;
    }

    /// <summary>Null when RabbitMQ is not installed on this machine.</summary>
    public static string? ServerScript { get; } = Array.Find(ServerScripts, File.Exists);

    /// <summary><c>amqp://user:password@127.0.0.1:port/</c>; the same before and after a stop.</summary>
    public string Address => $"amqp://{User}:{_password}@127.0.0.1:{_port}/";

    /// <summary>The AMQP port.</summary>
    public int Port => _port;

    /// <summary>The process of the broker, to watch it.</summary>
    public ChildProcess Process => _server;

    /// <summary>
    /// Erlang's port mapper. The broker works on without it, but within a minute starts one of its own that outlives everything: when it dies
    /// it is started again before that.
    /// </summary>
    public ChildProcess PortMapper => _epmd;

    /// <summary>Every process of the node, to add up what it uses.</summary>
    public IReadOnlyList<ChildProcess> Processes => [_epmd, _server];

    /// <summary>Starts a node in a folder and returns when it takes connections.</summary>
    public static async Task<RabbitMqNode> StartAsync(string folder, CancellationToken cancel = default)
    {
        var node = new RabbitMqNode(folder);
        try
        {
            await node.StartAsync(cancel);
            return node;
        }
        catch
        {
            await node.DisposeAsync();
            throw;
        }
    }

    /// <summary>Starts the node, or starts it again, and returns when it takes connections.</summary>
    /// <exception cref="InvalidOperationException">RabbitMQ is not installed, or the node ended or was not up in time.</exception>
    public async Task StartAsync(CancellationToken cancel = default)
    {
        if (ServerScript is null)
            throw new InvalidOperationException("RabbitMQ is not installed: apt-get install rabbitmq-server, or set BISHUI_RABBITMQ.");

        WriteConfiguration();
        _wanted = true;
        await MapAsync();
        await _server.StartAsync();

        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        deadline.CancelAfter(StartPatience);
        try
        {
            while (!await AnswersAsync(deadline.Token))
            {
                if (!_server.IsRunning)
                    throw new InvalidOperationException($"RabbitMQ ended with {await _server.Exited}:\n{string.Join('\n', _server.LastLines(20))}");
                await Task.Delay(200, deadline.Token);
            }
        }
        catch (OperationCanceledException) when (!cancel.IsCancellationRequested)
        {
            throw new InvalidOperationException($"RabbitMQ was not up within {StartPatience.TotalSeconds:0} s; its log is {_server.LogFile}.");
        }
    }

    /// <summary>Stops the node in order, and kills it when it takes too long; what it holds stays in its folder.</summary>
    /// <returns>False when it had to be killed.</returns>
    public async Task<bool> StopAsync()
    {
        var clean = await _server.StopAsync(StopPatience);
        await UnmapAsync();
        return clean;
    }

    /// <summary>kill -9, as a crash would.</summary>
    public Task KillAsync() => _server.KillAsync();

    /// <summary>Kills what still runs; call <see cref="StopAsync"/> first to end in order.</summary>
    public async ValueTask DisposeAsync()
    {
        await _server.DisposeAsync();
        await UnmapAsync();
        await _epmd.DisposeAsync();
    }

    private async Task MapAgainAsync()
    {
        // A pause, lest one that cannot live be started without end.
        await Task.Delay(MapperPause, TimeProvider.System);
        await MapAsync();
    }

    // One at a time: a mapper that died is not started while the node is being stopped, nor twice.
    private async Task MapAsync()
    {
        await _mapping.WaitAsync();
        try
        {
            if (_wanted && !_epmd.IsRunning)
                await _epmd.StartAsync();
        }
        finally
        {
            _mapping.Release();
        }
    }

    private async Task UnmapAsync()
    {
        await _mapping.WaitAsync();
        try
        {
            _wanted = false;
            await _epmd.StopAsync(TimeSpan.FromSeconds(2));
        }
        finally
        {
            _mapping.Release();
        }
    }

    private Dictionary<string, string?> Settings(int epmdPort, int distributionPort) => new()
    {
        ["HOME"] = _folder,                             // the Erlang cookie is made here, 0400
        ["ERL_EPMD_PORT"] = $"{epmdPort}",
        ["ERL_EPMD_ADDRESS"] = "127.0.0.1",
        ["RUNNING_UNDER_SYSTEMD"] = "true",             // the script then becomes the node instead of waiting for it: one pid
        ["NOTIFY_SOCKET"] = null,
        ["RABBITMQ_NODENAME"] = NodeName,
        ["RABBITMQ_USE_LONGNAME"] = null,
        ["RABBITMQ_NODE_IP_ADDRESS"] = "127.0.0.1",
        ["RABBITMQ_NODE_PORT"] = $"{_port}",
        ["RABBITMQ_DIST_PORT"] = $"{distributionPort}",
        ["RABBITMQ_MNESIA_BASE"] = Path.Combine(_folder, "mnesia"),
        ["RABBITMQ_LOG_BASE"] = Path.Combine(_folder, "log"),
        ["RABBITMQ_LOGS"] = "-",
        ["RABBITMQ_CONFIG_FILE"] = Path.Combine(_folder, "rabbitmq.conf"),
        ["RABBITMQ_ADVANCED_CONFIG_FILE"] = Path.Combine(_folder, "advanced.config"),
        ["RABBITMQ_CONF_ENV_FILE"] = Path.Combine(_folder, "rabbitmq-env.conf"),
        ["RABBITMQ_ENABLED_PLUGINS_FILE"] = Path.Combine(_folder, "enabled_plugins"),
        ["RABBITMQ_PID_FILE"] = Path.Combine(_folder, "pid"),
        ["RABBITMQ_MAX_NUMBER_OF_PROCESSES"] = "131072", // the default reserves tables for eight times as many
        ["RABBITMQ_SERVER_ADDITIONAL_ERL_ARGS"] = "-kernel inet_dist_use_interface {127,0,0,1}",
    };

    private void WriteConfiguration()
    {
        File.WriteAllText(Path.Combine(_folder, "enabled_plugins"), "[].\n");
        PrivateFiles.Write(Path.Combine(_folder, "rabbitmq.conf"), $"""
            listeners.tcp.1 = 127.0.0.1:{_port}
            default_user = {User}
            default_pass = {_password}
            loopback_users.{User} = true
            log.console = true
            log.console.level = warning
            log.file = false
            vm_memory_high_watermark.absolute = 400MiB
            disk_free_limit.absolute = 200MB
            # Quorum queues keep this much of their log in memory before it is written out as segments; 512 MiB unless told.
            raft.wal_max_size_bytes = 33554432

            """);
    }

    private string Password()
    {
        var file = Path.Combine(_folder, "password");
        if (!File.Exists(file))
            PrivateFiles.Write(file, Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(32)));
        return File.ReadAllText(file).Trim();
    }

    // A port that opens is not yet a broker: it must answer the AMQP greeting with a frame of its own.
    private async Task<bool> AnswersAsync(CancellationToken cancel)
    {
        try
        {
            using var client = new TcpClient();
            await client.ConnectAsync(IPAddress.Loopback, _port, cancel);
            var stream = client.GetStream();
            await stream.WriteAsync("AMQP\0\0\u0009\u0001"u8.ToArray(), cancel);
            var answer = new byte[1];
            return await stream.ReadAsync(answer, cancel) == 1 && answer[0] == 1;
        }
        catch (Exception e) when (e is SocketException or IOException)
        {
            return false;
        }
    }
}
