using System.Globalization;
using System.Text.Json.Nodes;

namespace Bishui.Web.Glossary;

/// <summary>The Chinese terms of the glossary file, and how numbers and times are written on pages.</summary>
internal static class Terms
{
    private static readonly TimeSpan China = TimeSpan.FromHours(8);

    private static readonly Dictionary<string, Dictionary<string, string>> Known = Read();

    /// <summary>The term for a key; the key itself where the glossary has none, so that something new still shows.</summary>
    public static string Of(string kind, string key) => Known.GetValueOrDefault(kind)?.GetValueOrDefault(key) ?? key;

    /// <summary>A measured value, all its digits.</summary>
    public static string Exact(decimal value) => value.ToString("0.############################", CultureInfo.InvariantCulture);

    /// <summary>A mean or a score, rounded for reading only.</summary>
    public static string Rounded(decimal value, int digits) =>
        Math.Round(value, digits, MidpointRounding.ToEven) is var rounded && rounded == 0 && value != 0
            // Too small to be seen so; it is not nothing.
            ? ((double)value).ToString("0.###e0", CultureInfo.InvariantCulture)
            : rounded.ToString("0." + new string('#', digits), CultureInfo.InvariantCulture);

    public static string Measure(string? unit) => unit is null ? "" : Of("measure", unit);

    public static string Day(DateOnly day) => string.Create(CultureInfo.InvariantCulture, $"{day.Year}年{day.Month}月{day.Day}日");

    /// <summary>An instant by the clock of China; the last eight hours of the calendar have no day there and count as its end.</summary>
    public static DateTimeOffset InChina(DateTimeOffset instant) =>
        (instant > DateTimeOffset.MaxValue - China ? DateTimeOffset.MaxValue - China : instant).ToOffset(China);

    public static string Minute(DateTimeOffset instant)
    {
        var there = InChina(instant);
        return string.Create(CultureInfo.InvariantCulture, $"{there.Year}年{there.Month}月{there.Day}日 {there:HH:mm}");
    }

    /// <summary>Where the year is clear.</summary>
    public static string ShortMinute(DateTimeOffset instant) => InChina(instant).ToString("M月d日 HH:mm", CultureInfo.InvariantCulture);

    public static string ShortDay(DateTimeOffset instant) => InChina(instant).ToString("M月d日", CultureInfo.InvariantCulture);

    private static Dictionary<string, Dictionary<string, string>> Read()
    {
        using var file = typeof(Terms).Assembly.GetManifestResourceStream("Bishui.Web.Glossary.zh-CN.json")!;
        return JsonNode.Parse(file)!.AsObject()
            .Where(kind => kind.Value is JsonObject)
            .ToDictionary(kind => kind.Key, kind => kind.Value!.AsObject().ToDictionary(term => term.Key, term => term.Value!.GetValue<string>()));
    }
}
