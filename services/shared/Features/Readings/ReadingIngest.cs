using System.Collections.Frozen;
using Bishui.Features.Exceedances;
using Bishui.Features.Sites;
using Bishui.Hosting.Identity;
using Bishui.Rules.Judging;
using Bishui.Rules.Measures;
using Bishui.Rules.Standards;
using Bishui.Rules.Time;
using Bishui.Storage.Documents;
using Bishui.Storage.Readings;

namespace Bishui.Features.Readings;

/// <summary>What became of a batch.</summary>
/// <param name="Accepted">Readings that are new.</param>
/// <param name="Duplicates">Readings that were held already; nothing was written.</param>
/// <param name="Corrected">Readings held with another value or flag: a new version was written, the old one stays.</param>
/// <param name="Rejected">Rows that were not taken, and why.</param>
/// <param name="Exceedances">Readings written by this batch that are beyond their limit.</param>
/// <param name="Cases">Ids of the open cases they belong to.</param>
public sealed record IngestAnswer(
    int Accepted, int Duplicates, int Corrected, IReadOnlyList<Rejection> Rejected, int Exceedances, IReadOnlyList<string> Cases);

/// <summary>Takes a batch: looks each row up, judges it, and writes readings, cases and events in one commit.</summary>
internal sealed class ReadingIngest(
    SiteDirectory sites, StandardLibrary standards, IReadingStore store, SectionRounds rounds, CaseSweep cases, Category category, TimeProvider clock)
{
    // A device's clock may run ahead a little; more than that and the reading would be filed under a day that has not come.
    private static readonly TimeSpan ClockSkew = TimeSpan.FromMinutes(10);

    // Only these can be negative at all.
    private static readonly FrozenSet<string> Signed = new[] { "water-temperature", "water-temperature-drop", "redox-potential", "langelier-index" }.ToFrozenSet();

    public async Task<(IngestAnswer Answer, bool Forbidden)> TakeAsync(ParsedBatch batch, Caller caller, CancellationToken cancel)
    {
        var known = await sites.CurrentAsync(cancel);
        if (batch.Rows.Exists(r => !known.ContainsKey(r.Site)))
        {
            sites.Refresh(); // another replica may have added it
            known = await sites.CurrentAsync(cancel);
        }

        var now = clock.GetUtcNow();
        var parameters = new Dictionary<string, Parameter?>(StringComparer.Ordinal);
        var readings = new List<Reading>(batch.Rows.Count);
        var beyond = new List<(int Index, SiteEntry Site, Judgement Judgement)>();
        var forbidden = 0;
        foreach (var row in batch.Rows)
        {
            if (!known.TryGetValue(row.Site, out var site))
                batch.Reject(row.Index, "site", "unknown-site", $"没有监测点位 {row.Site}", $"there is no site {row.Site}");
            else if (!MayReport(caller, site.Site))
            {
                batch.Reject(row.Index, "site", "not-your-site", $"本单位不负责点位 {site.Site.Id}", $"your unit does not answer for site {site.Site.Id}");
                forbidden++;
            }
            else if (Look(row, parameters, batch, now) is { } found)
            {
                readings.Add(new Reading
                {
                    Site = site.Site.Id,
                    Parameter = found.Parameter.Key,
                    Kind = row.Kind,
                    Time = row.Time,
                    Value = found.Value,
                    Flag = row.Flag,
                    Source = row.Source is null ? caller.ClientId : $"{caller.ClientId}: {row.Source}",
                    RecordedAt = now,
                    Reason = row.Reason,
                });
                if (row.Flag == ReadingFlags.Normal && found.Value is { } value)
                    foreach (var rule in site.On(ChinaTime.DayOf(row.Time)))
                        if (rule.Limits?.VerdictOf(found.Parameter.Key, value, found.Parameter.Unit, ChinaTime.DayOf(row.Time)) == Verdict.Beyond)
                            beyond.Add((readings.Count - 1, site, rule.Judge(found.Parameter.Key, value, found.Parameter.Unit, ChinaTime.DayOf(row.Time))));
            }
        }

        if (readings.Count == 0) return (Answer(batch, [], new([], 0)), forbidden > 0 && forbidden == batch.Count);

        var opened = new ExceedanceDecision([], 0);
        var outcome = await store.AppendAsync(readings, async (results, reader) =>
        {
            var commit = new Commit();
            opened = await ExceedanceDecision.DecideAsync(
                reader, commit, category.Name, [.. beyond.Where(b => results.Results[b.Index] != AppendResult.Duplicate)
                    .Select(b => new Beyond(b.Site.Site, readings[b.Index], results.Versions[b.Index], b.Judgement))], now, cancel);
            await SectionRounds.MarkAsync(reader, commit, readings, results, known, cancel);
            return commit;
        }, cancel);
        rounds.Wake();
        cases.Look(readings.Select(reading => reading.Site));
        return (Answer(batch, outcome.Results, opened), false);
    }

    private static IngestAnswer Answer(ParsedBatch batch, IReadOnlyList<AppendResult> results, ExceedanceDecision opened)
    {
        batch.Rejected.Sort((a, b) => a.Index.CompareTo(b.Index));
        return new(
            results.Count(r => r == AppendResult.Accepted), results.Count(r => r == AppendResult.Duplicate),
            results.Count(r => r == AppendResult.Corrected), batch.Rejected, opened.Readings, opened.Cases);
    }

    private static bool MayReport(Caller caller, Site site) =>
        caller.Is(Roles.Admin) || (caller.Is(Roles.Reporter) && caller.Unit == site.Unit);

    /// <summary>The row's parameter and its value in the parameter's own unit; null when the row was rejected.</summary>
    private (Parameter Parameter, decimal? Value)? Look(
        ReadingRow row, Dictionary<string, Parameter?> parameters, ParsedBatch batch, DateTimeOffset now)
    {
        if (!parameters.TryGetValue(row.Parameter, out var parameter))
            parameters.Add(row.Parameter, parameter = standards.Parameters.Find(row.Parameter));
        if (parameter is null)
        {
            batch.Reject(row.Index, "parameter", "unknown-parameter", $"没有监测指标 {row.Parameter}，或其含义不唯一",
                $"there is no parameter {row.Parameter}, or the name stands for more than one");
            return null;
        }

        if (row.Time > now + ClockSkew)
        {
            batch.Reject(row.Index, "time", "future-time", $"监测时间晚于当前时间 {now.ToOffset(ChinaTime.Offset):yyyy-MM-dd HH:mm}",
                "the reading lies in the future");
            return null;
        }

        var value = row.Value;
        if (row.Unit is { } unit && value is { } sent)
        {
            if (!Units.TryConvert(sent, unit, parameter.Unit, out var converted))
            {
                batch.Reject(row.Index, "unit", "unit-not-convertible", $"单位 {unit} 不能换算为 {parameter.Unit}", $"{unit} does not convert to {parameter.Unit}");
                return null;
            }
            value = converted;
        }

        if ((value < 0 && !Signed.Contains(parameter.Key)) || (parameter.Key == "ph" && value > 14))
        {
            batch.Reject(row.Index, "value", "impossible-value", $"{parameter.NameZh}不可能为 {value}", $"{parameter.NameEn} cannot be {value}");
            return null;
        }
        return (parameter, value);
    }
}

/// <summary>Marks of a reading as HJ 212-2017 table 10 writes them; unknown ones are kept as they are and count as not valid.</summary>
internal static class ReadingFlags
{
    public const string Normal = "N";

    /// <summary>Flags of readings that take part in means and judgements.</summary>
    public static readonly FrozenSet<string> Valid = new[] { Normal }.ToFrozenSet();
}
