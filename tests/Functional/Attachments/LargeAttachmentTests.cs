using System.Net;
using System.Security.Cryptography;
using Xunit;

namespace Bishui.Tests.Functional.Attachments;

/// <summary>The largest file there may be. Alone in the process, because memory is measured.</summary>
[Collection(Alone.Name)]
public sealed class LargeAttachmentTests
{
    private const int Largest = 52_428_800;

    [Fact]
    public async Task A_file_of_50_MB_comes_and_goes_without_being_held_in_memory()
    {
        await using var service = await AttachmentService.StartAsync();
        var lead = service.As(TestPlans.Lead);
        // Whatever is made once is made by the small ones.
        for (var i = 0; i < 2; i++) await ThereAndBackAsync(lead, 100_000);

        var before = GC.GetTotalAllocatedBytes(precise: true);
        await ThereAndBackAsync(lead, Largest);
        var allocated = GC.GetTotalAllocatedBytes(precise: true) - before;

        Assert.InRange(allocated, 0, Largest / 2);
        var (status, problem) = await lead.UploadAsync("a.bin", new UntoldLength(new Pattern(Largest + 1)));
        Assert.Equal(413, status);
        Assert.Contains("52,428,800", problem.Text("title"), StringComparison.Ordinal);
    }

    private static async Task ThereAndBackAsync(HttpClient lead, int size)
    {
        var (status, answer) = await lead.UploadAsync("大文件.bin", new UntoldLength(new Pattern(size)));
        Assert.Equal((201, size), (status, answer.GetProperty("size").GetInt32()));

        using var download = await lead.GetAsync($"{AttachmentService.Path}/{answer.Text("sha256")}", HttpCompletionOption.ResponseHeadersRead);
        Assert.Equal(size, download.Content.Headers.ContentLength);
        await using var stream = await download.Content.ReadAsStreamAsync();
        Assert.Equal(answer.Text("sha256"), Convert.ToHexStringLower(await SHA256.HashDataAsync(stream)));
        Assert.Equal(answer.Text("sha256"), Convert.ToHexStringLower(await SHA256.HashDataAsync(new Pattern(size))));
    }

    /// <summary>Bytes that are made as they are read.</summary>
    private sealed class Pattern(int size) : Stream
    {
        private int _position;

        public override bool CanRead => true;
        public override bool CanSeek => false;
        public override bool CanWrite => false;
        public override long Length => size;
        public override long Position { get => _position; set => throw new NotSupportedException(); }

        public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

        public override int Read(Span<byte> buffer)
        {
            var count = Math.Min(buffer.Length, size - _position);
            for (var i = 0; i < count; i++) buffer[i] = (byte)((_position + i) * 31 >> 3);
            _position += count;
            return count;
        }

        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) => new(Read(buffer.Span));

        public override void Flush() { }
        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();
        public override void SetLength(long value) => throw new NotSupportedException();
        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
    }
}

/// <summary>A body sent in pieces, so that its length is known at its end only.</summary>
internal sealed class UntoldLength(Stream content) : HttpContent
{
    public UntoldLength(byte[] content) : this(new MemoryStream(content))
    {
    }

    protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context) => content.CopyToAsync(stream);

    protected override bool TryComputeLength(out long length)
    {
        length = 0;
        return false;
    }
}

/// <summary>Tests that run when no others do.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class Alone
{
    public const string Name = "alone";
}
