using System.Collections.Concurrent;
using System.Globalization;
using System.Reflection;
using System.Text.Json;
using Bishui.Hosting.Errors;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Metadata;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Microsoft.Net.Http.Headers;

namespace Bishui.Hosting.Json;

/// <summary>
/// Reads the JSON bodies of all endpoints in one place: whatever an endpoint's handler takes as a body is held against its type by
/// <see cref="BodyCheck"/> before the framework reads it. A new endpoint is covered without a word of its own; one that reads its body itself,
/// line by line or as a file, is left alone.
/// </summary>
public static class BodyReading
{
    private const int DeepestNesting = 32;
    private const int LongestPart = 500;

    private static readonly JsonDocumentOptions Parsing = new() { MaxDepth = DeepestNesting };
    private static readonly ConcurrentDictionary<(Type, JsonSerializerOptions), IReadOnlySet<string>> Answers = new();

    /// <summary>The mark that many Windows programs put before UTF-8; it is no part of the content.</summary>
    public static ReadOnlySpan<byte> WithoutMark(ReadOnlySpan<byte> content) => content.StartsWith("\uFEFF"u8) ? content[3..] : content;

    /// <summary>Puts the reading before the endpoints. Texts of the address are held to the same rule.</summary>
    public static IApplicationBuilder UseBodyReading(this IApplicationBuilder app) => app.Use(async (http, next) =>
    {
        if (AddressErrors(http.Request) is { Count: > 0 } errors)
            await ProblemAnswers.WriteAsync(http, Unfit(errors));
        else if (BodyOf(http.GetEndpoint()) is { } accepts && http.Request.HasJsonContentType() && await RefusalAsync(http, accepts) is { } problem)
            await ProblemAnswers.WriteAsync(http, problem);
        else
            await next(http);
    });

    /// <summary>The type that an endpoint's handler takes as its body; null when it takes none, or reads it itself.</summary>
    public static Type? TypeOf(Endpoint endpoint) => BodyOf(endpoint)?.RequestType;

    /// <summary>What is wrong with a value of JSON that is to be read as a type; empty when nothing is. For bodies that are read line by line.</summary>
    public static IReadOnlyList<RowError> Errors(JsonElement value, Type type, JsonSerializerOptions options) =>
        BodyCheck.Errors(value, BodyShapes.Of(type, nullable: false, options));

    private static IAcceptsMetadata? BodyOf(Endpoint? endpoint) =>
        endpoint?.Metadata.GetMetadata<IAcceptsMetadata>() is { RequestType: { } type } accepts
            && endpoint.Metadata.GetMetadata<MethodInfo>()?.GetParameters().Any(parameter => parameter.ParameterType == type || Nullable.GetUnderlyingType(parameter.ParameterType) == type) == true
            ? accepts : null;

    private static List<RowError> AddressErrors(HttpRequest request)
    {
        var errors = new List<RowError>();
        if (request.HttpContext.GetEndpoint() is null) return errors;
        foreach (var (name, values) in request.Query)
        {
            if (Texts.Fault(name) is { } misnamed) errors.Add(new(null, Texts.Shown(name), "bad-query", misnamed.Detail));
            foreach (var value in values)
                if (Texts.Fault(value, Texts.Address) is { } fault) errors.Add(new(null, Texts.Shown(name), "bad-query", fault.Detail));
        }
        foreach (var (name, value) in request.RouteValues)
            if (value is string text && Texts.Fault(text, LongestPart) is { } fault) errors.Add(new(null, name, "bad-path", fault.Detail));
        return errors;
    }

    private static async Task<ProblemDetails?> RefusalAsync(HttpContext http, IAcceptsMetadata accepts)
    {
        if (MediaTypeHeaderValue.TryParse(http.Request.ContentType, out var type) && type.Charset is { HasValue: true } charset
            && !charset.Equals("utf-8", StringComparison.OrdinalIgnoreCase) && !charset.Equals("\"utf-8\"", StringComparison.OrdinalIgnoreCase))
            return ContentTypes.Refusal(http);
        var held = new MemoryStream((int)Math.Clamp(http.Request.ContentLength ?? 0, 256, 1 << 20));
        await http.Request.Body.CopyToAsync(held, http.RequestAborted);
        http.Response.RegisterForDispose(held);
        var start = held.Length - WithoutMark(held.GetBuffer().AsSpan(0, (int)held.Length)).Length;
        var body = held.GetBuffer().AsMemory((int)start, (int)(held.Length - start));
        (held.Position, http.Request.Body) = (start, held);
        if (body.Span.Trim(" \t\r\n"u8).IsEmpty && accepts.IsOptional) return null;

        var options = http.RequestServices.GetRequiredService<IOptions<Microsoft.AspNetCore.Http.Json.JsonOptions>>().Value.SerializerOptions;
        try
        {
            using var document = JsonDocument.Parse(body, Parsing);
            var isPut = HttpMethods.IsPut(http.Request.Method);
            var errors = BodyCheck.Errors(document.RootElement, BodyShapes.Of(accepts.RequestType!, accepts.IsOptional, options),
                isPut ? http.Request.RouteValues.ToDictionary(each => each.Key, each => Convert.ToString(each.Value, CultureInfo.InvariantCulture) ?? "", StringComparer.OrdinalIgnoreCase) : null,
                isPut ? AnsweredBy(http.GetEndpoint()!, options) : null);
            return errors.Count == 0 ? null : Unfit(errors);
        }
        catch (JsonException broken)
        {
            return Broken(JsonBreak.Of(broken, body.Span));
        }
    }

    /// <summary>The members of what an endpoint answers.</summary>
    private static HashSet<string> AnsweredBy(Endpoint endpoint, JsonSerializerOptions options)
    {
        var answers = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        foreach (var produced in endpoint.Metadata.GetOrderedMetadata<IProducesResponseTypeMetadata>())
            if (produced is { StatusCode: >= 200 and < 300, Type: { } type } && type != typeof(void))
                answers.UnionWith(Answers.GetOrAdd((type, options), key => key.Item2.GetTypeInfo(key.Item1).Properties.Select(property => property.Name).ToHashSet()));
        return answers;
    }

    private static ProblemDetails Unfit(IReadOnlyList<RowError> errors) =>
        Problems.Details(422, "invalid-request", "提交内容有误", "The request has errors", errors);

    private static ProblemDetails Broken(JsonBreak broken) =>
        Problems.Details(400, "invalid-json", "请求内容不是有效的 JSON", "The content is no valid JSON", [new(null, null, "invalid-json", broken.Detail)]);
}
