using Bishui.Features.Readings;
using Bishui.Features.Sites;
using Bishui.Rules.Judging;
using Bishui.Rules.Standards;
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
internal sealed class CaseReadings(IReadingStore readings, SiteDirectory sites, StandardLibrary standards)
{
    /// <summary>The readings of the case's site and parameter, by time; null where there is nothing to judge them by.</summary>
    public async ValueTask<IReadOnlyList<JudgedReading>?> OfAsync(Exceedance about, DateTimeOffset from, DateTimeOffset to, CancellationToken cancel)
    {
        if (about.Parameter is not { } key || standards.Parameters.Find(key) is not { } parameter) return null;
        if ((await sites.CurrentAsync(cancel)).GetValueOrDefault(about.Site) is not { } site) return null;
        var at = about.Rule.IndexOf('@', StringComparison.Ordinal);
        var ruleSet = at < 0 ? SitePeriod.District : about.Rule[(at + 1)..];
        var taken = await readings.ReadAsync(new() { Site = about.Site, Parameter = key, From = from, To = to }, cancel);
        return [.. taken.OrderBy(reading => reading.Time).Select(reading => new JudgedReading(reading, Judge(reading, site, ruleSet, parameter.Unit)))];
    }

    /// <summary>The first compliant sample after an instant and after the last reading beyond the limit; null while there is none.</summary>
    public async ValueTask<FollowUpSample?> FollowUpAsync(Exceedance about, DateTimeOffset after, DateTimeOffset now, CancellationToken cancel)
    {
        if (await OfAsync(about, after, now.AddDays(1), cancel) is not { } judged) return null;
        var last = judged.LastOrDefault(reading => reading.IsBeyond)?.Reading.Time ?? after;
        var sample = judged.FirstOrDefault(reading => reading.IsWithin && reading.Reading.Time > after && reading.Reading.Time > last)?.Reading;
        return sample is null ? null : new(ReadingId.Of(sample), sample.Time, sample.Value, sample.DetectionLimit);
    }

    private static Judgement? Judge(Reading reading, SiteEntry site, string ruleSet, string unit)
    {
        if (!ReadingFlags.Valid.Contains(reading.Flag)) return null;
        var day = ChinaTime.DayOf(reading.Time);
        if (site.On(day).FirstOrDefault(each => each.RuleSet == ruleSet) is not { Limits: { } limits } rule) return null;
        if (reading.Value is { } value)
            return rule.Judge(reading.Parameter, value, unit, day) is { Verdict: Verdict.Beyond or Verdict.Within } judged ? judged : null;
        if (reading.DetectionLimit is not { } detection) return null;
        var verdict = limits.VerdictBelowDetection(reading.Parameter, detection, unit, day);
        return verdict is Verdict.Beyond or Verdict.Within
            ? rule.Judge(reading.Parameter, detection, unit, day) with { Verdict = verdict, Multiple = null }
            : null;
    }
}
