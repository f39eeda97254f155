using Bishui.Gateway.Identity;
using Bishui.Gateway.Proxy;
using Bishui.Hosting;
using Bishui.Hosting.Errors;
using Bishui.Hosting.Identity;

namespace Bishui.Gateway;

/// <summary>What stands in front of every route of the gateway, in order.</summary>
internal static class Pipeline
{
    /// <summary>Path prefixes that are the gateway's own: what it does not know there is not for the pages to answer.</summary>
    private static readonly string[] OwnPaths = ["/api", "/connect", "/.well-known", "/openapi", "/health", "/metrics"];

    public static WebApplicationBuilder AddGatewayDefaults(this WebApplicationBuilder builder, IdentityOptions identity)
    {
        // The gateway that issues tokens holds their keys: it needs no address to fetch them from, whatever the others use.
        if (identity.IssuesTokens)
        {
            builder.Configuration["BISHUI_AUTHORITY"] = "http://localhost";
            builder.Configuration["BISHUI_ISSUER"] = identity.Issuer!.OriginalString;
        }

        builder.AddHostDefaults("gateway");
        builder.Services.AddTokenVerification(builder.Configuration);
        builder.AddForwarding();
        builder.Services.AddHostCheck();
        return builder;
    }

    public static WebApplication UseGatewayDefaults(this WebApplication app)
    {
        app.UseForwarding();
        app.UseCorrelation();
        app.UsePagesCaller();
        app.UseNoStoreForSignedIn();
        app.UseProblemAnswers();

        // A request for a token is answered within authentication, any other is counted under the name found there.
        app.UseWhen(context => context.Request.Path.StartsWithSegments("/connect"), branch => branch.UseRateLimits());
        app.UseTokenForms();
        app.UseAuthentication();
        app.UseWhen(context => !context.Request.Path.StartsWithSegments("/connect"), branch => branch.UseRateLimits());
        app.UseAuthorization();
        app.UseProxyProblems();
        app.UseRequestTimeouts();
        app.MapHostDefaults();
        return app;
    }

    public static WebApplication MapOwnPaths(this WebApplication app, IdentityOptions identity)
    {
        foreach (var path in OwnPaths)
            app.Map(path + "/{**rest}", () => Problems.Of(404, "not-found", "没有此资源", "No such resource")).AllowAnonymous();
        if (!identity.IssuesTokens)
        {
            app.Map("/connect/token", () => Problems.Of(404, "tokens-elsewhere",
                "本平台的令牌由外部身份提供方签发", "Tokens for this platform are issued by an outside provider", detail: identity.Authority!.AbsoluteUri)).AllowAnonymous();
        }

        return app;
    }
}
