using Bishui.Features.Requests;
using Bishui.Features.Sites;
using Bishui.Rules.Reporting;
using Bishui.Rules.Time;
using Bishui.Storage.Readings;

namespace Bishui.Features.Silence;

/// <summary>What a site sends, held against what it owes.</summary>
/// <param name="State">The worst of what it owes.</param>
/// <param name="Since">Since when that state holds; null while it reports.</param>
/// <param name="Last">When the last reading that counts was taken; null where none ever came.</param>
/// <param name="From">From when on nothing came, of what is late; null while it reports.</param>
/// <param name="Late">What it owes and does not send.</param>
internal sealed record Standing(
    ReportingState State, DateTimeOffset? Since, DateTimeOffset? Last, DateTimeOffset? From, IReadOnlyList<ExpectedReadings> Late)
{
    /// <summary>Judges a site at an instant by the last reading of each of its series; a reading with any flag shows that it sends.</summary>
    public static Standing Of(Site site, IReadOnlyList<Reading> latest, IReadOnlyList<OwedSince> owed, DateTimeOffset now)
    {
        var standing = new Standing(ReportingState.Reporting, null, latest.Count == 0 ? null : latest.Max(reading => reading.Time), null, []);
        foreach (var expected in site.Expected)
        {
            if (Cadence.Find(expected.Every) is not { } every) continue;
            var since = owed.FirstOrDefault(each => each.IsFor(expected))?.Since ?? now;
            var times = latest.Where(reading => Words.Of(reading.Kind) == expected.Kind).ToLookup(reading => reading.Parameter, reading => reading.Time);
            DateTimeOffset? last = expected.Parameters.Count == 0
                ? times.Count == 0 ? null : times.Max(one => one.Max())
                : expected.Parameters.Any(parameter => !times.Contains(parameter)) ? null : expected.Parameters.Min(parameter => times[parameter].Max());
            // What was taken before anything was owed, and not in the first period that is owed, says nothing.
            var never = last is not { } taken || (every.Months == 0 ? taken < since : every.After(every.StartOf(taken)) <= since);
            var from = never ? since : last!.Value;
            var state = SilenceRule.At(from, every, now, never);
            if (state == ReportingState.Reporting) continue;
            var (stale, silent) = SilenceRule.After(from, every, never);
            var began = state == ReportingState.Silent ? silent : stale;
            standing = standing with
            {
                State = state > standing.State ? state : standing.State,
                Since = state > standing.State || standing.Since is null ? began : state == standing.State && began < standing.Since ? began : standing.Since,
                From = standing.From is { } earlier && earlier < from ? earlier : from,
                Late = [.. standing.Late, expected],
            };
        }
        return standing;
    }
}
