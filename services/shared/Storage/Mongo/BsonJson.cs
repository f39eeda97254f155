using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using MongoDB.Bson;

namespace Bishui.Storage.Mongo;

/// <summary>
/// JSON as BSON and back without loss: whole numbers are Int64, all others Decimal128 with the digits they were written with, so that 1.10
/// stays 1.10 and the database can compare and sum them.
/// </summary>
internal static class BsonJson
{
    private const int Decimal128Digits = 34;
    private static readonly JsonWriterOptions Writing = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static BsonValue ToBson(string json)
    {
        var reader = new Utf8JsonReader(Encoding.UTF8.GetBytes(json));
        reader.Read();
        return Read(ref reader);
    }

    public static string ToJson(BsonValue value)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(buffer, Writing)) Write(writer, value);
        return Encoding.UTF8.GetString(buffer.WrittenSpan);
    }

    private static BsonValue Read(ref Utf8JsonReader reader)
    {
        switch (reader.TokenType)
        {
            case JsonTokenType.StartObject:
                var document = new BsonDocument();
                while (reader.Read() && reader.TokenType != JsonTokenType.EndObject)
                {
                    var name = reader.GetString()!;
                    reader.Read();
                    document.Add(name, Read(ref reader));
                }
                return document;
            case JsonTokenType.StartArray:
                var array = new BsonArray();
                while (reader.Read() && reader.TokenType != JsonTokenType.EndArray) array.Add(Read(ref reader));
                return array;
            case JsonTokenType.String:
                return new BsonString(reader.GetString());
            case JsonTokenType.Number:
                return Number(ref reader);
            case JsonTokenType.True:
                return BsonBoolean.True;
            case JsonTokenType.False:
                return BsonBoolean.False;
            case JsonTokenType.Null:
                return BsonNull.Value;
            default:
                throw new JsonException($"Unexpected {reader.TokenType} in a document.");
        }
    }

    private static BsonValue Number(ref Utf8JsonReader reader)
    {
        var text = Encoding.ASCII.GetString(reader.ValueSpan);
        // An Int64 has no place for the sign of zero.
        if (text != "-0" && reader.TryGetInt64(out var whole)) return new BsonInt64(whole);
        var exponent = text.AsSpan().IndexOfAny('e', 'E');
        var digits = (exponent < 0 ? text : text[..exponent]).TrimStart('-').Replace(".", "", StringComparison.Ordinal).TrimStart('0');
        if (digits.Length > Decimal128Digits || !Decimal128.TryParse(text, out var number) || Decimal128.IsInfinity(number))
            throw new JsonException($"The number {text} has more digits than the database can keep.");
        return new BsonDecimal128(number);
    }

    private static void Write(Utf8JsonWriter writer, BsonValue value)
    {
        switch (value)
        {
            case BsonDocument document:
                writer.WriteStartObject();
                foreach (var element in document)
                {
                    writer.WritePropertyName(element.Name);
                    Write(writer, element.Value);
                }
                writer.WriteEndObject();
                break;
            case BsonArray array:
                writer.WriteStartArray();
                foreach (var item in array) Write(writer, item);
                writer.WriteEndArray();
                break;
            case BsonString text:
                writer.WriteStringValue(text.Value);
                break;
            case BsonInt64 whole:
                writer.WriteNumberValue(whole.Value);
                break;
            // An operator may have edited a document with a shell that writes small whole numbers so.
            case BsonInt32 whole:
                writer.WriteNumberValue(whole.Value);
                break;
            case BsonDecimal128 number:
                writer.WriteRawValue(number.Value.ToString());
                break;
            case BsonDouble number:
                writer.WriteRawValue(number.Value.ToString("R", CultureInfo.InvariantCulture));
                break;
            case BsonBoolean truth:
                writer.WriteBooleanValue(truth.Value);
                break;
            case BsonNull:
                writer.WriteNullValue();
                break;
            default:
                throw new JsonException($"A document holds a {value.BsonType}, which has no JSON form here.");
        }
    }
}
