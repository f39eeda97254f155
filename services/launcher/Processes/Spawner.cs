using System.Collections.Concurrent;
using System.Diagnostics;

namespace Bishui.Launcher.Processes;

/// <summary>
/// Starts every child from one thread that lives as long as this process. The kernel sends a child's parent-death signal
/// when the *thread* that forked it ends, so a thread of the pool would take its children with it when the pool shrinks.
/// </summary>
internal static class Spawner
{
    private static readonly BlockingCollection<Action> Work = [];

    static Spawner() =>
        new Thread(static () => { foreach (var start in Work.GetConsumingEnumerable()) start(); }) { IsBackground = true, Name = "spawner" }.Start();

    public static Task<Process> StartAsync(ProcessStartInfo info)
    {
        var started = new TaskCompletionSource<Process>(TaskCreationOptions.RunContinuationsAsynchronously);
        Work.Add(() =>
        {
            try
            {
                started.SetResult(Process.Start(info) ?? throw new InvalidOperationException($"{info.FileName} did not start."));
            }
            catch (Exception e)
            {
                started.SetException(e);
            }
        });
        return started.Task;
    }
}
