using System.Globalization;
using System.Text.RegularExpressions;

namespace Bishui.Rules.Time;

/// <summary>
/// How often something comes: a whole number of calendar months, or a length of time. Written as an ISO 8601 duration of one unit: P1M, P3M, P1Y,
/// P1W, P1D, PT4H, PT5M.
/// </summary>
public sealed partial record Interval
{
    private Interval(string text, int months, TimeSpan length) => (Text, Months, Length) = (text, months, length);

    /// <summary>As it was written.</summary>
    public string Text { get; }

    /// <summary>Calendar months; 0 where it is a length of time.</summary>
    public int Months { get; }

    /// <summary>The length of time; zero where it is months.</summary>
    public TimeSpan Length { get; }

    /// <summary>Reads an interval; null where the text is none, or is not longer than nothing.</summary>
    public static Interval? Find(string text)
    {
        if (Form().Match(text) is not { Success: true } match || !int.TryParse(match.Groups["n"].Value, CultureInfo.InvariantCulture, out var n) || n is 0 or > 10_000)
            return null;
        var isTime = match.Groups["t"].Success;
        return (match.Groups["unit"].Value, isTime) switch
        {
            ("Y", false) when n <= 100 => new(text, n * 12, TimeSpan.Zero),
            ("M", false) when n <= 1200 => new(text, n, TimeSpan.Zero),
            ("W", false) => new(text, 0, TimeSpan.FromDays(7 * n)),
            ("D", false) => new(text, 0, TimeSpan.FromDays(n)),
            ("H", true) => new(text, 0, TimeSpan.FromHours(n)),
            ("M", true) => new(text, 0, TimeSpan.FromMinutes(n)),
            _ => null,
        };
    }

    /// <summary>The first instant of the period after the one that holds an instant: periods of months begin with the calendar year.</summary>
    /// <exception cref="InvalidOperationException">It is a length of time, which has no periods of its own.</exception>
    public DateTimeOffset NextPeriod(DateTimeOffset instant)
    {
        if (Months == 0) throw new InvalidOperationException($"{Text} is no number of months.");
        var day = ChinaTime.DayOf(instant);
        var months = (day.Year * 12) + day.Month - 1;
        var next = (months / Months * Months) + Months;
        return ChinaTime.StartOf(new DateOnly(next / 12, (next % 12) + 1, 1));
    }

    /// <inheritdoc/>
    public override string ToString() => Text;

    [GeneratedRegex("^P(?<t>T)?(?<n>[0-9]{1,5})(?<unit>[YMWDH])$", RegexOptions.CultureInvariant)]
    private static partial Regex Form();
}
