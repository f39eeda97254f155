using System.Text;

namespace Bishui.Tests.Functional.Hostile;

/// <summary>What nobody means to send, and anybody may.</summary>
internal static class HostileValues
{
    private static readonly string[] Times =
    [
        "0001-01-01", "9999-12-31", "0000-00-00", "-000001-01-01", "2021-02-30", "1899-12-31", "2200-01-01", "2021-13-01", "20211101", "2021-11-01T24:00:00+08:00",
        "0001-01-01T00:00:00Z", "0001-01-01T00:00:00+14:00", "0001-01-01T00:00:00-14:00", "9999-12-31T23:59:59Z", "9999-12-31T23:59:59.9999999Z",
        "9999-12-31T23:59:59-14:00", "9999-12-31T23:59:59+14:00", "2021-11-01T08:00:00+99:99", "2021-11-01T08:00:00", "2021-11-01T08:00:00.123456789123Z",
        "0001", "9999", "0000", "0001-01", "9999-12", "9999-Q4", "0001-Q1", "9999-H2", "2021-Q5", "2021-00", "99999",
    ];

    private static readonly string[] Texts =
    [
        "", " ", "\t\r\n", "null", "true", "undefined", "NaN", "Infinity", "-1", "0", "1e400", "79228162514264337593543950335", "9223372036854775808", "-9223372036854775809",
        "../../etc/passwd", "..\\..\\", "'", "\"", "' OR 1=1 --", "$where", "{\"$gt\":\"\"}", "a|b", "a}", "~", "%", "%00", "*", "(", "[a-", "((((((((((a+)+)+)+)+$", "\\",
        "<script>alert(1)</script>", "=cmd|' /C calc'!A0", "@SUM(1+1)", "{0}", "{{7*7}}", "${jndi:ldap://x}", "a\0b", "\0", "\u0001\u001b[31m", "\u202eabc", "\ufeff", "\uffff", "𠀀\u0301", "İı",
    ];

    /// <summary>As the text of a path's segment or of a query's value, escaped already.</summary>
    public static readonly string[] InAddress =
    [
        .. Times.Concat(Texts).Select(Uri.EscapeDataString), "%00", "%ff", "%c0%af", "%ed%a0%80", "%", "%zz", "%2", "%25%30%30", "..", "%2e%2e%2f", "%2F", "+", "&", "=", "a&a=b",
        new string('a', 5000), new string('1', 400), new string('/', 200), string.Concat(Enumerable.Repeat("%E6%B0%B4", 500)),
    ];

    /// <summary>As the raw text of a JSON value.</summary>
    public static readonly string[] InJson =
    [
        .. Times.Concat(Texts).Select(Quoted),
        "null", "true", "false", "0", "-0", "-1", "1", "1.5", "2147483648", "9223372036854775807", "9223372036854775808", "18446744073709551616", "79228162514264337593543950335", "7.9e28",
        "-7.9e28", "8e28", "1e-28", "1e-29", "1e400", "-1e-400", "0.00000000000000000000000000000000000000000001", "00", "1.", ".5", "1e", "NaN", "-Infinity", new('9', 5000),
        "[]", "[null]", "[[]]", "[{}]", "[\"\"]", "[\"a\",\"a\"]", "{}", "{\"\":null}", "{\"$gt\":\"\"}", "{\"a\":1,\"a\":2}", "{\"id\":null,\"Id\":1}", Nested(40, "[", "]"), Nested(40, "{\"a\":", "}", "1"),
        "\"\\ud800\"", "\"\\udfff\\ud800\"", "\"a\\u0000b\"", "\"\\u202e\"", "\"\\x\"", "\"open", "{\"\\ud800\":1}", Quoted(new string('水', 200_000)), Quoted(new string('a', 300)),
        $"[{string.Join(',', Enumerable.Repeat("1", 5000))}]", $"[{string.Join(',', Enumerable.Repeat("{}", 2000))}]", $"{{{string.Join(',', Enumerable.Range(0, 2000).Select(i => $"\"k{i}\":{i}"))}}}",
    ];

    /// <summary>As a cell of a table.</summary>
    public static readonly string[] InCell = [.. Times, .. Texts.Select(Cell), "7.9e28", "1e-28", new string('水', 40_000), new string('9', 5000), "0.0003L", "<", "<1e400", "\"open"];

    /// <summary>As a body as a whole.</summary>
    public static readonly byte[][] AsBody =
    [
        [], .. new[]
        {
            " ", "null", "\"\"", "[]", "[null]", "{}", "{\"a\":1,\"a\":1}", "{", "}", "not json", "﻿{}", "\0", "{}{}", "{\"readings\":[null]}", "{\"items\":[null]}", "a=b", "a,b\n\"", ",,,\n,,,", "\n\n\n",
            "\"\\ud800\"", "NaN", "=cmd|' /C calc'!A0", Nested(40, "[", "]"), new('[', 70_000), new(',', 100_000), Nested(5000, "{\"a\":", "}", "1"),
        }.Select(Encoding.UTF8.GetBytes),
        [0xFF], [0xC0, 0xAF], [0x22, 0xED, 0xA0, 0x80, 0x22], Encoding.Unicode.GetBytes("{\"a\":1}"), [0x1F, 0x8B, 8, 0, 0, 0, 0, 0], [.. "PK\x03\x04"u8, .. new byte[200]], [0xD0, 0xCF, 0x11, 0xE0, 1, 2],
        [.. "{\"text\":\""u8, 0xFF, 0xFE, .. "\"}"u8],
    ];

    public static readonly string?[] AsMediaType =
    [
        null, "", "text/plain", "application/json; charset=utf-16", "application/json; charset=klingon", "application/x-ndjson", "application/xml", "multipart/form-data", "multipart/form-data; boundary=a",
        "application/x-www-form-urlencoded", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", "text/csv; charset=gb18030", "json", ";;", "application/json, text/csv", "*/*",
    ];

    public static readonly (string Name, string Value)[] AsHeader =
    [
        .. new[] { "", " ", new string('k', 129), "a,b", "键", "\u0001", "k\"k", "'; DROP TABLE" }.Select(value => ("Idempotency-Key", value)),
        .. new[] { "", "*", "abc", "\"", "\"-1\"", "\"99999999999999999999\"", "W/\"1\"", "\"1\", \"2\", x", "\"水\"" }.SelectMany(value => new[] { ("If-Match", value), ("If-None-Match", value) }),
        ("Accept", "garbage"), ("Accept", "application/xml"), ("Range", "bytes=5-1"), ("Range", "bytes=0-0,9-"), ("Content-Encoding", "gzip"), ("Content-Encoding", "br, x"), ("Expect", "200-ok"),
        ("Authorization", "Bearer"), ("Authorization", "Bearer a.b.c"), ("Authorization", "Basic Og=="), ("Authorization", "Bearer " + new string('a', 5000)), ("X-Correlation-Id", new string('x', 500)),
        ("X-Forwarded-For", "999.1.1.1"), ("traceparent", "00-zz-1-01"), ("Cookie", "a=\u0001"), ("Accept-Language", "zh;q=9"), ("If-Modified-Since", "yesterday"), ("X-HTTP-Method-Override", "TRACE"),
    ];

    public static readonly string[] AsMethod = ["HEAD", "OPTIONS", "TRACE", "PATCH", "PROPFIND", "DELETE", "get"];

    private static string Nested(int depth, string open, string close, string inner = "") =>
        string.Concat(Enumerable.Repeat(open, depth)) + inner + string.Concat(Enumerable.Repeat(close, depth));

    private static string Quoted(string text)
    {
        var quoted = new StringBuilder("\"");
        foreach (var c in text)
            if (c is '"' or '\\') quoted.Append('\\').Append(c);
            else if (c < ' ') quoted.Append(System.Globalization.CultureInfo.InvariantCulture, $"\\u{(int)c:x4}");
            else quoted.Append(c);
        return quoted.Append('"').ToString();
    }

    private static string Cell(string text) => $"\"{text.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";
}
