using System.Buffers;
using System.Security.Cryptography;

namespace Bishui.Storage.Files;

/// <summary>A file that has come in whole and waits to be kept; disposing of it without that forgets it.</summary>
public sealed class ReceivedFile : IAsyncDisposable
{
    private const int BufferBytes = 64 << 10;
    private readonly FileStream _staged;
    private readonly Func<ReceivedFile, CancellationToken, Task> _keep;

    private ReceivedFile(FileStream staged, StoredFile file, Func<ReceivedFile, CancellationToken, Task> keep) =>
        (_staged, File, _keep) = (staged, file, keep);

    /// <summary>Its hash and length.</summary>
    public StoredFile File { get; }

    /// <summary>What came in, readable from any place.</summary>
    public Stream Content => _staged;

    /// <summary>Keeps it, durable when the call returns; when the same content is there already that is all there is to do.</summary>
    public Task KeepAsync(CancellationToken cancel = default) => _keep(this, cancel);

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _staged.DisposeAsync();
        // Not there any more when it was kept under another name.
        System.IO.File.Delete(_staged.Name);
    }

    /// <summary>Where it waits.</summary>
    internal string Path => _staged.Name;

    /// <summary>Puts the content on disk, whatever it has in its buffers too.</summary>
    internal void Flush() => _staged.Flush(flushToDisk: true);

    /// <summary>Reads content to its end into a new file at <paramref name="path"/>, of which nothing is left when that fails.</summary>
    internal static async Task<ReceivedFile> ReceiveAsync(
        string path, Stream content, long limit, Func<ReceivedFile, CancellationToken, Task> keep, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(content);
        ArgumentOutOfRangeException.ThrowIfNegative(limit);
        var staged = new FileStream(path, new FileStreamOptions
        {
            Mode = FileMode.CreateNew,
            Access = FileAccess.ReadWrite,
            Share = FileShare.Read | FileShare.Delete,
            Options = FileOptions.Asynchronous,
            BufferSize = 0,
        });
        try
        {
            var file = await CopyAsync(content, staged, limit, cancel);
            staged.Position = 0;
            return new(staged, file, keep);
        }
        catch
        {
            await staged.DisposeAsync();
            System.IO.File.Delete(path);
            throw;
        }
    }

    private static async Task<StoredFile> CopyAsync(Stream content, FileStream staged, long limit, CancellationToken cancel)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var buffer = ArrayPool<byte>.Shared.Rent(BufferBytes);
        try
        {
            long length = 0;
            while (await content.ReadAsync(buffer, cancel) is > 0 and var read)
            {
                length += read;
                if (length > limit) throw new FileTooLargeException(limit);
                hash.AppendData(buffer, 0, read);
                await staged.WriteAsync(buffer.AsMemory(0, read), cancel);
            }
            return new(Convert.ToHexStringLower(hash.GetHashAndReset()), length);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }
}
