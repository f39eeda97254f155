using System.Security.Cryptography;
using Bishui.Hosting.Identity;
using Microsoft.AspNetCore.Authentication.JwtBearer;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Protocols;
using Microsoft.IdentityModel.Protocols.OpenIdConnect;
using Microsoft.IdentityModel.Tokens;

namespace Bishui.Tests.Support;

/// <summary>Tokens as the gateway would issue them, signed with a key of this test run.</summary>
public static class TestTokens
{
    private const string Issuer = "http://127.0.0.1/";
    private static readonly RsaSecurityKey Key = new(RSA.Create(2048)) { KeyId = "test" };

    /// <summary>A token for a unit's own system, with the roles every unit has unless others are named.</summary>
    public static string For(string unit, params string[] roles) => new JsonWebTokenHandler().CreateToken(new SecurityTokenDescriptor
    {
        Issuer = Issuer,
        Audience = TokenVerification.Audience,
        Expires = TimeProvider.System.GetUtcNow().UtcDateTime.AddHours(1),
        TokenType = "at+jwt",
        SigningCredentials = new SigningCredentials(Key, SecurityAlgorithms.RsaSha256),
        Claims = new Dictionary<string, object>
        {
            ["sub"] = unit,
            ["client_id"] = unit,
            ["unit"] = unit,
            ["role"] = roles.Length == 0 ? [Roles.Reporter, Roles.Approver] : roles,
        },
    });

    /// <summary>Makes a service trust this run's key in place of the gateway's.</summary>
    public static void Trust(IServiceCollection services) => services.PostConfigureAll<JwtBearerOptions>(options =>
    {
        var keys = new OpenIdConnectConfiguration { Issuer = Issuer };
        keys.SigningKeys.Add(Key);
        options.ConfigurationManager = new StaticConfigurationManager<OpenIdConnectConfiguration>(keys);
        options.TokenValidationParameters.ValidIssuers = [Issuer];
    });
}
