using System.Globalization;

namespace Bishui.Rules.Obligations;

/// <summary>The values that attributes of objects take, read from their texts.</summary>
internal static class Values
{
    public static decimal? Number(string text) =>
        decimal.TryParse(
            text, NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent, CultureInfo.InvariantCulture, out var number)
            ? number : null;

    public static DateOnly? Day(string text) =>
        DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) ? day : null;

    /// <summary>
    /// The day on which a term of years ends. 民法典第二百零二条: the corresponding day of the last month; where it has none (29 February), its last day.
    /// Null beyond the end of the calendar.
    /// </summary>
    public static DateOnly? Anniversary(DateOnly from, int years) => from.Year + years <= DateOnly.MaxValue.Year ? from.AddYears(years) : null;
}
