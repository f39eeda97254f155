using System.Globalization;
using System.IO.Compression;
using System.Text;
using System.Xml;
using Bishui.Features.Requests;
using CsvHelper;
using Microsoft.AspNetCore.Http;
using MiniExcelLibs;
using MiniExcelLibs.OpenXml;

namespace Bishui.Features.Tables;

/// <summary>One row of a table as text.</summary>
/// <param name="Number">The number that a person sees beside it.</param>
/// <param name="Cells">Its cells; those after the last filled one may be missing.</param>
public readonly record struct TableRow(int Number, IReadOnlyList<string> Cells)
{
    /// <summary>Whether nothing stands in it.</summary>
    public bool IsBlank => Cells.All(cell => cell.Length == 0);

    /// <summary>The cell of a column, from 0; empty where there is none.</summary>
    public string this[int column] => column >= 0 && column < Cells.Count ? Cells[column] : "";
}

/// <summary>How a table is read.</summary>
/// <param name="MostRows">The most rows a workbook may have beside its header.</param>
/// <param name="TooMany">What refuses one with more.</param>
/// <param name="AsShown">Cells count as a person sees them: merged ones each have the value, 0.125 under a percent format is 12.5%.</param>
public sealed record TableReading(int MostRows, Func<BatchRefusedException> TooMany, bool AsShown = false);

/// <summary>Reads the rows of an uploaded table, whatever program wrote it. Throws <see cref="BatchRefusedException"/> when it cannot be read.</summary>
public static class TableReader
{
    // A packed table of twenty megabytes can be made to unpack to the size of the memory.
    private const long LargestUnpacked = 512L << 20;

    // Excel's numbers are doubles: fifteen digits of them are what was typed in.
    private const double LargestExact = 1e15;

    /// <summary>Its rows, blank ones too.</summary>
    public static IEnumerable<TableRow> Read(byte[] content, TableFormat format, TableReading reading)
    {
        var packed = content.AsSpan().StartsWith("PK\x03\x04"u8);
        if (content.AsSpan().StartsWith((ReadOnlySpan<byte>)[0xD0, 0xCF, 0x11, 0xE0]))
            throw Refused("old-excel", "旧版 Excel（.xls）不能读取，请另存为 .xlsx", "an Excel file of the old kind (.xls): save it as .xlsx");
        if (packed != (format == TableFormat.Xlsx))
            throw Refused("type-mismatch", "文件内容与所称类型不符", "the content is not what the name or the content type says");
        return packed ? Sheet(content, reading) : Lines(Decode(content));
    }

    private static IEnumerable<TableRow> Lines(string text)
    {
        using var reader = CsvReader.FromText(text, CsvReaderOptions.Default with
        {
            HasHeader = false,
            SkipEmptyLines = false,
            TrackLineNumbers = true,
            TrimWhitespace = true,
            MaxRecordSize = 1 << 20,
            // Recovered, an open quote would swallow the rows after it.
            MalformedData = CsvMalformedDataHandling.Throw,
        });
        while (Next(reader))
            yield return new((int)reader.LineNumber, [.. Enumerable.Range(0, reader.FieldCount).Select(i => reader.GetString(i).Trim())]);
    }

    private static bool Next(CsvReader reader)
    {
        try { return reader.Read(); }
        catch (CsvFormatException broken)
        {
            throw Refused("broken-table", $"CSV 在第 {broken.LineNumber} 行有误，可能是引号未闭合", $"the CSV breaks in line {broken.LineNumber}, perhaps by a quote that is not closed");
        }
    }

    private static List<TableRow> Sheet(byte[] content, TableReading reading)
    {
        try
        {
            using var stream = new MemoryStream(content, writable: false);
            using (var archive = new ZipArchive(stream, ZipArchiveMode.Read, leaveOpen: true))
                if (archive.Entries.Sum(entry => entry.Length) > LargestUnpacked)
                    throw Refused("too-large", "工作簿解压后过大", "the workbook unpacks to more than can be read");
            stream.Position = 0;
            var percents = reading.AsShown ? PercentCells.Of(content) : [];
            var rows = new List<TableRow>();
            var configuration = new OpenXmlConfiguration { FillMergedCells = reading.AsShown };
            foreach (IDictionary<string, object?> row in MiniExcel.Query(stream, useHeaderRow: false, excelType: ExcelType.XLSX, configuration: configuration))
            {
                var number = rows.Count + 1;
                rows.Add(new(number, [.. row.Values.Select((cell, column) => TextOf(cell, percents.Count > 0 && percents.Contains((number, column))))]));
                if (rows.Count > reading.MostRows + 1) throw reading.TooMany();
            }
            return rows;
        }
        catch (Exception broken) when (broken is InvalidDataException or XmlException or KeyNotFoundException or NullReferenceException or FormatException or IndexOutOfRangeException)
        {
            throw Refused("broken-table", "Excel 工作簿无法读取", "the Excel workbook cannot be read");
        }
    }

    private static string TextOf(object? cell, bool isPercent) => cell switch
    {
        null => "",
        string text => text.Trim(),
        // A date in Excel is a fraction of a day: what is left of a second is error.
        DateTime time => Rounded(time).ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture),
        double share when isPercent && Math.Abs(share) < LargestExact => ((decimal)share * 100).ToString("0.############################", CultureInfo.InvariantCulture) + "%",
        double number when Math.Abs(number) < LargestExact => ((decimal)number).ToString(CultureInfo.InvariantCulture),
        _ => Convert.ToString(cell, CultureInfo.InvariantCulture) ?? "",
    };

    internal static DateTime Rounded(DateTime time) => new((time.Ticks + (TimeSpan.TicksPerSecond / 2)) / TimeSpan.TicksPerSecond * TimeSpan.TicksPerSecond);

    /// <summary>UTF-8, or UTF-16 by its mark, or else GB 18030, which Excel writes in China.</summary>
    private static string Decode(byte[] content)
    {
        foreach (var encoding in new Encoding[] { new UTF8Encoding(true, true), new UnicodeEncoding(false, true, true), new UnicodeEncoding(true, true, true) })
            if (content.AsSpan().StartsWith(encoding.Preamble)) return Decoded(encoding, content[encoding.Preamble.Length..]) ?? throw Unreadable();
        return Decoded(new UTF8Encoding(false, true), content)
            ?? Decoded(CodePagesEncodingProvider.Instance.GetEncoding("GB18030", EncoderFallback.ExceptionFallback, DecoderFallback.ExceptionFallback)!, content)
            ?? throw Unreadable();
    }

    private static string? Decoded(Encoding encoding, byte[] content)
    {
        try { return encoding.GetString(content) is var text && !text.Contains('\0', StringComparison.Ordinal) ? text : null; }
        catch (DecoderFallbackException) { return null; }
    }

    private static BatchRefusedException Unreadable() =>
        Refused("unknown-encoding", "无法识别文字编码，请用 UTF-8 或 GB18030", "the encoding is neither UTF-8 nor GB 18030");

    /// <summary>A refusal of the whole table.</summary>
    public static BatchRefusedException Refused(string code, string zh, string en) => new(code, zh, en, StatusCodes.Status422UnprocessableEntity);
}
