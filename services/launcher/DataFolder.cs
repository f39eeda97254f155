namespace Bishui.Launcher;

/// <summary>The platform's data folder, 0700, held by one launcher at a time.</summary>
public sealed class DataFolder : IDisposable
{
    // Marks the folder as ours: without it nothing in a folder that already holds something is touched.
    private const string LockName = "launcher.lock";
    private const string PidName = "launcher.pid";

    private readonly FileStream _lock;

    private DataFolder(string path, FileStream @lock)
    {
        Path = path;
        _lock = @lock;
    }

    /// <summary>The full path.</summary>
    public string Path { get; }

    /// <summary>Makes the folder when it is missing and holds it until disposed or until this process ends.</summary>
    /// <exception cref="InvalidOperationException">Another launcher holds it, or it is somebody else's folder.</exception>
    public static DataFolder Open(string path)
    {
        path = System.IO.Path.GetFullPath(path);
        var lockFile = System.IO.Path.Combine(path, LockName);
        if (Directory.Exists(path) && !System.IO.File.Exists(lockFile) && Directory.EnumerateFileSystemEntries(path).Any())
            throw new InvalidOperationException($"{path} 不是本平台的数据目录，且非空，未作任何改动。 / {path} is not empty and not a data folder of this platform; nothing was touched.");

        PrivateFiles.MakeFolder(path);
        return new DataFolder(path, Lock(path, lockFile));
    }

    /// <summary>A path in the folder.</summary>
    public string File(params ReadOnlySpan<string> parts) => System.IO.Path.Combine([Path, .. parts]);

    /// <summary>A folder in the folder, made 0700 when it is missing.</summary>
    public string Folder(string name)
    {
        var path = File(name);
        PrivateFiles.MakeFolder(path);
        return path;
    }

    /// <summary>Lets another launcher have the folder.</summary>
    public void Dispose() => _lock.Dispose();

    private static FileStream Lock(string path, string lockFile)
    {
        try
        {
            // FileShare.None takes an flock that the kernel drops when the process ends, however it ends.
            var stream = new FileStream(lockFile, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
            // Beside the lock, because a locked file cannot be read by whoever is refused.
            PrivateFiles.Write(System.IO.Path.Combine(path, PidName), $"{Environment.ProcessId}\n");
            return stream;
        }
        catch (IOException e) when (System.IO.File.Exists(lockFile))
        {
            throw new InvalidOperationException($"数据目录 {path} 正由另一个运行中的平台使用{Holder(path)}，请另选 --data。 / {path} is in use by another running platform{Holder(path)}; choose another --data.", e);
        }
    }

    private static string Holder(string path) =>
        System.IO.Path.Combine(path, PidName) is var file && System.IO.File.Exists(file) ? $" (pid {System.IO.File.ReadAllText(file).Trim()})" : "";

    /// <summary>Deletes everything in the folder; it stays held.</summary>
    public void Empty()
    {
        foreach (var entry in new DirectoryInfo(Path).EnumerateFileSystemInfos())
        {
            if (entry is DirectoryInfo { LinkTarget: null } folder)
                folder.Delete(recursive: true);
            else if (entry.Name is not (LockName or PidName))
                entry.Delete();
        }
    }
}
