using System.Diagnostics;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;

namespace Bishui.Hosting.Errors;

/// <summary>Refusals as RFC 9457 problem details: a stable code to branch on, a title in Chinese and English, the trace to quote.</summary>
public static class Problems
{
    /// <summary>A refusal to answer with.</summary>
    /// <param name="status">The HTTP status.</param>
    /// <param name="code">Stable, kebab-case; also the last part of the problem's type.</param>
    /// <param name="zh">The title in Chinese.</param>
    /// <param name="en">The title in English.</param>
    /// <param name="errors">What is wrong by row or field; null or empty leaves the member out.</param>
    /// <param name="detail">What is particular to this occurrence; null leaves the member out.</param>
    public static ProblemHttpResult Of(
        int status, string code, string zh, string en, IReadOnlyList<RowError>? errors = null, string? detail = null) =>
        TypedResults.Problem(Details(status, code, zh, en, errors, detail));

    internal static ProblemDetails Details(
        int status, string code, string zh, string en, IReadOnlyList<RowError>? errors = null, string? detail = null)
    {
        var problem = new ProblemDetails
        {
            Status = status,
            Type = $"/problems/{code}",
            Title = $"{zh} / {en}",
            Detail = detail,
            Extensions = { ["code"] = code },
        };
        if (errors is { Count: > 0 }) problem.Extensions["errors"] = errors;
        if (Activity.Current is { } activity) problem.Extensions["traceId"] = activity.TraceId.ToHexString();
        return problem;
    }

    internal static ProblemDetails OfStatus(int status) => status switch
    {
        400 => Details(400, "bad-request", "请求无法理解", "The request cannot be understood"),
        401 => Details(401, "not-signed-in", "未登录或令牌无效", "Not signed in, or the token is not valid"),
        403 => Details(403, "forbidden", "无权执行此操作", "Not allowed"),
        404 => Details(404, "not-found", "没有此资源", "No such resource"),
        405 => Details(405, "method-not-allowed", "此资源不支持该方法", "The resource does not support this method"),
        406 => Details(406, "not-acceptable", "无法按所要求的格式应答", "No representation of the kind asked for"),
        408 => Details(408, "request-timeout", "请求接收超时", "The request took too long to arrive"),
        409 => Details(409, "conflict", "与现有记录冲突", "In conflict with what is on file"),
        412 => Details(412, "precondition-failed", "记录已被更改，请重新读取", "Changed since it was read"),
        413 => Details(413, "too-large", "请求内容过大", "The request is too large"),
        415 => Details(415, "unsupported-media-type", "不支持此内容类型", "Content of this type is not supported"),
        429 => Details(429, "too-many-requests", "请求过于频繁，请稍后重试", "Too many requests, try again later"),
        503 => Details(503, "unavailable", "服务暂不可用，请稍后重试", "Not available now, try again later"),
        >= 500 => Details(status, "internal-error", "服务内部错误", "Something went wrong inside the service"),
        _ => Details(status, $"status-{status}", "请求被拒绝", "The request was refused"),
    };
}
