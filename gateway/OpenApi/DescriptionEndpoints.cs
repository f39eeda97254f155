using Bishui.Gateway.Identity;
using Bishui.Hosting.Json;
using Scalar.AspNetCore;

namespace Bishui.Gateway.OpenApi;

/// <summary><c>/openapi/v1.json</c>, the whole platform's, and <c>/openapi</c>, the same to browse.</summary>
internal static class DescriptionEndpoints
{
    // Everything the page needs comes from here: no content network, no fonts from elsewhere, nothing sent to anyone.
    private const string PagePolicy =
        "default-src 'none'; script-src 'self' 'unsafe-inline'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; "
        + "font-src 'self' data:; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(3);
    private static readonly TimeSpan Kept = TimeSpan.FromSeconds(5);

    public static IServiceCollection AddPlatformDescription(this IServiceCollection services)
    {
        services.AddOutputCache();
        services.AddHttpClient(PlatformDescription.Client, client => client.Timeout = Patience);
        services.AddSingleton<PlatformDescription>();
        return services;
    }

    public static WebApplication MapPlatformDescription(this WebApplication app, IdentityOptions identity)
    {
        // One call here is a call to every service: many at once share an answer.
        app.UseOutputCache();
        app.MapGet("/openapi/v1.json", async (PlatformDescription description, HttpRequest request, CancellationToken ct) =>
                TypedResults.Json(await description.BuildAsync($"{request.Scheme}://{request.Host}", identity.IssuesTokens, ct), JsonDefaults.Options))
            .AllowAnonymous()
            .CacheOutput(policy => policy.Expire(Kept));

        app.MapScalarApiReference("/openapi", (options, http) =>
            {
                http.Response.Headers.ContentSecurityPolicy = PagePolicy;
                options.WithTitle("碧水接口 - Bishui API")
                    .WithOpenApiRoutePattern("/openapi/v1.json")
                    .DisableDefaultFonts()
                    .DisableTelemetry()
                    .WithLocalization(new ScalarLocalizationOptions { Locale = "zh-CN" })
                    .DisableAgent()
                    .DisableMcp();
                options.HideClientButton = true;
                options.ShowDeveloperTools = DeveloperToolsVisibility.Never;
            })
            .AllowAnonymous();
        return app;
    }
}
