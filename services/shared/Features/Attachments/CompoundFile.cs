using System.Buffers.Binary;
using System.Text;

namespace Bishui.Features.Attachments;

/// <summary>Looks into OLE compound files ([MS-CFB]), as the office programs up to 2003 write them: the streams in them name the program.</summary>
internal static class CompoundFile
{
    private const int HeaderBytes = 512, EntryBytes = 128, TableEntries = 109, MostSectors = 4096;
    private const uint LastSector = 0xFFFFFFFA;

    // Where the programs keep macros ([MS-OVBA] 2.2.1), and where they keep a file of any kind as an object.
    private static readonly HashSet<string> Macros = ["VBA", "_VBA_PROJECT", "_VBA_PROJECT_CUR", "Macros", "\u0001Ole10Native"];

    /// <summary>The document's type, or that of compound files when it is none that is known; and what is wrong with it.</summary>
    public static (string Type, Danger? Danger) Look(Stream content)
    {
        var type = Signatures.Ole;
        try
        {
            foreach (var name in Names(content))
            {
                if (Macros.Contains(name)) return (type, Danger.Macro);
                type = name switch
                {
                    "WordDocument" => "application/msword",
                    "Workbook" or "Book" => "application/vnd.ms-excel",
                    "PowerPoint Document" => "application/vnd.ms-powerpoint",
                    _ => type,
                };
            }
        }
        catch (EndOfStreamException)
        {
            // Cut off, or it points beyond its end: no program finds more in it.
        }
        catch (InvalidDataException)
        {
            return (type, Danger.Hidden);
        }
        return (type, null);
    }

    private static IEnumerable<string> Names(Stream content)
    {
        var header = Read(content, 0, HeaderBytes);
        var shift = BinaryPrimitives.ReadUInt16LittleEndian(header.AsSpan(0x1E));
        if (shift is not (9 or 12)) yield break;
        var size = 1 << shift;
        var sector = BinaryPrimitives.ReadUInt32LittleEndian(header.AsSpan(0x30));
        for (var read = 0; sector < LastSector; read++)
        {
            if (read == MostSectors) throw new InvalidDataException("The directory has no end.");
            var directory = Read(content, (sector + 1L) << shift, size);
            for (var at = 0; at < size; at += EntryBytes)
                if (BinaryPrimitives.ReadUInt16LittleEndian(directory.AsSpan(at + 64)) is var length and >= 2 and <= 64)
                    yield return Encoding.Unicode.GetString(directory, at, length - 2);

            var (table, place) = Math.DivRem(sector, (uint)(size / 4));
            if (TableSector(content, header, table, shift) is not { } tableSector) yield break;
            sector = BinaryPrimitives.ReadUInt32LittleEndian(Read(content, ((tableSector + 1L) << shift) + place * 4, 4));
        }
    }

    /// <summary>
    /// The sector that holds a part of the table that chains sectors: the header lists the first parts, sectors of their own the others (DIFAT).
    /// Null where there is none.
    /// </summary>
    private static uint? TableSector(Stream content, byte[] header, uint table, int shift)
    {
        uint sector;
        if (table < TableEntries) sector = BinaryPrimitives.ReadUInt32LittleEndian(header.AsSpan(0x4C + (int)table * 4));
        else
        {
            var perSector = (uint)(1 << shift) / 4 - 1;
            var (hops, place) = Math.DivRem(table - TableEntries, perSector);
            if (hops > MostSectors) throw new InvalidDataException("The table has no end.");
            var list = BinaryPrimitives.ReadUInt32LittleEndian(header.AsSpan(0x44));
            for (; hops > 0 && list < LastSector; hops--) list = BinaryPrimitives.ReadUInt32LittleEndian(Read(content, ((list + 1L) << shift) + perSector * 4, 4));
            if (list >= LastSector) return null;
            sector = BinaryPrimitives.ReadUInt32LittleEndian(Read(content, ((list + 1L) << shift) + place * 4, 4));
        }
        return sector < LastSector ? sector : null;
    }

    private static byte[] Read(Stream content, long at, int count)
    {
        var bytes = new byte[count];
        content.Position = at;
        content.ReadExactly(bytes);
        return bytes;
    }
}
