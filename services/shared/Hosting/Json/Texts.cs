using System.Globalization;

namespace Bishui.Hosting.Json;

/// <summary>What is wrong with a value that was sent.</summary>
/// <param name="Code">Stable, kebab-case.</param>
/// <param name="Zh">What is wanted, in Chinese.</param>
/// <param name="En">What is wanted, in English.</param>
public sealed record ValueFault(string Code, string Zh, string En)
{
    /// <summary>Both languages in one line.</summary>
    public string Detail => $"{Zh} / {En}";
}

/// <summary>The rule for texts that people and programs send: a length, no control characters, no halves of characters.</summary>
public static class Texts
{
    /// <summary>Names, titles, ids and words, unless their member says otherwise: one line of so many characters.</summary>
    public const int Name = 200;

    /// <summary>Addresses, sources and cursors: one line.</summary>
    public const int Address = 2_000;

    /// <summary>What people write: several lines.</summary>
    public const int Prose = 20_000;

    /// <summary>What stands against a text; null when nothing does.</summary>
    /// <param name="text">The text.</param>
    /// <param name="longest">How many characters it may have.</param>
    /// <param name="lines">Whether it may run over several lines, with tabs.</param>
    public static ValueFault? Fault(ReadOnlySpan<char> text, int longest = Name, bool lines = false)
    {
        if (text.Length > longest)
            return new("too-long", $"不得超过 {longest} 个字符（现有 {text.Length} 个）", $"at most {longest} characters, not {text.Length}");
        for (var i = 0; i < text.Length; i++)
        {
            var sign = text[i];
            if (char.IsSurrogate(sign))
            {
                if (i + 1 == text.Length || !char.IsSurrogatePair(sign, text[i + 1])) return Half;
                i++;
            }
            else if (lines ? char.IsControl(sign) && sign is not ('\n' or '\r' or '\t') : char.IsControl(sign) || sign is '\u2028' or '\u2029')
                return new("bad-text", $"第 {i + 1} 个字符是控制字符 U+{(int)sign:X4}，{(lines ? "只可换行和制表" : "此处只可一行文字")}",
                    $"character {i + 1} is the control character U+{(int)sign:X4}: {(lines ? "only line breaks and tabs may stand here" : "this is a text of one line")}");
            // They make a name read otherwise than it is stored.
            else if (!lines && sign is (>= '\u202A' and <= '\u202E') or (>= '\u2066' and <= '\u2069'))
                return new("bad-text", $"第 {i + 1} 个字符 U+{(int)sign:X4} 改变书写方向，名称中不可使用",
                    $"character {i + 1}, U+{(int)sign:X4}, overrides the direction of writing, which no name may");
        }
        return null;
    }

    /// <summary>The text is no Unicode: half of a surrogate pair, or bytes that are no UTF-8.</summary>
    public static ValueFault Half { get; } = new("bad-text", "含有不完整的字符（单个代理项或无效的 UTF-8）", "holds half a character: a lone surrogate, or bytes that are no UTF-8");

    /// <summary>What was given, as it may stand in a refusal: one line of at most 80 characters.</summary>
    public static string Shown(string given)
    {
        ArgumentNullException.ThrowIfNull(given);
        const int most = 80;
        var end = given.Length <= most ? given.Length : char.IsHighSurrogate(given[most - 1]) ? most - 1 : most;
        var shown = string.Create(end, given, (signs, from) =>
        {
            for (var i = 0; i < signs.Length; i++)
                signs[i] = char.GetUnicodeCategory(from[i]) is UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.LineSeparator
                    or UnicodeCategory.ParagraphSeparator or UnicodeCategory.OtherNotAssigned
                    || (char.IsSurrogate(from[i]) && !char.IsSurrogatePair(from, i) && (i == 0 || !char.IsSurrogatePair(from, i - 1))) ? '\uFFFD' : from[i];
        });
        return end < given.Length ? shown + "…" : shown;
    }
}

/// <summary>
/// A text, or texts of a list, in which people write as they like: several lines, up to 20,000 characters. Every other text of a request is one
/// line of 200 characters, or as many as its <see cref="System.ComponentModel.DataAnnotations.MaxLengthAttribute"/> says.
/// </summary>
[AttributeUsage(AttributeTargets.Property | AttributeTargets.Parameter)]
public sealed class LongTextAttribute(int longest = Texts.Prose) : Attribute
{
    /// <summary>How many characters it may have.</summary>
    public int Longest { get; } = longest;
}
