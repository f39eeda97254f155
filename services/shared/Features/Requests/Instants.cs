using System.Globalization;
using Bishui.Hosting.Errors;
using Bishui.Hosting.Json;
using Bishui.Hosting.Time;
using Bishui.Rules.Obligations;
using Bishui.Rules.Time;

namespace Bishui.Features.Requests;

/// <summary>
/// Times in queries and in texts of requests: ISO 8601 with an offset, or a civil day of China Standard Time, within <see cref="CivilYears"/>.
/// </summary>
public static class Instants
{
    private static readonly string[] Forms = ["yyyy-MM-dd'T'HH:mmK", "yyyy-MM-dd'T'HH:mm:ssK", "yyyy-MM-dd'T'HH:mm:ss.FFFFFFFK"];

    /// <summary>
    /// Reads an instant. A day stands for its first instant, or, as the end of a period, for the instant after its last. A plus sign that
    /// the URL turned into a space is put back.
    /// </summary>
    public static bool TryParse(string text, bool isEnd, out DateTimeOffset instant)
    {
        instant = default;
        if (CivilYears.TryReadDay(text, out var day))
        {
            instant = ChinaTime.StartOf(isEnd ? day.AddDays(1) : day);
            return true;
        }
        var written = text.Replace(' ', '+');
        // Without an offset the instant would be a guess, and the framework would guess this machine's.
        var hasOffset = written.EndsWith('Z') || (written.Length > 16 && written[^6] is '+' or '-');
        return hasOffset && DateTimeOffset.TryParseExact(written, Forms, CultureInfo.InvariantCulture, DateTimeStyles.None, out instant) && CivilYears.Hold(instant);
    }

    /// <summary>Reads an optional instant of a query; what cannot be read is added to the errors.</summary>
    public static DateTimeOffset? Read(string? text, string field, bool isEnd, List<RowError> errors)
    {
        if (text is null) return null;
        if (TryParse(text, isEnd, out var instant)) return instant;
        errors.Add(new(null, field, "bad-time",
            $"{field} 应为 {CivilYears.First} 至 {CivilYears.Last} 年间的日期或带时区的时间 / must be a day or a time with an offset, such as 2021-04-01 or 2021-04-01T16:00:00+08:00, from {CivilYears.First} to {CivilYears.Last}"));
        return null;
    }

    /// <summary>Reads the instant that a question is about: a day means its last instant, and what is left out means now.</summary>
    public static DateTimeOffset At(string? text, string field, RequestClock clock, List<RowError> errors)
    {
        if (text is null) return clock.Now;
        var end = Read(text, field, isEnd: true, errors) ?? default;
        if (!CivilYears.TryReadDay(text, out var day)) return end;
        // The end of today has not come: who says today means as of now, and asks for nothing of the future.
        return day == ChinaTime.DayOf(clock.Now) ? clock.Now : end.AddTicks(-1);
    }

    /// <summary>Reads a civil day of a query; today when it is left out. What cannot be read is added to the errors.</summary>
    public static DateOnly Day(string? text, string field, RequestClock clock, List<RowError> errors) =>
        text is null ? ChinaTime.DayOf(clock.Now) : Day(text, field, errors) ?? default;

    /// <summary>Reads an optional civil day; what cannot be read is added to the errors.</summary>
    public static DateOnly? Day(string? text, string field, List<RowError> errors)
    {
        if (text is null) return null;
        if (CivilYears.TryReadDay(text, out var day)) return day;
        errors.Add(new(null, field, "bad-day",
            $"{field} 应为 {CivilYears.First} 至 {CivilYears.Last} 年间的日期，如 2021-11-01 / must be a day such as 2021-11-01, from {CivilYears.First} to {CivilYears.Last}"));
        return null;
    }

    /// <summary>Reads the name of a month, quarter, half-year or year within <see cref="CivilYears"/>; what cannot be read is added to the errors.</summary>
    public static Period? Period(string? text, string field, List<RowError> errors)
    {
        if (Rules.Obligations.Period.TryParse(text, out var period) && CivilYears.Hold(period.Year)) return period;
        errors.Add(new(null, field, "bad-period",
            $"{field} 应为 {CivilYears.First} 至 {CivilYears.Last} 年间的时段，如 2021、2021-H1、2021-Q3、2021-09 / must be such as 2021, 2021-H1, 2021-Q3 or 2021-09, from {CivilYears.First} to {CivilYears.Last}"));
        return null;
    }
}
