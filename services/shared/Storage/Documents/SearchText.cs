using System.Text;

namespace Bishui.Storage.Documents;

/// <summary>
/// How texts are compared in a search, the same in every adapter: without regard to capitals and to the width of letters and digits
/// (ＣＯＤ and cod, Ⅲ and III), and by words, which white space separates.
/// </summary>
internal static class SearchText
{
    /// <summary>The most characters of a search.</summary>
    public const int Longest = 200;

    /// <summary>A text in the form in which texts are compared; null when there is nothing to find in it.</summary>
    public static string? Fold(string? text)
    {
        if (string.IsNullOrWhiteSpace(text)) return null;
        var clean = new StringBuilder(text.Length);
        // Also replaces halves of surrogate pairs, which have no normal form; nobody searches for control characters.
        foreach (var rune in text.EnumerateRunes())
            if (Rune.IsControl(rune)) clean.Append(' ');
            else clean.Append(rune);
        return clean.ToString().Normalize(NormalizationForm.FormKC).ToLowerInvariant();
    }

    /// <summary>The words that a document's text must contain, each anywhere; an <see cref="ArgumentException"/> when there are none.</summary>
    public static IReadOnlyList<string> Words(string sought)
    {
        if (sought.Length > Longest) throw new QueryRefusedException("text", $"检索词最多 {Longest} 字", $"at most {Longest} characters");
        string[] words = [.. (Fold(sought) ?? "").Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries).Distinct(StringComparer.Ordinal)];
        return words.Length > 0 ? words : throw new QueryRefusedException("text", "须有检索词", "a search needs a word");
    }
}
