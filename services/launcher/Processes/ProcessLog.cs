using System.Text;

namespace Bishui.Launcher.Processes;

/// <summary>
/// Takes what a process says, for as long as it says anything, and writes it to its log file, which is moved aside when it is full. Reading never waits
/// for the disk to have room: a process must not stand still because nobody listens.
/// </summary>
public sealed class ProcessLog(string name, LogFiles files)
{
    private const int Remembered = 64 * 1024;
    private readonly Lock _guard = new();
    private readonly byte[] _last = new byte[Remembered];
    private long _said;
    private long _size = -1;

    /// <summary>The file that is written now.</summary>
    public string File => files.PathOf(name);

    /// <summary>Moves what an earlier start left aside.</summary>
    public void Begin()
    {
        files.Rotate(name);
        _size = 0;
    }

    /// <summary>Reads to the end on a thread of its own, which a busy pool of threads cannot keep from it.</summary>
    /// <returns>Completes when the process, and whoever it gave its output to, says no more.</returns>
    public Task Follow(Stream output)
    {
        var ended = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        new Thread(() =>
        {
            var buffer = new byte[16 * 1024];
            try
            {
                while (output.Read(buffer) is var read and > 0)
                    Write(buffer.AsSpan(0, read));
            }
            catch (Exception closed) when (closed is IOException or ObjectDisposedException)
            {
                // Its reader was taken from it: there is nothing more to hear.
            }

            ended.SetResult();
        })
        { IsBackground = true, Name = $"log of {name}" }.Start();
        return ended.Task;
    }

    /// <summary>The last lines that were said, in whatever file they are.</summary>
    public IReadOnlyList<string> LastLines(int count)
    {
        lock (_guard)
        {
            var length = (int)Math.Min(_said, Remembered);
            var text = new byte[length];
            for (var i = 0; i < length; i++)
                text[i] = _last[(_said - length + i) % Remembered];
            return [.. Encoding.UTF8.GetString(text).Split('\n', StringSplitOptions.RemoveEmptyEntries)
                .Where(line => !line.StartsWith("   at ", StringComparison.Ordinal)).TakeLast(count)];
        }
    }

    /// <summary>Writes what was said, and moves the file aside when it would grow beyond its bound.</summary>
    internal void Write(ReadOnlySpan<byte> said)
    {
        lock (_guard)
        {
            foreach (var one in said)
                _last[_said++ % Remembered] = one;
            try
            {
                if (_size < 0)
                    _size = System.IO.File.Exists(File) ? new FileInfo(File).Length : 0;
                if (_size + said.Length > files.Largest)
                    Begin();
                using var log = new FileStream(File, FileMode.Append, FileAccess.Write, FileShare.ReadWrite | FileShare.Delete, bufferSize: 0);
                log.Write(said);
                _size += said.Length;
            }
            catch (Exception full) when (full is IOException or UnauthorizedAccessException)
            {
                // A full disk costs the log, not the process.
            }
        }
    }
}
