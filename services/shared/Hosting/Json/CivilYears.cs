using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace Bishui.Hosting.Json;

/// <summary>
/// The years that anything on the platform may lie in. Terms are counted from a day in both directions, a day has an end, and an instant is seen in other
/// offsets: within these years none of that leaves the calendar. What comes from outside is held against them where it is read, and nowhere else.
/// </summary>
public static class CivilYears
{
    /// <summary>The first year.</summary>
    public const int First = 1900;

    /// <summary>The last year.</summary>
    public const int Last = 2199;

    /// <summary>How a year of four digits within them is written: a part of patterns that registers ask months to match.</summary>
    public const string Pattern = "(19|20|21)[0-9]{2}";

    /// <summary>Whether a year is one of them.</summary>
    public static bool Hold(int year) => year is >= First and <= Last;

    /// <summary>Whether a day lies in one of them.</summary>
    public static bool Hold(DateOnly day) => Hold(day.Year);

    /// <summary>Whether an instant lies in one of them.</summary>
    public static bool Hold(DateTimeOffset instant) => Hold(instant.UtcDateTime.Year);

    /// <summary>Reads a day as <c>2021-11-01</c>; false for any other text, and for a day beyond these years.</summary>
    public static bool TryReadDay([NotNullWhen(true)] string? text, out DateOnly day) =>
        DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out day) && Hold(day);
}
