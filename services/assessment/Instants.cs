using System.Globalization;
using Bishui.Assessment.Scores;
using Bishui.Features.Requests;
using Bishui.Hosting.Time;
using Bishui.Rules.Time;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Bishui.Assessment;

/// <summary>Reads the instant that a question is about.</summary>
internal static class Instants
{
    public const string Help =
        "`at`: an instant with offset (2021-11-01T08:00:00+08:00), or a civil day, which means its end in China Standard Time, and now when it is today; left out, the platform's now.";

    public const string HelpOfMoment = Help + " `knownAt`: only what the assessment had received by then counts; left out, everything received up to now.";

    public static bool TryRead(string? text, RequestClock clock, out DateTimeOffset instant)
    {
        instant = clock.Now;
        if (text is null) return true;
        if (DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) && day < DateOnly.MaxValue)
        {
            // The end of today has not come: who says today means as of now, and asks for nothing of the future.
            if (day != ChinaTime.DayOf(clock.Now)) instant = CivilDays.EndOf(day);
            return true;
        }
        // An unescaped + arrives as a space.
        string[] forms = ["yyyy-MM-dd'T'HH:mmK", "yyyy-MM-dd'T'HH:mm:ssK", "yyyy-MM-dd'T'HH:mm:ss.FFFFFFFK"];
        var written = text.Replace(' ', '+');
        var hasOffset = written.EndsWith('Z') || written.LastIndexOfAny(['+', '-']) > written.IndexOf('T', StringComparison.Ordinal);
        return hasOffset && DateTimeOffset.TryParseExact(written, forms, CultureInfo.InvariantCulture, DateTimeStyles.None, out instant);
    }

    /// <summary>Reads the moment that a question is about: what was true at one instant, as far as it was known at another.</summary>
    public static bool TryRead(string? at, string? knownAt, RequestClock clock, out Moment moment)
    {
        moment = default;
        if (!TryRead(at, clock, out var instant)) return false;
        if (knownAt is null)
        {
            moment = new(instant);
            return true;
        }
        if (!TryRead(knownAt, clock, out var known)) return false;
        moment = new(instant, known);
        return true;
    }

    public static ProblemHttpResult Bad() => Refusals.Invalid(
        [new(null, "at", "bad-time", "at 和 knownAt 应为日期或带时区的时间 / at and knownAt must be a day or a time with an offset, such as 2021-11-01 or 2021-11-01T08:00:00+08:00")]);
}
