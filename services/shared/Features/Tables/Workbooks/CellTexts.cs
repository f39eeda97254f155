using System.Globalization;
using System.Text.RegularExpressions;

namespace Bishui.Features.Tables.Workbooks;

/// <summary>What stands in a cell as text, from what the file keeps. The same text is kept once, for most tables repeat themselves.</summary>
internal sealed partial class CellTexts(IReadOnlyList<string> shared, IReadOnlyList<NumberStyle> styles, bool from1904, bool asShown)
{
    // Excel's numbers are doubles: fifteen digits of them are what was typed in.
    private const double LargestExact = 1e15;

    // From 1904-01-01, where Excel for the Macintosh began, back to the day from which others count.
    private const int DaysTo1904 = 1462;

    private const int Remembered = 4096;

    private readonly (string Value, string? Type, NumberStyle Style, string Text)[] _seen = new (string, string?, NumberStyle, string)[Remembered];

    /// <summary>The text of a cell.</summary>
    /// <param name="type">The kind of value, as the file says it.</param>
    /// <param name="style">The place of the cell's style.</param>
    /// <param name="value">The value as kept.</param>
    public string Of(string? type, int? style, string value)
    {
        if (type == "s")
            return int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var index) && index < shared.Count
                ? shared[index] : throw new InvalidDataException($"There is no shared text {value}.");
        var shown = type is null or "n" && style >= 0 && style < styles.Count ? styles[style.Value] : NumberStyle.Plain;
        ref var seen = ref _seen[(uint)string.GetHashCode(value, StringComparison.Ordinal) % Remembered];
        if (seen.Value != value || seen.Type != type || seen.Style != shown) seen = (value, type, shown, TextOf(type, shown, value));
        return seen.Text;
    }

    /// <summary>Characters that XML cannot hold stand as <c>_x000D_</c>.</summary>
    public static string Decoded(string text) => !text.Contains("_x", StringComparison.Ordinal) ? text
        : Escaped().Replace(text, match => ((char)int.Parse(match.Groups[1].ValueSpan, NumberStyles.HexNumber, CultureInfo.InvariantCulture)).ToString());

    private string TextOf(string? type, NumberStyle style, string value) => type switch
    {
        null or "n" => double.TryParse(value, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) ? TextOf(number, style) : value.Trim(),
        "b" => value == "1" ? "TRUE" : "FALSE",
        "d" => DateTime.TryParse(value, CultureInfo.InvariantCulture, DateTimeStyles.None, out var time) ? TextOf(time) : value.Trim(),
        _ => Decoded(value).Trim(),
    };

    private string TextOf(double number, NumberStyle style)
    {
        if (style == NumberStyle.Time && (from1904 ? number + DaysTo1904 : number) is >= 0 and < 2_958_466 and var days) return TextOf(DateTime.FromOADate(days));
        if (Math.Abs(number) >= LargestExact || double.IsNaN(number)) return number.ToString(CultureInfo.InvariantCulture);
        return style == NumberStyle.Percent && asShown
            ? ((decimal)number * 100).ToString("0.############################", CultureInfo.InvariantCulture) + "%"
            : ((decimal)number).ToString(CultureInfo.InvariantCulture);
    }

    private static string TextOf(DateTime time) => Rounded(time).ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture);

    /// <summary>A date in Excel is a fraction of a day: what is left of a second is error.</summary>
    public static DateTime Rounded(DateTime time) => new(Math.Min(time.Ticks + (TimeSpan.TicksPerSecond / 2), DateTime.MaxValue.Ticks) / TimeSpan.TicksPerSecond * TimeSpan.TicksPerSecond);

    [GeneratedRegex("_x([0-9A-Fa-f]{4})_")]
    private static partial Regex Escaped();
}
