using Bishui.Assessment.Common;
using Bishui.Hosting.Time;

namespace Bishui.Assessment.Scores;

/// <summary>The moment that a question about scores is about.</summary>
internal static class Moments
{
    /// <summary>Reads what was true at one instant, as far as it was known at another.</summary>
    public static bool TryRead(string? at, string? knownAt, RequestClock clock, out Moment moment)
    {
        var known = default(DateTimeOffset);
        var good = QueryInstants.TryRead(at, clock, out var instant) && (knownAt is null || QueryInstants.TryRead(knownAt, clock, out known));
        moment = !good ? default : knownAt is null ? new(instant) : new(instant, known);
        return good;
    }
}
