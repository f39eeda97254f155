using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Bishui.Rules.Ledgers;

/// <summary>One named field of a record in a hash chain; a null value is part of the record as JSON null.</summary>
public readonly record struct Field(string Name, string? Value)
{
    /// <summary>A number in plain notation without trailing zeros, so that 1.50 and 1.5 are one value.</summary>
    public static Field Of(string name, decimal? value) =>
        new(name, value?.ToString("0.############################", CultureInfo.InvariantCulture));

    /// <summary>An instant in UTC with seven decimals of a second.</summary>
    public static Field Of(string name, DateTimeOffset? value) =>
        new(name, value?.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fffffff'Z'", CultureInfo.InvariantCulture));

    /// <summary>A civil day as yyyy-MM-dd.</summary>
    public static Field Of(string name, DateOnly? value) =>
        new(name, value?.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture));
}

/// <summary>
/// Chains records by hash, so that a later change of one shows in every record after it.
/// hash = SHA-256, in lower-case hex, of the UTF-8 bytes of an RFC 8785 JSON object: all fields as strings or null, names sorted, and
/// <c>previousHash</c> among them.
/// </summary>
/// <remarks>
/// Anyone can recompute it from an export, for example in Python:
/// <code>hashlib.sha256(json.dumps(fields | {"previousHash": previous}, sort_keys=True, ensure_ascii=False, separators=(",", ":")).encode()).hexdigest()</code>
/// </remarks>
public static class HashChain
{
    private const string PreviousHash = "previousHash";
    private static readonly UTF8Encoding Utf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>What the first record of a chain names as its previous hash: 64 zeros.</summary>
    public static readonly string Genesis = new('0', 64);

    /// <summary>The hash of a record; the order in which the fields are given does not matter.</summary>
    /// <exception cref="ArgumentException">A name is not ASCII, repeats or is <c>previousHash</c>; the previous hash is none; or a text is not valid Unicode.</exception>
    public static string Hash(string previousHash, params IEnumerable<Field> fields) =>
        Convert.ToHexStringLower(SHA256.HashData(Utf8.GetBytes(Canonical(previousHash, fields))));

    /// <summary>The text that is hashed.</summary>
    public static string Canonical(string previousHash, params IEnumerable<Field> fields)
    {
        if (previousHash.Length != 64 || !previousHash.All(char.IsAsciiHexDigitLower))
            throw new ArgumentException("Not a SHA-256 hash in lower-case hex.", nameof(previousHash));

        var sorted = fields.Append(new Field(PreviousHash, previousHash)).OrderBy(field => field.Name, StringComparer.Ordinal).ToArray();
        var text = new StringBuilder("{");
        for (var i = 0; i < sorted.Length; i++)
        {
            var (name, value) = sorted[i];
            if (!Ascii.IsValid(name) || (i > 0 && sorted[i - 1].Name == name))
                throw new ArgumentException($"Field name '{name}' is not ASCII or stands twice.", nameof(fields));
            if (i > 0)
                text.Append(',');
            AppendString(text, name);
            text.Append(':');
            if (value is null)
                text.Append("null");
            else
                AppendString(text, value);
        }

        return text.Append('}').ToString();
    }

    // RFC 8785 section 3.2.2.2: the short escapes where JSON has one, \u00xx for other control characters, everything else as it is.
    private static void AppendString(StringBuilder text, string value)
    {
        text.Append('"');
        foreach (var c in value)
        {
            _ = c switch
            {
                '"' => text.Append("\\\""),
                '\\' => text.Append("\\\\"),
                '\b' => text.Append("\\b"),
                '\t' => text.Append("\\t"),
                '\n' => text.Append("\\n"),
                '\f' => text.Append("\\f"),
                '\r' => text.Append("\\r"),
                < ' ' => text.Append(CultureInfo.InvariantCulture, $"\\u{(int)c:x4}"),
                _ => text.Append(c),
            };
        }

        text.Append('"');
    }
}
