using Microsoft.AspNetCore.Authentication.JwtBearer;
using Microsoft.IdentityModel.Protocols;
using Microsoft.IdentityModel.Protocols.OpenIdConnect;
using Microsoft.IdentityModel.Tokens;

namespace Bishui.Gateway.Identity;

/// <summary>
/// Lets the gateway verify the tokens it issued by the keys it holds, instead of asking itself over HTTP. It verifies to know
/// whom to count in the rate limits and to keep the worst away; every service verifies again.
/// </summary>
internal static class OwnTokens
{
    public static IServiceCollection VerifyOwnTokens(
        this IServiceCollection services, IReadOnlyList<RsaSecurityKey> keys) =>
        services.PostConfigure<JwtBearerOptions>(JwtBearerDefaults.AuthenticationScheme, options =>
        {
            var known = new OpenIdConnectConfiguration();
            foreach (var key in keys)
                known.SigningKeys.Add(key);
            options.ConfigurationManager = new StaticConfigurationManager<OpenIdConnectConfiguration>(known);
        });
}
