namespace Bishui.Features.Tables;

/// <summary>A cell that has something in it.</summary>
/// <param name="Column">Its column, from 0.</param>
/// <param name="Text">What stands in it; never empty.</param>
public readonly record struct TableCell(int Column, string Text);

/// <summary>One row of a table as text. A row costs what stands in it, however far to the right that is.</summary>
/// <param name="Number">The number that a person sees beside it.</param>
/// <param name="Cells">Its filled cells, from the left.</param>
public readonly record struct TableRow(int Number, IReadOnlyList<TableCell> Cells)
{
    /// <summary>Whether nothing stands in it.</summary>
    public bool IsBlank => Cells.Count == 0;

    /// <summary>Columns up to the last filled cell.</summary>
    public int Width => Cells.Count == 0 ? 0 : Cells[^1].Column + 1;

    /// <summary>The text of a column, from 0; empty where there is none.</summary>
    public string this[int column]
    {
        get
        {
            var (low, high) = (0, Cells.Count - 1);
            while (low <= high)
            {
                var middle = (low + high) / 2;
                var cell = Cells[middle];
                if (cell.Column == column) return cell.Text;
                if (cell.Column < column) low = middle + 1;
                else high = middle - 1;
            }
            return "";
        }
    }

    /// <summary>A row of these texts, one a column.</summary>
    public static TableRow Of(int number, IEnumerable<string> texts) =>
        new(number, [.. texts.Select((text, column) => new TableCell(column, text)).Where(cell => cell.Text.Length > 0)]);
}
