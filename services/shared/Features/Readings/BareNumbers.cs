using System.Buffers;

namespace Bishui.Features.Readings;

/// <summary>Finds NaN and Infinity written bare, as Python's and other encoders do by default.</summary>
internal static class BareNumbers
{
    /// <summary>The text with them in quotes; null when it holds none.</summary>
    public static byte[]? Quote(ReadOnlySpan<byte> json)
    {
        var quoted = new ArrayBufferWriter<byte>(json.Length + 64);
        var (found, inText) = (false, false);
        for (var i = 0; i < json.Length; i++)
        {
            if (inText && json[i] == (byte)'\\' && i + 1 < json.Length)
            {
                quoted.Write(json.Slice(i++, 2));
                continue;
            }
            if (json[i] == (byte)'"') inText = !inText;
            var length = inText ? 0 : LengthAt(json[i..]);
            if (length == 0)
            {
                quoted.Write(json.Slice(i, 1));
                continue;
            }
            quoted.Write("\""u8);
            quoted.Write(json.Slice(i, length));
            quoted.Write("\""u8);
            i += length - 1;
            found = true;
        }
        return found ? quoted.WrittenSpan.ToArray() : null;
    }

    private static int LengthAt(ReadOnlySpan<byte> json) =>
        json.StartsWith("NaN"u8) ? 3 : json.StartsWith("Infinity"u8) ? 8 : json.StartsWith("-Infinity"u8) ? 9 : 0;
}
