using System.ComponentModel.DataAnnotations;
using System.Text;
using System.Text.Json;
using Bishui.Hosting.Json;
using Xunit;

namespace Bishui.Tests.Unit.Hosting;

/// <summary>What is said of a body that does not fit its type.</summary>
public sealed class BodyTests
{
    private enum Colour { Red, DarkBlue }

    private sealed record Part(string Name, decimal Weight, IReadOnlyList<string?>? Notes = null);

    private sealed record Sample
    {
        public required string Site { get; init; }
        public required decimal Value { get; init; }
        public int? Count { get; init; }
        public DateOnly? Day { get; init; }
        public DateTimeOffset? At { get; init; }
        public Colour? Colour { get; init; }
        public bool Drill { get; init; }
        [MaxLength(3)]
        public IReadOnlyList<Part> Parts { get; init; } = [];
        public IReadOnlyDictionary<string, string>? Conditions { get; init; }
        public JsonElement? Values { get; init; }
        [LongText(30)]
        public string? Text { get; init; }
        [MaxLength(10)]
        public string? Address { get; init; }
        [LongText(30)]
        public IReadOnlyList<string>? Paragraphs { get; init; }
    }

    [Fact]
    public void Bytes_that_are_no_UTF8_are_shown_as_such_in_the_refusal()
    {
        using var document = JsonDocument.Parse(new byte[] { 0x22, 0xED, 0xA0, 0x80, 0x22 });
        var error = Assert.Single(BodyReading.Errors(document.RootElement, typeof(Sample), JsonDefaults.Options));
        Assert.Equal("wrong-type", error.Code);
        Assert.Contains('\uFFFD', error.Detail);
    }

    [Theory]
    [InlineData("{}", "site missing", "value missing")]
    [InlineData("null", " null-not-allowed")]
    [InlineData("[]", " wrong-type")]
    [InlineData("""{"site":null,"value":null}""", "site null-not-allowed", "value null-not-allowed")]
    [InlineData("""{"site":5,"value":"7"}""", "site wrong-type", "value wrong-type")]
    [InlineData("""{"site":"a","valeu":7}""", "valeu unknown-member", "value missing")]
    [InlineData("""{"site":"lutang","value":1,"Site":"b"}""", "Site duplicate-member")]
    [InlineData("""{"site":"lutang","value":1,"count":1.5}""", "count wrong-type")]
    [InlineData("""{"site":"lutang","value":1,"count":3000000000}""", "count out-of-range")]
    [InlineData("""{"site":"lutang","value":1,"day":"yesterday","at":"2021-04-01T16:00:00"}""", "day wrong-type", "at wrong-type")]
    [InlineData("""{"site":"lutang","value":1,"day":"0001-01-01","at":"9999-12-31T23:59:59Z"}""", "day out-of-range", "at out-of-range")]
    [InlineData("""{"site":"lutang","value":1,"colour":"green"}""", "colour wrong-type")]
    [InlineData("""{"site":"lutang","value":1,"colour":1,"drill":"true"}""", "colour wrong-type", "drill wrong-type")]
    [InlineData("""{"site":"lutang","value":1,"parts":[null]}""", "parts[0] null-not-allowed")]
    [InlineData("""{"site":"lutang","value":1,"parts":[{"name":"a","weight":1,"notes":[null]},{"weight":true}]}""", "parts[1].weight wrong-type", "parts[1].name missing")]
    [InlineData("""{"site":"lutang","value":1,"parts":[{},{},{},{}]}""", "parts too-many")]
    [InlineData("""{"site":"lutang","value":1,"conditions":{"a":null}}""", "conditions.a null-not-allowed")]
    [InlineData("""{"site":"lutang","value":1,"conditions":{"a":"\ud800","b\u0000":"c"}}""", "conditions.a bad-text", "conditions['b\uFFFD'] bad-text")]
    [InlineData("""{"site":"lutang","value":1,"values":{"a":[{"b":"\udc00"}],"c":1e400,"d":1,"d":2}}""", "values.a[0].b bad-text", "values.c out-of-range", "values.d duplicate-member")]
    [InlineData("""{"site":"lutang","value":1,"text":"一行\n二行","address":"a\nb"}""", "address bad-text")]
    [InlineData("""{"site":"lutang","value":1,"text":"1234567890123456789012345678901","address":"12345678901","paragraphs":["a\nb","1234567890123456789012345678901"]}""",
        "text too-long", "address too-long", "paragraphs[1] too-long")]
    [InlineData("""{"site":"a\u202eb","value":1e30}""", "site bad-text", "value out-of-range")]
    [InlineData("""{"site":"a","value":0.1234567890123456789012345678901234567890}""", "value out-of-range")]
    [InlineData("""{"site":"a","value":1e-40}""", "value out-of-range")]
    public void Everything_wrong_is_named_at_once_by_its_path(string json, params string[] faults)
    {
        var errors = BodyReading.Errors(JsonDocument.Parse(json).RootElement, typeof(Sample), JsonDefaults.Options);

        Assert.Equal(faults.Order(), errors.Select(error => $"{error.Field} {error.Code}").Order());
        Assert.All(errors, error => Assert.Contains(" / ", error.Detail, StringComparison.Ordinal));
        Assert.All(errors, error => Assert.DoesNotContain("System.", error.Detail, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("""{"site":"a","value":-0}""")]
    [InlineData("""{"site":"a","value":1.50e-3,"parts":[],"text":null,"values":[null],"colour":"dark-blue","day":"2021-11-01","at":"2021-11-01T09:00:00Z"}""")]
    [InlineData("""{"SITE":"a","value":7.9e11}""")]
    [InlineData("""{"site":"\ud83d\udca7","value":0.1234567890123456789012345678}""")]
    public void What_fits_is_read(string json)
    {
        Assert.Empty(BodyReading.Errors(JsonDocument.Parse(json).RootElement, typeof(Sample), JsonDefaults.Options));
        Assert.NotNull(JsonSerializer.Deserialize<Sample>(json, JsonDefaults.Options));
    }

    [Theory]
    [InlineData("""{"site":"a","value":1,"colour":"green"}""", "one of: red, dark-blue; given: \"green\"")]
    [InlineData("""{"site":"a","value":1,"day":"1.11.2021"}""", "such as 2021-11-01; given: \"1.11.2021\"")]
    [InlineData("""{"site":"a","value":"1,5"}""", "must be a number; given: \"1,5\"")]
    [InlineData("""{"site":"a","valeu":1,"value":1}""", "did you mean value? known: site, value, count")]
    [InlineData("""{"value":1}""", "site is missing: a text of one line, at most 200 characters is wanted")]
    public void What_is_wanted_is_said(string json, string wanted) =>
        Assert.Contains(wanted, BodyReading.Errors(JsonDocument.Parse(json).RootElement, typeof(Sample), JsonDefaults.Options)[0].Detail, StringComparison.Ordinal);

    [Theory]
    [InlineData("""{"a":1,}""", 1, 8, "no comma may follow")]
    [InlineData("{\"a\":1,\n // why\n\"b\":2}", 2, 2, "JSON has no comments")]
    [InlineData("{\"名称\":\"断面\",\n\"a\" 1}", 2, 5, "a colon, a comma or }")]
    [InlineData("""{"名称":NaN}""", 1, 7, "a value is wanted after the colon")]
    [InlineData("""{'a':1}""", 1, 2, "a member's name in double quotes")]
    [InlineData("""{"a":"b""", 1, 8, "closing quote is missing")]
    [InlineData("""{"a":[1,2""", 1, 10, "] is missing")]
    [InlineData("""{"a":1} x""", 1, 9, "nothing may follow")]
    [InlineData("[1 2]", 1, 4, "a comma or ]")]
    [InlineData("{\"a\":1,\n", 1, 8, "} is missing")]
    [InlineData("{\"a\":\"b\nc\"}", 1, 8, "has to be escaped")]
    [InlineData("", 1, 1, "no content")]
    [InlineData(" \r\n\t ", 1, 1, "no content")]
    public void A_break_is_named_by_line_character_and_what_should_stand_there(string json, int line, int column, string reason)
    {
        var bytes = Encoding.UTF8.GetBytes(json);
        var broken = Assert.ThrowsAny<JsonException>(() => JsonDocument.Parse(bytes));

        var at = JsonBreak.Of(broken, bytes);

        Assert.Equal((line, column), (at.Line, at.Column));
        Assert.Contains(reason, at.En, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("0", true)]
    [InlineData("-0.000", true)]
    [InlineData("999999999999.9999999999999999", true)]
    [InlineData("1000000000000", false)]
    [InlineData("1e11", true)]
    [InlineData("-1e12", false)]
    [InlineData("1E-12", true)]
    [InlineData("0.0000000000009", false)]
    [InlineData("1200.00e-15", true)]
    [InlineData("1200.00e-16", false)]
    [InlineData("0.10000000000000000000000000000000000000000", true)]
    [InlineData("0.12345678901234567890123456789", false)]
    [InlineData("12345678901.123456789012345678", false)]
    [InlineData("1e99999999999999999999", false)]
    public void A_number_is_taken_as_it_is_written_or_not_at_all(string number, bool holds) =>
        Assert.Equal(holds, ExactNumbers.Holds(Encoding.UTF8.GetBytes(number)));

    [Theory]
    [InlineData("units", "unit")]
    [InlineData("lab_report", "labReport")]
    [InlineData("detection-limit", "detectionLimit")]
    [InlineData("parametre", "parameter")]
    [InlineData("colour", null)]
    [InlineData("x", null)]
    public void The_name_that_was_meant_is_found(string given, string? meant) =>
        Assert.Equal(meant, NearestName.Of(given, ["site", "parameter", "unit", "labReport", "detectionLimit", "value"]));

    [Fact]
    public void What_was_given_is_shown_in_one_short_line()
    {
        Assert.Equal("a\uFFFDb", Texts.Shown("a\u202eb"));
        Assert.Equal("\uFFFDx", Texts.Shown("\ud800x"));
        Assert.Equal(new string('水', 80) + "…", Texts.Shown(new string('水', 200)));
        Assert.Equal(79 + 1, Texts.Shown(new string('a', 79) + "💧").Length);
    }
}
