using System.Buffers.Binary;
using System.Text;

namespace Bishui.Features.Attachments;

/// <summary>Looks into OLE compound files ([MS-CFB]), as the office programs up to 2003 write them: the streams in them name the program.</summary>
internal static class CompoundFile
{
    private const int HeaderBytes = 512, EntryBytes = 128, TableEntries = 109, MostSectors = 1024;
    private const uint LastSector = 0xFFFFFFFA;

    /// <summary>The document's type; that of compound files when it is none that is known, or is damaged.</summary>
    public static string TypeOf(Stream content)
    {
        try
        {
            foreach (var name in Names(content))
                switch (name)
                {
                    case "WordDocument":
                        return "application/msword";
                    case "Workbook" or "Book":
                        return "application/vnd.ms-excel";
                    case "PowerPoint Document":
                        return "application/vnd.ms-powerpoint";
                }
        }
        catch (EndOfStreamException)
        {
            // Cut off, or it points beyond its end.
        }
        return Signatures.Ole;
    }

    private static IEnumerable<string> Names(Stream content)
    {
        var header = Read(content, 0, HeaderBytes);
        var shift = BinaryPrimitives.ReadUInt16LittleEndian(header.AsSpan(0x1E));
        if (shift is not (9 or 12)) yield break;
        var size = 1 << shift;
        var sector = BinaryPrimitives.ReadUInt32LittleEndian(header.AsSpan(0x30));
        for (var read = 0; read < MostSectors && sector < LastSector; read++)
        {
            var directory = Read(content, (sector + 1L) << shift, size);
            for (var at = 0; at < size; at += EntryBytes)
                if (BinaryPrimitives.ReadUInt16LittleEndian(directory.AsSpan(at + 64)) is var length and >= 2 and <= 64)
                    yield return Encoding.Unicode.GetString(directory, at, length - 2);

            // The header lists the first sectors of the table that chains sectors; a directory beyond those is not followed.
            var (table, place) = Math.DivRem(sector, (uint)(size / 4));
            if (table >= TableEntries) yield break;
            var tableSector = BinaryPrimitives.ReadUInt32LittleEndian(header.AsSpan(0x4C + (int)table * 4));
            if (tableSector >= LastSector) yield break;
            sector = BinaryPrimitives.ReadUInt32LittleEndian(Read(content, ((tableSector + 1L) << shift) + place * 4, 4));
        }
    }

    private static byte[] Read(Stream content, long at, int count)
    {
        var bytes = new byte[count];
        content.Position = at;
        content.ReadExactly(bytes);
        return bytes;
    }
}
