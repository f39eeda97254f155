using System.Collections.Frozen;
using System.Text.RegularExpressions;
using Bishui.Features.Tables;
using Bishui.Hosting.Errors;
using Bishui.Rules.Standards;

namespace Bishui.Features.Readings.Uploads;

/// <summary>A column whose cells are values of one parameter.</summary>
/// <param name="Index">Its place.</param>
/// <param name="Parameter">Key of the parameter.</param>
/// <param name="Unit">Unit in the header's brackets; null: the parameter's own.</param>
internal sealed record ValueColumn(int Index, string Parameter, string? Unit)
{
    /// <summary>Place of the column with the detection limits; -1 where there is none.</summary>
    public int Limit { get; init; } = -1;
}

/// <summary>
/// What the columns of a table are. Long: a row is a reading, and a column names its parameter. Wide: a row is a sample, and each parameter
/// has a column of its own, named as the parameter is and with the unit in brackets if it is not the usual one.
/// </summary>
internal sealed partial class UploadColumns
{
    /// <summary>A field of a reading with the names its column may have; the first two stand in the template.</summary>
    public static readonly IReadOnlyList<(string Field, string[] Names)> Fields =
    [
        ("site", ["点位", "site", "监测点位", "点位名称", "点位编号", "断面", "断面名称"]),
        ("parameter", ["监测指标", "parameter", "指标", "监测因子", "因子", "监测项目", "项目"]),
        ("time", ["监测时间", "time", "采样时间", "时间", "监测日期", "采样日期"]),
        ("kind", ["类型", "kind", "数据类型"]),
        ("value", ["监测值", "value", "监测结果", "结果", "数值"]),
        ("unit", ["单位", "unit"]),
        ("flag", ["标记", "flag", "数据标记"]),
        ("detectionLimit", ["检出限", "detectionLimit", "detection limit"]),
        ("labReport", ["报告编号", "labReport", "检测报告编号", "lab report"]),
        ("reason", ["更正原因", "reason"]),
        ("source", ["数据来源", "source"]),
    ];

    // Columns for people.
    private static readonly FrozenSet<string> Ignored = new[] { "备注", "序号", "remark", "remarks", "note", "no." }.ToFrozenSet(StringComparer.OrdinalIgnoreCase);

    private static readonly FrozenDictionary<string, string> FieldOf = Fields
        .SelectMany(field => field.Names, (field, name) => (name, field.Field))
        .ToFrozenDictionary(one => one.name, one => one.Field, StringComparer.OrdinalIgnoreCase);

    private readonly Dictionary<string, int> _fields = [];
    private readonly TableRow _headers;

    private UploadColumns(TableRow headers) => _headers = TableLimits.Header(headers);

    /// <summary>The columns of values; in a long table the one, without a parameter.</summary>
    public IReadOnlyList<ValueColumn> Values { get; private set; } = [];

    /// <summary>Whether each parameter has a column of its own.</summary>
    public bool IsWide => Field("parameter") < 0;

    /// <summary>The fields that have a column, with its place.</summary>
    public IReadOnlyDictionary<string, int> Places => _fields;

    /// <summary>Place of a field's column; -1 where there is none.</summary>
    public int Field(string field) => _fields.GetValueOrDefault(field, -1);

    /// <summary>Reads a header; null, with what is wrong, when a column is missing, there twice, or not known.</summary>
    public static UploadColumns? Read(TableRow header, ParameterCatalogue parameters, out List<RowError> errors)
    {
        var columns = new UploadColumns(header);
        var (values, limits) = (new List<ValueColumn>(), new Dictionary<string, int>());
        var found = errors = [];
        foreach (var (i, name) in header.Cells)
        {
            if (Ignored.Contains(name)) continue;
            if (FieldOf.TryGetValue(name, out var field))
            {
                if (!columns._fields.TryAdd(field, i)) Add(name, "repeated-column", "此列出现两次", "this column is there twice");
            }
            else if (LimitName().Match(name) is { Success: true } limit && Parameter(limit.Groups["name"].Value, parameters) is { } limited)
            {
                if (!limits.TryAdd(limited.Parameter, i)) Add(name, "repeated-column", "此列出现两次", "this column is there twice");
            }
            else if (Parameter(name, parameters) is not { } value)
                Add(name, parameters.FindAll(Bare(name)).Count > 1 ? "ambiguous-parameter" : "unknown-column",
                    "不是已知的列名，也不是唯一的监测指标名", "neither a known column nor the name of one parameter");
            else if (values.Exists(one => one.Parameter == value.Parameter))
                Add(name, "repeated-column", "此监测指标出现两次", "this parameter is there twice");
            else values.Add(value with { Index = i });
        }

        if (columns.Field("site") < 0) Add("点位", "missing-column", "缺少点位列", "the column of the site is missing");
        if (columns.Field("time") < 0) Add("监测时间", "missing-column", "缺少监测时间列", "the column of the time is missing");
        if (columns.IsWide ? values.Count == 0 : columns.Field("value") < 0) Add("监测值", "missing-column", "缺少监测值列", "the column of the value is missing");
        if (!columns.IsWide)
            foreach (var extra in values) Add(header[extra.Index], "unknown-column", "已有监测指标列，不应再以指标名为列", "with a column that names the parameter, no column is named by one");
        columns.Values = columns.IsWide
            ? [.. values.Select(value => value with { Limit = limits.GetValueOrDefault(value.Parameter, columns.Field("detectionLimit")) })]
            : [new(columns.Field("value"), "", null) { Limit = columns.Field("detectionLimit") }];
        return found.Count == 0 ? columns : null;

        void Add(string column, string code, string zh, string en) => found.Add(new(null, column, code, $"{zh} / {en}"));
    }

    /// <summary>The header over a field's cell, where one column or another can hold it; null where none does.</summary>
    public string? HeaderOf(string? field, ValueColumn? value)
    {
        var index = field is null ? -1 : Field(field);
        if (index < 0 && field == "detectionLimit") index = value?.Limit ?? -1;
        if (index < 0 && field is "parameter" or "value" or "unit" or "detectionLimit") index = value?.Index ?? -1;
        return index < 0 ? null : _headers[index];
    }

    private static ValueColumn? Parameter(string name, ParameterCatalogue parameters)
    {
        if (parameters.Find(name) is { } whole) return new(-1, whole.Key, null);
        return UnitInBrackets().Match(name) is { Success: true } match && parameters.Find(match.Groups["name"].Value) is { } named
            ? new(-1, named.Key, match.Groups["unit"].Value.Trim())
            : null;
    }

    private static string Bare(string name) => UnitInBrackets().Match(name) is { Success: true } match ? match.Groups["name"].Value : name;

    [GeneratedRegex(@"^(?<name>.+?)\s*[(（](?<unit>[^()（）]+)[)）]$")]
    private static partial Regex UnitInBrackets();

    [GeneratedRegex(@"^(?<name>.+?)[\s_-]*(检出限|detectionLimit|detection limit)$", RegexOptions.IgnoreCase)]
    private static partial Regex LimitName();
}
