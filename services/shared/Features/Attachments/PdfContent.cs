using System.IO.Compression;
using System.Text;

namespace Bishui.Features.Attachments;

/// <summary>
/// Looks through a PDF for what acts by itself: scripts, launch actions, embedded files. Names are found between the streams, where the
/// objects are, and in compressed streams of objects (ISO 32000-1, 7.5.7); pictures and pages are passed over, for they only look like names.
/// </summary>
internal static class PdfContent
{
    private const int PieceBytes = 64 << 10;

    // A bureau's report has some thousand objects. What is longer is made to tire the one who looks.
    private const int MostPackedObjects = 8 << 20, MostUnpackedObjects = 32 << 20;

    private static readonly HashSet<string> Active = ["JavaScript", "JS", "Launch", "EmbeddedFile", "EmbeddedFiles", "RichMedia"];

    /// <summary>What is wrong with it; null for nothing. Reads from the beginning and leaves it anywhere.</summary>
    public static Danger? DangerIn(Stream content)
    {
        content.Position = 0;
        var (read, unpacked) = (new byte[PieceBytes], 0);
        var between = new List<byte>();
        MemoryStream? objects = null;
        var (inStream, match) = (false, 0);
        ReadOnlySpan<byte> end = "endstream"u8;
        while (content.Read(read) is > 0 and var count)
            for (var i = 0; i < count; i++)
            {
                var one = read[i];
                if (inStream)
                {
                    objects?.WriteByte(one);
                    if (objects?.Length > MostPackedObjects) return Danger.Hidden;
                    match = one == end[match] ? match + 1 : one == end[0] ? 1 : 0;
                    if (match < end.Length) continue;
                    (inStream, match) = (false, 0);
                    if (objects is not null && Unpacked(objects, ref unpacked) is { } danger) return danger;
                    objects?.Dispose();
                    objects = null;
                    continue;
                }
                between.Add(one);
                if (one == (byte)'m' && EndsWith(between, "stream"u8))
                {
                    if (IsActive(between)) return Danger.ActivePdf;
                    // Its dictionary stands just before it.
                    if (Contains(between, "/ObjStm"u8)) objects = new();
                    inStream = true;
                    between.Clear();
                }
                else if (between.Count >= PieceBytes)
                {
                    if (IsActive(between)) return Danger.ActivePdf;
                    between.RemoveRange(0, between.Count - 256);
                }
            }
        objects?.Dispose();
        return IsActive(between) ? Danger.ActivePdf : null;
    }

    private static Danger? Unpacked(MemoryStream packed, ref int before)
    {
        packed.Position = 0;
        // The line that ends the keyword.
        while (packed.ReadByte() is '\r' or '\n' or ' ') { }
        if (packed.Position > 0) packed.Position--;
        var plain = new List<byte>();
        try
        {
            using var inflated = new ZLibStream(packed, CompressionMode.Decompress, leaveOpen: true);
            var piece = new byte[PieceBytes];
            while (inflated.Read(piece) is > 0 and var count)
            {
                if ((before += count) > MostUnpackedObjects) return Danger.Hidden;
                plain.AddRange(piece.AsSpan(0, count));
            }
        }
        catch (InvalidDataException)
        {
            // Not packed this way, or broken: what came out until then is looked at, and a reader gets no further.
        }
        if (plain.Count == 0) plain.AddRange(packed.ToArray());
        return IsActive(plain) ? Danger.ActivePdf : null;
    }

    /// <summary>Whether a name stands in it that acts; names may write any letter as <c>#4A</c>.</summary>
    private static bool IsActive(List<byte> text)
    {
        for (var i = 0; i < text.Count; i++)
        {
            if (text[i] != (byte)'/') continue;
            var name = new StringBuilder();
            var at = i + 1;
            for (; at < text.Count && name.Length < 16 && IsOfName(text[at]); at++)
                if (text[at] == (byte)'#' && at + 2 < text.Count && Hex(text[at + 1]) is >= 0 and var high && Hex(text[at + 2]) is >= 0 and var low)
                {
                    name.Append((char)(high * 16 + low));
                    at += 2;
                }
                else name.Append((char)text[at]);
            if (Active.Contains(name.ToString()) && (at >= text.Count || !IsOfName(text[at]))) return true;
        }
        return false;
    }

    private static bool IsOfName(byte one) => one > 0x20 && one < 0x7F && !"()<>[]{}/%"u8.Contains(one);

    private static int Hex(byte digit) => char.IsAsciiHexDigit((char)digit) ? Convert.ToInt32(((char)digit).ToString(), 16) : -1;

    private static bool EndsWith(List<byte> text, ReadOnlySpan<byte> word) => Span(text).EndsWith(word) && !Span(text)[..^word.Length].EndsWith("end"u8);

    private static bool Contains(List<byte> text, ReadOnlySpan<byte> word) => Span(text)[^Math.Min(text.Count, 1024)..].IndexOf(word) >= 0;

    private static ReadOnlySpan<byte> Span(List<byte> text) => System.Runtime.InteropServices.CollectionsMarshal.AsSpan(text);
}
