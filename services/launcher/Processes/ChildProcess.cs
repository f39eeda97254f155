using System.Diagnostics;

namespace Bishui.Launcher.Processes;

/// <summary>
/// One process of the platform: started with its own environment, written to its own log file, stopped by SIGTERM, and
/// ended by the kernel when this process ends in any way, kill -9 included. It can be started again after it has ended.
/// </summary>
/// <remarks>
/// The command runs as <c>bash → setsid → setpriv --pdeathsig KILL → command</c>, each replacing the one before (one pid). A
/// session of its own keeps a terminal's Ctrl-C from reaching every child at once, so that they can be stopped in order;
/// <c>setpriv</c> sets the parent-death signal, which survives exec and works for dotnet and Erlang alike. All three belong
/// to Debian's essential packages. Not <c>sh</c>: Debian's drops variables whose names hold a hyphen, as a cluster's do.
/// </remarks>
public sealed class ChildProcess(string name, string file, IReadOnlyList<string> arguments, ProcessLog log) : IAsyncDisposable
{
    private const string Wrap = "exec setsid setpriv --pdeathsig KILL -- \"$@\" 2>&1 </dev/null";

    // What a process left behind may hold its output for ever; its own last words are there by then.
    private static readonly TimeSpan LastWords = TimeSpan.FromSeconds(1);

    // The programs log a line of JSON an event, with the stack in it; the file has the rest.
    private const int LongestLine = 400;

    private Process? _process;
    private Task<int> _exited = Task.FromResult(0);

    /// <summary>The name users see, for example <c>ecological</c>.</summary>
    public string Name { get; } = name;

    /// <summary>The file that standard output and standard error go to now.</summary>
    public string LogFile => log.File;

    /// <summary>Set over the environment of this process; null removes a variable.</summary>
    public Dictionary<string, string?> Environment { get; } = [];

    /// <summary>The folder it starts in; null is this process's own.</summary>
    public string? WorkingDirectory { get; init; }

    /// <summary>Null when it was never started.</summary>
    public int? Id => _process?.Id;

    /// <summary>True between a start and its end.</summary>
    public bool IsRunning => _process is { HasExited: false };

    /// <summary>True while a stop was asked for: its end is then no news.</summary>
    public bool IsStopping { get; private set; }

    /// <summary>Completes with the exit code (128 + signal when killed) when the process last started has ended.</summary>
    public Task<int> Exited => _exited;

    /// <summary>Raised with the exit code when it ends although nobody asked it to stop.</summary>
    public event Action<ChildProcess, int>? Died;

    /// <summary>Starts the process; its log is appended to.</summary>
    public async Task StartAsync()
    {
        if (IsRunning)
            throw new InvalidOperationException($"{Name} is already running.");

        var info = new ProcessStartInfo("bash") { UseShellExecute = false, RedirectStandardOutput = true, WorkingDirectory = WorkingDirectory ?? "" };
        foreach (var argument in (string[])["-c", Wrap, "bash", file, .. arguments])
            info.ArgumentList.Add(argument);
        foreach (var (key, value) in Environment)
            info.Environment[key] = value;

        IsStopping = false;
        _process?.Dispose();
        _process = await Spawner.StartAsync(info);
        _exited = WaitAsync(_process, log.Follow(_process.StandardOutput.BaseStream));
    }

    /// <summary>Asks the process to end and kills it when it has not ended in time; nothing happens when it is not running.</summary>
    /// <returns>False when it had to be killed.</returns>
    public async Task<bool> StopAsync(TimeSpan patience)
    {
        if (!IsRunning)
            return true;
        IsStopping = true;
        Signals.Send(_process!.Id, Signals.Terminate);
        if (await EndedAsync(patience))
            return true;
        await KillAsync();
        return false;
    }

    /// <summary>kill -9, as a crash would; returns when the process is gone.</summary>
    public async Task KillAsync()
    {
        if (_process is { HasExited: false } process)
            Signals.Send(process.Id, Signals.Kill);
        await _exited;
    }

    /// <summary>The last lines that it said, for a report of its death: what was said, not the stack beneath it.</summary>
    public IReadOnlyList<string> LastLines(int count) =>
        [.. log.LastLines(count).Select(line => line.Length <= LongestLine ? line : line[..LongestLine] + " …")];

    /// <summary>Kills the process if it is still running.</summary>
    public async ValueTask DisposeAsync()
    {
        IsStopping = true;
        await KillAsync();
        _process?.Dispose();
        _process = null;
    }

    private async Task<bool> EndedAsync(TimeSpan patience)
    {
        try
        {
            await _exited.WaitAsync(patience);
            return true;
        }
        catch (TimeoutException)
        {
            return false;
        }
    }

    private async Task<int> WaitAsync(Process process, Task heard)
    {
        await process.WaitForExitAsync();
        await Task.WhenAny(heard, Task.Delay(LastWords));
        var code = process.ExitCode;
        if (!IsStopping)
            Died?.Invoke(this, code);
        return code;
    }
}
