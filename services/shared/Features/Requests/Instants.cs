using System.Globalization;
using Bishui.Hosting.Errors;
using Bishui.Hosting.Time;
using Bishui.Rules.Time;

namespace Bishui.Features.Requests;

/// <summary>Instants in query strings: ISO 8601 with an offset, or a civil day of China Standard Time.</summary>
public static class Instants
{
    /// <summary>
    /// Reads an instant. A day stands for its first instant, or, as the end of a period, for the instant after its last. A plus sign that
    /// the URL turned into a space is put back.
    /// </summary>
    public static bool TryParse(string text, bool isEnd, out DateTimeOffset instant)
    {
        instant = default;
        if (DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day))
        {
            if (day == DateOnly.MaxValue) return false;
            instant = ChinaTime.StartOf(isEnd ? day.AddDays(1) : day);
            return true;
        }
        var space = text.LastIndexOf(' ');
        if (space > 10) text = string.Concat(text.AsSpan(0, space), "+", text.AsSpan(space + 1));
        var hasOffset = text.EndsWith('Z') || (text.Length > 16 && text[^6] is '+' or '-');
        return hasOffset && DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.None, out instant);
    }

    /// <summary>Reads an optional instant of a query; what cannot be read is added to the errors.</summary>
    public static DateTimeOffset? Read(string? text, string field, bool isEnd, List<RowError> errors)
    {
        if (text is null) return null;
        if (TryParse(text, isEnd, out var instant)) return instant;
        errors.Add(new(null, field, "bad-time", $"{field} 应为日期或带时区的时间 / must be a day or a time with an offset, such as 2021-04-01 or 2021-04-01T16:00:00+08:00"));
        return null;
    }

    /// <summary>Reads a civil day of a query; today when it is left out. What cannot be read is added to the errors.</summary>
    public static DateOnly Day(string? text, string field, RequestClock clock, List<RowError> errors)
    {
        if (text is null) return ChinaTime.DayOf(clock.Now);
        // Terms are counted from and to it: there must be years on both sides.
        if (DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) && day.Year is >= 1900 and < 2200) return day;
        errors.Add(new(null, field, "bad-day", $"{field} 应为日期，如 2021-11-01 / must be a day such as 2021-11-01"));
        return default;
    }
}
