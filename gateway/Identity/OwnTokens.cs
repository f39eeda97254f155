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
        this IServiceCollection services, IdentityOptions identity, IReadOnlyList<RsaSecurityKey> keys) =>
        services.PostConfigure<JwtBearerOptions>(JwtBearerDefaults.AuthenticationScheme, options =>
        {
            var known = new OpenIdConnectConfiguration();
            foreach (var key in keys)
                known.SigningKeys.Add(key);
            options.ConfigurationManager = new StaticConfigurationManager<OpenIdConnectConfiguration>(known);

            // Without a fixed issuer a token names the address it was fetched at, of which there may be several. The key says enough.
            options.TokenValidationParameters.ValidateIssuer = identity.Issuer is not null;
        });
}
