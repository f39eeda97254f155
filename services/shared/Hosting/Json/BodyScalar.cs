using System.Globalization;
using System.Runtime.InteropServices;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace Bishui.Hosting.Json;

/// <summary>How a value suits its member.</summary>
internal enum Fit
{
    /// <summary>It can be read.</summary>
    Yes,

    /// <summary>It is of the right form, and beyond what may be said.</summary>
    Beyond,

    /// <summary>It is something else.</summary>
    No,
}

/// <summary>A single value of a request: whether it fits, and in which words to say what is wanted.</summary>
/// <param name="Zh">What is wanted, in Chinese.</param>
/// <param name="En">What is wanted, in English.</param>
/// <param name="Try">How a value suits it; what it throws means that it does not.</param>
internal sealed record BodyScalar(string Zh, string En, Func<JsonElement, Fit> Try)
{
    public static BodyScalar Of(JsonTypeInfo type) => type.Type switch
    {
        { } t when t == typeof(decimal) => new("数字", "a number", value => value.TryGetDecimal(out _) && ExactNumbers.Holds(JsonMarshal.GetRawUtf8Value(value)) ? Fit.Yes : Fit.Beyond),
        { } t when t == typeof(double) || t == typeof(float) => new("数字", "a number", value => value.TryGetDouble(out var number) && double.IsFinite(number) ? Fit.Yes : Fit.Beyond),
        { } t when t == typeof(int) => Whole(int.MinValue, int.MaxValue),
        { } t when t == typeof(long) => Whole(long.MinValue, long.MaxValue),
        { } t when t == typeof(bool) => new("true 或 false", "true or false", value => value.ValueKind is JsonValueKind.True or JsonValueKind.False ? Fit.Yes : Fit.No),
        { } t when t == typeof(DateOnly) => new($"{CivilYears.First} 至 {CivilYears.Last} 年的日期，如 2021-11-01",
            $"a day of the years {CivilYears.First} to {CivilYears.Last}, such as 2021-11-01",
            value => DateOnly.TryParseExact(value.GetString(), "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) ? Of(CivilYears.Hold(day)) : Fit.No),
        { } t when t == typeof(DateTimeOffset) => new($"{CivilYears.First} 至 {CivilYears.Last} 年带时区的时间，如 2021-11-01T09:00:00+08:00",
            $"a time of the years {CivilYears.First} to {CivilYears.Last} with an offset, such as 2021-11-01T09:00:00+08:00",
            // Without an offset the framework would take that of its machine.
            value => HasOffset(value.GetString()!) && value.TryGetDateTimeOffset(out var time) ? Of(CivilYears.Hold(time)) : Fit.No),
        { IsEnum: true } => OfWords(type),
        _ => new("格式正确的值", "a value of the right form", value => value.Deserialize(type) is null ? Fit.No : Fit.Yes),
    };

    /// <summary>What stands against a value; null when nothing does.</summary>
    public ValueFault? Fault(JsonElement value)
    {
        var fit = Fit.No;
        try
        {
            fit = Try(value);
        }
        catch (Exception unfit) when (unfit is JsonException or InvalidOperationException or FormatException or ArgumentException or NotSupportedException)
        {
            // It is not of the kind of JSON that it would have to be.
        }
        if (fit == Fit.Yes) return null;
        var given = BodyCheck.Given(value);
        var (zh, en) = fit == Fit.Beyond && value.ValueKind == JsonValueKind.Number && Zh == "数字" ? (ExactNumbers.Fault.Zh, ExactNumbers.Fault.En) : ($"应为{Zh}", $"must be {En}");
        return new(fit == Fit.Beyond ? "out-of-range" : "wrong-type", $"{zh}；收到 {given}", $"{en}; given: {given}");
    }

    private static Fit Of(bool held) => held ? Fit.Yes : Fit.Beyond;

    private static BodyScalar Whole(long least, long most) => new($"{least} 至 {most} 的整数", $"a whole number from {least} to {most}",
        value => value.TryGetInt64(out var number) ? number >= least && number <= most ? Fit.Yes : Fit.Beyond : Fit.No);

    private static bool HasOffset(string text) => text.Length > 16 && (text[^1] is 'Z' or 'z' || text[^6] is '+' or '-');

    private static BodyScalar OfWords(JsonTypeInfo type)
    {
        var words = Enum.GetValues(type.Type).Cast<object>().Select(value => JsonSerializer.SerializeToElement(value, type).GetString()!).Distinct().ToList();
        return new($"下列之一：{string.Join("、", words)}", $"one of: {string.Join(", ", words)}",
            value => words.Contains(value.GetString()!, StringComparer.OrdinalIgnoreCase) ? Fit.Yes : Fit.No);
    }
}
