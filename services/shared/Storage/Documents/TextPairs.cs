using System.Globalization;

namespace Bishui.Storage.Documents;

/// <summary>
/// The pairs of neighbouring characters by which texts are found. Chinese is written without spaces, so words cannot be told apart beforehand; pairs find
/// any part of a text. They find candidates, the text itself decides.
/// </summary>
internal static class TextPairs
{
    /// <summary>How many pairs of a search are looked up: more exclude hardly any more candidates.</summary>
    public const int Most = 32;

    /// <summary>
    /// Each pair of a folded text as the eight hexadecimal digits of its characters, which no tokenizer takes apart; the last character of a word, which
    /// begins no pair, as four: so a single character is the beginning of every entry that has it.
    /// </summary>
    public static IEnumerable<string> Of(string folded)
    {
        var seen = new HashSet<int>();
        for (var i = 0; i < folded.Length; i++)
        {
            if (char.IsWhiteSpace(folded[i])) continue;
            var isLast = i + 1 == folded.Length || char.IsWhiteSpace(folded[i + 1]);
            if (!seen.Add(folded[i] << 16 | (isLast ? ' ' : folded[i + 1]))) continue;
            yield return isLast ? BeginningOf(folded[i]) : Pair(folded[i], folded[i + 1]);
        }
    }

    /// <summary>The pairs within a word of at least two characters.</summary>
    public static IEnumerable<string> Within(string word) => Enumerable.Range(0, word.Length - 1).Select(i => Pair(word[i], word[i + 1]));

    /// <summary>What every entry of a character begins with.</summary>
    public static string BeginningOf(char character) => string.Create(CultureInfo.InvariantCulture, $"{(int)character:x4}");

    private static string Pair(char first, char second) => string.Create(CultureInfo.InvariantCulture, $"{(int)first:x4}{(int)second:x4}");
}
