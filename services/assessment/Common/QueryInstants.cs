using Bishui.Features.Requests;
using Bishui.Hosting.Errors;
using Bishui.Hosting.Time;
using Microsoft.AspNetCore.Http.HttpResults;
using Read = Bishui.Features.Requests.Instants;

namespace Bishui.Assessment.Common;

/// <summary>The instant and the moment that a question is about.</summary>
internal static class QueryInstants
{
    public const string Help =
        "`at`: an instant with offset (2021-11-01T08:00:00+08:00), or a civil day, which means its end in China Standard Time, and now when it is today; left out, the platform's now.";

    public const string HelpOfMoment = Help + " `knownAt`: only what the assessment had received by then counts; left out, everything received up to now.";

    public static bool TryRead(string? text, RequestClock clock, out DateTimeOffset instant)
    {
        var errors = new List<RowError>();
        instant = Read.At(text, "at", clock, errors);
        return errors.Count == 0;
    }

    public static ProblemHttpResult Bad() => Refusals.Invalid(
        [new(null, "at", "bad-time", "at 和 knownAt 应为 1900 至 2199 年间的日期或带时区的时间 / at and knownAt must be a day or a time with an offset, such as 2021-11-01 or 2021-11-01T08:00:00+08:00, from 1900 to 2199")]);
}
