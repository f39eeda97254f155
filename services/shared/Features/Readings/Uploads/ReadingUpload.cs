using Bishui.Hosting.Identity;
using Bishui.Rules.Judging;
using Bishui.Storage.Readings;

namespace Bishui.Features.Readings.Uploads;

/// <summary>
/// Takes a table the way a batch is taken, ten thousand readings a commit. What was written before a failure stays and is a repeat the next time.
/// </summary>
internal sealed class ReadingUpload(ReadingIngest ingest, UploadParser parsed, UploadColumns columns)
{
    private const int MostShown = 1000;

    private readonly ParsedBatch _batch = parsed.Batch;

    /// <summary>Whether every row was refused for want of rights.</summary>
    public bool Forbidden { get; private set; }

    public async Task<UploadAnswer> TakeAsync(Caller caller, bool dryRun, CancellationToken cancel)
    {
        var (rows, forbidden) = await ingest.LookUpAsync(_batch, caller, cancel);
        Forbidden = forbidden;
        var (once, repeats) = Once(rows);
        var (accepted, corrected, duplicates, exceedances) = (0, 0, repeats, 0);
        var (beyond, cases) = (new List<UploadExceedance>(), new HashSet<string>());
        foreach (var chunk in once.Chunk(ReadingBatchParser.MostRows))
        {
            var written = await ingest.WriteAsync([.. chunk], _batch, caller, dryRun, cancel);
            accepted += written.Count(AppendResult.Accepted);
            corrected += written.Count(AppendResult.Corrected);
            duplicates += written.Count(AppendResult.Duplicate);
            exceedances += written.Exceedances;
            cases.UnionWith(written.Cases);
            beyond.AddRange(written.Beyond.Take(MostShown - beyond.Count).Select(View));
        }
        return new()
        {
            DryRun = dryRun,
            Readings = _batch.Count,
            Accepted = accepted,
            Duplicates = duplicates,
            Corrected = corrected,
            Rejected = [.. _batch.Rejected.Select(View).OrderBy(one => one.Row)],
            Exceedances = exceedances,
            Beyond = beyond,
            Cases = dryRun ? [] : [.. cases],
        };
    }

    /// <summary>
    /// A table states each reading once. Said again in the same words it is a repeat, in others one of the two is wrong. So each commit stands by
    /// itself, and a dry run finds what the run will.
    /// </summary>
    private (List<TakenRow> Rows, int Repeats) Once(List<TakenRow> rows)
    {
        var first = new Dictionary<(string, string, ReadingKind, DateTimeOffset), TakenRow>();
        var once = new List<TakenRow>(rows.Count);
        var repeats = 0;
        foreach (var row in rows)
        {
            var key = (row.Site.Site.Id, row.Parameter.Key, row.Row.Kind, row.Row.Time);
            if (first.TryAdd(key, row)) once.Add(row);
            else if (Said(first[key]) == Said(row)) repeats++;
            else
            {
                var at = parsed.Places[first[key].Row.Index].Row;
                _batch.Reject(row.Row.Index, "value", "repeated-row", $"与第 {at} 行是同一条监测数据，内容不同", $"row {at} states the same reading otherwise");
                _batch.CheckRejected();
            }
        }
        return (once, repeats);
    }

    private static (decimal?, decimal?, string, string?) Said(TakenRow row) => (row.Value, row.DetectionLimit, row.Row.Flag, row.Row.LabReport);

    private UploadRejection View(Rejection rejection)
    {
        var place = parsed.Places[rejection.Index];
        return new(place.Row, columns.HeaderOf(rejection.Field, place.Value), rejection.Code, rejection.Detail);
    }

    private UploadExceedance View((TakenRow Row, Judgement Judgement) beyond)
    {
        var place = parsed.Places[beyond.Row.Row.Index];
        var judgement = beyond.Judgement;
        return new(place.Row, columns.HeaderOf("value", place.Value), beyond.Row.Site.Site.Id, judgement.Parameter, judgement.Value, judgement.Unit,
            judgement.LimitText ?? "", judgement.Standard ?? "", judgement.Rule);
    }
}

/// <summary>What became of an uploaded table, or, after a dry run, what would.</summary>
public sealed record UploadAnswer
{
    /// <summary>Whether nothing was written.</summary>
    public required bool DryRun { get; init; }

    /// <summary>Readings the table holds; in a wide table each filled cell is one.</summary>
    public required int Readings { get; init; }

    /// <summary>Readings that are new.</summary>
    public required int Accepted { get; init; }

    /// <summary>Readings that are held already, or stand twice in the table.</summary>
    public required int Duplicates { get; init; }

    /// <summary>Readings held with another value, which get a new version.</summary>
    public required int Corrected { get; init; }

    /// <summary>Readings that are not taken, and why, by the table's own rows.</summary>
    public required IReadOnlyList<UploadRejection> Rejected { get; init; }

    /// <summary>Accepted and corrected readings that are beyond their limit.</summary>
    public required int Exceedances { get; init; }

    /// <summary>The first thousand of them, one entry a rule.</summary>
    public required IReadOnlyList<UploadExceedance> Beyond { get; init; }

    /// <summary>Ids of the open cases they belong to; empty after a dry run.</summary>
    public required IReadOnlyList<string> Cases { get; init; }
}

/// <summary>A reading of a table that is not taken.</summary>
/// <param name="Row">The table's own row number, as the program shows it.</param>
/// <param name="Column">Header of the column; null when it is the whole row.</param>
/// <param name="Code">Stable, kebab-case.</param>
/// <param name="Detail">For a reader, in Chinese and English.</param>
public sealed record UploadRejection(int Row, string? Column, string Code, string Detail);

/// <summary>A reading of a table that is beyond a limit.</summary>
/// <param name="Row">The table's own row number.</param>
/// <param name="Column">Header of the column.</param>
/// <param name="Site">Id of the site.</param>
/// <param name="Parameter">Key of the parameter.</param>
/// <param name="Value">The value in the limit's unit.</param>
/// <param name="Unit">That unit.</param>
/// <param name="Limit">The limit in print.</param>
/// <param name="Standard">Its standard.</param>
/// <param name="Rule">The rule, with the rule set where that is not the district's own.</param>
public sealed record UploadExceedance(int Row, string? Column, string Site, string Parameter, decimal Value, string Unit, string Limit, string Standard, string Rule);
