using System.Diagnostics;
using System.Text.Json;
using Bishui.Hosting.Identity;
using Bishui.Hosting.Json;
using Bishui.Hosting.Limits;
using Bishui.Storage.Documents;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Bishui.Hosting.Errors;

/// <summary>Turns whatever goes wrong on the way to or in an endpoint into problem details.</summary>
public static class ProblemAnswers
{
    /// <summary>Registers the handling; <see cref="UseProblemAnswers"/> puts it in the pipeline.</summary>
    public static IServiceCollection AddProblemAnswers(this IServiceCollection services)
    {
        // Binding errors come as exceptions, so that the answer can name the member; otherwise only a bare status would be left.
        services.Configure<RouteHandlerOptions>(options => options.ThrowOnBadRequest = true);
        services.AddProblemDetails(options => options.CustomizeProblemDetails = context =>
        {
            var problem = context.ProblemDetails;
            if (!problem.Extensions.ContainsKey("code"))
            {
                var usual = Problems.OfStatus(problem.Status ?? context.HttpContext.Response.StatusCode);
                (problem.Type, problem.Title) = (usual.Type, usual.Title);
                problem.Extensions["code"] = usual.Extensions["code"];
            }
            problem.Extensions["traceId"] = TraceId(context.HttpContext);
        });
        services.AddExceptionHandler<ExceptionAnswers>();
        return services;
    }

    /// <summary>Catches exceptions, and gives a body to refusals that have none (401, 403, 404, 405, 413, 415, 429 ...).</summary>
    public static IApplicationBuilder UseProblemAnswers(this IApplicationBuilder app)
    {
        app.UseExceptionHandler();
        app.UseStatusCodePages(context => WriteAsync(context.HttpContext, context.HttpContext.Response.StatusCode == StatusCodes.Status415UnsupportedMediaType
            ? ContentTypes.Refusal(context.HttpContext)
            : Problems.OfStatus(context.HttpContext.Response.StatusCode)));
        app.UseMalformedRequests();
        app.UseRequestLimits();
        return app;
    }

    internal static Task WriteAsync(HttpContext http, ProblemDetails problem)
    {
        problem.Extensions["traceId"] = TraceId(http);
        http.Response.StatusCode = problem.Status!.Value;
        return http.Response.WriteAsJsonAsync(problem, JsonDefaults.Options, "application/problem+json");
    }

    private static string TraceId(HttpContext http) => Activity.Current?.TraceId.ToHexString() ?? http.TraceIdentifier;
}

internal sealed class ExceptionAnswers(ILogger<ExceptionAnswers> log) : IExceptionHandler
{
    public async ValueTask<bool> TryHandleAsync(HttpContext http, Exception exception, CancellationToken cancel)
    {
        if (exception is OperationCanceledException && http.RequestAborted.IsCancellationRequested)
        {
            http.Response.StatusCode = StatusCodes.Status499ClientClosedRequest;
            return true;
        }
        var problem = exception switch
        {
            BadHttpRequestException { StatusCode: 413 } => RequestLimits.TooLarge(http.Features.Get<IHttpMaxRequestBodySizeFeature>()?.MaxRequestBodySize),
            BadHttpRequestException { StatusCode: StatusCodes.Status415UnsupportedMediaType } => ContentTypes.Refusal(http),
            BadHttpRequestException bad => OfBadRequest(bad, http),
            QueryRefusedException query => Problems.Details(422, "invalid-request", "提交内容有误", "The request has errors", [new(null, query.Field, "bad-query", query.Why)]),
            DocumentConflictException conflict => OfConflict(conflict, http.Request),
            // Whatever is on file or was sent: a figure too large to be worked out is no fault of the service.
            OverflowException => Problems.Details(422, "not-computable", "数值过大，无法计算", "Not computable: the figures are too large"),
            IssuerUnavailableException => Problems.Details(503, "identity-unavailable", "身份服务暂不可用", "The token issuer cannot be reached"),
            _ => Problems.OfStatus(500),
        };
        if (problem.Status >= 500) log.LogError(exception, "{Method} {Path} failed", http.Request.Method, http.Request.Path);
        if (problem.Status == 503) http.Response.Headers.RetryAfter = "5";
        await ProblemAnswers.WriteAsync(http, problem);
        return true;
    }

    private static ProblemDetails OfBadRequest(BadHttpRequestException bad, HttpContext http)
    {
        if (bad.StatusCode != 400) return Problems.OfStatus(bad.StatusCode);
        // The body was looked at before; JsonException's own text names .NET types, its place in the document does not.
        if (bad.InnerException is JsonException json)
            return Problems.Details(400, "invalid-json", "请求内容不是有效的 JSON，或与字段类型不符", "The content is no valid JSON, or does not fit the members' types",
                [new(null, json.Path, "invalid-json", $"第 {json.LineNumber + 1} 行：此成员的值与其类型不符 / line {json.LineNumber + 1}: the value does not fit its member")]);
        return Problems.Details(400, "bad-request", "请求无法理解", "The request cannot be understood", Unbound(bad, http));
    }

    /// <summary>The parameter that the framework could not bind, from its own words: <c>Failed to bind parameter "int limit" from "x".</c></summary>
    private static IReadOnlyList<RowError>? Unbound(BadHttpRequestException bad, HttpContext http)
    {
        var quoted = bad.Message.Split('"');
        if (quoted.Length < 3 || quoted[1].LastIndexOf(' ') is not (> 0 and var space)) return null;
        var (name, type) = (quoted[1][(space + 1)..], quoted[1][..space].TrimEnd('?'));
        var isBody = bad.Message.Contains("body", StringComparison.Ordinal);
        var given = http.Request.Query[name].ToString() is { Length: > 0 } query ? query : http.Request.RouteValues[name] as string;
        var (zh, en) = isBody ? ("JSON 正文", "a body of JSON") : type switch
        {
            "int" or "long" or "short" => ("整数", "a whole number"),
            "decimal" or "double" => ("数字", "a number"),
            "bool" => ("true 或 false", "true or false"),
            "DateOnly" => ("日期，如 2021-11-01", "a day such as 2021-11-01"),
            "DateTimeOffset" or "DateTime" => ("带时区的时间，如 2021-11-01T09:00:00+08:00", "a time with an offset, such as 2021-11-01T09:00:00+08:00"),
            _ => ("格式正确的值", "a value of the right form"),
        };
        var (sent, was) = given is null ? ("未给出", "none was given") : ($"收到 {Texts.Shown(given)}", $"given: {Texts.Shown(given)}");
        return [new(null, isBody ? null : name, given is null ? "missing" : "wrong-type", $"应为{zh}；{sent} / must be {en}; {was}")];
    }

    private static ProblemDetails OfConflict(DocumentConflictException conflict, HttpRequest request) => conflict.Kind switch
    {
        ConflictKind.Version when request.Headers.IfMatch.Count > 0 => Problems.OfStatus(412),
        ConflictKind.Version => Problems.Details(409, "changed-meanwhile", "记录刚被他人更改，请重试", "Changed by someone else just now, try again"),
        ConflictKind.Id => Problems.Details(409, "already-exists", "该编号已存在", "The id is taken"),
        _ => Problems.Details(409, "value-taken", "该值已被占用", "A value that must be unique is taken",
            conflict.Index is null ? null : [new(null, conflict.Index, "value-taken", conflict.Index)]),
    };
}
