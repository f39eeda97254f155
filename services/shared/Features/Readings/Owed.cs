using Bishui.Features.Sites;
using Bishui.Rules.Time;
using Bishui.Storage.Readings;

namespace Bishui.Features.Readings;

/// <summary>How many readings a site owes.</summary>
internal static class Owed
{
    /// <summary>What is owed of a mean's series in its period, as far as the time is over; null where nothing is, or less than one a period.</summary>
    public static int? Within(Site site, ReadingAggregate mean, DateTimeOffset end, DateTimeOffset now)
    {
        var expected = site.Expected.FirstOrDefault(one => one.Kind == ReadingId.KindName(mean.Kind) && (one.Parameters.Count == 0 || one.Parameters.Contains(mean.Parameter)));
        if (expected is null || Cadence.Find(expected.Every) is not { } cadence || cadence.After(mean.From) > end) return null;
        return cadence.Turns(mean.From, end).Count(turn => turn.To <= now);
    }
}
