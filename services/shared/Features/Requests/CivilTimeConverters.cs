using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;
using Bishui.Hosting.Json;

namespace Bishui.Features.Requests;

/// <summary>
/// Days and instants in JSON that a request carries along and that is read only later, such as a supposed event: beyond <see cref="CivilYears"/> they are
/// refused. What is on file is read without these converters, so that what was taken before stays readable.
/// </summary>
public static class CivilTimeConverters
{
    /// <summary>A copy of options that has them, too.</summary>
    public static JsonSerializerOptions AddedTo(JsonSerializerOptions options) =>
        new(options) { Converters = { new DayConverter(), new InstantConverter() } };

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
