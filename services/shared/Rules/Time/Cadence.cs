using System.Globalization;
using System.Text.RegularExpressions;

namespace Bishui.Rules.Time;

/// <summary>
/// How often something is due. Months are of the calendar and never so many days; everything else divides time from a Monday midnight of China
/// Standard Time on, so that four hours begin at 0, 4, 8 … o'clock.
/// </summary>
public sealed partial record Cadence
{
    private static readonly DateTimeOffset Origin = ChinaTime.StartOf(new DateOnly(2001, 1, 1));

    private Cadence(int months, TimeSpan length) => (Months, Length) = (months, length);

    /// <summary>Calendar months; 0 where <see cref="Length"/> says how long it is.</summary>
    public int Months { get; }

    /// <summary>Hours, minutes or days; zero where it is of months.</summary>
    public TimeSpan Length { get; }

    /// <summary>Reads an ISO 8601 duration of one unit: P1Y, P3M, P1W, P1D, PT4H, PT5M. Null for any other text, or for less than a minute.</summary>
    public static Cadence? Find(string text)
    {
        if (Duration().Match(text) is not { Success: true } match) return null;
        var amount = int.Parse(match.Groups["amount"].ValueSpan, CultureInfo.InvariantCulture);
        if (amount == 0) return null;
        return (match.Groups["time"].Length > 0, match.Groups["unit"].Value) switch
        {
            (false, "Y") => new(amount * 12, TimeSpan.Zero),
            (false, "M") => new(amount, TimeSpan.Zero),
            (false, "W") => new(0, TimeSpan.FromDays(7 * amount)),
            (false, "D") => new(0, TimeSpan.FromDays(amount)),
            (true, "H") => new(0, TimeSpan.FromHours(amount)),
            (true, "M") => new(0, TimeSpan.FromMinutes(amount)),
            _ => null,
        };
    }

    /// <summary>The first instant of the turn in which an instant falls.</summary>
    public DateTimeOffset StartOf(DateTimeOffset instant)
    {
        if (Months == 0)
        {
            var past = (instant - Origin).Ticks % Length.Ticks;
            return new DateTimeOffset(instant.Ticks - past - (past < 0 ? Length.Ticks : 0), instant.Offset).ToOffset(ChinaTime.Offset);
        }
        var day = ChinaTime.DayOf(instant);
        var month = ((day.Year * 12) + day.Month - 1) / Months * Months;
        return ChinaTime.StartOf(new DateOnly(month / 12, (month % 12) + 1, 1));
    }

    /// <summary>The instant after a turn that begins at an instant.</summary>
    public DateTimeOffset After(DateTimeOffset start) =>
        Months == 0 ? start + Length : ChinaTime.StartOf(ChinaTime.DayOf(start).AddMonths(Months));

    /// <summary>The turns that begin within a time, from (inclusive) to (exclusive).</summary>
    public IEnumerable<(DateTimeOffset From, DateTimeOffset To)> Turns(DateTimeOffset from, DateTimeOffset to)
    {
        var start = StartOf(from);
        if (start < from) start = After(start);
        for (; start < to; start = After(start)) yield return (start, After(start));
    }

    [GeneratedRegex(@"^P(?<time>T?)(?<amount>[0-9]{1,3})(?<unit>[YMWDH])\z")]
    private static partial Regex Duration();
}
