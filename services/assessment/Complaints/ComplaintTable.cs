using System.Globalization;
using Bishui.Features.Requests;
using Bishui.Features.Tables;
using Bishui.Hosting.Errors;
using Bishui.Hosting.Json;
using Bishui.Rules.Time;

namespace Bishui.Assessment.Complaints;

/// <summary>A row of a table of complaints.</summary>
/// <param name="Number">The table's own row number.</param>
/// <param name="Asked">What it says.</param>
/// <param name="Errors">What is wrong with its form.</param>
internal sealed record ComplaintRow(int Number, EnteredComplaint Asked, IReadOnlyList<RowError> Errors);

/// <summary>A table of complaints that another channel received: a row each. The file itself is not kept, for it may name people.</summary>
internal sealed class ComplaintTable
{
    public const int MostRows = 5_000;

    /// <summary>A field with the headers its column may have.</summary>
    private static readonly (string Field, bool Needed, string[] Names)[] Fields =
    [
        ("channel", true, ["渠道", "channel", "来源渠道", "信访渠道"]),
        ("number", true, ["编号", "number", "工单编号", "工单号", "信访编号"]),
        ("receivedAt", true, ["收到时间", "receivedAt", "收到日期", "登记时间", "登记日期"]),
        ("text", true, ["内容", "text", "举报内容", "反映内容", "诉求内容"]),
        ("kind", false, ["类别", "kind", "污染类型"]),
        ("place", false, ["地点", "place", "举报地点"]),
        ("happenedOn", false, ["发生日期", "happenedOn"]),
        ("contact.name", false, ["姓名", "name", "联系人", "举报人"]),
        ("contact.phone", false, ["电话", "phone", "联系电话"]),
        ("contact.email", false, ["电子邮箱", "email", "邮箱"]),
    ];

    private static readonly HashSet<string> Ignored = ["序号", "备注", "no.", "note", "remark"];

    private static readonly string[] Times = ["yyyy-MM-dd", "yyyy-MM-dd HH:mm", "yyyy-MM-dd HH:mm:ss", "yyyy/M/d", "yyyy/M/d H:mm", "yyyy/M/d H:mm:ss"];

    private static readonly TableReading Reading = new(MostRows, TooMany);

    private readonly Dictionary<string, int> _columns = [];
    private readonly TableRow _headers;

    private ComplaintTable(TableRow header) => _headers = TableLimits.Header(header);

    public IReadOnlyList<ComplaintRow> Rows { get; private set; } = [];

    /// <summary>Reads a table; null, with what is wrong, where its header is. Throws <see cref="BatchRefusedException"/> when it cannot be read at all.</summary>
    public static ComplaintTable? Read(byte[] content, TableFormat format, CancellationToken cancel, out List<RowError> errors)
    {
        var rows = TableReader.Read(content, format, Reading, cancel).ToList();
        if (rows.Count == 0) throw TableReader.Refused("empty", "文件没有内容", "the file is empty");
        var table = new ComplaintTable(rows[0]);
        errors = table.Header();
        if (errors.Count > 0) return null;
        table.Rows = [.. rows.Skip(1).Select(table.Row)];
        return table;
    }

    /// <summary>The header over a field's cell; null where the table has no such column.</summary>
    public string? HeaderOf(string? field) =>
        field is not null && (_columns.TryGetValue(field, out var at) || _columns.TryGetValue(field == "contact" ? "contact.phone" : field, out at)) ? _headers[at] : null;

    private List<RowError> Header()
    {
        var errors = new List<RowError>();
        foreach (var (i, name) in _headers.Cells)
        {
            if (Ignored.Contains(name.ToLowerInvariant())) continue;
            if (Fields.FirstOrDefault(field => field.Names.Contains(name, StringComparer.OrdinalIgnoreCase)).Field is not { } found) errors.Add(new(null, name, "unknown-column", "不是已知的列名 / no known column"));
            else if (!_columns.TryAdd(found, i)) errors.Add(new(null, name, "repeated-column", "此列出现两次 / this column is there twice"));
        }
        errors.AddRange(Fields.Where(field => field.Needed && !_columns.ContainsKey(field.Field))
            .Select(field => new RowError(null, field.Names[0], "missing-column", $"缺少{field.Names[0]}列 / the column {field.Names[1]} is missing")));
        return errors;
    }

    private ComplaintRow Row(TableRow row)
    {
        var errors = new List<RowError>();
        var (name, phone, email) = (Cell("contact.name"), Cell("contact.phone"), Cell("contact.email"));
        var asked = new EnteredComplaint
        {
            Channel = ComplaintRules.Carried.Channel(Cell("channel"))?.Key ?? Cell("channel"),
            Number = Cell("number"),
            Text = Cell("text"),
            Kind = ComplaintRules.Carried.Kind(Cell("kind"))?.Key ?? Cell("kind"),
            Place = Cell("place"),
            HappenedOn = Cell("happenedOn") is null ? null : Time("happenedOn") is { } day ? DateOnly.FromDateTime(day) : null,
            ReceivedAt = Time("receivedAt") is { } time ? ChinaTime.At(time) : null,
            // A name alone reaches nobody, and is not kept.
            Contact = phone is null && email is null ? null : new() { Name = name, Phone = phone, Email = email },
        };
        if (asked.Number is null) errors.Add(new(null, "number", "missing", "须填编号 / the number is missing"));
        return new(row.Number, asked, errors);

        string? Cell(string field) => _columns.TryGetValue(field, out var at) && row[at] is { Length: > 0 } text ? text : null;

        DateTime? Time(string field)
        {
            if (Cell(field) is { } text && DateTime.TryParseExact(text, Times, CultureInfo.InvariantCulture, DateTimeStyles.AllowWhiteSpaces, out var time) && CivilYears.Hold(time.Year)) return time;
            errors.Add(new(null, field, "bad-time", "应如 2021-11-01 或 2021-11-01 16:00 / must be like 2021-11-01 or 2021-11-01 16:00"));
            return null;
        }
    }

    private static BatchRefusedException TooMany() => new("too-many-rows", $"一个文件最多 {MostRows} 行，请分成几个文件",
        $"at most {MostRows} rows a file: send several", StatusCodes.Status413PayloadTooLarge);
}
