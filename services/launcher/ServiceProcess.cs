using System.Net;
using Bishui.Launcher.Processes;

namespace Bishui.Launcher;

/// <summary>A part of the platform as a process on a loopback port that stays the same when it is started again.</summary>
public sealed class ServiceProcess : IAsyncDisposable
{
    private static readonly HttpClient Probe = new() { Timeout = TimeSpan.FromSeconds(5) };

    internal ServiceProcess(Part part, string program, int port, ProcessLog log)
    {
        Part = part;
        Port = port;
        MetricsPort = FreePorts.Next();
        // The folder of the program is its content root: its settings are there.
        Process = new ChildProcess(part.Name, Environment.ProcessPath is { } host && Path.GetFileNameWithoutExtension(host) == "dotnet" ? host : "dotnet", [program], log)
        {
            WorkingDirectory = Path.GetDirectoryName(program),
        };
    }

    /// <summary>Which part of the platform.</summary>
    public Part Part { get; }

    /// <summary>Its loopback port.</summary>
    public int Port { get; }

    /// <summary>The loopback port of its metrics alone, which no route of the gateway leads to.</summary>
    public int MetricsPort { get; }

    /// <summary>Where it answers.</summary>
    public Uri Address => new($"http://127.0.0.1:{Port}");

    /// <summary>The process behind it.</summary>
    public ChildProcess Process { get; }

    /// <summary>Starts it, or starts it again after its end; it is not yet ready when this returns.</summary>
    public Task StartAsync() => Process.StartAsync();

    /// <summary>Returns when <c>/health/ready</c> says so; store and broker are then reached.</summary>
    /// <exception cref="InvalidOperationException">It ended before it was ready.</exception>
    public async Task WaitUntilReadyAsync(CancellationToken cancel = default)
    {
        while (!await IsReadyAsync(cancel))
        {
            if (!Process.IsRunning)
                throw new InvalidOperationException($"{Part.Name} 已退出，退出码 {await Process.Exited} / ended with {await Process.Exited}");
            await Task.Delay(250, cancel);
        }
    }

    /// <summary>Whether it says at this moment that it can work.</summary>
    public async Task<bool> IsReadyAsync(CancellationToken cancel = default)
    {
        try
        {
            using var answer = await Probe.GetAsync(new Uri(Address, "/health/ready"), cancel);
            return answer.StatusCode == HttpStatusCode.OK;
        }
        catch (HttpRequestException)
        {
            return false;
        }
        catch (OperationCanceledException) when (!cancel.IsCancellationRequested)
        {
            return false;
        }
    }

    /// <summary>Kills it when it still runs.</summary>
    public ValueTask DisposeAsync() => Process.DisposeAsync();
}
