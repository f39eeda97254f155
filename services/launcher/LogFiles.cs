namespace Bishui.Launcher;

/// <summary>
/// The log files of the processes: a new one at every start and whenever one has grown full, the last ones of each process kept, and a bound for all
/// together. Whatever the processes say, the disk is not filled by it.
/// </summary>
public sealed class LogFiles(string folder, long largest = 8 << 20, int kept = 5, long mostOfAll = 200 << 20)
{
    private readonly Lock _guard = new();

    /// <summary>How many bytes one file may have.</summary>
    public long Largest => largest;

    /// <summary>Where a process logs to.</summary>
    public string PathOf(string name) => Path.Combine(folder, $"{name}.log");

    /// <summary>Moves the log of a process aside, so that the next one begins empty. The oldest go: of this process, and over all.</summary>
    public void Rotate(string name)
    {
        lock (_guard)
        {
            for (var age = kept - 1; age >= 1; age--)
                Move(Path.Combine(folder, $"{name}.{age}.log"), Path.Combine(folder, $"{name}.{age + 1}.log"));
            Move(PathOf(name), Path.Combine(folder, $"{name}.1.log"));
            Bound();
        }
    }

    /// <summary>Only what was moved aside is deleted: a log that is being written has its own bound.</summary>
    private void Bound()
    {
        var logs = new DirectoryInfo(folder).GetFiles("*.log");
        var size = logs.Sum(log => log.Length);
        foreach (var old in logs.Where(IsAside).OrderBy(log => log.LastWriteTimeUtc))
        {
            if (size <= mostOfAll)
                return;
            size -= old.Length;
            old.Delete();
        }
    }

    private static bool IsAside(FileInfo log) =>
        log.Name.Split('.') is [.., var age, "log"] && int.TryParse(age, out _);

    private static void Move(string from, string to)
    {
        if (File.Exists(from))
            File.Move(from, to, overwrite: true);
    }
}
