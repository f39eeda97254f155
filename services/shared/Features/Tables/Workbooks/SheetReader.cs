namespace Bishui.Features.Tables.Workbooks;

/// <summary>Reads a sheet's filled rows from the top. What is merged stands behind them and is known at the end.</summary>
internal sealed class SheetReader(XmlPart part, CellTexts texts) : IDisposable
{
    private const int MostExcelColumns = 16_384;

    private readonly List<MergedRange> _merged = [];
    private int _row;
    private int _rows;
    private int _cells;
    private long _characters;

    /// <summary>Ranges of merged cells, once all rows are read.</summary>
    public IReadOnlyList<MergedRange> Merged => _merged;

    /// <summary>The next row in which something stands; null at the end.</summary>
    public TableRow? Next()
    {
        while (part.Next())
        {
            if (part.Begins("row"))
            {
                if (Row() is { IsBlank: false } row) return row;
            }
            else if (part.Begins("mergeCell"))
            {
                if (MergedRange.Of(part.Xml.GetAttribute("ref")) is { } range) _merged.Add(range);
                if (_merged.Count > TableLimits.MostMergedRanges)
                    throw TableLimits.Beyond("too-many-merged-ranges", "合并区域", "merged ranges", TableLimits.MostMergedRanges, _merged.Count);
            }
        }
        return null;
    }

    public void Dispose() => part.Dispose();

    private TableRow Row()
    {
        var number = part.Number("r") ?? _row + 1;
        if (number <= _row) throw new InvalidDataException($"Row {number} stands behind row {_row}.");
        if (Math.Max(number, ++_rows) is > TableLimits.MostSheetRows and var rows) throw TableLimits.Beyond("too-many-rows", "工作表的行", "rows of a sheet", TableLimits.MostSheetRows, rows);
        _row = number;
        var (depth, cells, column) = (part.Xml.Depth, new List<TableCell>(), -1);
        if (part.Xml.IsEmptyElement) return new(number, cells);
        while (part.Next() && part.Xml.Depth > depth)
        {
            if (!part.Begins("c")) continue;
            if (++_cells > TableLimits.MostCells) throw TableLimits.Beyond("too-many-cells", "单元格", "cells", TableLimits.MostCells, _cells);
            var own = CellPlace.Of(part.Xml.GetAttribute("r"))?.Column ?? column + 1;
            if (own <= column || own >= MostExcelColumns) throw new InvalidDataException($"A cell of row {number} stands in column {own}.");
            column = own;
            if (Cell() is not { Length: > 0 } text) continue;
            if (column >= TableLimits.MostColumns) throw TableLimits.Beyond("too-many-columns", "列", "columns", TableLimits.MostColumns, column + 1);
            if ((_characters += text.Length) > TableLimits.MostText) throw TableLimits.Beyond("too-much-text", "全表的字数", "characters in all cells", TableLimits.MostText, _characters);
            cells.Add(new(column, text));
        }
        return new(number, cells);
    }

    private string Cell()
    {
        if (part.Xml.IsEmptyElement) return "";
        var (depth, type, style, text) = (part.Xml.Depth, part.Xml.GetAttribute("t"), part.Number("s"), "");
        while (part.Next() && part.Xml.Depth > depth)
        {
            if (part.Begins("v")) text = texts.Of(type, style, part.Text());
            else if (part.Begins("is")) text = texts.Of("inlineStr", style, part.Text());
        }
        return text;
    }
}
