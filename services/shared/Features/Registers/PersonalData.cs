using System.Text.RegularExpressions;

namespace Bishui.Features.Registers;

/// <summary>How personal data is shown where nobody has said why they need it: 13812341234 as 138****1234, 张三 as 张**.</summary>
internal static partial class PersonalData
{
    private const string Hidden = "**";

    /// <summary>The text with its numbers and words covered; the same text always gives the same.</summary>
    public static string Mask(string text) => Words().Replace(text, word => Number().IsMatch(word.Value)
        ? $"{word.Value[..3]}{Hidden}{Hidden}{word.Value[^4..]}"
        : word.Value[0] + Hidden);

    /// <summary>Whether a text was covered like that, and so says nothing by itself.</summary>
    public static bool IsMasked(string text) => text.Contains(Hidden, StringComparison.Ordinal);

    // A number stands by itself even where no space does: 张三13812341234.
    [GeneratedRegex(@"[0-9+][0-9\-]{6,}[0-9]|[^\s0-9]+|[0-9]+")]
    private static partial Regex Words();

    [GeneratedRegex(@"^[0-9+][0-9\-]{6,}[0-9]$")]
    private static partial Regex Number();
}
