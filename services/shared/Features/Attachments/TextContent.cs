using System.Buffers;
using System.Text;

namespace Bishui.Features.Attachments;

/// <summary>Tells texts from everything else: UTF-8, GB 18030 as Windows in China writes by default, UTF-16 with its mark.</summary>
internal static class TextContent
{
    private const int BufferBytes = 32 << 10;
    private static readonly Encoding Utf8 = new UTF8Encoding(false, throwOnInvalidBytes: true);
    private static readonly Encoding Gb18030 =
        CodePagesEncodingProvider.Instance.GetEncoding("GB18030", EncoderFallback.ExceptionFallback, DecoderFallback.ExceptionFallback)!;

    /// <summary>
    /// The first character of a text that is no white space, a space when there is none, and whether it is a script or a web page; null when the
    /// content is no text.
    /// </summary>
    public static (char First, bool IsScript)? Look(Stream content)
    {
        var mark = new byte[2];
        content.Position = 0;
        _ = content.ReadAtLeast(mark, mark.Length, throwOnEndOfStream: false);
        return mark switch
        {
            [0xFF, 0xFE] => Read(content, new UnicodeEncoding(bigEndian: false, byteOrderMark: true, throwOnInvalidBytes: true)),
            [0xFE, 0xFF] => Read(content, new UnicodeEncoding(bigEndian: true, byteOrderMark: true, throwOnInvalidBytes: true)),
            _ => Read(content, Utf8) ?? Read(content, Gb18030),
        };
    }

    private static (char First, bool IsScript)? Read(Stream content, Encoding encoding)
    {
        content.Position = 0;
        var bytes = ArrayPool<byte>.Shared.Rent(BufferBytes);
        // What ends one piece stands again before the next.
        var characters = ArrayPool<char>.Shared.Rent(BufferBytes + 2 + ScriptMarks.Overlap);
        try
        {
            var decoder = encoding.GetDecoder();
            char? first = null;
            var (carried, isScript) = (0, false);
            while (true)
            {
                var count = content.Read(bytes, 0, BufferBytes);
                var decoded = characters.AsSpan(carried, decoder.GetChars(bytes.AsSpan(0, count), characters.AsSpan(carried), flush: count == 0));
                foreach (var c in decoded)
                {
                    if (!IsOfText(c)) return null;
                    if (first is null && !char.IsWhiteSpace(c) && c != '\uFEFF') first = c;
                }
                var piece = characters.AsSpan(0, carried + decoded.Length);
                isScript = isScript || ScriptMarks.In(piece);
                if (count == 0) return (first ?? ' ', isScript);
                carried = Math.Min(piece.Length, ScriptMarks.Overlap);
                piece[^carried..].CopyTo(characters);
            }
        }
        catch (DecoderFallbackException)
        {
            return null;
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(bytes);
            ArrayPool<char>.Shared.Return(characters);
        }
    }

    private static bool IsOfText(char c) => c is '\t' or '\n' or '\r' or '\f' || !char.IsControl(c);
}
