using System.Globalization;
using Bishui.Features.Requests;
using Microsoft.AspNetCore.Http;

namespace Bishui.Features.Tables;

/// <summary>
/// How much a table may hold, in the file and unpacked. A few hundred bytes can name the last cell of the widest sheet, or unpack to the size of
/// the memory: what reading costs has to follow what somebody wrote. Each refusal names the limit and what was found.
/// </summary>
public static class TableLimits
{
    /// <summary>Columns up to the last filled cell: all parameters of the widest standard beside their detection limits are fewer.</summary>
    public const int MostColumns = 256;

    /// <summary>Cells of a table, empty ones of a workbook too.</summary>
    public const int MostCells = 2_500_000;

    /// <summary>Rows of a workbook's sheet, empty ones too: Excel has no more.</summary>
    public const int MostSheetRows = 1_048_576;

    /// <summary>Characters of a cell: Excel takes no more.</summary>
    public const int LongestText = 32_767;

    /// <summary>Characters of all cells together. Cells of a workbook can share a text, and each counts.</summary>
    public const int MostText = 32 << 20;

    /// <summary>Characters of a header, and of a word or number that has to be made sense of.</summary>
    public const int LongestWord = 200;

    /// <summary>Characters of a line of CSV.</summary>
    public const int LongestLine = 128 << 10;

    /// <summary>Ranges of merged cells.</summary>
    public const int MostMergedRanges = 100_000;

    /// <summary>Cells that get their value from a merged one.</summary>
    public const int MostMergedCells = 500_000;

    /// <summary>Texts that cells may share.</summary>
    public const int MostSharedStrings = 500_000;

    /// <summary>Characters of the texts that cells may share.</summary>
    public const int MostSharedText = 16 << 20;

    /// <summary>Formats of cells: Excel takes no more.</summary>
    public const int MostStyles = 65_490;

    /// <summary>Sheets of a workbook.</summary>
    public const int MostSheets = 255;

    /// <summary>Files in a workbook.</summary>
    public const int MostEntries = 1_000;

    /// <summary>Bytes of the list of files in a workbook.</summary>
    public const int LargestList = 1 << 20;

    /// <summary>Bytes that a workbook unpacks to, whatever its size.</summary>
    public const long LargestUnpacked = 256L << 20;

    /// <summary>How many times its own size a workbook unpacks to; ordinary ones come to ten times.</summary>
    public const int MostUnpackedTimes = 50;

    /// <summary>Bytes that the smallest workbook may unpack to.</summary>
    public const long LeastUnpacked = 16L << 20;

    /// <summary>Bytes of a single tag, text or comment of a workbook's XML.</summary>
    public const int LargestPiece = 512 << 10;

    /// <summary>Elements of a workbook's XML within each other.</summary>
    public const int DeepestXml = 64;

    /// <summary>Different names of elements and attributes in a part of a workbook.</summary>
    public const int MostNames = 2_000;

    /// <summary>What refuses a table beyond a limit.</summary>
    /// <param name="code">Stable, kebab-case.</param>
    /// <param name="zh">What there is too much of, in Chinese.</param>
    /// <param name="en">The same in English.</param>
    /// <param name="limit">The limit.</param>
    /// <param name="found">What was found, or how much of it when reading ended.</param>
    public static BatchRefusedException Beyond(string code, string zh, string en, long limit, long found)
    {
        var (most, have) = (limit.ToString("N0", CultureInfo.InvariantCulture), found.ToString("N0", CultureInfo.InvariantCulture));
        return new(code, $"表格过大，未读取：{zh}最多 {most}，文件中有 {have} 或更多", $"the table is too large to be read: at most {most} {en}, the file has {have} or more",
            StatusCodes.Status413PayloadTooLarge);
    }

    /// <summary>Refuses a header that no person wrote: what is compared with the names of columns is short.</summary>
    public static TableRow Header(TableRow row)
    {
        foreach (var cell in row.Cells)
            if (cell.Text.Length > LongestWord) throw Beyond("header-too-long", "一个表头的字数", "characters in a header", LongestWord, cell.Text.Length);
        return row;
    }
}
