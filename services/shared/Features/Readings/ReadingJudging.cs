using Bishui.Features.Sites;
using Bishui.Rules.Judging;
using Bishui.Rules.Standards;
using Bishui.Rules.Time;
using Bishui.Storage.Readings;

namespace Bishui.Features.Readings;

/// <summary>Holds readings against the rules of their site and day, those that arrive and those on file alike.</summary>
internal sealed class ReadingJudging(MeasuredConditions conditions, StandardLibrary standards)
{
    /// <summary>Readings on file of one site with what was measured beside them, in the order given; those of unknown parameters are left out.</summary>
    public async ValueTask<List<TakenRow>> HeldAsync(SiteEntry site, IReadOnlyList<Reading> held, CancellationToken cancel)
    {
        var rows = new List<TakenRow>(held.Count);
        foreach (var reading in held)
            if (standards.Parameters.Find(reading.Parameter) is { } parameter)
                rows.Add(new(
                    new(rows.Count, reading.Site, reading.Parameter, reading.Time, reading.Kind, reading.Value, reading.DetectionLimit, reading.Flag, null,
                        reading.LabReport, reading.Reason, reading.Source),
                    site, parameter, reading.Value, reading.DetectionLimit));
        return await conditions.AddAsync(rows, cancel);
    }

    /// <summary>The judgements by which a row is beyond a limit, one a rule set; null where it is within, or nothing can be said.</summary>
    public static List<Judgement>? BeyondOf(TakenRow row)
    {
        if (ReadingFlags.UseOf(row.Row.Flag) == FlagUse.Never) return null;
        var day = ChinaTime.DayOf(row.Row.Time);
        List<Judgement>? beyond = null;
        foreach (var rule in row.Site.On(day))
            if (MayBeBeyond(rule, row, day) && Of(rule, row) is { Verdict: Verdict.Beyond } judgement) (beyond ??= []).Add(judgement);
        return beyond;
    }

    /// <summary>What a row comes to by a rule set; null where its mark says that it is not to be judged, or it holds no result.</summary>
    public static Judgement? Of(SiteRule rule, TakenRow row)
    {
        var use = ReadingFlags.UseOf(row.Row.Flag);
        if (use == FlagUse.Never || (row.Value ?? row.DetectionLimit) is not { } value) return null;
        var (key, unit, day) = (row.Parameter.Key, row.Parameter.Unit, ChinaTime.DayOf(row.Row.Time));
        if (rule.Limits is not { } limits)
            return new() { Verdict = Verdict.NoLimitInForce, Grade = "", Parameter = key, Value = value, Unit = unit, Rule = ReadingJudge.Rule };
        if (row.Value is null)
        {
            if (use == FlagUse.LowerBound) return null;
            var verdict = limits.VerdictBelowDetection(key, value, unit, day, row.Measured);
            var below = rule.Judge(key, value, unit, day, row.Measured);
            return below with { Verdict = verdict, Multiple = null, Reason = verdict == Verdict.NotComparable ? below.Reason ?? "detection-limit" : null };
        }
        var judgement = rule.Judge(key, value, unit, day, row.Measured);
        // Of a value above the measuring range the truth lies higher: that says something of an upper limit only.
        return use == FlagUse.LowerBound && !(judgement.Verdict == Verdict.Beyond && judgement.Value > judgement.Limit) ? null : judgement;
    }

    /// <summary>Tells most rows that are within from the rest without making a judgement of each.</summary>
    private static bool MayBeBeyond(SiteRule rule, TakenRow row, DateOnly day) => rule.Limits is { } limits
        && (row.Value is not { } value || limits.VerdictOf(row.Parameter.Key, value, row.Parameter.Unit, day, row.Measured) == Verdict.Beyond);
}
