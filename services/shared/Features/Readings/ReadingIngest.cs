using Bishui.Features.Sites;
using Bishui.Hosting.Identity;
using Bishui.Hosting.Time;
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

/// <summary>A row that can be taken: its site and parameter are known, value and detection limit are in the parameter's unit.</summary>
internal sealed record TakenRow(ReadingRow Row, SiteEntry Site, Parameter Parameter, decimal? Value, decimal? DetectionLimit)
{
    /// <summary>Conditions of limits that were measured rather than registered, such as the water's temperature.</summary>
    public IReadOnlyDictionary<string, string>? Measured { get; init; }

    /// <summary>Why it corrects an earlier value, where the sender or the platform says so.</summary>
    public string? Reason { get; init; } = Row.Reason;
}

/// <summary>What writing rows came to, or would come to.</summary>
internal sealed record WrittenRows(AppendOutcome Outcome, IReadOnlyList<string> Cases, IReadOnlyList<(TakenRow Row, Judgement Judgement)> Beyond)
{
    public static readonly WrittenRows None = new(new([], []), [], []);

    /// <summary>Readings beyond a limit, however many rule sets say so.</summary>
    public int Exceedances => Beyond.Select(one => one.Row.Row.Index).Distinct().Count();

    public int Count(AppendResult result) => Outcome.Results.Count(r => r == result);
}

/// <summary>Takes a batch: looks each row up, judges it, and writes readings, cases and events in one commit.</summary>
internal sealed class ReadingIngest(
    SiteDirectory sites, StandardLibrary standards, IReadingStore store, MeasuredConditions conditions, SectionRounds rounds, IBreachCases cases, RequestClock clock)
{
    /// <summary>Why a device's later value stands for its earlier one: devices resend without a word.</summary>
    public const string Resent = "设备重发 / resent by the device";

    // A device's clock may run ahead a little; more than that and the reading would be filed under a day that has not come.
    private static readonly TimeSpan ClockSkew = TimeSpan.FromMinutes(10);

    /// <summary>Takes a batch whole, but for its bad rows.</summary>
    public async Task<(IngestAnswer Answer, bool Forbidden)> TakeAsync(ParsedBatch batch, Caller caller, CancellationToken cancel)
    {
        var (rows, forbidden) = await LookUpAsync(batch, caller, cancel);
        var written = await WriteAsync(rows, batch, caller, dryRun: false, cancel);
        batch.Rejected.Sort((a, b) => a.Index.CompareTo(b.Index));
        return (new(written.Count(AppendResult.Accepted), written.Count(AppendResult.Duplicate), written.Count(AppendResult.Corrected),
            batch.Rejected, written.Exceedances, written.Cases), forbidden);
    }

    /// <summary>Whether there is a site that the caller reports for: for anybody else nothing that is sent need be read.</summary>
    public async ValueTask<bool> MayReportAsync(Caller caller, CancellationToken cancel)
    {
        if (!caller.Is(Roles.Admin) && !caller.Is(Roles.Reporter)) return false;
        if (caller.Is(Roles.Admin) || await AnyAsync()) return true;
        sites.Refresh(); // another replica may have added one
        return await AnyAsync();

        async ValueTask<bool> AnyAsync() => (await sites.CurrentAsync(cancel)).Values.Any(site => MayReport(caller, site.Site));
    }

    /// <summary>The rows that can be taken; the others are rejected in the batch. Also whether every row was refused for want of rights.</summary>
    public async Task<(List<TakenRow> Rows, bool Forbidden)> LookUpAsync(ParsedBatch batch, Caller caller, CancellationToken cancel)
    {
        var known = await sites.CurrentAsync(cancel);
        if (batch.Rows.Exists(r => !known.ContainsKey(r.Site)))
        {
            sites.Refresh(); // another replica may have added it
            known = await sites.CurrentAsync(cancel);
        }

        var now = clock.Now;
        var parameters = new Dictionary<string, Parameter?>(StringComparer.Ordinal);
        var rows = new List<TakenRow>(batch.Rows.Count);
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
            else if (LookUp(row, site, parameters, batch, now) is { } taken)
                rows.Add(taken);
            batch.CheckRejected();
        }
        return (await conditions.AddAsync(rows, cancel), forbidden > 0 && forbidden == batch.Count);
    }

    /// <summary>
    /// Writes rows in one commit with the cases and events that follow, or, as a dry run, finds out what that would come to and writes nothing.
    /// A value analysed by hand is corrected only with a reason: rows without one are rejected in the batch.
    /// </summary>
    public async Task<WrittenRows> WriteAsync(List<TakenRow> rows, ParsedBatch batch, Caller caller, bool dryRun, CancellationToken cancel)
    {
        var now = clock.Now;
        while (rows.Count > 0)
        {
            var readings = rows.ConvertAll(row => ReadingOf(row, caller, now));
            var judged = rows.Select((row, i) => (Index: i, Judgements: ReadingJudging.BeyondOf(row))).Where(one => one.Judgements is not null).ToList();
            var known = await sites.CurrentAsync(cancel);
            var written = WrittenRows.None;
            try
            {
                await store.AppendAsync(readings, async (outcome, reader) =>
                {
                    if (Unreasoned(rows, outcome) is { Count: > 0 } unreasoned) throw new UnreasonedException(unreasoned);
                    var beyond = judged.Where(one => outcome.Results[one.Index] != AppendResult.Duplicate)
                        .SelectMany(one => one.Judgements!, (one, judgement) => (one.Index, Judgement: judgement)).ToList();
                    var commit = new Commit();
                    var opened = await cases.ReportAsync(
                        reader, commit, [.. beyond.Select(b => new LimitBreach(rows[b.Index].Site.Site, readings[b.Index], outcome.Versions[b.Index], b.Judgement))], now, cancel);
                    written = new(outcome, opened, [.. beyond.Select(b => (rows[b.Index], b.Judgement))]);
                    // What is thrown here comes back to the caller, and nothing of the commit happens.
                    if (dryRun) throw new DryRunException();
                    await SectionRounds.MarkAsync(reader, commit, readings, outcome, known, cancel);
                    return commit;
                }, cancel);
                rounds.Wake();
                cases.Changed(readings.Select(reading => reading.Site));
                return written;
            }
            catch (DryRunException)
            {
                return written;
            }
            catch (UnreasonedException found)
            {
                rows = Reasoned(rows, found.Indices, batch);
            }
        }
        return WrittenRows.None;
    }

    private static List<int> Unreasoned(List<TakenRow> rows, AppendOutcome outcome) =>
        [.. Enumerable.Range(0, rows.Count).Where(i => outcome.Results[i] == AppendResult.Corrected && rows[i].Reason is null)];

    /// <summary>The rows again: corrections by a device with the usual reason, those by hand rejected.</summary>
    private static List<TakenRow> Reasoned(List<TakenRow> rows, List<int> unreasoned, ParsedBatch batch)
    {
        foreach (var i in unreasoned)
            if (rows[i].Row.Kind == ReadingKind.Manual)
                batch.Reject(rows[i].Row.Index, "reason", "reason-required", "已有不同的监测值，更正须说明原因", "another value is held: a correction needs a reason");
        var corrects = unreasoned.ToHashSet();
        return [.. rows.Select((row, i) => corrects.Contains(i) ? row with { Reason = Resent } : row)
            .Where((row, i) => !corrects.Contains(i) || row.Row.Kind != ReadingKind.Manual)];
    }

    private static Reading ReadingOf(TakenRow row, Caller caller, DateTimeOffset now) => new()
    {
        Site = row.Site.Site.Id,
        Parameter = row.Parameter.Key,
        Kind = row.Row.Kind,
        Time = row.Row.Time,
        Value = row.Value,
        DetectionLimit = row.DetectionLimit,
        LabReport = row.Row.LabReport,
        Flag = row.Row.Flag,
        Source = row.Row.Source is { } source ? $"{caller.ClientId}: {source}" : caller.ClientId,
        RecordedAt = now,
        Reason = row.Reason,
    };

    private static bool MayReport(Caller caller, Site site) =>
        caller.Is(Roles.Admin) || (caller.Is(Roles.Reporter) && caller.Unit == site.Unit);

    /// <summary>The row with its parameter and its value in the parameter's own unit; null when the row was rejected.</summary>
    private TakenRow? LookUp(ReadingRow row, SiteEntry site, Dictionary<string, Parameter?> parameters, ParsedBatch batch, DateTimeOffset now)
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

        // Readings are kept to the millisecond: a case that named the instant more finely would not find its own reading again.
        var time = DateTimeOffset.FromUnixTimeMilliseconds(row.Time.ToUnixTimeMilliseconds()).ToOffset(row.Time.Offset);
        var taken = new TakenRow(row with { Time = time }, site, parameter, row.Value, row.DetectionLimit);
        if (row.Unit is { } unit && (row.Value ?? row.DetectionLimit) is { } sent)
        {
            if (!Units.TryConvert(sent, unit, parameter.Unit, out var converted))
            {
                batch.Reject(row.Index, "unit", "unit-not-convertible", $"单位 {unit} 不能换算为 {parameter.Unit}", $"{unit} does not convert to {parameter.Unit}");
                return null;
            }
            taken = row.Value is null ? taken with { DetectionLimit = converted } : taken with { Value = converted };
        }

        return Plausibility.Holds(taken, batch) ? taken : null;
    }

    private sealed class DryRunException : Exception;

    private sealed class UnreasonedException(List<int> indices) : Exception
    {
        public List<int> Indices { get; } = indices;
    }
}
