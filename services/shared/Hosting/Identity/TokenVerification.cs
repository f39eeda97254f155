using Microsoft.AspNetCore.Authentication.JwtBearer;
using Microsoft.AspNetCore.Authorization;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace Bishui.Hosting.Identity;

/// <summary>Verification of access tokens, by every service for itself.</summary>
public static class TokenVerification
{
    /// <summary>The audience that tokens for the platform carry.</summary>
    public const string Audience = "bishui";

    /// <summary>
    /// Verifies bearer tokens against the issuer that <c>BISHUI_AUTHORITY</c> and <c>BISHUI_ISSUER</c> name, asks for a signed-in caller wherever
    /// an endpoint does not say otherwise, and makes one policy a role. The issuer need not be reachable yet.
    /// </summary>
    public static IServiceCollection AddTokenVerification(this IServiceCollection services, IConfiguration configuration)
    {
        ArgumentNullException.ThrowIfNull(configuration);
        var authority = Authority(configuration);
        var issuer = (configuration["BISHUI_ISSUER"] ?? authority.ToString()).TrimEnd('/');

        var keys = new IssuerKeys(authority, issuer, TimeSpan.FromSeconds(5));

        services.AddAuthentication(JwtBearerDefaults.AuthenticationScheme).AddJwtBearer(options =>
        {
            options.MapInboundClaims = false;
            options.RequireHttpsMetadata = false;               // decided by Authority below
            options.TimeProvider = TimeProvider.System;         // never the platform's clock
            options.TokenValidationParameters = new()
            {
                ValidIssuers = [issuer, issuer + "/"],
                ValidAudience = Audience,
                ValidTypes = ["at+jwt", "application/at+jwt", "JWT"],
                ValidAlgorithms = ["RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512"],
                ClockSkew = TimeSpan.FromSeconds(30),
                NameClaimType = "sub",
                RoleClaimType = "role",
            };
            options.ConfigurationManager = keys;
            options.Events = new() { OnAuthenticationFailed = context => TryNewerKeysAsync(context, keys) };
        });
        services.AddAuthorization(options =>
        {
            options.FallbackPolicy = options.DefaultPolicy = new AuthorizationPolicyBuilder().RequireAuthenticatedUser().Build();
            foreach (var role in Roles.All) options.AddPolicy(role, policy => policy.RequireAuthenticatedUser().RequireRole(role));
        });
        return services;
    }

    private static async Task TryNewerKeysAsync(AuthenticationFailedContext context, IssuerKeys keys)
    {
        if (context.Exception is not SecurityTokenSignatureKeyNotFoundException) return;
        if (await keys.NewerAsync(context.HttpContext.RequestAborted) is not { } newer) return;
        var parameters = context.Options.TokenValidationParameters.Clone();
        parameters.IssuerSigningKeys = newer.SigningKeys;
        var token = context.Request.Headers.Authorization.ToString()["Bearer ".Length..].Trim();
        var result = await new JsonWebTokenHandler { MapInboundClaims = false }.ValidateTokenAsync(token, parameters);
        if (!result.IsValid) return;
        context.Principal = new(result.ClaimsIdentity);
        context.Success();
    }

    private static Uri Authority(IConfiguration configuration)
    {
        var text = configuration["BISHUI_AUTHORITY"]
            ?? throw new InvalidOperationException("BISHUI_AUTHORITY is not set: the base URL of the token issuer");
        if (!Uri.TryCreate(text.TrimEnd('/') + "/", UriKind.Absolute, out var authority) || authority.Scheme is not ("http" or "https"))
            throw new InvalidOperationException("BISHUI_AUTHORITY is no http or https URL");
        // Keys fetched over plain http can be forged on the way. On one machine, or inside a cluster whose operator says so, there is no such way.
        var plainIsFine = authority.IsLoopback || configuration.GetValue<bool>("BISHUI_AUTHORITY_HTTP");
        if (authority.Scheme == "http" && !plainIsFine)
            throw new InvalidOperationException("BISHUI_AUTHORITY is plain http and not loopback: use https, or set BISHUI_AUTHORITY_HTTP=true inside a cluster");
        return authority;
    }
}
