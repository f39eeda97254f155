namespace Bishui.Storage.Sqlite;

/// <summary>
/// Keeps a data folder for one process. The operating system holds the lock on the open file, so it ends with the process however that ends;
/// that the file exists means nothing.
/// </summary>
internal sealed class FolderLock : IDisposable
{
    // What the runtime passes on: EWOULDBLOCK of flock, or Windows' error.
    private const int WouldBlock = 11;
    private const int WouldBlockOnMac = 35;
    private const int SharingViolation = unchecked((int)0x80070020);
    private readonly FileStream _file;

    private FolderLock(FileStream file) => _file = file;

    public static FolderLock Take(string folder, string file)
    {
        try
        {
            return new(new FileStream(Path.Combine(folder, file), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None, bufferSize: 0));
        }
        catch (IOException held) when (held.HResult is WouldBlock or WouldBlockOnMac or SharingViolation)
        {
            throw new DatabaseInUseException(folder, held);
        }
    }

    public void Dispose() => _file.Dispose();
}
