using System.Runtime.InteropServices;

namespace Bishui.Launcher.Processes;

/// <summary>POSIX signals to one process by its id; .NET itself only knows how to kill.</summary>
internal static partial class Signals
{
    public const int Kill = 9;
    public const int Terminate = 15;

    /// <summary>False when the process is already gone or not ours.</summary>
    public static bool Send(int pid, int signal) => KillProcess(pid, signal) == 0;

    [LibraryImport("libc", EntryPoint = "kill", SetLastError = true)]
    private static partial int KillProcess(int pid, int signal);
}
