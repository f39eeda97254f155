using System.Text.Unicode;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Net.Http.Headers;

namespace Bishui.Hosting.Errors;

/// <summary>Refuses what no endpoint could read: an address that is no text, and JSON in a charset that does not exist.</summary>
internal static class MalformedRequests
{
    /// <summary>Puts the refusal in front of whatever reads addresses and bodies.</summary>
    public static IApplicationBuilder UseMalformedRequests(this IApplicationBuilder app) =>
        app.Use((context, next) => FaultOf(context) is { } problem ? ProblemAnswers.WriteAsync(context, problem) : next(context));

    private static ProblemDetails? FaultOf(HttpContext context)
    {
        var target = context.Features.Get<IHttpRequestFeature>()?.RawTarget ?? "";
        var query = target.IndexOf('?', StringComparison.Ordinal);
        if (!IsText(query < 0 ? target : target.AsSpan(0, query))) return Malformed("path");
        if (query >= 0)
            foreach (var pair in target.AsSpan(query + 1).Split('&'))
                if (target.AsSpan(query + 1)[pair] is var parameter && !IsText(parameter))
                    return Malformed(parameter.IndexOf('=') is > 0 and var equals && IsText(parameter[..equals]) ? Uri.UnescapeDataString(parameter[..equals]) : "query");

        var isUnknownCharset = MediaTypeHeaderValue.TryParse(context.Request.ContentType, out var type) && type.Charset.HasValue && type.Encoding is null
            && (type.SubType.Equals("json", StringComparison.OrdinalIgnoreCase) || type.SubTypeWithoutSuffix.Equals("json", StringComparison.OrdinalIgnoreCase) || type.Suffix.Equals("json", StringComparison.OrdinalIgnoreCase));
        return isUnknownCharset
            ? Problems.Details(415, "unsupported-media-type", "不支持此字符集", "The charset is not known", [new(null, "Content-Type", "unknown-charset", "utf-8")])
            : null;
    }

    /// <summary>Whether what stands escaped is well-formed UTF-8 without control characters but for tab and line ends.</summary>
    private static bool IsText(ReadOnlySpan<char> escaped)
    {
        if (!escaped.Contains('%')) return true;
        var bytes = new byte[escaped.Length];
        var count = 0;
        for (var i = 0; i < escaped.Length; i++)
        {
            if (escaped[i] != '%')
            {
                bytes[count++] = escaped[i] < 0x80 ? (byte)escaped[i] : (byte)'?';
                continue;
            }
            if (i + 2 >= escaped.Length || !char.IsAsciiHexDigit(escaped[i + 1]) || !char.IsAsciiHexDigit(escaped[i + 2])) return false;
            var value = (byte)(Convert.FromHexString(escaped.Slice(i + 1, 2))[0]);
            if (value < ' ' && value is not ((byte)'\t' or (byte)'\n' or (byte)'\r')) return false;
            bytes[count++] = value;
            i += 2;
        }
        return Utf8.IsValid(bytes.AsSpan(0, count));
    }

    private static ProblemDetails Malformed(string field) => Problems.Details(400, "malformed-address", "地址不是有效的文本", "The address is no valid text",
        [new(null, field, "malformed-address", "百分号编码须为 UTF-8，不含控制字符 / percent-encoded UTF-8 without control characters")]);
}
