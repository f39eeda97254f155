using System.Globalization;

namespace Bishui.Web.Api;

/// <summary>A civil month in China Standard Time.</summary>
public readonly record struct Month(DateOnly First)
{
    public DateOnly Last => new(First.Year, First.Month, DateTime.DaysInMonth(First.Year, First.Month));

    /// <summary>At the ends of the calendar itself: a reading may carry any time.</summary>
    public Month Before => First == DateOnly.MinValue ? this : new(First.AddMonths(-1));

    /// <summary>See <see cref="Before"/>.</summary>
    public Month After => First >= Of(DateOnly.MaxValue).First ? this : new(First.AddMonths(1));

    public string Title => string.Create(CultureInfo.InvariantCulture, $"{First.Year}年{First.Month}月");

    public static Month Of(DateOnly day) => new(new DateOnly(day.Year, day.Month, 1));

    /// <summary>Reads <c>2021-04</c>; null when it is none.</summary>
    public static Month? Parse(string? text) =>
        DateOnly.TryParseExact(text, "yyyy-MM", CultureInfo.InvariantCulture, DateTimeStyles.None, out var first)
        && first.Year is > 1900 and < 9000
            ? new Month(first)
            : null;

    public override string ToString() => First.ToString("yyyy-MM", CultureInfo.InvariantCulture);
}
