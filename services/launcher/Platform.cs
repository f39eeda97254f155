using System.Globalization;
using System.Security.Cryptography;
using Bishui.Launcher.Processes;

namespace Bishui.Launcher;

/// <summary>What a platform is to run on.</summary>
public sealed record PlatformSettings
{
    /// <summary>Where the built programs are.</summary>
    public required Installation Installation { get; init; }

    /// <summary>Held by the caller for as long as the platform runs.</summary>
    public required DataFolder Data { get; init; }

    /// <summary>The gateway's port.</summary>
    public required int Port { get; init; }

    /// <summary>The platform's clock.</summary>
    public required ClockSetting Clock { get; init; }

    /// <summary>Somebody else's broker; null starts a node of our own.</summary>
    public string? RabbitMq { get; init; }

    /// <summary>A MongoDB replica set; null keeps the data in SQLite files.</summary>
    public string? Mongo { get; init; }

    /// <summary>Which databases there are this platform's; null is those with the usual prefix.</summary>
    public MongoDatabases? MongoDatabases { get; init; }
}

/// <summary>How a part is doing.</summary>
public enum PartState
{
    /// <summary>Not started yet.</summary>
    Waiting,

    /// <summary>Running, not ready.</summary>
    Starting,

    /// <summary>Answers that it can work.</summary>
    Ready,

    /// <summary>Ended as it was asked to.</summary>
    Stopped,

    /// <summary>Killed because it did not end in time.</summary>
    Killed,

    /// <summary>Ended by itself.</summary>
    Died,
}

/// <summary>The whole platform on this machine: a broker, eight services, the gateway and the pages, each a process.</summary>
public sealed class Platform : IAsyncDisposable
{
    private static readonly TimeSpan StartPatience = TimeSpan.FromMinutes(2);
    private static readonly TimeSpan StopPatience = TimeSpan.FromSeconds(15);

    // Eleven processes share one small machine, where .NET and glibc each plan as if they had it alone.
    private static readonly (string Name, string Value)[] Frugal =
    [
        ("DOTNET_gcServer", "0"),
        ("DOTNET_GCgen0size", "0x1000000"),     // a collection every 16 MiB instead of once a processor's cache, which may be 256
        ("DOTNET_GCConserveMemory", "5"),
        ("DOTNET_TieredPGO", "0"),              // no instrumented copy of every warm method
        ("MALLOC_ARENA_MAX", "2"),
    ];

    private readonly PlatformSettings _settings;
    private readonly LogFiles _logs;

    /// <summary>Prepares everything on free ports; nothing is started.</summary>
    public Platform(PlatformSettings settings)
    {
        _settings = settings;
        _logs = new(settings.Data.Folder("logs"));
        if (settings.RabbitMq is null)
            Broker = new RabbitMqNode(settings.Data.Folder("rabbitmq"), LogOf("rabbitmq"));

        Services = [.. Part.Services.Select(p => Prepare(p, FreePorts.Next()))];
        Gateway = Prepare(Part.Gateway, settings.Port);
        Web = Prepare(Part.Web, FreePorts.Next());
        GiveEnvironment();
    }

    /// <summary>Null when an outside broker is used.</summary>
    public RabbitMqNode? Broker { get; }

    /// <summary>The eight services.</summary>
    public IReadOnlyList<ServiceProcess> Services { get; }

    /// <summary>The only door.</summary>
    public ServiceProcess Gateway { get; }

    /// <summary>The pages.</summary>
    public ServiceProcess Web { get; }

    /// <summary>All our own programs in the order of the status table.</summary>
    public IEnumerable<ServiceProcess> Programs => [.. Services, Gateway, Web];

    /// <summary>Every process, the broker's among them.</summary>
    public IEnumerable<ChildProcess> Processes => [.. Broker?.Processes ?? [], .. Programs.Select(p => p.Process)];

    /// <summary>Raised when a part changes its state.</summary>
    public event Action<ChildProcess, PartState>? Changed;

    /// <summary>One service by its name.</summary>
    public ServiceProcess Service(string name) => Services.Single(s => s.Part.Name == name);

    /// <summary>Starts everything and returns when everything is ready.</summary>
    /// <exception cref="InvalidOperationException">A part ended or was not ready in time; the message names it.</exception>
    public async Task StartAsync(CancellationToken cancel = default)
    {
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        foreach (var process in Processes)
            process.Died += (dead, _) => Changed?.Invoke(dead, PartState.Died);

        if (Broker is not null)
        {
            Changed?.Invoke(Broker.Process, PartState.Starting);
            await Broker.StartAsync(cancel);
            Changed?.Invoke(Broker.Process, PartState.Ready);
        }

        deadline.CancelAfter(StartPatience);
        await Task.WhenAll(Programs.Select(p => StartAsync(p, deadline.Token, cancel)));
    }

    /// <summary>Stops everything in order: the door, the pages, the services, the broker.</summary>
    public async Task StopAsync()
    {
        await StopAsync(Gateway);
        await StopAsync(Web);
        await Task.WhenAll(Services.Select(StopAsync));
        if (Broker is { Process.IsRunning: true })
            Changed?.Invoke(Broker.Process, await Broker.StopAsync() ? PartState.Stopped : PartState.Killed);
        else if (Broker is not null)
            await Broker.StopAsync();
    }

    /// <summary>Kills what still runs.</summary>
    public async ValueTask DisposeAsync()
    {
        foreach (var program in Programs)
            await program.DisposeAsync();
        if (Broker is not null)
            await Broker.DisposeAsync();
    }

    private async Task StartAsync(ServiceProcess program, CancellationToken deadline, CancellationToken cancel)
    {
        await program.StartAsync();
        Changed?.Invoke(program.Process, PartState.Starting);
        try
        {
            await program.WaitUntilReadyAsync(deadline);
            Changed?.Invoke(program.Process, PartState.Ready);
        }
        catch (OperationCanceledException) when (!cancel.IsCancellationRequested)
        {
            throw new InvalidOperationException($"{program.Part.Name} 未在 {StartPatience.TotalSeconds:0} 秒内就绪，日志 / was not ready in time, its log: {program.Process.LogFile}");
        }
    }

    private async Task StopAsync(ServiceProcess program)
    {
        if (program.Process.IsRunning)
            Changed?.Invoke(program.Process, await program.Process.StopAsync(StopPatience) ? PartState.Stopped : PartState.Killed);
    }

    private ServiceProcess Prepare(Part part, int port) => new(part, _settings.Installation.Program(part), port, LogOf(part.Name));

    private ProcessLog LogOf(string name)
    {
        var log = new ProcessLog(name, _logs);
        log.Begin();
        return log;
    }

    private void GiveEnvironment()
    {
        var data = _settings.Data;
        foreach (var program in Programs)
        {
            var environment = program.Process.Environment;
            foreach (var (name, value) in Frugal)
                environment[name] = value;
            environment["ASPNETCORE_URLS"] = $"http://127.0.0.1:{program.Port};http://127.0.0.1:{program.MetricsPort}";
            environment["BISHUI_METRICS_PORT"] = program.MetricsPort.ToString(CultureInfo.InvariantCulture);
            environment["ASPNETCORE_ENVIRONMENT"] = "Production";
            environment["DOTNET_ENVIRONMENT"] = null;
            environment["BISHUI_DATA"] = data.Path;
            environment["BISHUI_MONGO"] = _settings.Mongo;
            environment["BISHUI_MONGO_PREFIX"] = _settings.MongoDatabases?.Prefix;
            environment["BISHUI_RABBITMQ"] = _settings.RabbitMq ?? Broker!.Address;
            environment["BISHUI_AUTHORITY"] = $"http://127.0.0.1:{Gateway.Port}";
            // Fixed, so that a token fetched at http://localhost is as good as one fetched at http://127.0.0.1.
            environment["BISHUI_ISSUER"] = $"http://127.0.0.1:{Gateway.Port}";
            environment["BISHUI_CLOCK_OFFSET"] = _settings.Clock.Variable;
        }

        Gateway.Process.Environment["AllowedHosts"] = "127.0.0.1;localhost";
        Gateway.Process.Environment["BISHUI_CREDENTIALS"] = data.File("credentials.json");
        Gateway.Process.Environment["BISHUI_KEYS"] = data.Folder("keys");
        foreach (var behind in Services.Append(Web))
            Gateway.Process.Environment[$"ReverseProxy__Clusters__{behind.Part.Name}__Destinations__one__Address"] = behind.Address.ToString();

        Web.Process.Environment["BISHUI_GATEWAY"] = $"http://127.0.0.1:{Gateway.Port}";
        // By this the gateway knows the pages. Both are started here, so that it need not outlive them on the disk.
        Web.Process.Environment["BISHUI_PAGES_KEY"] = Gateway.Process.Environment["BISHUI_PAGES_KEY"] = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(32));
    }
}
