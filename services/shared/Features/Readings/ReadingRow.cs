using Bishui.Features.Tables;
using Bishui.Hosting.Json;
using Bishui.Storage.Readings;

namespace Bishui.Features.Readings;

/// <summary>One row as sent, its fields well-formed but not yet looked up.</summary>
/// <param name="Index">The row's place in the batch, from 0.</param>
/// <param name="Site">Id or name of the site.</param>
/// <param name="Parameter">Any name or code of the parameter.</param>
/// <param name="Time">When it was taken.</param>
/// <param name="Kind">How it came about.</param>
/// <param name="Value">The value; null below detection, or where the flag says that there is none.</param>
/// <param name="DetectionLimit">The detection limit of a result below it; null for every other.</param>
/// <param name="Flag">The mark as sent.</param>
/// <param name="Unit">Unit of value and detection limit; null for the parameter's own.</param>
/// <param name="LabReport">Number of the laboratory's report.</param>
/// <param name="Reason">Why an earlier value is corrected.</param>
/// <param name="Source">Where the value comes from.</param>
internal readonly record struct ReadingRow(
    int Index, string Site, string Parameter, DateTimeOffset Time, ReadingKind Kind, decimal? Value, decimal? DetectionLimit, string Flag, string? Unit,
    string? LabReport, string? Reason, string? Source);

/// <summary>A row that was not taken, and why.</summary>
/// <param name="Index">The row's place in the batch, from 0.</param>
/// <param name="Field">The field that is wrong; null when it is the whole row.</param>
/// <param name="Code">Stable, kebab-case.</param>
/// <param name="Detail">For a reader, in Chinese and English.</param>
public sealed record Rejection(int Index, string? Field, string Code, string Detail);

/// <summary>A batch as sent.</summary>
internal sealed class ParsedBatch
{
    // As many as the largest batch has rows: a table with more was made for something else, and naming each would cost more than reading it.
    private const int MostRejected = ReadingBatchParser.MostRows;

    public List<ReadingRow> Rows { get; } = [];
    public List<Rejection> Rejected { get; } = [];
    public int Count { get; set; }

    /// <summary>Takes a row whose fields are well-formed, if its texts are, its mark is known, and they agree with each other.</summary>
    public void Add(ReadingRow row)
    {
        if (!HasTexts(row)) return;
        if (ReadingFlags.Find(row.Flag) is not { } mark)
        {
            var taken = ReadingFlags.All.Select(each => $"{each.Flag}（{each.NameZh}）");
            Reject(row.Index, "flag", "unknown-flag", $"没有数据标记 {Texts.Shown(row.Flag)}，应为 {string.Join("、", taken)} 之一",
                $"there is no mark {Texts.Shown(row.Flag)}: one of {string.Join(", ", ReadingFlags.All.Select(each => each.Flag))}");
            return;
        }
        row = row with { Flag = mark.Flag };
        if (!ExactNumbers.Holds(row.Value ?? row.DetectionLimit ?? 0m))
            Reject(row.Index, row.Value is null ? "detectionLimit" : "value", "out-of-range", ExactNumbers.Fault.Zh, ExactNumbers.Fault.En);
        else if (!CivilYears.Hold(row.Time))
            Reject(row.Index, "time", "bad-time", $"监测时间应在 {CivilYears.First} 至 {CivilYears.Last} 年间", $"the time must lie in the years {CivilYears.First} to {CivilYears.Last}");
        else if (row is { Value: not null, DetectionLimit: not null })
            Reject(row.Index, "detectionLimit", "value-and-detection-limit", "数值与检出限不能同时填写：检出限只用于未检出的结果",
                "a value and a detection limit exclude each other: the limit stands for a result below it");
        else if (row.DetectionLimit <= 0)
            Reject(row.Index, "detectionLimit", "impossible-value", "检出限应大于 0", "a detection limit is above 0");
        else if (row is { Value: null, DetectionLimit: null, Flag: ReadingFlags.Normal })
            Reject(row.Index, "value", "missing-value", "没有数值时须有检出限，或有说明原因的数据标记",
                "a reading without a value needs a detection limit, or a flag that says why");
        else
            Rows.Add(row);
    }

    /// <summary>Refuses the whole when too much of it is wrong to be listed. Asked before anything is written.</summary>
    public void CheckRejected()
    {
        if (Rejected.Count > MostRejected)
            throw TableReader.Refused("too-many-faults", $"有误的数据超过 {MostRejected} 条，整个文件未接收；第一处：{Rejected[0].Detail}",
                $"more than {MostRejected} readings cannot be taken, so none is; what is wrong with the first stands here");
    }

    public void Reject(int index, string? field, string code, string zh, string en) => Rejected.Add(new(index, field, code, $"{zh} / {en}"));

    private bool HasTexts(ReadingRow row) =>
        Is(row, "site", row.Site) & Is(row, "parameter", row.Parameter) & Is(row, "flag", row.Flag) & Is(row, "unit", row.Unit)
        & Is(row, "labReport", row.LabReport) & Is(row, "reason", row.Reason, Texts.Address, lines: true) & Is(row, "source", row.Source, Texts.Address);

    private bool Is(ReadingRow row, string field, string? text, int longest = Texts.Name, bool lines = false)
    {
        if (text is null || Texts.Fault(text, longest, lines) is not { } fault) return true;
        Reject(row.Index, field, fault.Code, $"{field} {fault.Zh}", $"{field}: {fault.En}");
        return false;
    }
}
