using System.Text;
using Bishui.Features.Requests;
using CsvHelper;

namespace Bishui.Features.Tables;

/// <summary>The rows of CSV, in any encoding that programs write here.</summary>
internal static class CsvTable
{
    /// <summary>Its rows, without blank ones.</summary>
    public static IEnumerable<TableRow> Rows(byte[] content, CancellationToken cancel)
    {
        var text = Decode(content);
        CheckLines(text);
        using var reader = CsvReader.FromText(text, CsvReaderOptions.Default with
        {
            HasHeader = false,
            SkipEmptyLines = false,
            TrackLineNumbers = true,
            TrimWhitespace = true,
            // Recovered, an open quote would swallow the rows after it.
            MalformedData = CsvMalformedDataHandling.Throw,
        });
        long cells = 0;
        while (Next(reader))
        {
            cancel.ThrowIfCancellationRequested();
            if ((cells += reader.FieldCount) > TableLimits.MostCells) throw TableLimits.Beyond("too-many-cells", "单元格", "cells", TableLimits.MostCells, cells);
            var row = Row(reader);
            if (!row.IsBlank) yield return row;
        }
    }

    private static TableRow Row(CsvReader reader)
    {
        var cells = new List<TableCell>();
        for (var column = 0; column < reader.FieldCount; column++)
        {
            var cell = reader.GetString(column).Trim();
            if (cell.Length == 0) continue;
            if (column >= TableLimits.MostColumns) throw TableLimits.Beyond("too-many-columns", "列", "columns", TableLimits.MostColumns, column + 1);
            if (cell.Length > TableLimits.LongestText) throw TableLimits.Beyond("text-too-long", "一个单元格的字数", "characters in a cell", TableLimits.LongestText, cell.Length);
            cells.Add(new(column, cell));
        }
        return new((int)reader.LineNumber, cells);
    }

    private static bool Next(CsvReader reader)
    {
        try { return reader.Read(); }
        catch (CsvFormatException broken)
        {
            throw TableReader.Refused("broken-table", $"CSV 在第 {broken.LineNumber} 行有误，可能是引号未闭合", $"the CSV breaks in line {broken.LineNumber}, perhaps by a quote that is not closed");
        }
    }

    private static void CheckLines(string text)
    {
        foreach (var line in text.AsSpan().EnumerateLines())
            if (line.Length > TableLimits.LongestLine) throw TableLimits.Beyond("line-too-long", "一行的字数", "characters in a line", TableLimits.LongestLine, line.Length);
    }

    /// <summary>UTF-8, or UTF-16 by its mark, or else GB 18030, which Excel writes in China.</summary>
    private static string Decode(byte[] content)
    {
        foreach (var encoding in new Encoding[] { new UTF8Encoding(true, true), new UnicodeEncoding(false, true, true), new UnicodeEncoding(true, true, true) })
            if (content.AsSpan().StartsWith(encoding.Preamble)) return Decoded(encoding, content.AsSpan(encoding.Preamble.Length)) ?? throw Unreadable();
        return Decoded(new UTF8Encoding(false, true), content)
            ?? Decoded(CodePagesEncodingProvider.Instance.GetEncoding("GB18030", EncoderFallback.ExceptionFallback, DecoderFallback.ExceptionFallback)!, content)
            ?? throw Unreadable();
    }

    private static string? Decoded(Encoding encoding, ReadOnlySpan<byte> content)
    {
        try { return encoding.GetString(content) is var text && !text.Contains('\0', StringComparison.Ordinal) ? text : null; }
        catch (DecoderFallbackException) { return null; }
    }

    private static BatchRefusedException Unreadable() =>
        TableReader.Refused("unknown-encoding", "无法识别文字编码，请用 UTF-8 或 GB18030", "the encoding is neither UTF-8 nor GB 18030");
}
