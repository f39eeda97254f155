using Bishui.Hosting.Json;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Metadata;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.Routing.Template;
using Microsoft.Extensions.DependencyInjection;

namespace Bishui.Hosting.Errors;

/// <summary>Refusals of a content type that name those that are taken.</summary>
internal static class ContentTypes
{
    /// <summary>The refusal of what a request was sent as.</summary>
    public static ProblemDetails Refusal(HttpContext http)
    {
        var (taken, given) = (TakenAt(http), Texts.Shown(http.Request.ContentType ?? ""));
        var (zh, en) = given.Length == 0 ? ("未给出", "none was given") : ($"收到 {given}", $"given: {given}");
        return Problems.Details(415, "unsupported-media-type", "不支持此内容类型", "Content of this type is not supported", taken.Count == 0 ? null :
            [new(null, "Content-Type", "unsupported-media-type", $"应为 {string.Join("、", taken)}（UTF-8）；{zh} / must be {string.Join(" or ", taken)}, in UTF-8; {en}")]);
    }

    // Routing has put an endpoint of its own in the place of the one that refused: it is looked up again.
    private static IReadOnlyList<string> TakenAt(HttpContext http) =>
        [.. http.RequestServices.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>()
            .Where(endpoint => endpoint.Metadata.GetMetadata<IHttpMethodMetadata>()?.HttpMethods.Contains(http.Request.Method, StringComparer.OrdinalIgnoreCase) == true
                && new TemplateMatcher(new RouteTemplate(endpoint.RoutePattern), []).TryMatch(http.Request.Path, []))
            .SelectMany(endpoint => endpoint.Metadata.GetMetadata<IAcceptsMetadata>()?.ContentTypes ?? []).Distinct()];
}
