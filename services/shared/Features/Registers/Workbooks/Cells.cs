using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Bishui.Features.Tables;
using Bishui.Hosting.Json;

namespace Bishui.Features.Registers.Workbooks;

/// <summary>What stands in a cell, as people write it, and the value it means.</summary>
internal static partial class Cells
{
    private const string Percent = "%";

    private static readonly char[] Separators = ['、', '，', ',', ';', '；'];
    private static readonly string[] Days = ["yyyy-M-d", "yyyy/M/d", "yyyy.M.d", "yyyy年M月d日", "yyyy-M-d H:m:s", "yyyy/M/d H:m:s", "yyyy/M/d H:m", "yyyyMMdd"];
    private static readonly string[] Yes = ["是", "true", "yes", "y", "√"];
    private static readonly string[] No = ["否", "false", "no", "n", "×"];

    /// <summary>The value of a cell that is not empty, in the field's form where it can be read; else as it stands, for the field to refuse.</summary>
    public static JsonNode? Read(RegisterField field, string text, decimal scale = 1) =>
        field.IsList ? new JsonArray([.. Items(text).Select(item => One(field, item, 1))]) : One(field, text, scale);

    /// <summary>A value as a cell shows it, which <see cref="Read"/> reads back: numbers as numbers, terms in Chinese; null where there is none.</summary>
    public static object? Show(RegisterField field, JsonElement values)
    {
        if (!values.TryGetProperty(field.Key, out var value)) return null;
        if (!field.IsList) return ShowOne(field, value);
        var items = value.EnumerateArray().Select(item => (string)ShowOne(field, item)!).ToList();
        // An item that has a separator in it would come back as two.
        return items.Exists(item => item.IndexOfAny(Separators) >= 0 || item.Contains('\n', StringComparison.Ordinal) || item.StartsWith('['))
            ? JsonSerializer.Serialize(items, Storage.StorageJson.Options)
            : string.Join('、', items);
    }

    /// <summary>A day, however it is written; null where it is none.</summary>
    public static DateOnly? Day(string text)
    {
        var narrow = Narrow(text);
        if (DateTime.TryParseExact(narrow, Days, CultureInfo.InvariantCulture, DateTimeStyles.AllowWhiteSpaces, out var day)) return CivilYears.Hold(day.Year) ? DateOnly.FromDateTime(day) : null;
        // Excel's own count of days, where the cell was not formatted as a date.
        return decimal.TryParse(narrow, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var count) && count is > 20_000m and < 80_000m
            ? DateOnly.FromDateTime(DateTime.FromOADate((double)count)) : null;
    }

    /// <summary>A number in the field's unit; null where it is none, or has another unit.</summary>
    public static decimal? Number(string text, string? unit, decimal scale = 1)
    {
        var (narrow, own) = (RowColumns.Folded(text), RowColumns.Folded(unit ?? ""));
        var isPercent = narrow.EndsWith(Percent, StringComparison.Ordinal);
        if (isPercent) narrow = narrow[..^1];
        else if (own.Length > 0 && narrow.EndsWith(own, StringComparison.Ordinal) && Written().IsMatch(narrow[..^own.Length])) (narrow, scale) = (narrow[..^own.Length], 1);
        if (!Written().IsMatch(narrow)) return null;
        var multiple = RowColumns.Scale(narrow[^1..]);
        if (multiple > 1) narrow = narrow[..^1];
        if (!decimal.TryParse(narrow.Replace(",", "", StringComparison.Ordinal), NumberStyles.Float, CultureInfo.InvariantCulture, out var number)) return null;
        try
        {
            if (isPercent) return own == Percent ? number : own.Length == 0 ? number / 100 : null;
            // 3.5万 under 万元 is 3.5 of them: the same 万 is written twice.
            return multiple > 1 ? number * multiple / RowColumns.Scale(own) : number * scale;
        }
        catch (OverflowException)
        {
            return null;
        }
    }

    private static JsonNode? One(RegisterField field, string text, decimal scale) => text.Length > TableLimits.LongestWord ? text : field.Kind switch
    {
        FieldKind.Number or FieldKind.Integer => Number(text, field.Declared.Unit, scale) is { } number ? JsonValue.Create(Plain(number)) : text,
        FieldKind.Boolean => RowColumns.Folded(text) is var word && Yes.Contains(word) ? true : No.Contains(word) ? false : text,
        FieldKind.Day => Day(text)?.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture) ?? text,
        FieldKind.Choice => field.Choices.FirstOrDefault(choice => IsOne(choice, RowColumns.Folded(text)))?.Word ?? text,
        _ => text,
    };

    private static bool IsOne(Choice choice, string folded) =>
        RowColumns.Folded(choice.Zh) == folded || RowColumns.Folded(choice.En) == folded || choice.Word == folded;

    private static string[] Items(string text)
    {
        if (text.StartsWith('['))
        {
            string[]? exact = null;
            try { exact = JsonSerializer.Deserialize<string[]>(text); }
            catch (JsonException) { /* Then it is a text that begins so. */ }
            if (exact is not null) return exact;
        }
        return text.Split(text.Contains('\n', StringComparison.Ordinal) ? ['\n'] : Separators, StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
    }

    private static object? ShowOne(RegisterField field, JsonElement value) => field.Kind switch
    {
        // A cell holds a double: what it would not give back is written as text.
        FieldKind.Number or FieldKind.Integer => value.GetDecimal() is var number && IsExact(number) ? (double)number : Plain(number).ToString(CultureInfo.InvariantCulture),
        FieldKind.Boolean => value.GetBoolean() ? "是" : "否",
        FieldKind.Choice => field.Choices.FirstOrDefault(choice => choice.Word == value.GetString())?.Zh ?? value.GetString(),
        _ => value.GetString(),
    };

    private static bool IsExact(decimal number) => Math.Abs(number) < 1e15m && (decimal)(double)number == number;

    // Without the zeros at its end, which would make 12.0 no whole number.
    private static decimal Plain(decimal number) => number / 1.000000000000000000000000000000000m;

    private static string Narrow(string text) => text.Trim().Normalize(NormalizationForm.FormKC);

    // Thousands are marked in all places or in none: 1,5 is no number.
    [GeneratedRegex(@"^[+-]?(\d{1,3}(,\d{3})+|\d+)(\.\d+)?([eE][+-]?\d{1,2})?[万亿]?$")]
    private static partial Regex Written();
}
