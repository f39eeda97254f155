using System.Text.Json;
using System.Text.Json.Nodes;
using Bishui.Features.Registers.Workbooks;
using Bishui.Features.Requests;
using Bishui.Features.Tables;
using Bishui.Hosting.Errors;
using Bishui.Storage;
using Microsoft.AspNetCore.Http;

namespace Bishui.Features.Registers.Imports;

/// <summary>A row of an imported table, read cell by cell.</summary>
/// <param name="Number">The table's own row number.</param>
/// <param name="Id">As it stands; empty when it is missing.</param>
/// <param name="From">The day it names; null where it names none.</param>
/// <param name="Cells">What stands in it.</param>
/// <param name="Fault">What is wrong already; null when nothing is.</param>
internal sealed record ImportRow(int Number, string Id, DateOnly? From, TableRow Cells, FieldFault? Fault);

/// <summary>A table of rows of a register.</summary>
internal sealed class ImportTable
{
    public const int MostRows = 50_000;
    private const int HighestHeader = 10;

    private static readonly TableReading Reading = new(MostRows + HighestHeader, TooMany, AsShown: true);

    private ImportTable(RowColumns columns, int header, IReadOnlyList<TableRow> rows, IReadOnlyList<TableRow> all) =>
        (Columns, Header, Rows, All) = (columns, header, rows, all);

    public RowColumns Columns { get; }

    /// <summary>Number of the row that holds the headers.</summary>
    public int Header { get; }

    /// <summary>The rows below the header.</summary>
    public IReadOnlyList<TableRow> Rows { get; }

    /// <summary>Everything that stands in the table.</summary>
    public IReadOnlyList<TableRow> All { get; }

    /// <summary>Reads a table; null, with what is wrong, where its header is. Throws <see cref="BatchRefusedException"/> when it cannot be read at all.</summary>
    public static ImportTable? Read(Register register, byte[] content, TableFormat format, CancellationToken cancel, out List<RowError> errors)
    {
        var all = TableReader.Read(content, format, Reading, cancel).ToList();
        if (all.Count == 0) throw TableReader.Refused("empty", "文件没有内容", "the file is empty");
        var header = Math.Max(0, all.FindIndex(0, Math.Min(HighestHeader, all.Count), RowColumns.IsHeader));
        if (RowColumns.Read(register, all[header], out errors) is not { } columns) return null;
        var rows = all[(header + 1)..];
        return rows.Count <= MostRows ? new(columns, all[header].Number, rows, all) : throw TooMany();
    }

    /// <summary>The rows, with repeated ids found: the first one counts.</summary>
    public IReadOnlyList<ImportRow> Parse()
    {
        var parsed = new List<ImportRow>(Rows.Count);
        var first = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (var row in Rows)
        {
            var (id, day) = (row[Columns.IdIndex], row[Columns.FromIndex]);
            var from = day.Length > 0 ? Cells.Day(day) : null;
            var fault = id.Length == 0 ? new FieldFault("id", "missing", "须填编号", "the id is required")
                : !first.TryAdd(id, row.Number) ? new("id", "repeated-id", $"编号与第 {first[id]} 行重复", $"row {first[id]} has the same id")
                : day.Length > 0 && from is null ? new("from", "bad-day", $"“{day}”不是日期", "this is not a day")
                : null;
            parsed.Add(new(row.Number, id, from, row, fault));
        }
        return parsed;
    }

    /// <summary>A row's fields that the table has columns for. Asked a stretch at a time: cells may share a long text, values do not.</summary>
    public JsonElement ValuesOf(ImportRow row)
    {
        var values = new JsonObject();
        foreach (var column in Columns.Fields)
            if (row.Cells[column.Index] is { Length: > 0 } text) values[column.Field.Key] = Cells.Read(column.Field, text, column.Scale);
        return JsonSerializer.SerializeToElement(values, StorageJson.Options);
    }

    private static BatchRefusedException TooMany() => new("too-many-rows", $"一个文件最多 {MostRows} 行，请分成几个文件",
        $"at most {MostRows} rows a file: send several", StatusCodes.Status413PayloadTooLarge);
}
