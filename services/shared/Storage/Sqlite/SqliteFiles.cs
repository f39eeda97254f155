using Bishui.Storage.Files;

namespace Bishui.Storage.Sqlite;

/// <summary>
/// Files beside the database's own: <c>files/ab/abcdef…</c>. What comes in is written under another name and renamed when it is whole and on disk,
/// so a name that is there is a file that is whole.
/// </summary>
internal sealed class SqliteFiles
{
    private readonly string _folder;
    private readonly string _incoming;
    private readonly Lock _keeping = new();
    private volatile bool _closed;

    /// <summary>Throws away what an earlier process left half received; the folder belongs to this process.</summary>
    public SqliteFiles(string folder)
    {
        _folder = Path.Combine(folder, "files");
        _incoming = Path.Combine(_folder, "incoming");
        if (Directory.Exists(_incoming)) Directory.Delete(_incoming, recursive: true);
    }

    public Task<ReceivedFile> ReceiveAsync(Stream content, long limit, TimeProvider time, CancellationToken cancel)
    {
        ObjectDisposedException.ThrowIf(_closed, typeof(SqliteDatabase));
        Directory.CreateDirectory(_incoming);
        return ReceivedFile.ReceiveAsync(Path.Combine(_incoming, Guid.NewGuid().ToString("N")), content, limit,
            (received, stop) => KeepAsync(received, time, stop), cancel);
    }

    public FileStream? Open(string sha256)
    {
        if (!Has(sha256)) return null;
        return new FileStream(PathOf(sha256), new FileStreamOptions { Options = FileOptions.Asynchronous, Share = FileShare.Read | FileShare.Delete });
    }

    public bool Has(string sha256)
    {
        ObjectDisposedException.ThrowIf(_closed, typeof(SqliteDatabase));
        return FileIds.IsId(sha256) && File.Exists(PathOf(sha256));
    }

    /// <summary>Removes a file whose date says that nobody kept it since; true when it is not there any more.</summary>
    public bool Delete(string sha256, DateTimeOffset notKeptSince, TimeProvider time)
    {
        ObjectDisposedException.ThrowIf(_closed, typeof(SqliteDatabase));
        if (!FileIds.IsId(sha256)) return true;
        var path = PathOf(sha256);
        lock (_keeping)
        {
            if (!File.Exists(path)) return true;
            // A date to come was not set here: the file was kept by an earlier program, by a clock other than the platform's. Now is read under the
            // lock, or a file that was kept while this waited for it would seem to be of the future.
            var kept = File.GetLastWriteTimeUtc(path);
            if (kept >= notKeptSince.UtcDateTime && kept <= time.GetUtcNow().UtcDateTime) return false;
            File.Delete(path);
        }
        DurableFolder.Flush(Path.GetDirectoryName(path)!);
        return true;
    }

    public void Close() => _closed = true;

    // Flushing the disk blocks: not on the caller's thread.
    private Task KeepAsync(ReceivedFile received, TimeProvider time, CancellationToken cancel) => Task.Run(() =>
    {
        ObjectDisposedException.ThrowIf(_closed, typeof(SqliteDatabase));
        var path = PathOf(received.File.Sha256);
        var folder = Path.GetDirectoryName(path)!;
        received.Flush();
        Directory.CreateDirectory(folder);
        // Not while a removal looks at the date.
        lock (_keeping)
        {
            if (!File.Exists(path)) File.Move(received.Path, path, overwrite: true);
            File.SetLastWriteTimeUtc(path, time.GetUtcNow().UtcDateTime);
        }
        // Also when another caller has just made the name: it may not be on disk yet.
        DurableFolder.Flush(folder);
        DurableFolder.Flush(_folder);
        DurableFolder.Flush(Path.GetDirectoryName(_folder)!);
    }, cancel);

    private string PathOf(string sha256) => Path.Combine(_folder, sha256[..2], sha256);
}
