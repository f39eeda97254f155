#pragma warning disable CA1416 // the launcher starts a Linux broker with POSIX signals: it never runs on Windows
namespace Bishui.Launcher;

/// <summary>Files and folders that only the user who runs the platform may read.</summary>
internal static class PrivateFiles
{
    private const UnixFileMode Folder = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;
    private const UnixFileMode Owner = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    /// <summary>Makes the folder 0700, also where it existed with wider rights.</summary>
    public static void MakeFolder(string path)
    {
        Directory.CreateDirectory(path, Folder);
        File.SetUnixFileMode(path, Folder);
    }

    /// <summary>Writes a file 0600 so that a reader sees the old text or the new one, never a part.</summary>
    public static void Write(string path, string text)
    {
        var next = path + ".new";
        File.Delete(next);
        using (var stream = new FileStream(next, new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write, UnixCreateMode = Owner }))
        using (var writer = new StreamWriter(stream))
            writer.Write(text);
        File.Move(next, path, overwrite: true);
    }
}
