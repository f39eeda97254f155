using System.IO.Compression;
using Bishui.Features.Requests;

namespace Bishui.Features.Tables.Workbooks;

/// <summary>
/// A packed file whose parts are unpacked within a bound. What comes out is counted, for the sizes that the file states may be false.
/// </summary>
internal sealed class Unpacking : IDisposable
{
    private readonly ZipArchive _archive;
    private readonly long _most;
    private long _unpacked;
    private long _piece;

    private Unpacking(ZipArchive archive, long most) => (_archive, _most) = (archive, most);

    /// <summary>Opens it, if its list of parts is one that can be read.</summary>
    public static Unpacking Open(byte[] content)
    {
        var stream = new MemoryStream(content, writable: false);
        var list = ZipList.Bytes(stream) ?? throw new InvalidDataException("The file has no list of its parts.");
        if (list > TableLimits.LargestList) throw TableLimits.Beyond("too-many-entries", "工作簿内文件清单的字节数", "bytes of the list of files in the workbook", TableLimits.LargestList, list);
        stream.Position = 0;
        var archive = new ZipArchive(stream, ZipArchiveMode.Read);
        if (archive.Entries.Count > TableLimits.MostEntries)
            throw TableLimits.Beyond("too-many-entries", "工作簿内的文件", "files in the workbook", TableLimits.MostEntries, archive.Entries.Count);
        return new(archive, Math.Clamp(content.LongLength * TableLimits.MostUnpackedTimes, TableLimits.LeastUnpacked, TableLimits.LargestUnpacked));
    }

    /// <summary>A part by its name; null where there is none.</summary>
    public Stream? Part(string name) => _archive.GetEntry(name) is { } entry ? new CountedStream(entry.Open(), this) : null;

    /// <summary>What is read from now on belongs to another tag or text.</summary>
    public void NextPiece() => _piece = 0;

    public void Dispose() => _archive.Dispose();

    private int Count(int bytes)
    {
        if ((_unpacked += bytes) > _most) throw TableLimits.Beyond("too-large", "解压后的字节数", "bytes when unpacked", _most, _unpacked);
        if ((_piece += bytes) > TableLimits.LargestPiece)
            throw TableLimits.Beyond("xml-too-long", "XML 一个标签或一段文字的字节数", "bytes in one tag or text of the XML", TableLimits.LargestPiece, _piece);
        return bytes;
    }

    private sealed class CountedStream(Stream packed, Unpacking unpacking) : Stream
    {
        public override bool CanRead => true;
        public override bool CanSeek => false;
        public override bool CanWrite => false;
        public override long Length => throw new NotSupportedException();

        public override long Position
        {
            get => throw new NotSupportedException();
            set => throw new NotSupportedException();
        }

        public override int Read(byte[] buffer, int offset, int count) => unpacking.Count(packed.Read(buffer, offset, count));
        public override int Read(Span<byte> buffer) => unpacking.Count(packed.Read(buffer));
        public override void Flush() => throw new NotSupportedException();
        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();
        public override void SetLength(long value) => throw new NotSupportedException();
        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

        protected override void Dispose(bool disposing)
        {
            if (disposing) packed.Dispose();
            base.Dispose(disposing);
        }
    }
}
