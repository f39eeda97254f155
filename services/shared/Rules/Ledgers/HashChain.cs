using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace Bishui.Rules.Ledgers;

/// <summary>
/// Chains records by hash, so that a later change of one shows in every record after it. A record is a JSON object that names the hash of the
/// record before it as <c>previousHash</c> and carries its own as <c>hash</c>: SHA-256, in lower-case hex, of the UTF-8 bytes of the object
/// without <c>hash</c>, written as RFC 8785 writes JSON, except that a number stands as the string of its own digits, so that none is rounded.
/// </summary>
/// <remarks>
/// Whatever members a record has are covered, and anyone can recompute it from one line of an export, for example in Python:
/// <code>
/// e = json.loads(line, parse_int=str, parse_float=str); h = e.pop("hash")
/// h == hashlib.sha256(json.dumps(e, sort_keys=True, ensure_ascii=False, separators=(",", ":")).encode()).hexdigest()
/// </code>
/// </remarks>
public static class HashChain
{
    /// <summary>The member that holds a record's own hash.</summary>
    public const string HashMember = "hash";

    /// <summary>The member that holds the hash of the record before.</summary>
    public const string PreviousHashMember = "previousHash";

    private static readonly UTF8Encoding Utf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>What the first record of a chain names as its previous hash: 64 zeros.</summary>
    public static readonly string Genesis = new('0', 64);

    /// <summary>The hash that a record must carry; a hash it carries already does not matter.</summary>
    /// <exception cref="ArgumentException">It is no object, a member stands twice or is not named in ASCII, or a text is not valid Unicode.</exception>
    public static string Hash(JsonElement record) => Convert.ToHexStringLower(SHA256.HashData(Utf8.GetBytes(Canonical(record))));

    /// <summary>The text that is hashed.</summary>
    /// <exception cref="ArgumentException">See <see cref="Hash"/>.</exception>
    public static string Canonical(JsonElement record)
    {
        if (record.ValueKind is not JsonValueKind.Object) throw new ArgumentException("A record is a JSON object.", nameof(record));
        var text = new StringBuilder(512);
        AppendObject(text, record, without: HashMember);
        return text.ToString();
    }

    private static void Append(StringBuilder text, JsonElement value)
    {
        switch (value.ValueKind)
        {
            case JsonValueKind.Object: AppendObject(text, value, without: null); break;
            case JsonValueKind.Array: AppendArray(text, value); break;
            case JsonValueKind.String: AppendString(text, TextOf(value)); break;
            case JsonValueKind.Number: AppendString(text, value.GetRawText()); break;
            default: text.Append(value.GetRawText()); break;
        }
    }

    private static void AppendObject(StringBuilder text, JsonElement value, string? without)
    {
        text.Append('{');
        string? before = null;
        foreach (var member in value.EnumerateObject().Where(m => m.Name != without).OrderBy(m => m.Name, StringComparer.Ordinal))
        {
            if (!Ascii.IsValid(member.Name) || member.Name == before)
                throw new ArgumentException($"Member '{member.Name}' is not named in ASCII or stands twice.");
            if (before is not null) text.Append(',');
            before = member.Name;
            AppendString(text, member.Name);
            text.Append(':');
            Append(text, member.Value);
        }
        text.Append('}');
    }

    private static void AppendArray(StringBuilder text, JsonElement value)
    {
        text.Append('[');
        foreach (var (item, i) in value.EnumerateArray().Select((item, i) => (item, i)))
        {
            if (i > 0) text.Append(',');
            Append(text, item);
        }
        text.Append(']');
    }

    private static string TextOf(JsonElement value)
    {
        try
        {
            return value.GetString()!;
        }
        catch (InvalidOperationException broken)
        {
            throw new ArgumentException("A text is not valid Unicode.", broken);
        }
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
                < ' ' => text.Append(System.Globalization.CultureInfo.InvariantCulture, $"\\u{(int)c:x4}"),
                _ => text.Append(c),
            };
        }
        text.Append('"');
    }
}
