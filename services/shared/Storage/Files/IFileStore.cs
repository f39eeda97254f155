namespace Bishui.Storage.Files;

/// <summary>
/// Files of one service, named by the SHA-256 of their content in lower-case hexadecimal: the same content is kept once. A file is never
/// changed, and never half there.
/// </summary>
public interface IFileStore
{
    /// <summary>
    /// Takes a file in without keeping it yet, so that it can be looked at first. It goes to disk as it comes, never whole into memory.
    /// Throws <see cref="FileTooLargeException"/> at the first byte beyond <paramref name="limit"/>; of what is refused or breaks off nothing is left.
    /// </summary>
    Task<ReceivedFile> ReceiveFileAsync(Stream content, long limit, CancellationToken cancel = default);

    /// <summary>The content, with its length and readable from any place; null when no such file is kept. The caller disposes of it.</summary>
    ValueTask<Stream?> OpenFileAsync(string sha256, CancellationToken cancel = default);

    /// <summary>Whether a file is kept.</summary>
    ValueTask<bool> HasFileAsync(string sha256, CancellationToken cancel = default);

    /// <summary>
    /// Removes a file that nobody has kept since an instant, and answers whether it is gone. To keep content that is there already counts as well:
    /// whoever keeps a file and records what it is for within the time between that instant and now never loses it to a removal that was
    /// decided on before.
    /// </summary>
    Task<bool> DeleteFileAsync(string sha256, DateTimeOffset notKeptSince, CancellationToken cancel = default);
}

/// <summary>A file that is kept.</summary>
/// <param name="Sha256">Of the content, lower-case hexadecimal.</param>
/// <param name="Length">In bytes.</param>
public sealed record StoredFile(string Sha256, long Length);

/// <summary>A file was longer than the caller allows.</summary>
public sealed class FileTooLargeException(long limit) : Exception($"The file is longer than {limit} bytes.")
{
    /// <summary>The most bytes that were allowed.</summary>
    public long Limit { get; } = limit;
}

/// <summary>Conveniences over <see cref="IFileStore"/>.</summary>
public static class FileStoreExtensions
{
    /// <summary>Takes a file in and keeps it; durable when the call returns. The same content again changes nothing.</summary>
    public static async Task<StoredFile> PutFileAsync(this IFileStore files, Stream content, long limit, CancellationToken cancel = default)
    {
        ArgumentNullException.ThrowIfNull(files);
        await using var received = await files.ReceiveFileAsync(content, limit, cancel);
        await received.KeepAsync(cancel);
        return received.File;
    }
}
