using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;
using Bishui.Rules.Time;

namespace Bishui.Features.Requests;

/// <summary>
/// Days and instants in the bodies of requests: beyond <see cref="CivilYears"/> they are refused where they are read. What is on file is read without
/// these converters, so that what was taken before stays readable.
/// </summary>
public static class CivilTimeConverters
{
    /// <summary>Adds them to the options that requests are read by.</summary>
    public static void AddTo(JsonSerializerOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        options.Converters.Add(new DayConverter());
        options.Converters.Add(new InstantConverter());
    }

    /// <summary>A copy of options that has them, too.</summary>
    public static JsonSerializerOptions AddedTo(JsonSerializerOptions options)
    {
        var added = new JsonSerializerOptions(options);
        AddTo(added);
        return added;
    }

    private static JsonException Beyond() => new($"not a time from {CivilYears.First} to {CivilYears.Last}");

    private sealed class DayConverter : JsonConverter<DateOnly>
    {
        public override DateOnly Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
            reader.TokenType == JsonTokenType.String && CivilYears.TryReadDay(TextOf(ref reader), out var day) ? day : throw Beyond();

        public override void Write(Utf8JsonWriter writer, DateOnly value, JsonSerializerOptions options) =>
            writer.WriteStringValue(value.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture));

        // Half of a surrogate pair is JSON, and no text.
        private static string? TextOf(ref Utf8JsonReader reader)
        {
            try { return reader.GetString(); }
            catch (InvalidOperationException) { return null; }
        }
    }

    private sealed class InstantConverter : JsonConverter<DateTimeOffset>
    {
        public override DateTimeOffset Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
            reader.TokenType == JsonTokenType.String && reader.TryGetDateTimeOffset(out var instant) && CivilYears.Hold(instant) ? instant : throw Beyond();

        public override void Write(Utf8JsonWriter writer, DateTimeOffset value, JsonSerializerOptions options) => writer.WriteStringValue(value);
    }
}
