using System.Text;
using System.Text.Json;
using Bishui.Features.Requests;
using Bishui.Hosting.Json;
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

    private const int LongestTime = 200;

    // Longer than any text that may be taken, as bytes of JSON: what is too long for its member is found by ParsedBatch.
    private const int LongestText = 8 * 1024;

    // A nested value costs its row, however deep it is; the reader keeps a bit a level.
    private static readonly JsonReaderOptions Reading = new() { MaxDepth = int.MaxValue };

    private static readonly string[] Members = ["site", "parameter", "time", "kind", "value", "detectionLimit", "flag", "unit", "labReport", "reason", "source"];
    private static readonly byte[][] MemberBytes = [.. Members.Select(Encoding.UTF8.GetBytes)];
    private static readonly string[] Kinds = ["realtime", "minute", "hour", "day", "manual"];

    private readonly HashSet<string> _texts = new(StringComparer.Ordinal);
    private readonly HashSet<string>.AlternateLookup<ReadOnlySpan<char>> _known;
    private readonly ParsedBatch _batch = new();
    private readonly char[] _text = new char[LongestText];

    private ReadingBatchParser() => _known = _texts.GetAlternateLookup<ReadOnlySpan<char>>();

    /// <summary>Reads <c>{"readings":[…]}</c>. Throws <see cref="BatchRefusedException"/> when it is not that, or holds too many rows.</summary>
    public static ParsedBatch ParseJson(ReadOnlySpan<byte> body)
    {
        body = BodyReading.WithoutMark(body);
        try
        {
            return new ReadingBatchParser().Document(body);
        }
        catch (JsonException) when (BareNumbers.Quote(body) is { } quoted)
        {
            // NaN and Infinity are no JSON, yet common encoders write them: as text they cost their row, not the batch.
            try { return new ReadingBatchParser().Document(quoted); }
            catch (JsonException broken) { throw Broken(broken, quoted); }
        }
        catch (JsonException broken)
        {
            throw Broken(broken, body);
        }
    }

    /// <summary>Reads one row a line; blank lines do not count. Throws <see cref="BatchRefusedException"/> when there are too many rows.</summary>
    public static ParsedBatch ParseLines(ReadOnlySpan<byte> body)
    {
        var parser = new ReadingBatchParser();
        body = BodyReading.WithoutMark(body);
        foreach (var range in body.Split((byte)'\n'))
        {
            var line = body[range].Trim(" \r\t"u8);
            if (line.IsEmpty) continue;
            var index = parser.Next();
            try
            {
                var reader = new Utf8JsonReader(line, Reading);
                reader.Read();
                parser.Row(ref reader, index);
                if (reader.Read()) throw new JsonException();
            }
            catch (JsonException broken)
            {
                parser._batch.Rows.RemoveAll(r => r.Index == index);
                parser._batch.Rejected.RemoveAll(r => r.Index == index);
                var at = JsonBreak.Of(broken, line);
                parser._batch.Reject(index, null, "broken-json", $"此行不是完整的 JSON 对象：第 {at.Column} 个字符，{at.Zh}",
                    $"this line is not one whole JSON object: at character {at.Column}, {at.En}");
            }
        }
        return parser._batch;
    }

    private ParsedBatch Document(ReadOnlySpan<byte> body)
    {
        var reader = new Utf8JsonReader(body, Reading);
        if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject) throw NoReadings();
        var found = false;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            if (NameOf(ref reader) is not "readings" and var other)
                throw new BatchRefusedException("unknown-member", $"没有成员 {Texts.Shown(other ?? "")}，只有 readings",
                    $"there is no member {Texts.Shown(other ?? "")}, only readings", StatusCodes.Status422UnprocessableEntity);
            reader.Read();
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
        var (good, seen) = (true, 0);
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var member = MemberOf(ref reader, index);
            if (member < 0 || (seen & (1 << member)) != 0)
            {
                if (member >= 0) _batch.Reject(index, Members[member], "duplicate-member", "同一成员出现两次", "the member stands there twice");
                good = false;
                reader.Read();
                reader.Skip();
                continue;
            }
            seen |= 1 << member;
            good &= Members[member] switch
            {
                "site" => Text(ref reader, index, "site", out site),
                "parameter" => Text(ref reader, index, "parameter", out parameter),
                "time" => Time(ref reader, index, out time),
                "kind" => Kind(ref reader, index, out kind),
                "value" => Number(ref reader, index, "value", out value),
                "detectionLimit" => Number(ref reader, index, "detectionLimit", out detectionLimit),
                "flag" => Text(ref reader, index, "flag", out flag, optional: true),
                "unit" => Text(ref reader, index, "unit", out unit, optional: true),
                "labReport" => Text(ref reader, index, "labReport", out labReport, optional: true),
                "reason" => Text(ref reader, index, "reason", out reason, optional: true),
                _ => Text(ref reader, index, "source", out source, optional: true),
            };
        }
        for (var member = 0; member <= 4; member++)
        {
            // A value may be missing only where a detection limit stands in its place.
            if ((seen & (1 << member)) != 0 || (member == 4 && detectionLimit is not null)) continue;
            good = false;
            _batch.Reject(index, Members[member], "missing-field", $"缺少 {Members[member]}", $"{Members[member]} is missing");
        }
        if (good)
            _batch.Add(new(index, site!, parameter!, time!.Value, kind!.Value, value, detectionLimit, flag ?? ReadingFlags.Normal, unit, labReport, reason, source));
    }

    /// <summary>Which member a name stands for; below 0, with the row rejected, for one that a reading does not have.</summary>
    private int MemberOf(ref Utf8JsonReader reader, int index)
    {
        if (!reader.ValueIsEscaped)
            for (var i = 0; i < Members.Length; i++)
                if (reader.ValueTextEquals(MemberBytes[i])) return i;
        if (NameOf(ref reader) is not { } name)
        {
            _batch.Reject(index, null, Texts.Half.Code, Texts.Half.Zh, Texts.Half.En);
            return -1;
        }
        var member = Array.IndexOf(Members, name);
        if (member >= 0) return member;
        var (shown, near, known) = (Texts.Shown(name), NearestName.Of(name, Members), string.Join(", ", Members));
        _batch.Reject(index, shown, "unknown-member", (near is null ? $"监测数据没有成员 {shown}。" : $"监测数据没有成员 {shown}，是否应为 {near}？") + $"可用：{known}",
            (near is null ? $"a reading has no member {shown}" : $"a reading has no member {shown}; did you mean {near}?") + $" known: {known}");
        return -1;
    }

    /// <summary>The name or text that the reader stands on; null where it holds half a character.</summary>
    private static string? NameOf(ref Utf8JsonReader reader)
    {
        try { return reader.GetString(); }
        catch (InvalidOperationException) { return null; }
    }

    private bool Text(ref Utf8JsonReader reader, int index, string field, out string? text, bool optional = false)
    {
        reader.Read();
        text = null;
        if (optional && reader.TokenType == JsonTokenType.Null) return true;
        if (reader.TokenType != JsonTokenType.String || reader.ValueSpan.IsEmpty)
            _batch.Reject(index, field, "wrong-type", $"{field} 应为文本，不能为空", $"{field} must be a text, not empty");
        else if (reader.ValueSpan.Length > LongestText)
            _batch.Reject(index, field, "too-long", $"{field} 过长：{reader.ValueSpan.Length} 字节", $"{field} is too long: {reader.ValueSpan.Length} bytes");
        else
        {
            try
            {
                var chars = _text.AsSpan(0, reader.CopyString(_text));
                if (!_known.TryGetValue(chars, out text)) _texts.Add(text = chars.ToString());
                return true;
            }
            catch (InvalidOperationException)
            {
                _batch.Reject(index, field, Texts.Half.Code, Texts.Half.Zh, Texts.Half.En);
            }
        }
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
        // The plus sign often comes as \u002B; half a character may, and is no time.
        if (reader.ValueSpan.Length is < 17 or > LongestTime || (reader.ValueIsEscaped && NameOf(ref reader) is null)) return false;
        Span<byte> unescaped = stackalloc byte[LongestTime];
        scoped ReadOnlySpan<byte> text = reader.ValueSpan;
        if (reader.ValueIsEscaped) text = unescaped[..reader.CopyString(unescaped)];
        return text.Length > 16 && (text[^1] == (byte)'Z' || text[^6] is (byte)'+' or (byte)'-');
    }

    private bool Kind(ref Utf8JsonReader reader, int index, out ReadingKind? kind)
    {
        reader.Read();
        kind = null;
        // Half a character cannot be compared, and is no kind.
        if (reader.TokenType == JsonTokenType.String && !(reader.ValueIsEscaped && NameOf(ref reader) is null))
            for (var i = 0; i < Kinds.Length; i++)
                if (reader.ValueTextEquals(Kinds[i])) { kind = (ReadingKind)i; return true; }
        _batch.Reject(index, "kind", "unknown-kind", "kind 应为下列之一", "kind must be one of: " + string.Join(", ", Kinds));
        reader.Skip();
        return false;
    }

    private bool Number(ref Utf8JsonReader reader, int index, string field, out decimal? value)
    {
        reader.Read();
        value = null;
        if (reader.TokenType == JsonTokenType.Null) return true;
        var isNumber = reader.TokenType == JsonTokenType.Number;
        if (isNumber && reader.TryGetDecimal(out var number) && ExactNumbers.Holds(reader.ValueSpan))
        {
            value = number == 0m ? Math.Abs(number) : number; // -0 is 0
            return true;
        }
        if (isNumber) _batch.Reject(index, field, "not-a-number", $"{field} 超出范围：{ExactNumbers.Fault.Zh}", $"{field} is out of range: {ExactNumbers.Fault.En}");
        else _batch.Reject(index, field, "not-a-number", $"{field} 应为 JSON 数字", $"{field} must be a JSON number");
        reader.Skip();
        return false;
    }

    private static BatchRefusedException NoReadings() => new("no-readings", "应为 {\"readings\":[…]}", "expected {\"readings\":[…]}",
        StatusCodes.Status422UnprocessableEntity);

    private static BatchRefusedException Broken(JsonException broken, ReadOnlySpan<byte> json)
    {
        var at = JsonBreak.Of(broken, json);
        return new("broken-json", $"不是有效的 JSON：{at.FullZh}", $"no valid JSON: {at.FullEn}", StatusCodes.Status400BadRequest);
    }
}
