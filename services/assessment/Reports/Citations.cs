using System.Globalization;
using System.Text.RegularExpressions;

namespace Bishui.Assessment.Reports;

/// <summary>Reads the numbers of sources, [n], from a text.</summary>
internal static partial class Citations
{
    public static IEnumerable<int> In(string text) =>
        Cited().Matches(text).Select(match => int.TryParse(match.Groups[1].ValueSpan, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : int.MaxValue);

    [GeneratedRegex(@"\[([0-9]+)\]")]
    private static partial Regex Cited();
}
