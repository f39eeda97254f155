using Bishui.Gateway.Identity;
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

    public static IServiceCollection AddPlatformDescription(this IServiceCollection services, IdentityOptions identity)
    {
        services.AddHttpClient(ServiceDescriptions.Client, client => client.Timeout = Patience);
        services.AddSingleton<ServiceDescriptions>();
        services.AddSingleton(provider => ActivatorUtilities.CreateInstance<PlatformDescription>(provider, identity));
        return services;
    }

    public static WebApplication MapPlatformDescription(this WebApplication app)
    {
        app.MapGet("/openapi/v1.json", async (PlatformDescription description, HttpResponse response) => (await description.GetAsync()).Answer(response))
            .AllowAnonymous();

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
