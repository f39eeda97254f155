using Bishui.Features.Requests;
using Bishui.Features.Silence;
using Bishui.Features.Sites;
using Bishui.Hosting.Errors;
using Bishui.Hosting.Time;
using Bishui.Rules.Judging;
using Bishui.Rules.Measures;
using Bishui.Rules.Time;
using Bishui.Storage.Documents;
using Bishui.Storage.Readings;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Bishui.Features.Readings;

/// <summary>
/// Holds a site's readings one by one against the limits in force, by every rule set that is configured: what is within, what is beyond, for what
/// no limit is in force, and what cannot be compared.
/// </summary>
internal static class ComplianceEndpoints
{
    private const int MostReadings = 100_000;

    public static async Task<Results<Ok<SiteCompliance>, ProblemHttpResult>> Compliance(
        string id, SiteDirectory sites, IReadingStore readings, CountedReadings counted, ReadingJudging judging, IDocumentReader store, RequestClock clock,
        string? from, string? to, CancellationToken cancel)
    {
        if ((await sites.CurrentAsync(cancel)).GetValueOrDefault(id) is not { } site) return SiteEndpoints.UnknownSite(id);
        var errors = new List<RowError>();
        var end = Instants.Read(to, "to", isEnd: true, errors) ?? clock.Now;
        var start = Instants.Read(from, "from", isEnd: false, errors) ?? end.AddDays(-31);
        if (start >= end) errors.Add(new(null, "to", "out-of-range", "to 应晚于 from / to must be after from"));
        if (errors.Count > 0) return Refusals.Invalid(errors);

        var range = new ReadingRange { Site = site.Site.Id, From = start, To = end };
        var held = new List<Reading>();
        await foreach (var reading in readings.StreamAsync(range, cancel))
        {
            held.Add(reading);
            if (held.Count > MostReadings) break;
        }
        if (held.Count > MostReadings)
            return Refusals.Invalid([new(null, "from", "too-many-readings", $"该时段的监测数据超过 {MostReadings} 条，请缩短时段 / more than {MostReadings} readings: ask for a shorter time")]);
        var verdicts = await counted.VerdictsAsync(range, cancel);
        var rows = await judging.HeldAsync(site, held, cancel);
        var versions = held.ToDictionary(reading => (reading.Parameter, reading.Kind, reading.Time), reading => ReadingId.Of(reading));
        var silences = await SilentTimes.WithinAsync(store, site.Site.Id, start, end, cancel);
        var ruleSets = site.Site.Periods.Select(period => period.RuleSet).Prepend(SitePeriod.District).Distinct();
        return TypedResults.Ok(new SiteCompliance
        {
            Site = site.Site.Id,
            From = start.ToOffset(ChinaTime.Offset),
            To = end.ToOffset(ChinaTime.Offset),
            Views = [.. ruleSets.Select(View)],
            Provisional = end > clock.Now || silences.Count > 0,
            Silences = silences,
        });

        ComplianceView View(string ruleSet)
        {
            var items = rows.GroupBy(row => (row.Parameter, row.Row.Kind))
                .OrderBy(group => group.Key.Parameter.Key, StringComparer.Ordinal).ThenBy(group => group.Key.Kind)
                .Select(group => Item(ruleSet, [.. group])).OfType<ComplianceItem>().ToList();
            var (within, beyond) = (items.Sum(item => item.Within), items.Sum(item => item.Beyond));
            return new()
            {
                RuleSet = ruleSet,
                // What cannot be compared may be beyond: then nobody knows that all is well.
                Complies = beyond > 0 ? false : within > 0 && items.TrueForAll(item => item.NotComparable == 0) ? true : null,
                Within = within,
                Beyond = beyond,
                Items = items,
            };
        }

        ComplianceItem? Item(string ruleSet, List<TakenRow> taken)
        {
            var judged = new List<(TakenRow Row, Judgement Judgement)>();
            var (unjudged, excluded) = (0, 0);
            foreach (var row in taken)
            {
                if (row.Site.On(ChinaTime.DayOf(row.Row.Time)).FirstOrDefault(each => each.RuleSet == ruleSet) is not { } rule) continue;
                if (verdicts.On(row.Parameter.Key, row.Row.Time)?.Excludes == true) excluded++;
                else if (ReadingJudging.Of(rule, row) is { } judgement) judged.Add((row, judgement));
                else unjudged++;
            }
            if (judged.Count + unjudged + excluded == 0) return null;
            // The limit of the newest reading stands for the rest; a change of standard within the time shows in the readings.
            var newest = judged.Count == 0 ? null : judged.MaxBy(one => one.Row.Row.Time).Judgement;
            var worst = judged.Where(one => one.Judgement.Verdict == Verdict.Beyond)
                .OrderByDescending(one => one.Judgement.Multiple ?? (one.Judgement.Limit is { } limit ? Computable.Distance(one.Judgement.Value, limit) : 0m)).ToList();
            return new()
            {
                Parameter = taken[0].Parameter.Key,
                Name = taken[0].Parameter.NameZh,
                Kind = ReadingId.KindName(taken[0].Row.Kind),
                Standard = newest?.Standard,
                Grade = newest is { Standard: not null } ? newest.Grade : null,
                Table = newest?.Table,
                Limit = newest?.LimitText,
                Unit = newest?.Unit ?? taken[0].Parameter.Unit,
                Confidence = newest?.Confidence is { } confidence ? Words.Of(confidence) : null,
                Within = Count(Verdict.Within),
                Beyond = Count(Verdict.Beyond),
                NoLimitInForce = Count(Verdict.NoLimitInForce),
                NotComparable = Count(Verdict.NotComparable),
                Why = [.. judged.Select(one => one.Judgement.Reason).OfType<string>().Distinct().Order(StringComparer.Ordinal)],
                NotJudged = unjudged,
                Excluded = excluded,
                Worst = worst.Count == 0 ? null : new(
                    versions[(worst[0].Row.Parameter.Key, worst[0].Row.Row.Kind, worst[0].Row.Row.Time)],
                    worst[0].Row.Row.Time.ToOffset(ChinaTime.Offset), worst[0].Judgement.Value, worst[0].Judgement.Multiple, worst[0].Judgement.LimitText),
                Rule = newest?.Rule ?? ReadingJudge.Rule,
            };

            int Count(Verdict verdict) => judged.Count(one => one.Judgement.Verdict == verdict);
        }
    }
}

/// <summary>A site's readings held against their limits.</summary>
public sealed record SiteCompliance
{
    /// <summary>Id of the site.</summary>
    public required string Site { get; init; }

    /// <summary>First instant.</summary>
    public required DateTimeOffset From { get; init; }

    /// <summary>The instant after the last.</summary>
    public required DateTimeOffset To { get; init; }

    /// <summary>One for each rule set that is configured, the district's own first.</summary>
    public required IReadOnlyList<ComplianceView> Views { get; init; }

    /// <summary>True while the time is not over, or where the site was silent within it.</summary>
    public required bool Provisional { get; init; }

    /// <summary>Times without the readings that are owed.</summary>
    public required IReadOnlyList<SilentTime> Silences { get; init; }
}

/// <summary>What one rule set finds.</summary>
public sealed record ComplianceView
{
    /// <summary>Whose view it is.</summary>
    public required string RuleSet { get; init; }

    /// <summary>False when any reading is beyond its limit, true when all that could be compared are within; null when nothing could, or something could not.</summary>
    public bool? Complies { get; init; }

    /// <summary>Readings within their limits.</summary>
    public required int Within { get; init; }

    /// <summary>Readings beyond.</summary>
    public required int Beyond { get; init; }

    /// <summary>By parameter and kind of reading.</summary>
    public required IReadOnlyList<ComplianceItem> Items { get; init; }
}

/// <summary>One parameter's readings of one kind.</summary>
public sealed record ComplianceItem
{
    /// <summary>Key of the parameter.</summary>
    public required string Parameter { get; init; }

    /// <summary>Chinese name of the parameter.</summary>
    public required string Name { get; init; }

    /// <summary>Kind of the readings.</summary>
    public required string Kind { get; init; }

    /// <summary>The standard by which the newest was judged; null where none is in force on its day.</summary>
    public string? Standard { get; init; }

    /// <summary>Its grade or class.</summary>
    public string? Grade { get; init; }

    /// <summary>Its table.</summary>
    public string? Table { get; init; }

    /// <summary>The limit in print; null where there is none.</summary>
    public string? Limit { get; init; }

    /// <summary>Unit of the limit, or of the readings where there is none.</summary>
    public required string Unit { get; init; }

    /// <summary>verified or recalled: how sure the limit is.</summary>
    public string? Confidence { get; init; }

    /// <summary>Readings that meet the limit.</summary>
    public required int Within { get; init; }

    /// <summary>Readings that do not.</summary>
    public required int Beyond { get; init; }

    /// <summary>Readings for which no limit binds: that is not the same as good.</summary>
    public required int NoLimitInForce { get; init; }

    /// <summary>Readings that cannot be compared with their limit.</summary>
    public required int NotComparable { get; init; }

    /// <summary>Why not: unit, word, detection-limit, condition:….</summary>
    public required IReadOnlyList<string> Why { get; init; }

    /// <summary>Readings whose mark keeps them from being judged.</summary>
    public required int NotJudged { get; init; }

    /// <summary>Readings that a person found not to be genuine, or a fault of the device.</summary>
    public required int Excluded { get; init; }

    /// <summary>The worst reading beyond the limit; null where there is none.</summary>
    public WorstReading? Worst { get; init; }

    /// <summary>Name and version of the rule.</summary>
    public required string Rule { get; init; }
}

/// <summary>A reading beyond its limit.</summary>
/// <param name="Id">Names the reading and its version.</param>
/// <param name="Time">When it was taken.</param>
/// <param name="Value">The value in the limit's unit.</param>
/// <param name="Multiple">How many times above; null where none is defined.</param>
/// <param name="Limit">The limit in print.</param>
public sealed record WorstReading(string Id, DateTimeOffset Time, decimal Value, decimal? Multiple, string? Limit);
