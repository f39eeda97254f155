using System.Security.Cryptography;
using Bishui.Storage.Files;
using Xunit;

namespace Bishui.Tests.Storage.Conformance;

public abstract class FileConformance(IEngine engine) : ConformanceTests(engine)
{
    private const int Chunk = 255 << 10;
    private const long Limit = 50 << 20;

    // Around the pieces in which content is read and stored, and the largest the platform takes.
    private static readonly int[] Sizes = [0, 1, (64 << 10) - 1, (64 << 10) + 1, Chunk - 1, Chunk, Chunk + 1, 3 * Chunk, (int)Limit];

    [ConformanceFact]
    public async Task A_file_of_any_size_comes_back_byte_for_byte_under_its_hash()
    {
        foreach (var size in Sizes)
        {
            var content = Bytes(size);
            var stored = await Database.PutFileAsync(new MemoryStream(content), Limit);

            Assert.Equal(new StoredFile(Sha256(content), size), stored);
            Assert.True(await Database.HasFileAsync(stored.Sha256));
            await AssertHoldsAsync(stored.Sha256, content);
        }
    }

    [ConformanceFact]
    public async Task A_file_is_read_from_any_place()
    {
        var content = Bytes(3 * Chunk + 17);
        var stored = await Database.PutFileAsync(new MemoryStream(content), Limit);
        await using var read = (await Database.OpenFileAsync(stored.Sha256))!;
        var part = new byte[100];
        foreach (var start in new[] { 2 * Chunk - 50, 0, content.Length - 100, Chunk })
        {
            read.Seek(start, SeekOrigin.Begin);
            await read.ReadExactlyAsync(part);
            Assert.Equal(content[start..(start + 100)], part);
        }
    }

    [ConformanceFact]
    public async Task One_byte_beyond_the_limit_is_refused_and_nothing_is_left()
    {
        var content = Bytes(200_001);

        var refused = await Assert.ThrowsAsync<FileTooLargeException>(() => Database.PutFileAsync(new MemoryStream(content), 200_000));

        Assert.Equal(200_000, refused.Limit);
        Assert.False(await Database.HasFileAsync(Sha256(content)));
        Assert.False(await Database.HasFileAsync(Sha256(content[..^1])));
        await Database.PutFileAsync(new MemoryStream(content), 200_001);
        await AssertHoldsAsync(Sha256(content), content);
    }

    [ConformanceFact]
    public async Task What_breaks_off_leaves_nothing_and_can_be_sent_again()
    {
        var content = Bytes(2 * Chunk);

        await Assert.ThrowsAsync<IOException>(() => Database.PutFileAsync(new BrokenStream(content, Chunk), Limit));
        using var gone = new CancellationTokenSource();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Database.PutFileAsync(new BrokenStream(content, Chunk, gone.Cancel), Limit, gone.Token));

        Assert.False(await Database.HasFileAsync(Sha256(content)));
        Assert.False(await Database.HasFileAsync(Sha256(content[..Chunk])));
        await Database.PutFileAsync(new MemoryStream(content), Limit);
        await AssertHoldsAsync(Sha256(content), content);
    }

    [ConformanceFact]
    public async Task What_is_received_is_looked_at_before_it_is_kept_or_forgotten()
    {
        var content = Bytes(1000);
        await using (var received = await Database.ReceiveFileAsync(new MemoryStream(content), Limit))
        {
            Assert.Equal(Sha256(content), received.File.Sha256);
            Assert.Equal(content, await ReadAsync(received.Content));
        }
        Assert.False(await Database.HasFileAsync(Sha256(content)));

        await using (var received = await Database.ReceiveFileAsync(new MemoryStream(content), Limit))
        {
            received.Content.Position = 17;
            await received.KeepAsync();
        }
        await AssertHoldsAsync(Sha256(content), content);
    }

    [ConformanceFact]
    public async Task The_same_content_at_the_same_time_is_one_file()
    {
        var content = Bytes(2 * Chunk + 5);

        var stored = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(() => Database.PutFileAsync(new MemoryStream(content), Limit))));

        Assert.Equal(new StoredFile(Sha256(content), content.Length), Assert.Single(stored.Distinct()));
        await AssertHoldsAsync(stored[0].Sha256, content);
    }

    [ConformanceFact]
    public async Task Content_stored_again_does_not_disturb_who_reads_it()
    {
        var content = Bytes(3 * Chunk);
        var stored = await Database.PutFileAsync(new MemoryStream(content), Limit);
        await using var reading = (await Database.OpenFileAsync(stored.Sha256))!;
        var first = new byte[10];
        await reading.ReadExactlyAsync(first);

        Assert.Equal(stored, await Database.PutFileAsync(new MemoryStream(content), Limit));

        Assert.Equal(content, first.Concat(await ReadAsync(reading)).ToArray());
    }

    [ConformanceFact]
    public async Task A_file_is_there_after_reopening()
    {
        var content = Bytes(Chunk + 1);
        await Database.PutFileAsync(new MemoryStream(content), Limit);

        await ReopenAsync();

        await AssertHoldsAsync(Sha256(content), content);
    }

    [ConformanceFact]
    public async Task What_names_no_file_opens_none()
    {
        var stored = await Database.PutFileAsync(new MemoryStream([1]), Limit);
        foreach (var name in new[] { new string('0', 64), stored.Sha256.ToUpperInvariant(), stored.Sha256[..63], "", "..", "../bishui.db", "incoming" })
        {
            Assert.False(await Database.HasFileAsync(name));
            Assert.Null(await Database.OpenFileAsync(name));
        }
    }

    [ConformanceFact]
    public async Task A_file_is_removed_whole_unless_somebody_kept_it_since()
    {
        var content = Bytes(2 * Chunk + 3);
        var sha256 = (await Database.PutFileAsync(new MemoryStream(content), Limit)).Sha256;
        var before = TimeProvider.System.GetUtcNow().AddHours(-1);
        var after = TimeProvider.System.GetUtcNow().AddHours(1);

        Assert.False(await Database.DeleteFileAsync(sha256, before));
        await AssertHoldsAsync(sha256, content);
        Assert.True(await Database.DeleteFileAsync(sha256, after));
        Assert.False(await Database.HasFileAsync(sha256));
        Assert.Null(await Database.OpenFileAsync(sha256));
        Assert.True(await Database.DeleteFileAsync(sha256, after));

        await Database.PutFileAsync(new MemoryStream(content), Limit);
        await AssertHoldsAsync(sha256, content);
    }

    [ConformanceFact]
    public async Task Content_that_is_kept_again_counts_as_kept_from_then_on()
    {
        var content = Bytes(Chunk + 1);
        var sha256 = (await Database.PutFileAsync(new MemoryStream(content), Limit)).Sha256;
        await Task.Delay(20);
        var decided = TimeProvider.System.GetUtcNow();
        await Task.Delay(20);
        await Database.PutFileAsync(new MemoryStream(content), Limit);

        Assert.False(await Database.DeleteFileAsync(sha256, decided));
        await AssertHoldsAsync(sha256, content);
    }

    [ConformanceFact]
    public async Task Whoever_keeps_a_file_never_loses_it_to_a_removal_decided_before()
    {
        var content = Bytes(3 * Chunk);
        var sha256 = Sha256(content);
        for (var round = 0; round < 10; round++)
        {
            await Database.PutFileAsync(new MemoryStream(content), Limit);
            await Task.Delay(5);
            var decided = TimeProvider.System.GetUtcNow();
            await Task.Delay(5);
            var removal = Task.Run(() => Database.DeleteFileAsync(sha256, decided));
            await Task.WhenAll(Enumerable.Range(0, 3).Select(_ => Task.Run(() => Database.PutFileAsync(new MemoryStream(content), Limit))).Append<Task>(removal));
            await AssertHoldsAsync(sha256, content);
        }
    }

    private async Task AssertHoldsAsync(string sha256, byte[] content)
    {
        await using var read = await Database.OpenFileAsync(sha256);
        Assert.NotNull(read);
        Assert.Equal(content.Length, read.Length);
        var held = await ReadAsync(read);
        Assert.True(content.AsSpan().SequenceEqual(held), $"{content.Length} bytes came back changed.");
    }

    private static async Task<byte[]> ReadAsync(Stream stream)
    {
        using var copy = new MemoryStream();
        await stream.CopyToAsync(copy);
        return copy.ToArray();
    }

    private static byte[] Bytes(int size)
    {
        var bytes = new byte[size];
        new Random(size).NextBytes(bytes);
        return bytes;
    }

    private static string Sha256(byte[] content) => Convert.ToHexStringLower(SHA256.HashData(content));

    /// <summary>A caller that goes away in the middle.</summary>
    private sealed class BrokenStream(byte[] content, int after, Action? instead = null) : MemoryStream(content)
    {
        public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            if (Position >= after)
            {
                if (instead is null) throw new IOException("The connection was lost.");
                instead();
                cancellationToken.ThrowIfCancellationRequested();
            }
            return await base.ReadAsync(buffer[..Math.Min(buffer.Length, after)], cancellationToken);
        }
    }
}
