using System.Text.Json;
using Bishui.Storage;
using Bishui.Storage.Mongo;
using MongoDB.Bson;
using MongoDB.Bson.Serialization;
using Xunit;

namespace Bishui.Tests.Storage.Mongo;

/// <summary>Documents survive the way into BSON, through its bytes, and back.</summary>
public sealed class BsonJsonTests
{
    [Theory]
    [InlineData("""{"a":1,"b":-7,"c":9223372036854775807,"d":-9223372036854775808}""")]
    [InlineData("""{"a":1.10,"b":-0.50,"c":0.00,"d":79228162514264337593543950335,"e":1234567890.12345678901234567890}""")]
    [InlineData("""{"text":"露塘\n\"<&>","empty":"","null":null,"yes":true,"no":false}""")]
    [InlineData("""{"list":[],"deep":[[1,[2.5,null]],{"x":{}}],"a.b":1,"$c":2,"":3}""")]
    [InlineData("""[1,"two"]""")]
    public void Text_comes_back_as_it_was(string json) => Assert.Equal(json, BsonJson.ToJson(ThroughBytes(BsonJson.ToBson(json))));

    [Theory]
    [InlineData("0.0000000000000000000000000001")]
    [InlineData("-79228162514264337593543950335")]
    [InlineData("0.0000000")]
    [InlineData("100")]
    [InlineData("100.0")]
    public void Decimals_come_back_exact(string text)
    {
        var json = JsonSerializer.Serialize(decimal.Parse(text, System.Globalization.CultureInfo.InvariantCulture), StorageJson.Options);
        var back = JsonSerializer.Deserialize<decimal>(BsonJson.ToJson(ThroughBytes(BsonJson.ToBson(json))), StorageJson.Options);
        Assert.Equal(text, back.ToString(System.Globalization.CultureInfo.InvariantCulture));
    }

    [Fact]
    public void Doubles_come_back_exact()
    {
        foreach (var number in new[] { 0.1, 1e-300, double.MaxValue, double.Epsilon, -1.0 / 3, 1e22 })
            Assert.Equal(number, JsonSerializer.Deserialize<double>(BsonJson.ToJson(ThroughBytes(BsonJson.ToBson(JsonSerializer.Serialize(number))))));
    }

    [Fact]
    public void Whole_numbers_are_stored_as_such_and_others_as_decimals()
    {
        var document = BsonJson.ToBson("""{"whole":5,"decimal":5.0,"exponent":5e3}""").AsBsonDocument;
        Assert.Equal([BsonType.Int64, BsonType.Decimal128, BsonType.Decimal128], document.Values.Select(value => value.BsonType));
    }

    [Fact]
    public void A_number_that_would_lose_digits_is_refused() =>
        Assert.Throws<JsonException>(() => BsonJson.ToBson("""{"a":1.2345678901234567890123456789012345678}"""));

    private static BsonValue ThroughBytes(BsonValue value) =>
        BsonSerializer.Deserialize<BsonDocument>(new BsonDocument("v", value).ToBson())["v"];
}
