using System.Collections.Frozen;
using System.Globalization;
using System.Text.RegularExpressions;
using Bishui.Features.Requests;
using Bishui.Features.Tables;
using Bishui.Features.Tables.Workbooks;
using Bishui.Rules.Time;
using Bishui.Storage.Readings;
using Microsoft.AspNetCore.Http;

namespace Bishui.Features.Readings.Uploads;

/// <summary>Where in the table a row of the batch stands.</summary>
/// <param name="Row">The table's own row number.</param>
/// <param name="Value">The column of the value; null where the whole row is meant.</param>
internal readonly record struct UploadPlace(int Row, ValueColumn? Value);

/// <summary>
/// Reads the rows of a table as readings. A time without an offset is China Standard Time; a sample without a kind is taken as analysed by hand;
/// <c>0.0003L</c> and <c>&lt;0.0003</c> are results below that detection limit, and so is 未检出 beside one.
/// </summary>
internal sealed partial class UploadParser
{
    public const int MostReadings = 200_000;

    private static readonly string[] NotDetected = ["未检出", "ND", "N.D.", "not detected"];
    private static readonly string[] NotMeasured = ["/", "-", "—", "--", "——", "未监测"];

    private static readonly string[] Times =
    [
        "yyyy-M-d H:mm:ss", "yyyy-M-d H:mm", "yyyy-M-d'T'H:mm:ss", "yyyy-M-d'T'H:mm", "yyyy-M-d", "yyyy/M/d H:mm:ss", "yyyy/M/d H:mm", "yyyy/M/d",
        "yyyy年M月d日 H:mm", "yyyy年M月d日H时", "yyyy年M月d日 H时", "yyyy年M月d日",
    ];

    private static readonly FrozenDictionary<string, ReadingKind> Kinds = new Dictionary<string, ReadingKind>
    {
        ["realtime"] = ReadingKind.Realtime,
        ["实时"] = ReadingKind.Realtime,
        ["minute"] = ReadingKind.Minute,
        ["分钟"] = ReadingKind.Minute,
        ["hour"] = ReadingKind.Hour,
        ["小时"] = ReadingKind.Hour,
        ["day"] = ReadingKind.Day,
        ["日"] = ReadingKind.Day,
        ["日均"] = ReadingKind.Day,
        ["manual"] = ReadingKind.Manual,
        ["手工"] = ReadingKind.Manual,
        ["人工"] = ReadingKind.Manual,
        [""] = ReadingKind.Manual,
    }.ToFrozenDictionary(StringComparer.OrdinalIgnoreCase);

    private readonly UploadColumns _columns;

    private UploadParser(UploadColumns columns) => _columns = columns;

    /// <summary>The readings, with those that cannot be read already rejected.</summary>
    public ParsedBatch Batch { get; } = new();

    /// <summary>Where each row of the batch stands, by its index.</summary>
    public List<UploadPlace> Places { get; } = [];

    /// <summary>Reads the rows under the header.</summary>
    public static UploadParser Parse(UploadColumns columns, IEnumerable<TableRow> rows)
    {
        var parser = new UploadParser(columns);
        foreach (var row in rows)
        {
            parser.Take(row);
            parser.Batch.CheckRejected();
        }
        return parser;
    }

    public static BatchRefusedException TooMany() => new("too-many-rows", $"一个文件最多 {MostReadings} 条监测数据，请分成几个文件",
        $"at most {MostReadings} readings a file: send several", StatusCodes.Status413PayloadTooLarge);

    private void Take(TableRow row)
    {
        var site = row[_columns.Field("site")];
        if (_columns.Places.FirstOrDefault(field => row[field.Value].Length > TableLimits.LongestWord) is { Key: { } longest })
            Reject(row, longest, "text-too-long", $"最多 {TableLimits.LongestWord} 字", $"at most {TableLimits.LongestWord} characters");
        else if (site.Length == 0)
            Reject(row, "site", "missing-field", "缺少点位", "the site is missing");
        else if (TimeOf(row[_columns.Field("time")]) is not { } time)
            Reject(row, "time", "bad-time", $"监测时间“{row[_columns.Field("time")]}”无法识别，应如 2021-04-01 16:00", "the time must be like 2021-04-01 16:00");
        else if (!Kinds.TryGetValue(row[_columns.Field("kind")], out var kind))
            Reject(row, "kind", "unknown-kind", "类型应为 实时、分钟、小时、日、手工 之一", "the kind must be one of realtime, minute, hour, day, manual");
        else
            foreach (var column in _columns.Values)
                if (!_columns.IsWide || !(row[column.Index].Length == 0 || NotMeasured.Contains(row[column.Index])))
                    TakeCell(row, column, site, time, kind);
    }

    private void TakeCell(TableRow row, ValueColumn column, string site, DateTimeOffset time, ReadingKind kind)
    {
        var index = Next(row, column);
        var parameter = _columns.IsWide ? column.Parameter : row[_columns.Field("parameter")];
        if (parameter.Length == 0)
        {
            Batch.Reject(index, "parameter", "missing-field", "缺少监测指标", "the parameter is missing");
            return;
        }

        var text = row[column.Index];
        if (text.Length > TableLimits.LongestWord)
        {
            Batch.Reject(index, "value", "text-too-long", $"最多 {TableLimits.LongestWord} 字", $"at most {TableLimits.LongestWord} characters");
            return;
        }
        var isBelow = NotDetected.Contains(text, StringComparer.OrdinalIgnoreCase);
        decimal? limit = Below().Match(text) is { Success: true } below ? Number(below.Groups["limit"].Value) : null;
        var value = isBelow || limit is not null ? null : Number(text);
        if (text.Length > 0 && !isBelow && limit is null && value is null)
        {
            Batch.Reject(index, "value", "not-a-number", $"“{text}”不是数字", "this is not a number");
            return;
        }
        // A column of detection limits states them beside measured values too, where they say nothing about the result.
        if (limit is null && value is null && row[column.Limit] is { Length: > 0 and <= TableLimits.LongestWord } stated)
        {
            limit = Number(stated);
            if (limit is null)
            {
                Batch.Reject(index, "detectionLimit", "not-a-number", $"检出限“{stated}”不是数字", "the detection limit is not a number");
                return;
            }
        }
        if (isBelow && limit is null)
        {
            Batch.Reject(index, "detectionLimit", "missing-detection-limit", "未检出须填检出限，或写作 0.0003L", "not detected: the detection limit is missing; 0.0003L says both");
            return;
        }
        Batch.Add(new(index, site, parameter, time, kind, value, limit, Optional(row, "flag") ?? ReadingFlags.Normal, Optional(row, "unit") ?? column.Unit,
            Optional(row, "labReport"), Optional(row, "reason"), Optional(row, "source")));
    }

    private string? Optional(TableRow row, string field) => row[_columns.Field(field)] is { Length: > 0 } text ? text : null;

    private void Reject(TableRow row, string field, string code, string zh, string en) => Batch.Reject(Next(row, null), field, code, zh, en);

    private int Next(TableRow row, ValueColumn? column)
    {
        if (Batch.Count >= MostReadings) throw TooMany();
        Places.Add(new(row.Number, column));
        return Batch.Count++;
    }

    private static decimal? Number(string text) =>
        decimal.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) ? number : null;

    private static DateTimeOffset? TimeOf(string text)
    {
        if (HasOffset().IsMatch(text)) return DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.None, out var instant) ? instant : null;
        if (DateTime.TryParseExact(text, Times, CultureInfo.InvariantCulture, DateTimeStyles.AllowWhiteSpaces, out var civil)) return ChinaTime.At(civil);
        // Excel's own count of days, where the cell was not formatted as a date.
        return Number(text) is > 20_000m and < 80_000m and var days ? ChinaTime.At(CellTexts.Rounded(DateTime.FromOADate((double)days))) : null;
    }

    [GeneratedRegex(@"^(?:[<＜]\s*(?<limit>[0-9.eE+-]+)|(?<limit>[0-9.eE+-]+)\s*[LlＬ])$")]
    private static partial Regex Below();

    [GeneratedRegex(@"\d[T ]\d.*(Z|[+-]\d\d:\d\d)$")]
    private static partial Regex HasOffset();
}
