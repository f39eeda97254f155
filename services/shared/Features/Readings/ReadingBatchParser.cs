using System.Globalization;
using System.Text.Json;
using Bishui.Features.Requests;
using Bishui.Storage.Readings;
using Microsoft.AspNetCore.Http;

namespace Bishui.Features.Readings;

/// <summary>
/// Reads a batch token by token: a row that is wrong costs that row, not the batch, and a row that is right costs one copy of its
/// value. Text that repeats over the rows of a batch is kept once.
/// </summary>
internal sealed class ReadingBatchParser
{
    public const int MostRows = 10_000;
    private const int LongestText = 200;

    private static readonly string[] Kinds = ["realtime", "minute", "hour", "day", "manual"];

    private readonly HashSet<string> _texts = new(StringComparer.Ordinal);
    private readonly HashSet<string>.AlternateLookup<ReadOnlySpan<char>> _known;
    private readonly ParsedBatch _batch = new();

    private ReadingBatchParser() => _known = _texts.GetAlternateLookup<ReadOnlySpan<char>>();

    /// <summary>Reads <c>{"readings":[…]}</c>. Throws <see cref="BatchRefusedException"/> when it is not that, or holds too many rows.</summary>
    public static ParsedBatch ParseJson(ReadOnlySpan<byte> body)
    {
        try
        {
            return new ReadingBatchParser().Document(body);
        }
        catch (JsonException) when (BareNumbers.Quote(body) is { } quoted)
        {
            // NaN and Infinity are no JSON, yet common encoders write them: as text they cost their row, not the batch.
            try { return new ReadingBatchParser().Document(quoted); }
            catch (JsonException broken) { throw Broken(broken); }
        }
        catch (JsonException broken)
        {
            throw Broken(broken);
        }
    }

    /// <summary>Reads one row a line; blank lines do not count. Throws <see cref="BatchRefusedException"/> when there are too many rows.</summary>
    public static ParsedBatch ParseLines(ReadOnlySpan<byte> body)
    {
        var parser = new ReadingBatchParser();
        foreach (var range in body.Split((byte)'\n'))
        {
            var line = body[range].Trim(" \r\t"u8);
            if (line.IsEmpty) continue;
            var index = parser.Next();
            try
            {
                var reader = new Utf8JsonReader(line);
                reader.Read();
                parser.Row(ref reader, index);
                if (reader.Read()) throw new JsonException();
            }
            catch (JsonException)
            {
                parser._batch.Rows.RemoveAll(r => r.Index == index);
                parser._batch.Reject(index, null, "broken-json", "此行不是完整的 JSON 对象", "this line is not one whole JSON object");
            }
        }
        return parser._batch;
    }

    private ParsedBatch Document(ReadOnlySpan<byte> body)
    {
        var reader = new Utf8JsonReader(body);
        if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject) throw NoReadings();
        var found = false;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var isReadings = reader.ValueTextEquals("readings"u8);
            reader.Read();
            if (!isReadings) { reader.Skip(); continue; }
            if (reader.TokenType != JsonTokenType.StartArray || found) throw NoReadings();
            found = true;
            while (reader.Read() && reader.TokenType != JsonTokenType.EndArray) Row(ref reader, Next());
        }
        while (reader.Read()) { } // anything after the object is an error of the reader's own
        return found ? _batch : throw NoReadings();
    }

    private int Next() => _batch.Count < MostRows
        ? _batch.Count++
        : throw new BatchRefusedException("too-many-rows", $"一次最多提交 {MostRows} 条监测数据，请分批提交",
            $"at most {MostRows} readings a call: send them in parts", StatusCodes.Status413PayloadTooLarge);

    private void Row(ref Utf8JsonReader reader, int index)
    {
        if (reader.TokenType != JsonTokenType.StartObject)
        {
            _batch.Reject(index, null, "not-an-object", "此行不是 JSON 对象", "the row is not an object");
            reader.Skip();
            return;
        }

        string? site = null, parameter = null, flag = null, unit = null, labReport = null, reason = null, source = null;
        DateTimeOffset? time = null;
        ReadingKind? kind = null;
        decimal? value = null, detectionLimit = null;
        var (good, hasValue) = (true, false);
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            if (reader.ValueTextEquals("site"u8)) good &= Text(ref reader, index, "site", out site);
            else if (reader.ValueTextEquals("parameter"u8)) good &= Text(ref reader, index, "parameter", out parameter);
            else if (reader.ValueTextEquals("time"u8)) good &= Time(ref reader, index, out time);
            else if (reader.ValueTextEquals("kind"u8)) good &= Kind(ref reader, index, out kind);
            else if (reader.ValueTextEquals("value"u8)) good &= hasValue = Number(ref reader, index, "value", out value);
            else if (reader.ValueTextEquals("detectionLimit"u8)) good &= Number(ref reader, index, "detectionLimit", out detectionLimit);
            else if (reader.ValueTextEquals("flag"u8)) good &= Text(ref reader, index, "flag", out flag, optional: true);
            else if (reader.ValueTextEquals("unit"u8)) good &= Text(ref reader, index, "unit", out unit, optional: true);
            else if (reader.ValueTextEquals("labReport"u8)) good &= Text(ref reader, index, "labReport", out labReport, optional: true);
            else if (reader.ValueTextEquals("reason"u8)) good &= Text(ref reader, index, "reason", out reason, optional: true);
            else if (reader.ValueTextEquals("source"u8)) good &= Text(ref reader, index, "source", out source, optional: true);
            else { reader.Read(); reader.Skip(); }
        }
        if (!good) return;

        var missing = site is null ? "site" : parameter is null ? "parameter" : time is null ? "time" : kind is null ? "kind"
            : !hasValue && detectionLimit is null ? "value" : null;
        if (missing is not null)
            _batch.Reject(index, missing, "missing-field", $"缺少 {missing}", $"{missing} is missing");
        else
            _batch.Add(new(index, site!, parameter!, time!.Value, kind!.Value, value, detectionLimit, flag ?? ReadingFlags.Normal, unit, labReport, reason, source));
    }

    private bool Text(ref Utf8JsonReader reader, int index, string field, out string? text, bool optional = false)
    {
        reader.Read();
        text = null;
        if (optional && reader.TokenType == JsonTokenType.Null) return true;
        var length = reader.HasValueSequence ? reader.ValueSequence.Length : reader.ValueSpan.Length;
        if (reader.TokenType == JsonTokenType.String && length is > 0 and <= LongestText)
        {
            Span<char> buffer = stackalloc char[LongestText];
            var chars = buffer[..reader.CopyString(buffer)];
            if (!_known.TryGetValue(chars, out text)) _texts.Add(text = chars.ToString());
            return true;
        }
        _batch.Reject(index, field, "wrong-type", $"{field} 应为 1 至 {LongestText} 字节的文本", $"{field} must be text of 1 to {LongestText} bytes");
        reader.Skip();
        return false;
    }

    private bool Time(ref Utf8JsonReader reader, int index, out DateTimeOffset? time)
    {
        reader.Read();
        time = null;
        // Without an offset the instant is a guess, and the framework would guess this machine's.
        if (reader.TokenType == JsonTokenType.String && HasOffset(ref reader) && reader.TryGetDateTimeOffset(out var parsed))
        {
            time = parsed;
            return true;
        }
        _batch.Reject(index, "time", "bad-time", "time 应为带时区的 ISO 8601 时间，如 2021-04-01T16:00:00+08:00",
            "time must be ISO 8601 with an offset, such as 2021-04-01T16:00:00+08:00");
        reader.Skip();
        return false;
    }

    private static bool HasOffset(ref Utf8JsonReader reader)
    {
        if (reader.ValueSpan.Length is < 17 or > LongestText) return false;
        Span<byte> unescaped = stackalloc byte[LongestText]; // the plus sign often comes as \u002B
        var text = unescaped[..reader.CopyString(unescaped)];
        return text.Length > 16 && (text[^1] == (byte)'Z' || text[^6] is (byte)'+' or (byte)'-');
    }

    private bool Kind(ref Utf8JsonReader reader, int index, out ReadingKind? kind)
    {
        reader.Read();
        kind = null;
        if (reader.TokenType == JsonTokenType.String)
            for (var i = 0; i < Kinds.Length; i++)
                if (reader.ValueTextEquals(Kinds[i])) { kind = (ReadingKind)i; return true; }
        _batch.Reject(index, "kind", "unknown-kind", "kind 应为其中之一", "kind must be one of: " + string.Join(", ", Kinds));
        reader.Skip();
        return false;
    }

    private bool Number(ref Utf8JsonReader reader, int index, string field, out decimal? value)
    {
        reader.Read();
        value = null;
        if (reader.TokenType == JsonTokenType.Null) return true;
        if (reader.TokenType == JsonTokenType.Number && reader.TryGetDecimal(out var number))
        {
            value = number;
            return true;
        }
        _batch.Reject(index, field, "not-a-number", $"{field} 应为 JSON 数字", $"{field} must be a JSON number");
        reader.Skip();
        return false;
    }

    private static BatchRefusedException NoReadings() => new("no-readings", "应为 {\"readings\":[…]}", "expected {\"readings\":[…]}",
        StatusCodes.Status422UnprocessableEntity);

    private static BatchRefusedException Broken(JsonException broken)
    {
        var at = string.Create(CultureInfo.InvariantCulture, $"{(broken.LineNumber ?? 0) + 1}:{(broken.BytePositionInLine ?? 0) + 1}");
        return new("broken-json", $"JSON 在第 {at}（行:字节）处中断", $"the JSON breaks at line:byte {at}", StatusCodes.Status400BadRequest);
    }
}
