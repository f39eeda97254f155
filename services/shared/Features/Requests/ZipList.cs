using System.Buffers.Binary;

namespace Bishui.Features.Requests;

/// <summary>The list of a packed file's parts, which stands at its end. Whoever reads it keeps it whole, so its size is asked first.</summary>
public static class ZipList
{
    private const int EndBytes = 22, EntriesAt = 10, OffsetAt = 16;

    /// <summary>
    /// How many bytes there are from the list on, as the record at the end of the file says; null without such a record, or where the record
    /// points to another one, as only files beyond four gigabytes need it.
    /// </summary>
    public static long? Bytes(Stream content)
    {
        var end = new byte[Math.Min(content.Length, EndBytes + ushort.MaxValue)];
        content.Position = content.Length - end.Length;
        content.ReadExactly(end);
        var at = end.AsSpan().LastIndexOf("PK\x05\x06"u8);
        if (at < 0 || at + EndBytes > end.Length || BinaryPrimitives.ReadUInt16LittleEndian(end.AsSpan(at + EntriesAt)) == ushort.MaxValue) return null;
        var bytes = content.Length - BinaryPrimitives.ReadUInt32LittleEndian(end.AsSpan(at + OffsetAt));
        return bytes >= 0 ? bytes : null;
    }
}
