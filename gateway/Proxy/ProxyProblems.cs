using System.Diagnostics;
using Bishui.Hosting.Errors;
using Bishui.Hosting.Limits;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Net.Http.Headers;
using Yarp.ReverseProxy.Forwarder;
using Yarp.ReverseProxy.Model;

namespace Bishui.Gateway.Proxy;

/// <summary>Says in the platform's own words that a service could not answer, and names which.</summary>
internal static class ProxyProblems
{
    private const string RetryAfterSeconds = "5";

    /// <summary>Stands outside the request timeouts: only there it shows whether the time was up or the caller had gone.</summary>
    public static IApplicationBuilder UseProxyProblems(this IApplicationBuilder app) => app.Use(async (context, next) =>
    {
        await next(context);
        if (context.Features.Get<IReverseProxyFeature>() is not { } proxy)
            return;

        var cluster = proxy.Cluster.Config.ClusterId;
        Activity.Current?.SetTag("bishui.cluster", cluster);
        context.Features.Get<IHttpMetricsTagsFeature>()?.Tags.Add(new("bishui.cluster", cluster));
        if (context.Features.Get<IForwarderErrorFeature>() is { } error && !context.Response.HasStarted && !context.RequestAborted.IsCancellationRequested)
            await AnswerAsync(context, cluster, error.Error);
    });

    private static async Task AnswerAsync(HttpContext context, string cluster, ForwarderError error)
    {
        // What the proxy takes for a caller that left is a timeout when the caller is still there.
        var status = error is ForwarderError.RequestCanceled ? StatusCodes.Status504GatewayTimeout : context.Response.StatusCode;
        (status, var code, var zh, var en) = status switch
        {
            StatusCodes.Status413PayloadTooLarge => (413, "too-large", "请求内容过大", "The request is too large"),
            StatusCodes.Status503ServiceUnavailable => (503, "unavailable", "服务暂不可用，请稍后重试", "Not available now, try again later"),
            StatusCodes.Status504GatewayTimeout => (504, "service-timeout", "服务未及时应答，请稍后重试", "The service did not answer in time, try again later"),
            >= 500 => (502, "service-unreachable", "服务暂时无法连接，请稍后重试", "The service cannot be reached, try again later"),
            _ => (400, "bad-request", "请求无法理解", "The request cannot be understood"),
        };
        if (status >= 500)
            context.Response.Headers.RetryAfter = RetryAfterSeconds;

        if (cluster == "web" && AsksForPage(context.Request))
            await WritePageAsync(context, status, zh);
        else
            await Problems.Of(status, code, zh, en, detail: status == 413 ? RequestLimits.Named(context.Features.Get<IHttpMaxRequestBodySizeFeature>()?.MaxRequestBodySize) : cluster).ExecuteAsync(context);
    }

    private static bool AsksForPage(HttpRequest request) =>
        HttpMethods.IsGet(request.Method)
        && request.GetTypedHeaders().Accept.Any(accept => accept.MediaType.Equals("text/html", StringComparison.OrdinalIgnoreCase));

    private static Task WritePageAsync(HttpContext context, int status, string sentence)
    {
        context.Response.StatusCode = status;
        context.Response.Headers[HeaderNames.CacheControl] = "no-store";
        context.Response.ContentType = "text/html; charset=utf-8";
        return context.Response.WriteAsync($"""
            <!doctype html>
            <html lang="zh-CN">
            <meta charset="utf-8">
            <meta name="viewport" content="width=device-width, initial-scale=1">
            <meta http-equiv="refresh" content="{RetryAfterSeconds}">
            <title>页面暂不可用 - 碧水</title>
            <h1>页面暂不可用</h1>
            <p>{sentence}。本页每 {RetryAfterSeconds} 秒自动重试；持续出现时，请联系平台管理人员。</p>
            """);
    }
}
