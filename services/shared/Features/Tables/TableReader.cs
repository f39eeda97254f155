using System.Xml;
using Bishui.Features.Requests;
using Bishui.Features.Tables.Workbooks;
using Microsoft.AspNetCore.Http;

namespace Bishui.Features.Tables;

/// <summary>How a table is read.</summary>
/// <param name="MostRows">The most filled rows a table may have beside its header.</param>
/// <param name="TooMany">What refuses one with more.</param>
/// <param name="AsShown">Cells count as a person sees them: merged ones each have the value, 0.125 under a percent format is 12.5%.</param>
public sealed record TableReading(int MostRows, Func<BatchRefusedException> TooMany, bool AsShown = false);

/// <summary>Reads the rows of an uploaded table, whatever program wrote it, within <see cref="TableLimits"/>.</summary>
public static class TableReader
{
    /// <summary>
    /// Its filled rows. Throws <see cref="BatchRefusedException"/> when it cannot be read, and ends when <paramref name="cancel"/> says that nobody
    /// waits for them.
    /// </summary>
    public static IEnumerable<TableRow> Read(byte[] content, TableFormat format, TableReading reading, CancellationToken cancel)
    {
        var packed = content.AsSpan().StartsWith("PK\x03\x04"u8);
        if (content.AsSpan().StartsWith((ReadOnlySpan<byte>)[0xD0, 0xCF, 0x11, 0xE0]))
            throw Refused("old-excel", "旧版 Excel（.xls）不能读取，请另存为 .xlsx", "an Excel file of the old kind (.xls): save it as .xlsx");
        if (packed != (format == TableFormat.Xlsx))
            throw Refused("type-mismatch", "文件内容与所称类型不符", "the content is not what the name or the content type says");
        return Counted(packed ? Sheet(content, reading, cancel) : CsvTable.Rows(content, cancel), reading);
    }

    private static IEnumerable<TableRow> Counted(IEnumerable<TableRow> rows, TableReading reading)
    {
        var count = 0;
        foreach (var row in rows)
        {
            if (++count > reading.MostRows + 1) throw reading.TooMany();
            yield return row;
        }
    }

    private static IEnumerable<TableRow> Sheet(byte[] content, TableReading reading, CancellationToken cancel)
    {
        using var workbook = Readable(() => Workbook.Open(content, cancel));
        using var sheet = Readable(() => workbook.FirstSheet(reading.AsShown));
        if (!reading.AsShown)
        {
            while (Readable(sheet.Next) is { } row) yield return row;
            yield break;
        }
        // What is merged stands behind the rows.
        var rows = new List<TableRow>();
        while (Readable(sheet.Next) is { } row)
        {
            rows.Add(row);
            if (rows.Count > reading.MostRows + 1) throw reading.TooMany();
        }
        MergedCells.Fill(rows, sheet.Merged, cancel);
        foreach (var row in rows) yield return row;
    }

    private static T Readable<T>(Func<T> read)
    {
        try
        {
            return read();
        }
        catch (XmlException broken) when (broken.LineNumber == 0)
        {
            throw Refused("broken-table", "Excel 工作簿无法读取：其 XML 含不予读取的 DTD，或编码不明",
                "the Excel workbook cannot be read: its XML declares a DTD, which is never read, or an unknown encoding");
        }
        catch (XmlException broken)
        {
            throw Refused("broken-table", $"Excel 工作簿无法读取：其 XML 第 {broken.LineNumber} 行第 {broken.LinePosition} 列有误",
                $"the Excel workbook cannot be read: its XML breaks in line {broken.LineNumber} at {broken.LinePosition}");
        }
        catch (Exception broken) when (broken is InvalidDataException or IOException)
        {
            throw Refused("broken-table", "Excel 工作簿无法读取", "the Excel workbook cannot be read");
        }
    }

    /// <summary>A refusal of the whole table.</summary>
    public static BatchRefusedException Refused(string code, string zh, string en) => new(code, zh, en, StatusCodes.Status422UnprocessableEntity);
}
