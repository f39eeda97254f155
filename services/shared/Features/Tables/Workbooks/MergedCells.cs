using System.Globalization;

namespace Bishui.Features.Tables.Workbooks;

/// <summary>The place of a cell, such as C5.</summary>
/// <param name="Row">Its row, from 1.</param>
/// <param name="Column">Its column, from 0.</param>
internal readonly record struct CellPlace(int Row, int Column)
{
    private const int MostLetters = 3, MostDigits = 7;

    /// <summary>Reads it; null where it is none.</summary>
    public static CellPlace? Of(ReadOnlySpan<char> reference)
    {
        var (letters, column, row) = (0, 0, 0);
        while (letters < reference.Length && char.IsAsciiLetterUpper(reference[letters])) column = (column * 26) + reference[letters++] - 'A' + 1;
        if (letters is 0 or > MostLetters || reference.Length - letters is 0 or > MostDigits) return null;
        foreach (var digit in reference[letters..])
        {
            if (!char.IsAsciiDigit(digit)) return null;
            row = (row * 10) + digit - '0';
        }
        return new(row, column - 1);
    }

    /// <summary>The name of a place.</summary>
    public static string Named(int row, int column)
    {
        var letters = "";
        for (var rest = column + 1; rest > 0; rest = (rest - 1) / 26) letters = (char)('A' + ((rest - 1) % 26)) + letters;
        return string.Create(CultureInfo.InvariantCulture, $"{letters}{row}");
    }
}

/// <summary>A range of cells that are one.</summary>
/// <param name="First">Its upper left cell, which has the value.</param>
/// <param name="Last">Its lower right cell.</param>
internal readonly record struct MergedRange(CellPlace First, CellPlace Last)
{
    /// <summary>Reads it; null where it is none.</summary>
    public static MergedRange? Of(string? reference) =>
        reference?.IndexOf(':', StringComparison.Ordinal) is > 0 and var colon
        && CellPlace.Of(reference.AsSpan(0, colon)) is { } first && CellPlace.Of(reference.AsSpan(colon + 1)) is { } last
        && first.Row <= last.Row && first.Column <= last.Column ? new(first, last) : null;
}

/// <summary>
/// Gives each cell of a merged range its value, within what is filled: rows in which nothing of their own stands stay blank, and no row grows
/// beyond the widest.
/// </summary>
internal static class MergedCells
{
    public static void Fill(List<TableRow> rows, IReadOnlyList<MergedRange> ranges, CancellationToken cancel)
    {
        if (ranges.Count == 0 || rows.Count == 0) return;
        var (widest, filled) = (rows.Max(row => row.Width), 0);
        var added = new Dictionary<int, List<TableCell>>();
        foreach (var range in ranges)
        {
            var at = IndexFrom(rows, range.First.Row);
            if (at == rows.Count || rows[at].Number != range.First.Row || rows[at][range.First.Column] is not { Length: > 0 } text) continue;
            for (var last = Math.Min(range.Last.Column, widest - 1); at < rows.Count && rows[at].Number <= range.Last.Row; at++)
            {
                cancel.ThrowIfCancellationRequested();
                if (!added.TryGetValue(at, out var cells)) added.Add(at, cells = []);
                for (var column = range.First.Column; column <= last; column++)
                {
                    if (rows[at].Number == range.First.Row && column == range.First.Column) continue;
                    if (++filled > TableLimits.MostMergedCells) throw TableLimits.Beyond("too-many-merged-cells", "合并单元格", "merged cells", TableLimits.MostMergedCells, filled);
                    cells.Add(new(column, text));
                }
            }
        }
        // A cell's own value, or the first range that covers it, counts.
        foreach (var (at, cells) in added)
            rows[at] = rows[at] with { Cells = [.. rows[at].Cells.Concat(cells).DistinctBy(cell => cell.Column).OrderBy(cell => cell.Column)] };
    }

    /// <summary>Place of the first row from this number on.</summary>
    private static int IndexFrom(List<TableRow> rows, int number)
    {
        var (low, high) = (0, rows.Count);
        while (low < high)
        {
            var middle = (low + high) / 2;
            if (rows[middle].Number < number) low = middle + 1;
            else high = middle;
        }
        return low;
    }
}
