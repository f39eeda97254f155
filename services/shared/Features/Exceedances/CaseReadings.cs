using Bishui.Features.Readings;
using Bishui.Features.Sites;
using Bishui.Rules.Judging;
using Bishui.Rules.Time;
using Bishui.Storage.Readings;

namespace Bishui.Features.Exceedances;

/// <summary>A reading in force, by the rule set of a case.</summary>
/// <param name="Reading">The reading.</param>
/// <param name="Judgement">What it comes to; null where it cannot be judged: not valid, no limit in force, not comparable.</param>
internal sealed record JudgedReading(Reading Reading, Judgement? Judgement)
{
    public bool IsBeyond => Judgement?.Verdict == Verdict.Beyond;
    public bool IsWithin => Judgement?.Verdict == Verdict.Within;
}

/// <summary>Looks up what the store says about a case now: the readings in force, judged as the case's rule set judges on their days.</summary>
internal sealed class CaseReadings(IReadingStore readings, SiteDirectory sites, ReadingJudging judging)
{
    /// <summary>The readings of the case's site and parameter, by time; null where there is nothing to judge them by.</summary>
    public async ValueTask<IReadOnlyList<JudgedReading>?> OfAsync(Exceedance about, DateTimeOffset from, DateTimeOffset to, CancellationToken cancel)
    {
        if (about.Parameter is not { } key) return null;
        if ((await sites.CurrentAsync(cancel)).GetValueOrDefault(about.Site) is not { } site) return null;
        var at = about.Rule.IndexOf('@', StringComparison.Ordinal);
        var ruleSet = at < 0 ? SitePeriod.District : about.Rule[(at + 1)..];
        var taken = await readings.ReadAsync(new() { Site = about.Site, Parameter = key, From = from, To = to }, cancel);
        var held = taken.OrderBy(reading => reading.Time).ToList();
        var rows = await judging.HeldAsync(site, held, cancel);
        return [.. held.Zip(rows, (reading, row) => new JudgedReading(reading, Judge(row, ruleSet)))];
    }

    /// <summary>The first compliant sample after an instant and after the last reading beyond the limit; null while there is none.</summary>
    public async ValueTask<FollowUpSample?> FollowUpAsync(Exceedance about, DateTimeOffset after, DateTimeOffset now, CancellationToken cancel)
    {
        if (await OfAsync(about, after, now.AddDays(1), cancel) is not { } judged) return null;
        var last = judged.LastOrDefault(reading => reading.IsBeyond)?.Reading.Time ?? after;
        var sample = judged.FirstOrDefault(reading => reading.IsWithin && reading.Reading.Time > after && reading.Reading.Time > last)?.Reading;
        return sample is null ? null : new(ReadingId.Of(sample), sample.Time, sample.Value, sample.DetectionLimit);
    }

    private static Judgement? Judge(TakenRow row, string ruleSet) =>
        ReadingFlags.Valid.Contains(row.Row.Flag)
        && row.Site.On(ChinaTime.DayOf(row.Row.Time)).FirstOrDefault(each => each.RuleSet == ruleSet) is { } rule
        && ReadingJudging.Of(rule, row) is { Verdict: Verdict.Beyond or Verdict.Within } judged ? judged : null;
}
