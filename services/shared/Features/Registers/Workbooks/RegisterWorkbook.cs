using System.Data;
using System.Globalization;
using Bishui.Features.Tables;
using Bishui.Features.Tables.Workbooks;
using MiniExcelLibs;
using MiniExcelLibs.OpenXml;

namespace Bishui.Features.Registers.Workbooks;

/// <summary>Workbooks of a register: an empty one to fill in, and its rows as of a day in the same form.</summary>
internal static class RegisterWorkbook
{
    private const int LongestSheetName = 31;

    /// <summary>The empty table, what its columns mean, and a sheet with the terms of each choice.</summary>
    public static byte[] Template(Register register)
    {
        using var table = Table(register.Fields);
        var sheets = new Dictionary<string, object> { [SheetName(register.Declared.TitleZh, [])] = table, ["填写说明"] = Meanings(register) };
        foreach (var field in register.Fields.Where(field => field.Kind == FieldKind.Choice))
            sheets[SheetName(field.Declared.LabelZh, sheets.Keys)] = field.Choices
                .Select(choice => new Dictionary<string, object> { ["选项"] = choice.Zh, ["Option"] = choice.En, ["代码"] = choice.Word }).ToList();
        return Saved(sheets);
    }

    /// <summary>Rows with the versions that hold; personal columns only where they are shown.</summary>
    public static byte[] Export(Register register, IEnumerable<(string Id, RowVersion Version)> rows, bool withPersonal)
    {
        var fields = register.Fields.Where(field => withPersonal || !field.Declared.Personal).ToList();
        using var table = Table(fields);
        foreach (var (id, version) in rows)
            table.Rows.Add([id, version.From.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture), .. fields.Select(field => Cells.Show(field, version.Values) ?? DBNull.Value)]);
        return Saved(new() { [SheetName(register.Declared.TitleZh, [])] = table });
    }

    /// <summary>A table as it was handed in, with what is wrong with a row behind its columns.</summary>
    /// <param name="rows">All rows of the table.</param>
    /// <param name="header">Number of the row that holds the headers.</param>
    /// <param name="errors">What is wrong, by number of the row.</param>
    public static byte[] WithErrors(IReadOnlyList<TableRow> rows, int header, IReadOnlyDictionary<int, string> errors)
    {
        // A table that was handed back once has the column already; in another it is the next one in which nothing stands.
        var used = rows.SelectMany(row => row.Cells).Select(cell => cell.Column).ToHashSet();
        var width = rows.Where(row => row.Number == header).Select(row => row.Width).FirstOrDefault();
        var at = rows.SelectMany(row => row.Cells).Where(cell => cell.Text == RowColumns.Errors).Select(cell => cell.Column)
            .FirstOrDefault(Enumerable.Range(width, used.Count + 1).First(column => !used.Contains(column)));
        return SparseWorkbook.Of("导入结果", rows.Select(row => row with
        {
            Cells = (row.Number == header ? RowColumns.Errors : errors.GetValueOrDefault(row.Number)) is { } text
                ? [.. row.Cells.Where(cell => cell.Column != at), new(at, text)]
                : [.. row.Cells.Where(cell => cell.Column != at)],
        }));
    }

    private static DataTable Table(IEnumerable<RegisterField> fields)
    {
        var table = new DataTable();
        table.Columns.Add(RowColumns.Id);
        table.Columns.Add(RowColumns.From);
        foreach (var field in fields) table.Columns.Add(RowColumns.HeaderOf(field), typeof(object));
        return table;
    }

    private static List<Dictionary<string, object>> Meanings(Register register)
    {
        var meanings = new List<Dictionary<string, object>>
        {
            Meaning(RowColumns.Id, "Id", true, "名录内唯一：字母、数字、点、下划线和连字符，最多64位；同一编号再次导入即更新"),
            Meaning(RowColumns.From, "Effective from", false, "自该日起如此，如 2021-11-01；不填为导入时指定的日期，未指定则为当日"),
        };
        meanings.AddRange(register.Fields.Select(field => Meaning(RowColumns.HeaderOf(field), field.Declared.LabelEn, field.IsRequired,
            string.Join("；", new[] { Form(field), field.Declared.HelpZh, Range(field) }.Where(each => each is not null)))));
        return meanings;
    }

    private static Dictionary<string, object> Meaning(string header, string english, bool isRequired, string meaning) =>
        new() { ["列"] = header, ["Column"] = english, ["必填"] = isRequired ? "是" : "否", ["说明"] = meaning };

    private static string Form(RegisterField field) => (field.IsList ? "多项以顿号分开：" : "") + field.Kind switch
    {
        FieldKind.Number => "数字，可写 3.5万" + (field.Declared.Unit == "%" ? "、12.5%" : ""),
        FieldKind.Integer => "整数",
        FieldKind.Boolean => "是或否",
        FieldKind.Day => "日期，如 2021-11-01",
        FieldKind.Choice => string.Join("、", field.Choices.Select(choice => choice.Zh)),
        _ => "文字",
    };

    private static string? Range(RegisterField field) => (field.Min, field.Max) switch
    {
        ({ } least, { } most) => $"{least} 至 {most}",
        ({ } least, null) => $"不小于 {least}",
        (null, { } most) => $"不大于 {most}",
        _ => null,
    };

    // Excel refuses longer names, these characters, and two of one name.
    private static string SheetName(string title, IEnumerable<string> taken)
    {
        var name = string.Concat(title.Where(c => !@"[]:*?/\'".Contains(c, StringComparison.Ordinal)));
        name = name[..Math.Min(name.Length, LongestSheetName)];
        for (var i = 2; taken.Contains(name); i++) name = $"{name[..Math.Min(name.Length, LongestSheetName - 3)]}{i}";
        return name;
    }

    private static byte[] Saved(Dictionary<string, object> sheets)
    {
        using var file = new MemoryStream();
        MiniExcel.SaveAs(file, sheets, configuration: new OpenXmlConfiguration { AutoFilter = false });
        return file.ToArray();
    }
}
