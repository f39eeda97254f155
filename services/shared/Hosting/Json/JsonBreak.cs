using System.Text;
using System.Text.Json;

namespace Bishui.Hosting.Json;

/// <summary>Where a text is no JSON any more, and what should stand there.</summary>
/// <param name="Line">The line, from 1.</param>
/// <param name="Column">The character in the line, from 1.</param>
/// <param name="Zh">What is wrong, in Chinese.</param>
/// <param name="En">What is wrong, in English.</param>
public sealed record JsonBreak(int Line, int Column, string Zh, string En)
{
    /// <summary>Place and reason in Chinese.</summary>
    public string FullZh => $"第 {Line} 行第 {Column} 个字符：{Zh}";

    /// <summary>Place and reason in English.</summary>
    public string FullEn => $"line {Line}, character {Column}: {En}";

    /// <summary>Both languages in one line.</summary>
    public string Detail => $"{FullZh} / {FullEn}";

    /// <summary>Finds the break that a reader stumbled over.</summary>
    /// <param name="broken">What the reader said.</param>
    /// <param name="json">What it read.</param>
    public static JsonBreak Of(JsonException broken, ReadOnlySpan<byte> json)
    {
        ArgumentNullException.ThrowIfNull(broken);
        var (line, start) = ((int)(broken.LineNumber ?? 0), 0);
        for (var i = 0; i < line && json[start..].IndexOf((byte)'\n') is >= 0 and var at; i++) start += at + 1;
        var end = (int)Math.Clamp(start + (broken.BytePositionInLine ?? 0), start, json.Length);
        // After a last comma or colon the reader points at it, or at blanks that follow; what is missing belongs right behind it.
        var whole = json.TrimEnd(" \t\r\n"u8);
        if (end == whole.Length - 1 && whole[end] is (byte)',' or (byte)':') end++;
        if (end > whole.Length) (line, start, end) = (whole.Count((byte)'\n'), whole.LastIndexOf((byte)'\n') + 1, whole.Length);
        var (zh, en) = Reason(whole, end, broken.Message.Contains("depth", StringComparison.OrdinalIgnoreCase));
        return new(line + 1, Encoding.UTF8.GetCharCount(json[start..end]) + 1, zh, en);
    }

    private static (string Zh, string En) Reason(ReadOnlySpan<byte> json, int at, bool deep)
    {
        var open = new Stack<byte>();
        var (inText, before) = (false, (byte)0);
        for (var i = 0; i < at; i++)
        {
            var sign = json[i];
            if (inText)
            {
                if (sign == (byte)'\\') i++;
                else if (sign == (byte)'"') (inText, before) = (false, sign);
            }
            else if (sign == (byte)'"') inText = true;
            else if (sign is (byte)'{' or (byte)'[') { open.Push(sign); before = sign; }
            else if (sign is (byte)'}' or (byte)']') { open.TryPop(out _); before = sign; }
            else if (sign is not ((byte)' ' or (byte)'\t' or (byte)'\r' or (byte)'\n')) before = sign;
        }
        var isObject = open.TryPeek(out var inner) && inner == (byte)'{';
        var found = at < json.Length ? (char)json[at] : '\0';
        if (at >= json.Length)
            return inText ? ("内容在文本中结束，缺少右引号", "the content ends within a text: its closing quote is missing")
                : before == 0 ? ("内容为空，应为 JSON", "there is no content where JSON is wanted")
                : isObject ? ("内容提前结束，缺少 }", "the content ends too early: } is missing")
                : open.Count > 0 ? ("内容提前结束，缺少 ]", "the content ends too early: ] is missing")
                : ("内容提前结束", "the content ends too early");
        if (inText) return ("文本中的此字符须转义", "this character has to be escaped within a text");
        if (found == '/') return ("JSON 不能有注释", "JSON has no comments");
        if (before == ',' && found is '}' or ']') return ("末项之后不应有逗号", "no comma may follow the last item");
        if (deep && found is '{' or '[') return ("嵌套过深，最多 32 层", "nested too deeply: at most 32 levels");
        if (before == ':') return ("冒号之后应为值：文本用双引号，或数字、true、false、null", "a value is wanted after the colon: a text in double quotes, a number, true, false or null");
        if (isObject && before is (byte)'{' or (byte)',') return ("应为双引号括起的成员名", "a member's name in double quotes is wanted");
        if (before is 0 or (byte)'[' or (byte)',') return ("应为值：文本用双引号，或数字、true、false、null、对象、列表", "a value is wanted: a text in double quotes, a number, true, false, null, an object or a list");
        return isObject ? ("应为冒号、逗号或 }", "a colon, a comma or } is wanted")
            : open.Count > 0 ? ("应为逗号或 ]", "a comma or ] is wanted")
            : ("JSON 已经结束，其后不应再有内容", "the JSON is complete: nothing may follow it");
    }
}
