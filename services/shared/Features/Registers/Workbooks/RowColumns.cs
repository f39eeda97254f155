using System.Text;
using System.Text.RegularExpressions;
using Bishui.Features.Tables;
using Bishui.Hosting.Errors;

namespace Bishui.Features.Registers.Workbooks;

/// <summary>A column that holds a field.</summary>
/// <param name="Index">Its place.</param>
/// <param name="Field">The field.</param>
/// <param name="Scale">What a plain number of the column counts: 10 000 where the header says 万m³ and the field has m³.</param>
internal sealed record FieldColumn(int Index, RegisterField Field, decimal Scale);

/// <summary>What the columns of a table of rows are: by their Chinese or English label, their key or another header they are known by.</summary>
internal sealed partial class RowColumns
{
    public const string Id = "编号";
    public const string From = "生效日期";

    /// <summary>Stands beside the rows of a table that is handed back; a table handed in again may still have it.</summary>
    public const string Errors = "错误说明";

    private static readonly string[] IdNames = [Id, "id", "条目编号"];
    private static readonly string[] FromNames = [From, "from", "effective from", "自何日起"];
    private static readonly string[] Ignored = ["序号", "no.", Errors];

    private readonly TableRow _headers;
    private readonly Dictionary<RegisterField, FieldColumn> _byField = [];

    private RowColumns(TableRow headers) => _headers = TableLimits.Header(headers);

    public int IdIndex { get; private set; } = -1;

    /// <summary>-1 where there is none.</summary>
    public int FromIndex { get; private set; } = -1;

    public IReadOnlyCollection<FieldColumn> Fields => _byField.Values;

    public bool Has(RegisterField field) => _byField.ContainsKey(field);

    /// <summary>Header of a field, as the table has it; null where it has no such column.</summary>
    public string? HeaderOf(string field) => IndexOf(field) is >= 0 and var at ? _headers[at] : null;

    /// <summary>Whether a row is the header: tables often have a title above it.</summary>
    public static bool IsHeader(TableRow row) => row.Cells.Any(cell => cell.Text.Length <= TableLimits.LongestWord && IdNames.Contains(Folded(cell.Text)));

    /// <summary>Header of a field in a template and an export.</summary>
    public static string HeaderOf(RegisterField field) => field.Declared.Unit is { } unit ? $"{field.Declared.LabelZh}（{unit}）" : field.Declared.LabelZh;

    /// <summary>Reads a header; null, with what is wrong, when a column is missing, there twice, or not known.</summary>
    public static RowColumns? Read(Register register, TableRow header, out List<RowError> errors)
    {
        var columns = new RowColumns(header);
        var found = errors = [];
        var named = new HashSet<RegisterField>();
        foreach (var (i, text) in header.Cells)
        {
            var name = Folded(text).TrimEnd('*');
            if (IdNames.Contains(name)) columns.IdIndex = Once(columns.IdIndex, text, i);
            else if (FromNames.Contains(name)) columns.FromIndex = Once(columns.FromIndex, text, i);
            else if (FieldOf(register, name) is { } column)
            {
                if (column.Scale == 0)
                {
                    named.Add(column.Field);
                    Add(text, "wrong-unit", $"单位应为 {column.Field.Declared.Unit ?? "无"}", $"the unit must be {column.Field.Declared.Unit ?? "none"}");
                }
                else if (!columns._byField.TryAdd(column.Field, column with { Index = i })) Add(text, "repeated-column", "此列出现两次", "this column is there twice");
            }
            else if (!Ignored.Contains(name)) Add(text, "unknown-column", "名录没有此列", "the register has no such column");
        }
        if (columns.IdIndex < 0) Add(Id, "missing-column", $"缺少“{Id}”列", "the column of the id is missing");
        foreach (var field in register.Fields.Where(field => field.IsRequired && !columns.Has(field) && !named.Contains(field)))
            Add(field.Declared.LabelZh, "missing-column", $"缺少“{field.Declared.LabelZh}”列", $"the column {field.Declared.LabelEn} is missing");
        return found.Count == 0 ? columns : null;

        int Once(int held, string text, int at)
        {
            if (held >= 0) Add(text, "repeated-column", "此列出现两次", "this column is there twice");
            return at;
        }

        void Add(string column, string code, string zh, string en) => found.Add(new(null, column, code, $"{zh} / {en}"));
    }

    private int IndexOf(string field) => field switch
    {
        "id" => IdIndex,
        "from" => FromIndex,
        _ => _byField.Values.FirstOrDefault(column => column.Field.Key == field)?.Index ?? -1,
    };

    // Scale 0: the field is known, the unit is not its own.
    private static FieldColumn? FieldOf(Register register, string name)
    {
        if (Named(register, name) is { } whole) return new(-1, whole, 1);
        if (UnitInBrackets().Match(name) is not { Success: true } match || Named(register, match.Groups["name"].Value) is not { } field) return null;
        var (given, own) = (match.Groups["unit"].Value, Folded(field.Declared.Unit ?? ""));
        var scale = given == own ? 1 : given.Length > 0 && Scale(given) is var multiple and > 1 && given[1..] == own ? multiple : 0;
        return new(-1, field, scale);
    }

    /// <summary>What a unit or a number that begins so counts: 万 and 亿, else one.</summary>
    public static decimal Scale(string text) => text is ['万', ..] ? 10_000 : text is ['亿', ..] ? 100_000_000 : 1;

    private static RegisterField? Named(Register register, string name) =>
        register.Fields.FirstOrDefault(field => Folded(field.Declared.LabelZh) == name)
        ?? register.Fields.FirstOrDefault(field => Folded(field.Key) == name || Folded(field.Declared.LabelEn) == name)
        ?? register.Fields.FirstOrDefault(field => field.Declared.Also.Any(also => Folded(also) == name));

    /// <summary>A text without regard to width, capitals and white space.</summary>
    public static string Folded(string text) => string.Concat(text.Normalize(NormalizationForm.FormKC).Where(c => !char.IsWhiteSpace(c))).ToLowerInvariant();

    [GeneratedRegex(@"^(?<name>.+)[(\[](?<unit>[^()\[\]]+)[)\]]$")]
    private static partial Regex UnitInBrackets();
}
